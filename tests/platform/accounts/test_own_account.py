"""A walk over signing in and one's own account: shut to strangers, whole as pages, changed by forms alone."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from roadstead.platform.accounts.models import STATE_ROLES, Role, User
from roadstead.web.admin.own_account import urlpatterns
from tests.conftest import make_user
from tests.platform.accounts.conftest import PASSWORD, acts, code, inside, password

pytestmark = pytest.mark.django_db
DOOR = {"sign-in", "account_login", "mfa_authenticate", "mfa_login_webauthn", "single-sign-on",
        "openid_connect_callback", "sign-out"}  # fmt: skip
WRITES = {"end-others", "end-session"}
NAMES = sorted({str(one.name) for one in urlpatterns} - DOOR)
NUMBERED = {"mfa_remove_webauthn", "end-session"}
# Nobody is asked again so soon after signing in; and without passkey there is none to show or remove.
AGAIN = {"mfa_reauthenticate_webauthn", "mfa_remove_webauthn"}
OF_SOME = {"filer-mails"}  # who file, or read a watch log


def address(name: str) -> str:
    return reverse(name, args=[7] if name in NUMBERED else [])


@pytest.fixture
def signed_in(client: Client, with_app: User) -> Client:
    password(client, with_app)
    client.post("/sign-in/second-factor", {"code": code()})
    assert inside(client)
    return client


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_shown_the_door(name: str, client: Client) -> None:
    response = (client.post if name in WRITES else client.get)(address(name))
    assert (response.status_code, response["Location"].partition("?")[0]) == (302, "/sign-in")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in WRITES | AGAIN | OF_SOME])
def test_a_page_is_whole(name: str, signed_in: Client) -> None:
    response = signed_in.get(address(name), follow=True)
    text = response.content.decode()
    if name == "mfa_view_recovery_codes":
        assert response.status_code == 404  # made with the first factor that is set up on a page
        return
    assert response.status_code == 200
    assert text.count("<h1") == 1
    assert "– Roadstead</title>" in text
    assert "<script>" not in text
    assert " style=" not in text


@pytest.mark.parametrize("name", sorted(WRITES))
def test_what_changes_something_is_not_done_by_a_link(name: str, signed_in: Client) -> None:
    assert signed_in.get(address(name)).status_code == 405


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_an_account_page_and_a_start(role: Role, client: Client) -> None:
    state = "BRB" if role in STATE_ROLES else ""
    user = make_user(f"one-{role}", role, state=state, carrier="X9" if role == Role.CARRIER else "")
    user.set_password(PASSWORD)
    user.save()
    password(client, user)
    assert client.get("/account/second-factor").status_code == 200


def test_who_has_no_password_is_told_so_instead_of_being_asked_for_it(signed_in: Client, with_app: User) -> None:
    with_app.set_unusable_password()
    with_app.save()
    signed_in.force_login(with_app)
    text = signed_in.get("/account/password", follow=True).content.decode()
    assert "have no password here" in text


def test_whoever_is_stopped_at_the_second_factor_may_sign_in_as_somebody_else(client: Client, with_app: User) -> None:
    password(client, with_app)
    assert client.get("/sign-in")["Location"] == "/sign-in/second-factor"
    client.post("/sign-out")
    assert client.get("/sign-in").status_code == 200


def test_new_recovery_codes_end_those_before(signed_in: Client, with_app: User) -> None:
    signed_in.post("/account/recovery-codes/new")
    first = Authenticator.objects.get(user=with_app, type="recovery_codes").wrap().get_unused_codes()
    signed_in.post("/account/recovery-codes/new")
    second = Authenticator.objects.get(user=with_app, type="recovery_codes").wrap()
    assert not any(second.validate_code(one) for one in first)
    assert acts()[-1] == "recovery codes made"


def test_the_door_knows_nobody_by_a_passkey_that_was_made_up(client: Client) -> None:
    client.get("/sign-in/passkey", headers={"accept": "application/json"})
    made_up = '{"id":"AA","rawId":"AA","type":"public-key","response":{"userHandle":"MQ"}}'
    assert client.post("/sign-in/passkey", {"credential": made_up})["Location"] == "/sign-in"
    assert not inside(client)
    assert acts() == ["sign-in failed"]
