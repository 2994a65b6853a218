"""What a request may not do: strange methods, NUL, endless words."""

from __future__ import annotations

import pytest
from django.test import Client

from roadstead.casework.alerts.models import Event
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from tests.everyday import daily
from tests.web.test_views import PAGES, Answers, Page, World, _world, answers, foremost, officer_a, world

__all__ = ["_world", "answers", "officer_a", "world"]
READ = [page for page in PAGES if not page.writes]


@pytest.mark.parametrize("page", daily(READ, READ[::4]), ids=lambda page: page.name)
def test_a_page_answers_head_as_it_answers_get(page: Page, answers: Answers) -> None:
    role, state = foremost(page)
    asked = answers.of(page, role, state, method="head")
    assert (asked.status, asked.text) == (answers.of(page, role, state).status, "")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("address", ["/arrivals", "/healthy", "/sign-in", "/api/v1/manifests"])
def test_no_other_method_is_answered(method: str, address: str, client: Client, officer_a: User) -> None:
    client.force_login(officer_a)
    assert client.generic(method, address).status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/arrivals?q=a%00b", "/arrivals?%00=1", "/messages/%00", "/messages?q=%00", "/audit?q=%00", "/sign-in?next=%00"],
)
def test_a_nul_in_the_address_is_refused_in_words(address: str, client: Client, officer_a: User) -> None:
    client.force_login(officer_a)
    response = client.get(address)
    assert response.status_code == 400
    assert "We cannot process this request" in response.content.decode()


def test_a_nul_in_a_form_is_refused_in_words(world: World, client: Client) -> None:
    client.force_login(world.user)
    for address, form in (
        (f"/alerts/{world.alert.pk}/act", {"act": "clear", "note": "a\0b"}),
        ("/sign-in", {"\0": "x"}),
    ):
        assert client.post(address, form).status_code == 400


def test_a_nul_to_the_api_is_answered_in_json(client: Client, db: None) -> None:
    response = client.get("/api/v1/receipts/%00")
    assert (response.status_code, response.json()["code"]) == (400, "nul-in-address")


def test_a_cookie_with_a_nul_is_no_cookie(client: Client, db: None) -> None:
    quoted = '"' + "\\000" * 10 + '"'  # as a browser would send it; newer Pythons' own client refuses to make one
    assert client.get("/arrivals", headers={"cookie": f"sessionid={quoted}"}).status_code == 302


@pytest.mark.parametrize("field", ["note", "reasons_for", "reasons_against"])
def test_endless_words_are_refused_with_their_length_and_kept_on_the_page(
    field: str, world: World, client: Client
) -> None:
    client.force_login(world.user)
    address = f"/alerts/{world.alert.pk}/act"
    client.post(address, {"act": "take"})
    words = {"note": "n", "reasons_for": "f", "reasons_against": "a"}
    response = client.post(address, {"act": "clear", **words, field: "words " * 700})
    assert response.status_code == 400
    assert "has 4199 characters. Shorten it to 4000 at most." in response.content.decode()
    assert "words words" in response.content.decode()
    fits = "\r\n".join(["1234567"] * 500)  # 3,999 characters, 4,498 as a browser sends them
    assert client.post(address, {"act": "clear", **words, field: fits}).status_code == 302
    enter(REGION)
    assert Event.objects.filter(alert=world.alert, act="clear").count() == 1
