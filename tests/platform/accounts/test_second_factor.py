"""A password alone opens nothing: everybody has a second factor, and changing it asks again who one is."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import User
from tests.platform.accounts.conftest import PASSWORD, SECRET, acts, code, inside, password

pytestmark = pytest.mark.django_db


def test_without_a_second_factor_nothing_is_seen_but_the_way_to_one(client: Client, officer: User) -> None:
    assert password(client, officer) == "/"
    assert client.get("/arrivals")["Location"] == "/account/second-factor"
    assert client.get("/people")["Location"] == "/account/second-factor"
    assert "You need a second factor" in client.get("/account/second-factor").content.decode()


def test_an_app_is_set_up_and_then_asked_for(client: Client, officer: User) -> None:
    password(client, officer)
    page = client.get("/account/second-factor/app").content.decode()
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', page)
    assert found
    secret = found[1].replace(" ", "")
    assert client.post("/account/second-factor/app", {"code": "000000"}).status_code == 200
    client.post("/account/second-factor/app", {"code": code(secret=secret)})
    assert inside(client)
    client.post("/sign-out")
    assert password(client, officer) == "/sign-in/second-factor"
    assert not inside(client)
    assert client.post("/sign-in/second-factor", {"code": code(1, secret)})["Location"] == "/"
    assert inside(client)
    assert acts()[:4] == ["signed in", "second factor added", "signed out", "signed in"]


def test_recovery_codes_are_shown_once_and_each_opens_once(client: Client, officer: User) -> None:
    password(client, officer)
    page = client.get("/account/second-factor/app").content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")  # type: ignore[index]
    shown = client.post("/account/second-factor/app", {"code": code(secret=secret)}, follow=True).content.decode()
    codes = re.findall(r"<code[^>]*>(\d{8})<", shown)
    assert len(codes) == 10
    again = client.get("/account/recovery-codes").content.decode()
    assert not [one for one in codes if one in again]
    client.post("/sign-out")
    password(client, officer)
    assert client.post("/sign-in/second-factor", {"code": codes[3]})["Location"] == "/"
    client.post("/sign-out")
    password(client, officer)
    assert client.post("/sign-in/second-factor", {"code": codes[3]}).status_code == 200
    assert not inside(client)


def test_a_code_opens_once_though_it_still_holds(client: Client, with_app: User) -> None:
    now = code()
    password(client, with_app)
    assert client.post("/sign-in/second-factor", {"code": now}).status_code == 302
    client.post("/sign-out")
    password(client, with_app)
    answer = client.post("/sign-in/second-factor", {"code": now})
    assert answer.status_code == 200
    assert not inside(client)


def test_five_wrong_codes_make_it_rest_and_each_is_written_down(client: Client, with_app: User) -> None:
    password(client, with_app)
    for _ in range(5):
        assert client.post("/sign-in/second-factor", {"code": "000000"}).status_code == 200
    assert client.post("/sign-in/second-factor", {"code": code()}).status_code == 200
    assert not inside(client)
    assert acts() == ["second factor failed"] * 6


def test_factors_are_encrypted_where_they_lie(with_app: User) -> None:
    RecoveryCodes.activate(with_app)
    lying = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in lying
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code())


def test_changing_a_factor_asks_again_who_one_is(
    client: Client, with_app: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    password(client, with_app)
    client.post("/sign-in/second-factor", {"code": code()})
    assert client.get("/account/second-factor/passkey").status_code == 200  # just signed in
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    for address in ("second-factor/passkey", "second-factor/app/remove", "recovery-codes/new"):
        assert client.get(f"/account/{address}")["Location"].startswith("/account/again?next=%2Faccount%2F"), address
    assert client.post("/account/again?next=/account/recovery-codes/new", {"password": "wrong"}).status_code == 200
    answer = client.post("/account/again?next=/account/recovery-codes/new", {"password": PASSWORD})
    assert answer["Location"] == "/account/recovery-codes/new"
    assert client.get("/account/recovery-codes/new").status_code == 200


def test_the_only_factor_stays(client: Client, with_app: User) -> None:
    password(client, with_app)
    client.post("/sign-in/second-factor", {"code": code()})
    assert "cannot remove your only second factor" in client.get("/account/second-factor/app/remove").content.decode()
    client.post("/account/second-factor/app/remove")
    assert Authenticator.objects.filter(user=with_app, type="totp").exists()


@pytest.mark.parametrize(
    ("mode", "demo", "free"),
    [
        ("demo", True, True),
        ("demo", False, False),
        ("required", True, False),
        ("off", False, True),
    ],
)
def test_only_the_made_up_region_goes_without_and_only_where_it_is_left_so(
    mode: str, demo: bool, free: bool, client: Client, officer: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = mode
    User.objects.filter(pk=officer.pk).update(demo=demo)
    password(client, officer)
    assert inside(client) is free
