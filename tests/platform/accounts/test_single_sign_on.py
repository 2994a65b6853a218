"""Single sign-on with a real provider: only for who was invited, only by what the provider has signed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.config import NotConfigured, config, read
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.invitations import invitation_links
from roadstead.platform.invitations.invitation_links import NewAccount
from roadstead.web.admin.sign_in.provider import provider as as_told
from tests.platform.accounts.conftest import acts, code, inside
from tests.platform.accounts.provider import CLIENT, CLIENT_SECRET, Provider, running

pytestmark = pytest.mark.django_db
EMAIL = "ada@border.example"


@pytest.fixture
def provider(settings: Settings, tmp_path: Path) -> Iterator[Provider]:
    """Configured as an operator would, by issuer, client and a file with the secret."""
    secret = tmp_path / "secret"
    secret.write_text(f"{CLIENT_SECRET}\n")
    with running() as provider:
        told = {
            "ROADSTEAD_HOME": str(tmp_path),
            "ROADSTEAD_OIDC_ISSUER": provider.issuer,
            "ROADSTEAD_OIDC_CLIENT": CLIENT,
            "ROADSTEAD_OIDC_SECRET_FILE": str(secret),
        }
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": as_told(read(told))}
        settings.OIDC_NAME = "Government of Grenada"
        provider.claims = {"sub": "ada-1", "email": EMAIL, "email_verified": True, "amr": ["pwd", "mfa"]}
        yield provider


@pytest.fixture
def ada(officer: User) -> User:
    officer.email = EMAIL.upper()
    officer.save()
    return officer


def come(client: Client) -> str:
    """To the provider and back; where the door leads then, with what is said there."""
    away = client.get("/sign-in/single")["Location"]
    address = urlsplit(away)
    connection = HTTPConnection(address.netloc)
    connection.request("GET", f"{address.path}?{address.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}").get("Location", "")


def said(client: Client) -> str:
    return client.get("/sign-in").content.decode()


def test_the_button_is_there_only_where_a_provider_is_configured(client: Client, settings: Settings) -> None:
    assert "/sign-in/single" not in said(client)
    assert client.get("/sign-in/single").status_code == 404
    settings.OIDC_NAME = "Government of Grenada"
    assert "Sign in with Government of Grenada" in said(client)


def test_an_invited_person_comes_in_with_the_providers_second_factor(
    provider: Provider, ada: User, client: Client
) -> None:
    assert come(client) == "/"
    assert inside(client)
    assert acts() == ["single sign-on joined", "signed in"]


def test_the_second_time_the_account_is_known_by_the_providers_number(
    provider: Provider, ada: User, client: Client
) -> None:
    come(client)
    client.post("/sign-out")
    provider.claims |= {"email": "another@border.example"}
    assert come(client) == "/"
    assert client.session["_auth_user_id"] == str(ada.pk)


@pytest.mark.parametrize("claims", [{"amr": ["pwd"]}, {"amr": None}, {"amr": [], "acr": "1"}])
def test_without_the_providers_second_factor_ours_is_asked(
    claims: dict[str, object], provider: Provider, ada: User, with_app: User, client: Client
) -> None:
    provider.claims |= claims
    assert come(client) == "/sign-in/second-factor"
    assert not inside(client)
    client.post("/sign-in/second-factor", {"code": code()})
    assert inside(client)


def test_without_any_second_factor_one_is_set_up_first(provider: Provider, ada: User, client: Client) -> None:
    provider.claims |= {"amr": ["pwd"]}
    come(client)
    assert client.get("/arrivals")["Location"] == "/account/second-factor"


def test_acr_counts_where_it_was_named(provider: Provider, ada: User, client: Client, settings: Settings) -> None:
    settings.OIDC_SECOND_FACTOR = ("mfa", "urn:two")
    provider.claims |= {"amr": [], "acr": "urn:two"}
    assert come(client) == "/"
    assert inside(client)


@pytest.mark.parametrize(
    "claims", [{"email": "stranger@border.example"}, {"email": ""}, {"email_verified": False}, {"email_verified": None}]
)
def test_nobody_is_let_in_who_was_not_invited_and_no_account_is_made(
    claims: dict[str, object], provider: Provider, ada: User, client: Client
) -> None:
    provider.claims |= claims
    before = User.objects.count()
    assert come(client) == "/sign-in"
    assert "You have no account in Roadstead" in said(client)
    assert not inside(client)
    assert (User.objects.count(), acts()) == (before, ["sign-in refused"])


@pytest.mark.parametrize(
    "changed", [{"iss": "https://elsewhere.example"}, {"aud": "somebody-else"}, {"exp": int(time.time()) - 60}]
)
def test_what_was_signed_for_others_or_is_over_opens_nothing(
    changed: dict[str, object], provider: Provider, ada: User, client: Client
) -> None:
    provider.changed = changed
    assert come(client) == "/sign-in"
    assert "did not confirm who you are" in said(client)
    assert not inside(client)


def test_what_is_signed_with_another_key_opens_nothing(provider: Provider, ada: User, client: Client) -> None:
    provider.signs_with = rsa.generate_private_key(65537, 2048)
    assert come(client) == "/sign-in"
    assert not inside(client)


def test_an_answer_that_nobody_asked_for_opens_nothing(provider: Provider, ada: User, client: Client) -> None:
    assert client.get("/sign-in/single-sign-on/back?code=x&state=y")["Location"] == "/sign-in"
    assert not inside(client)


def test_a_provider_that_is_away_is_said_so(provider: Provider, client: Client, settings: Settings) -> None:
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    assert client.get("/sign-in/single")["Location"] == "/sign-in"
    assert "did not confirm who you are" in said(client)


def test_a_lapsed_certificate_stops_here_too(provider: Provider, ada: User, client: Client) -> None:
    User.objects.filter(pk=ada.pk).update(certificate_until="2020-01-01")
    assert come(client) == "/sign-in"
    assert "training certificate expired" in said(client)


@pytest.mark.parametrize("still_open", [True, False])
def test_an_invitation_is_used_by_coming_while_it_is_open(still_open: bool, provider: Provider, client: Client) -> None:
    grenada = State.objects.create(code="GRD", name="Grenada")
    wanted = NewAccount(username="ada", name="Ada Test", role=Role.OFFICER, state=grenada, email=EMAIL)
    made, _ = invitation_links.invite(
        wanted, by=None, now=timezone.now() - (0 if still_open else 1) * invitation_links.LINK_VALIDITY
    )
    assert (come(client) == "/") is still_open
    made.refresh_from_db()
    assert made.is_active is still_open


def test_settings_that_make_no_sense_are_refused_by_name() -> None:
    given = {"ROADSTEAD_HOME": "/tmp", "ROADSTEAD_OIDC_ISSUER": "https://id.example"}
    with pytest.raises(NotConfigured, match="ROADSTEAD_OIDC_CLIENT"):
        read(given)
    with pytest.raises(NotConfigured, match="ROADSTEAD_OIDC_ISSUER"):
        read(given | {"ROADSTEAD_OIDC_ISSUER": "http://id.example"})
    with pytest.raises(NotConfigured, match="ROADSTEAD_OIDC_SECRET_FILE"):
        as_told(replace(config(), oidc_issuer="https://id.example", oidc_secret_file="/nowhere"))
    with pytest.raises(NotConfigured, match="ROADSTEAD_SECOND_FACTOR"):
        read({"ROADSTEAD_HOME": "/tmp", "ROADSTEAD_HTTPS": "yes", "ROADSTEAD_SECOND_FACTOR": "off"})
    assert read({"ROADSTEAD_HOME": "/tmp", "ROADSTEAD_HTTPS": "yes"}).second_factor == "required"
