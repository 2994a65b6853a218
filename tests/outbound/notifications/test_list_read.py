"""Mails to filers once a list was read: by a real mail server, with the number and no word of anybody on board."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from roadstead.config import config
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.queue import lease_jobs
from roadstead.filings.intake.receive import receive, repair
from roadstead.outbound.notifications.send import deliver_due
from roadstead.pipeline.handlers import HANDLERS
from roadstead.pipeline.process import process
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.database.scope import NOBODY, REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.registration.models import FilerMail
from tests.conftest import make_user
from tests.outbound.notifications.receivers import Got, receivers

pytestmark = pytest.mark.django_db

SHEET = """Vessel,Registration,From,To,Departure,Arrival
Sea Grape,J8-1234,LCSLU,BBBGI,2026-11-30 08:00,2026-12-01 12:00

Family name,Given name,Date of birth,Sex,Nationality,Document type,Document number,Document issuer,Document expires
{people}
"""
GOOD = "Bonny,Ann,1980-01-01,F,GBR,P,123456789,GBR,2030-01-01"
DOUBTFUL = "Bonny,Ann,1980-13-01,F,GBR,P,123456789,GBR,2030-01-01"


@pytest.fixture
def server() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture
def filer(carrier_user: User, region: None) -> User:
    carrier_user.email = "mary@example.org"
    carrier_user.save()
    return carrier_user


def read(people: str, by: User | None, channel: str = "portal") -> Message:
    raw = SHEET.format(people=people).encode()
    message = receive(raw, carrier="X9", channel=channel, now=timezone.now(), by=by).message
    work()
    return Message.objects.get(pk=message.pk)


def work() -> None:
    for job in lease_jobs(lease=60, limit=10):
        process(job, live=ScreeningSetCache(), now=timezone.now())
    enter(REGION)


def mailed(server: Got) -> list[Any]:
    settings = replace(config(), smtp_url=server.smtp, url="https://apcs.example")
    while deliver_due(settings, HANDLERS, now=timezone.now()):
        pass
    enter(REGION)
    return [message_from_bytes(raw, policy=policy.default) for raw in server.mails]


def test_the_filer_is_mailed_the_number_and_the_way_to_the_confirmation(server: Got, filer: User) -> None:
    message = read(GOOD, filer)
    (mail,) = mailed(server)
    text = " ".join(mail.get_content().split())
    assert (mail["To"], mail["Subject"]) == ("mary@example.org", "Roadstead: your list was read")
    assert f"Your list {message.receipt} was read. People on it: 1. There is nothing to correct." in text
    assert f"https://apcs.example/confirmations/{message.receipt}" in text
    for word in ("Bonny", "Ann", "Sea Grape", "J8-1234", "123456789"):
        assert word not in bytes(mail).decode()


def test_the_mail_says_how_much_there_is_to_correct_and_where(server: Got, filer: User) -> None:
    message = read(DOUBTFUL, filer)
    (mail,) = mailed(server)
    text = " ".join(mail.get_content().split())
    assert "Problems to correct: 1." in text
    assert f"https://apcs.example/messages/{message.receipt}" in text


def test_a_text_that_is_no_list_is_said_to_count_as_none(server: Got, filer: User) -> None:
    receive(b"dear port, we are coming", carrier="X9", channel="portal", now=timezone.now(), by=filer)
    work()
    (mail,) = mailed(server)
    assert "does not count as a filing" in " ".join(mail.get_content().split())


def test_a_list_that_a_person_checks_first_is_said_to_be_kept(server: Got, filer: User) -> None:
    receive(SHEET.format(people=GOOD).encode(), carrier="Y8", channel="api", now=timezone.now())
    work()
    read(GOOD.replace("Ann", "Mary"), filer)  # of the same voyage, for which X9 has not filed
    (mail,) = mailed(server)
    assert "a person checks it before it is read" in " ".join(mail.get_content().split())


def test_lists_of_a_system_are_mailed_only_to_those_who_switched_it_on(server: Got, filer: User) -> None:
    read(GOOD, None, channel="api")
    assert not OutboxEvent.objects.filter(kind=EventKind.LIST_READ).exists()
    assert mailed(server) == []
    FilerMail.objects.create(person=filer, carrier_id="X9", by_system=True)
    read(GOOD.replace("Ann", "Mary"), None, channel="api")
    assert [mail["To"] for mail in mailed(server)] == ["mary@example.org"]


def test_nobody_is_mailed_who_switched_it_off_has_no_address_or_is_no_filer(
    server: Got, filer: User, supervisor: User
) -> None:
    FilerMail.objects.create(person=filer, carrier_id="X9", by_page=False)
    read(GOOD, filer)
    FilerMail.objects.all().delete()
    User.objects.filter(pk=filer.pk).update(email="")
    read(GOOD.replace("Ann", "Mary"), filer)
    User.objects.filter(pk=filer.pk).update(email="mary@example.org", is_active=False)
    read(GOOD.replace("Ann", "Jane"), filer)
    assert mailed(server) == []
    assert not AccountNotice.objects.exists()


def test_the_filer_is_mailed_of_a_list_that_was_repaired_and_the_supervisor_is_not(
    server: Got, filer: User, supervisor: User
) -> None:
    supervisor.email = "boss@example.org"
    supervisor.save()
    first = receive(b"no list", carrier="X9", channel="portal", now=timezone.now(), by=filer).message
    work()
    repair(first, SHEET.format(people=GOOD).encode(), by=supervisor, now=timezone.now())
    work()
    assert [mail["To"] for mail in mailed(server)] == ["mary@example.org"] * 2


def test_the_mail_is_in_the_language_of_the_filer_and_shown_nowhere_else(
    server: Got, filer: User, client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "off"
    enter(filer.scope)
    client.force_login(filer)
    answer = client.post("/account/mails", {"by_page": "on", "language": "es"})
    assert answer.status_code == 302
    enter(REGION)
    assert FilerMail.objects.get().language == "es"
    read(GOOD, filer)
    assert len(mailed(server)) == 1
    assert not AccountNotice.objects.filter(seen_at=None).exists()
    enter(NOBODY)
    assert "checked" in client.get("/account/mails").content.decode()


def test_only_people_who_file_or_read_a_watch_log_choose_mails(client: Client) -> None:
    client.force_login(make_user("lists", Role.WATCHLIST_OWNER, state="BRB"))
    assert client.get("/account/mails").status_code == 403
    assert "/account/mails" not in client.get("/account/sessions").content.decode()
