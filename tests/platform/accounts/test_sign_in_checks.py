"""Access only while training certificate and clearance are current, and not after long disuse (S27)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import Carrier, Role, Token, User
from roadstead.platform.accounts.sign_in_checks import sign_in_refusal
from tests.conftest import make_user
from tests.platform.accounts.conftest import PASSWORD, acts, inside, password

pytestmark = pytest.mark.django_db


def today() -> date:
    """The day of the test, not of the start of the run: a run goes on past midnight."""
    return timezone.now().date()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"certificate_until": today() - timedelta(days=1)}, "training certificate expired on"),
        ({"clearance_until": today() - timedelta(days=1)}, "security clearance expired on"),
        ({"opened_at": timezone.now() - timedelta(days=91)}, "not used for more than 90 days"),
    ],
)
def test_the_door_stays_shut_and_says_why(changed: dict[str, Any], says: str, client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(**changed)
    answer = client.post("/sign-in", {"login": officer.username, "password": PASSWORD}, follow=True)
    assert says in answer.content.decode()
    assert not inside(client)
    assert acts() == ["sign-in refused"]


@pytest.mark.parametrize("name", ["certificate_until", "clearance_until"])
def test_the_last_day_still_counts_and_the_next_ends_a_session_too(
    name: str, client: Client, officer: User, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    User.objects.filter(pk=officer.pk).update(**{name: today()})
    password(client, officer)
    assert inside(client)
    User.objects.filter(pk=officer.pk).update(**{name: today() - timedelta(days=1)})
    assert client.get("/arrivals")["Location"] == "/sign-in"
    User.objects.filter(pk=officer.pk).update(**{name: None})
    assert not inside(client)


def test_a_carriers_account_may_rest_for_a_year(carrier_user: User, officer: User) -> None:
    now = timezone.now()
    for user in (carrier_user, officer):
        user.opened_at, user.last_login = now - timedelta(days=500), now - timedelta(days=365)
    assert (sign_in_refusal(carrier_user, now), sign_in_refusal(officer, now) != "") == ("", True)
    assert "365 days" in sign_in_refusal(carrier_user, now + timedelta(days=1))


def test_a_closed_account_is_not_told_apart_from_a_wrong_password(client: Client, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert password(client, officer) == ""
    assert acts() == ["sign-in failed"]


def test_a_token_that_nobody_used_for_a_year_is_no_longer_taken() -> None:
    carrier = Carrier.objects.create(code="5X", name="An Airline")
    secret = Token.issue(carrier, "old")
    long_ago = timezone.now() - timedelta(days=366)
    Token.objects.update(proposed_at=long_ago)
    assert Token.carrier_of(secret) is None
    Token.objects.update(used_on=today() - timedelta(days=365))
    assert Token.carrier_of(secret) == carrier
    assert Token.objects.get().used_on == today()


def test_it_is_opened_again_by_who_looks_after_it(client: Client, officer: User, settings: Settings) -> None:
    settings.SECOND_FACTOR = "off"
    User.objects.filter(pk=officer.pk).update(opened_at=timezone.now() - timedelta(days=91))
    client.force_login(make_user("chief", Role.SUPERVISOR, state="BRB"))
    client.post(f"/people/{officer.pk}/switch")
    client.logout()
    password(client, officer)
    assert inside(client)
