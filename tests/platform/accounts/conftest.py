"""People with a password, and the door as it is in service: everybody needs a second factor."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from pytest_django.fixtures import Settings

from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter

PASSWORD = "wide-harbour-at-noon"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def in_service(settings: Settings) -> None:
    settings.SECOND_FACTOR = "required"


@pytest.fixture
def officer(officer_a: User) -> User:
    officer_a.set_password(PASSWORD)
    officer_a.save()
    return officer_a


@pytest.fixture
def with_app(officer: User) -> User:
    """The officer, with an app that shows codes."""
    TOTP.activate(officer, SECRET)
    return officer


def code(steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or some steps of thirty seconds from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def password(client: Client, user: User, given: str = PASSWORD) -> str:
    """Where the door leads after user name and password, "" if it stays shut."""
    response = client.post("/sign-in", {"login": user.username, "password": given})
    return response.get("Location", "")


def inside(client: Client) -> bool:
    """Whether this session may go on to more than setting up a second factor."""
    return client.get("/account/sessions").status_code == 200


def acts() -> list[str]:
    enter(REGION)
    return list(Record.objects.order_by("id").values_list("action", flat=True))
