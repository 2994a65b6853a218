"""The centre's supervisors are notified of a standstill once, and once more when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.test import Client

from roadstead.config import Config, config, mail_folder
from roadstead.engine.reference.caricom import CENTRE
from roadstead.oversight.health.checks import Check
from roadstead.oversight.health.models import Standstill
from roadstead.oversight.health.notify import record, send_due
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.outbound.notifications.test_dissemination import channel

NOW = datetime.now(UTC)
STUCK = Check(
    name="queue", value=130, limit=120, unit="seconds", ok=False, stood_seconds=130.0,
    text="The oldest waiting message has waited 2 min. Limit: 120 s.",
)  # fmt: skip
WELL = replace(STUCK, value=0, ok=True, stood_seconds=0.0, text="The oldest waiting message has waited 0 s.")


@pytest.fixture
def settings(tmp_path: Path, region: None) -> Config:
    channel(CENTRE, "mail", "centre@desk.example")
    channel("BRB", "mail", "brb@desk.example")
    return replace(config(), smtp_url=mail_folder(tmp_path))


def mails(folder: Path) -> list[tuple[str, str]]:
    """To whom, and the subject."""
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("mail/*.eml"))]
    return sorted((mail["To"], mail["Subject"]) for mail in found)


def look(settings: Config, check: Check, *, after: float) -> None:
    now = NOW + timedelta(seconds=after)
    record([check], settings, now=now)
    send_due(settings, now=now)
    enter(REGION)


def test_the_centre_is_notified_once_and_once_more_when_it_is_over(settings: Config, tmp_path: Path) -> None:
    for after in (0, 10, 20, 30):
        look(settings, STUCK, after=after)
    began = f"{NOW - timedelta(seconds=130):%d %b %H:%M} UTC"
    assert mails(tmp_path) == [("centre@desk.example", f"Roadstead: standstill since {began}. {STUCK.text}")]
    look(settings, WELL, after=60)
    assert len(mails(tmp_path)) == 1  # not over yet: it may come back
    for after in (100, 110, 120):
        look(settings, WELL, after=after)
    subjects = [subject for _, subject in mails(tmp_path)]
    assert [subject.startswith("Roadstead: back to normal since ") for subject in subjects] == [True, False]
    assert set(Record.objects.filter(subject__startswith="standstill").values_list("action", flat=True)) == {
        "notified: sent"
    }


def test_what_is_over_before_two_minutes_disturbs_nobody(settings: Config, tmp_path: Path) -> None:
    short = replace(STUCK, stood_seconds=0.0)
    for after in (0, 60, 110):
        look(settings, short, after=after)
    for after in (120, 175, 400):
        look(settings, WELL, after=after)
    assert mails(tmp_path) == []
    assert Standstill.objects.get().ended_at == NOW + timedelta(seconds=110)


def test_a_mail_that_cannot_be_sent_is_tried_again(settings: Config, tmp_path: Path) -> None:
    away = replace(settings, smtp_url="smtp://127.0.0.1:1")
    look(away, STUCK, after=0)
    assert Standstill.objects.get().notified_at is None
    look(settings, STUCK, after=1)  # a pause first
    assert mails(tmp_path) == []
    look(settings, STUCK, after=10)
    assert len(mails(tmp_path)) == 1


def test_the_pages_show_it_to_the_centres_supervisors_and_operators_alone(
    settings: Config, client: Client, supervisor: User, supervisor_a: User, analyst: User
) -> None:
    operator = make_user("operator", Role.OPERATOR)
    look(settings, STUCK, after=0)
    for user, sees in ((supervisor, True), (operator, True), (supervisor_a, False), (analyst, False)):
        client.force_login(user)
        page = client.get("/account/2fa/" if user is operator else "/alerts", follow=True).content.decode()
        assert (STUCK.text in page) is sees, user
    Standstill.objects.update(ended_at=NOW, notified_at=NOW)
    client.force_login(supervisor)
    assert "Back to normal since" in client.get("/alerts").content.decode()
    Standstill.objects.update(ended_at=NOW - timedelta(hours=2))
    assert "Back to normal since" not in client.get("/alerts").content.decode()
