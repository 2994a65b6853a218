"""The audit holds references: nothing a carrier declares or an officer types of a person gets into it (S28)."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from demo.region import make
from roadstead.casework.alerts.models import Alert
from roadstead.engine.formats.lists import load_bytes
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import receive
from roadstead.filings.voyages.models import Document, Traveller, Voyage
from roadstead.pipeline import process as pipeline
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import Role, State
from roadstead.platform.database.scope import REGION, enter
from roadstead.targeting.watchlists.publish import publish
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MESSAGES = 12  # of the demo's, the shortest: every kind of page is read about each


@pytest.mark.long
def test_no_value_of_a_traveller_of_the_demo_gets_into_the_audit(region: None, client: Client) -> None:
    demo = make(1, NOW)
    for each in demo.states:
        State.objects.get_or_create(code=each.code, defaults={"name": each.name})
    sent = sorted((one for one in demo.messages if one.travellers > 1), key=lambda one: len(one.raw))[:MESSAGES]
    for message in sent:
        receive(message.raw, carrier=message.carrier, channel="api", now=NOW, filename=message.file_name)
    watch_everybody()
    process_all()
    people = list(Traveller.objects.all())
    assert len(people) > 20
    assert Alert.objects.exists()
    for role in (Role.ANALYST, Role.SUPERVISOR, Role.AUDITOR):
        client.force_login(make_user(f"reads-as-{role}", role))
        read_everything(client)
    values = {
        value.upper() for row in people for value in (row.surname, row.given, row.born, row.booking) if len(value) > 3
    }
    values |= {number.upper() for number in Document.objects.values_list("number", flat=True) if len(number) > 3}
    enter(REGION)
    with connection.cursor() as cursor:
        cursor.execute("select upper(to_jsonb(r)::text) from audit_record r")
        lines = [row[0] for row in cursor.fetchall()]
    assert len(lines) > 50
    told = {value for value in values for line in lines if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", line)}
    assert not told


def watch_everybody() -> None:
    """A list of somebody on board: its alerts are decided below."""
    process_all()
    person = Traveller.objects.exclude(surname="").exclude(born="")[0]
    text = (
        f"id,surname,given,born,nationality,action,reason\nR-1,{person.surname},{person.given},{person.born},,refer,w\n"
    )
    publish(load_bytes(text.encode(), "own.csv"), name="Own list", owner="REGION")
    voyage = person.voyage
    again = Message.objects.filter(manifests__voyage=voyage)[0]
    receive(bytes(again.raw) + b"\r\n", carrier=again.carrier, channel="api", now=NOW)


def process_all() -> None:
    watch = ScreeningSetCache()
    watch.refresh()
    while jobs := queue.lease_jobs(lease=30, limit=10):
        for job in jobs:
            pipeline.process(job, live=watch, now=NOW)
        enter(REGION)


def read_everything(client: Client) -> None:
    """Searches with names, pages of people, decisions with notes that quote them."""
    enter(REGION)
    person = Traveller.objects.exclude(surname="")[0]
    number = Document.objects.exclude(number="").values_list("number", flat=True)[0]
    alerts = list(Alert.objects.values_list("pk", flat=True))
    voyages = list(Voyage.objects.values_list("pk", flat=True))
    receipts = list(Message.objects.values_list("receipt", flat=True))
    for address in ("/arrivals", "/messages", "/alerts", "/cleared", "/audit", "/lists"):
        for text in (person.surname, number):
            client.get(f"{address}?q={text}&who={text}&what={text}&list={text}&entry={text}")
    for voyage in voyages:
        client.get(f"/voyages/{voyage}?q={person.surname}")
        client.get(f"/voyages/{voyage}/travellers/{person.pk}")
    for receipt in receipts:
        client.get(f"/messages/{receipt}?q={person.surname}")
        client.get(f"/messages/{receipt}/answers?q={person.surname}&as=csv")
    for alert in alerts:
        client.get(f"/alerts/{alert}")
        for act in ("take", "clear", "confirm"):
            words = dict.fromkeys(("note", "reasons_for", "reasons_against"), f"{person.surname} {number}")
            client.post(f"/alerts/{alert}/act", {"act": act, **words})
    client.get(f"/nothing/{person.surname}")
    client.post("/sign-in", {"username": person.surname, "password": number})
