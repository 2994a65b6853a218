"""Somebody who registers: the pages, the mail as it is sent, and the account that comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.config import config
from roadstead.outbound.notifications.account_mail import send_one
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import NOBODY, REGION, enter

ADDRESS = "mary@example.org"
PASSWORD = "quiet-lantern-over-reef"
FORM = {"name": "Mary Read", "email": ADDRESS, "kind": "yacht", "language": "en"}
LINK = re.compile(r"/register/[\w:.-]+")


@pytest.fixture(autouse=True)
def switched_on(settings: Settings) -> None:
    settings.SELF_REGISTRATION = True
    settings.SECOND_FACTOR = "off"
    cache.clear()  # registrations of other tests from the same network


@pytest.fixture
def mails(tmp_path: Path) -> Callable[[], list[Any]]:
    """Sends what waits, and returns all mails so far, the newest last."""

    def sent() -> list[Any]:
        enter(REGION)
        while send_one(replace(config(), smtp_url=f"file://{tmp_path}"), now=timezone.now()):
            pass
        enter(NOBODY)
        paths = sorted(tmp_path.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]

    return sent


def register(client: Client, **given: str) -> Any:
    return client.post("/register", FORM | given)


def link_in(mail: Any) -> str:
    found = LINK.search(mail.get_content())
    assert found, mail.get_content()
    return found[0]


def confirm(client: Client, link: str, password: str = PASSWORD) -> Any:
    return client.post(link, {"new_password1": password, "new_password2": password})


@pytest.fixture
def mary(client: Client, mails: Callable[[], list[Any]], db: None) -> User:
    """A captain who has registered, and is signed in with `client`."""
    register(client)
    confirm(client, link_in(mails()[-1]))
    return User.objects.get(email=ADDRESS)
