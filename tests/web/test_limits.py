"""What a request may not do: strange methods, NUL, endless words, statements that never end."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from roadstead.accounts.models import Token, User
from roadstead.audit.models import Record
from roadstead.casework.models import Event
from roadstead.config import config
from roadstead.database.cluster import cluster
from roadstead.database.roles import DATABASE
from roadstead.database.scope import REGION, enter
from roadstead.web.middleware import ScopeOfTheUser
from tests.web.test_views import PAGES, World, _world, cast, officer_a, world

__all__ = ["_world", "officer_a", "world"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier_user(world: World) -> User:
    return User.objects.get(username="carrier")


READ = [page for page in PAGES if not page.writes]


@pytest.mark.parametrize("page", READ, ids=lambda page: page.name)
def test_a_page_answers_head_as_it_answers_get(page: object, world: World, client: Client) -> None:
    assert isinstance(page, type(PAGES[0]))
    client.force_login(cast(min(page.roles)))
    seen = client.get(world.address(page))
    asked = client.head(world.address(page))
    assert (asked.status_code, asked.content) == (seen.status_code, b"")


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
    assert "This request cannot be used" in response.content.decode()


def test_a_nul_in_a_form_is_refused_in_words(world: World, client: Client) -> None:
    client.force_login(world.user)
    for address, form in (
        (f"/alerts/{world.alert.pk}/act", {"act": "clear", "note": "a\0b"}),
        ("/sign-in", {"\0": "x"}),
    ):
        assert client.post(address, form).status_code == 400


def test_a_nul_to_the_api_is_answered_in_json(client: Client) -> None:
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
    assert "(4,200). Nothing was done yet." in response.content.decode()
    assert "words words" in response.content.decode()
    fits = "\r\n".join(["1234567"] * 500)  # 3,999 characters, 4,498 as a browser sends them
    assert client.post(address, {"act": "clear", **words, field: fits}).status_code == 302
    enter(REGION)
    assert Event.objects.filter(alert=world.alert, act="clear").count() == 1


def admin_url() -> str:
    return config().database_url or cluster(config().home).url(DATABASE, "postgres")


@override_settings(STATEMENT_TIMEOUT="300ms")
def test_a_statement_that_takes_too_long_is_ended_and_said(client: Client, officer_a: User) -> None:
    client.force_login(officer_a)
    with psycopg.connect(admin_url()) as other:
        other.execute("lock table manifests_voyage in access exclusive mode")
        response = client.get("/arrivals")
    assert response.status_code == 503
    assert "This took too long" in response.content.decode()
    assert "Wait a minute and try again" in response.content.decode()
    enter(REGION)
    assert not Record.objects.exists()  # what was begun is undone: nothing was shown
    assert client.get("/arrivals").status_code == 200


@override_settings(IDLE_TIMEOUT="300ms")
def test_a_transaction_in_which_nothing_is_asked_is_ended() -> None:
    """In a thread, which has a connection of its own."""

    def view(request: HttpRequest) -> HttpResponse:
        time.sleep(1)
        User.objects.exists()
        return HttpResponse()

    def ask() -> None:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        try:
            ScopeOfTheUser(view)(request)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, pytest.raises(OperationalError, match="idle-in-transaction timeout"):
        thread.submit(ask).result()


@override_settings(STATEMENT_TIMEOUT="300ms")
def test_a_filing_that_takes_too_long_is_answered_in_json_and_may_be_sent_again(
    client: Client, carrier_user: User
) -> None:
    assert carrier_user.carrier
    headers = {"Authorization": f"Bearer {Token.issue(carrier_user.carrier, 'test')}"}

    def file() -> tuple[int, dict[str, object]]:
        response = client.post("/api/v1/manifests", b"UNB+", content_type="text/plain", headers=headers)
        return response.status_code, response.json()

    with psycopg.connect(admin_url()) as other:
        other.execute("lock table intake_message in access exclusive mode")
        status, answer = file()
    assert (status, answer["code"]) == (503, "took-too-long")
    assert file()[0] == 202
