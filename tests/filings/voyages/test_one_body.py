"""Several messages about one voyage in one body come to the same people as each in a body of its own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function
from roadstead.engine.voyages.versions.merge import PresenceReason
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.receive import new_receipt
from roadstead.filings.voyages.locks import lock_voyages
from roadstead.filings.voyages.models import Booking, Document, Manifest, Statement, Traveller, Voyage
from roadstead.pipeline.process import _record
from tests.everyday import examples
from tests.filings.voyages.test_any_order import messages
from tests.filings.voyages.voyage_story import NOW, flight, message, person

pytestmark = pytest.mark.django_db


def body(*readings: Reading) -> None:
    raw = msgspec.json.encode([reading.manifest for reading in readings])
    row = Message.objects.create(
        receipt=new_receipt(),
        carrier="2X",
        channel="api",
        received_at=NOW,
        raw=raw,
        size=len(raw),
        sha256=hashlib.sha256(raw).hexdigest(),
    )
    lock_voyages([reading.manifest.voyage for reading in readings])
    _record(row, readings, frozenset({"BRB", "LCA"}), NOW)


def said(manifest: Manifest) -> str:
    return "/".join(manifest.order.split("/")[:3])


def outcome(*bodies: list[Reading]) -> Any:
    with transaction.atomic():
        for readings in bodies:
            body(*readings)
        rows = list(
            Traveller.objects.exclude(presence_reason=PresenceReason.ANOTHER_ROW).select_related("manifest", "voyage")
        )
        place = {row.pk: (row.voyage.number, row.position) for row in rows}
        people = sorted(
            (
                place[row.pk],
                row.surname,
                row.given,
                str(row.person_key),
                row.presence,
                row.presence_reason,
                said(row.manifest),
                msgspec.json.encode({**row.declared, "segment": 0}).decode(),
                msgspec.json.encode(row.layers).decode(),
                row.presence != "withdrawn" and msgspec.json.encode(row.quality).decode(),
                row.states,
                sorted(row.documents.values_list("number", flat=True)),
            )
            for row in rows
        )
        told = sorted(
            (said(each.manifest), [pk and place.get(pk) for pk in each.travellers])
            for each in Statement.objects.select_related("manifest")
        )
        bookings = sorted(
            (each.locator, each.is_current, [pk and place.get(pk) for pk in each.travellers], said(each.manifest))
            for each in Booking.objects.select_related("manifest")
        )
        voyages = sorted(Voyage.objects.values_list("number", "cancelled", "arrives_local"))
        state = (people, told, bookings, voyages, Document.objects.count())
        transaction.set_rollback(True)
    return state


def test_a_voyage_that_a_later_message_of_the_body_joins_to_another_is_weighed_as_that(region: None) -> None:
    """The people of the second list are on the voyage that was known first, once its number has changed."""
    change, renamed = Function.CHANGE, flight("2X909")
    body(
        message(person("ROE", born="1980-01-01"), sent="12:00", number=1, reference="TN1"),
        message(person("LI", born="1990-01-01"), sent="12:01", number=2, voyage=renamed),
        message(function=change, subcode="CF", sent="12:02", number=3, voyage=renamed, reference="TN1"),
    )
    voyage = Voyage.objects.get()
    assert set(voyage.travellers.values_list("surname", flat=True)) == {"ROE", "LI"}
    assert set(Manifest.objects.values_list("voyage", flat=True)) == {voyage.pk}


@pytest.mark.long
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=messages(), draw=st.data())
def test_several_messages_in_one_body_come_to_the_same_people(
    region: None, made: list[Reading], draw: st.DataObject
) -> None:
    numbered = [
        Reading(manifest=replace(each.manifest, message=replace(each.manifest.message, interchange=str(at + 1))))
        for at, each in enumerate(made)
    ]
    other = draw.draw(st.permutations(numbered))
    assert outcome(list(other)) == outcome(*[[each] for each in other])
