"""Who came, who went, who was not let in, and who was refused a page: all of it in the audit, none of it as values."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "wide-harbour-at-noon"


@pytest.fixture
def officer(officer_a: User) -> User:
    officer_a.set_password(PASSWORD)
    officer_a.save()
    return officer_a


def lines(reader: User | None = None) -> list[tuple[str, str]]:
    """Act and subject of each line, oldest first, as `reader` sees them (None: all)."""
    enter(reader.scope if reader else REGION)
    rows = Record.objects.visible_to(reader) if reader else Record.objects.all()
    return list(rows.order_by("id").values_list("action", "subject"))


def sign_in(client: Client, username: str, password: str) -> int:
    return client.post("/sign-in", {"login": username, "password": password}).status_code


def test_coming_and_going_is_written_down(client: Client, officer: User) -> None:
    assert sign_in(client, officer.username, PASSWORD) == 302
    assert client.post("/sign-out").status_code == 302
    assert lines() == [("signed in", f"user {officer.pk}"), ("signed out", f"user {officer.pk}")]


def test_a_failed_sign_in_is_written_down_without_what_was_typed(client: Client, officer: User) -> None:
    sign_in(client, officer.username, "wrong")
    sign_in(client, PASSWORD, "typed-into-the-wrong-field")
    assert lines() == [("sign-in failed", f"user {officer.pk}"), ("sign-in failed", "unknown user")]


def test_an_account_that_is_locked_is_told_apart(client: Client, officer: User) -> None:
    for _ in range(10):
        sign_in(client, officer.username, "wrong")
    assert sign_in(client, officer.username, PASSWORD) == 429
    assert [act for act, _ in lines()][-1] == "sign-in locked"


def test_an_attempt_at_a_page_of_another_role_is_written_down_by_its_name(client: Client, officer: User) -> None:
    client.force_login(officer)
    assert client.get("/audit?q=Quillimane").status_code == 403
    assert lines() == [("refused", "page audit")]


@pytest.mark.parametrize("address", ["/arrivals?q", "/messages?q", "/audit?who"])
def test_a_search_is_written_down_without_its_words(address: str, client: Client) -> None:
    client.force_login(make_user("reader", Role.AUDITOR, state="BRB"))
    client.get(f"{address}=Quillimane")
    ((act, subject),) = lines()
    assert (act, subject) == ("searched", address.strip("/").split("?")[0])


def test_the_own_states_auditor_reads_it_and_another_states_does_not(client: Client, officer: User) -> None:
    sign_in(client, officer.username, "wrong")
    sign_in(client, officer.username, PASSWORD)
    client.get("/people")
    seen = [act for act, _ in lines(make_user("auditor-a", Role.AUDITOR, state="BRB"))]
    assert seen == ["sign-in failed", "signed in", "refused"]
    assert lines(make_user("auditor-b", Role.AUDITOR, state="LCA")) == []


def at_field(page: str, field: str) -> str:
    """The errors shown at a field."""
    found = re.search(rf'<div id="{field}_error">(.*?)</div>', page, re.DOTALL)
    return found[1] if found else ""


def test_an_empty_sign_in_form_names_each_field_that_is_missing(client: Client, db: None) -> None:
    page = client.post("/sign-in", {"login": "", "password": ""}).content.decode()
    assert "<title>Error:" in " ".join(page.split()).replace("<title> ", "<title>")
    assert "Fill in “User name or e-mail address”." in at_field(page, "id_login")
    assert "Fill in “Password”." in at_field(page, "id_password")
    assert 'href="#id_login"' in page


def test_a_wrong_password_keeps_the_user_name_and_never_the_password(client: Client, officer: User) -> None:
    page = client.post("/sign-in", {"login": officer.username, "password": "wrong-one"}).content.decode()
    assert "The user name or the password is wrong" in page
    assert f'value="{officer.username}"' in page
    assert "wrong-one" not in page
    assert "placeholder" not in page


def test_a_new_password_is_refused_at_the_field_that_is_wrong(client: Client, officer: User) -> None:
    sign_in(client, officer.username, PASSWORD)
    given = {"oldpassword": "not-the-old-one", "password1": "quiet-lantern-over-reef", "password2": ""}
    page = client.post("/account/password", given).content.decode()
    assert "This is not your current password" in at_field(page, "id_oldpassword")
    assert "Fill in “Repeat the new password”." in at_field(page, "id_password2")
    assert "At least 12 characters" in page
