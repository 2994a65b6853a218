"""Who came, who went, who was not let in, and who was refused a page: all of it in the audit, none of it as values."""

from __future__ import annotations

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
