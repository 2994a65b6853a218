"""The same messages make the same manifest of record, in whatever order they come (decision 0009)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Booking as Booked
from roadstead.engine.records import Function, Traveller
from roadstead.engine.records import Manifest as Declared
from roadstead.filings.voyages.models import Booking, Manifest, Voyage
from tests.everyday import examples
from tests.filings.voyages.voyage_story import crew, flight, message, of_record, person, tell

pytestmark = pytest.mark.django_db
F = Function

# Invented people, in the several ways one sender may give them; some ways of different people are alike on purpose.
PEOPLE = (
    person("ROE", "ANN", born="1980-01-01", paper="A1", booking="BOOK1", number="P1"),
    person("ROE", "ANN", born="1980-01-01", paper="A2", booking="BOOK1", number="P1"),
    person("ROWE", "ANN MARIE", born="1980-01-01", paper="A1"),
    person("DOE", "ANN", born="1980-01-01", paper="A3", number="P1"),
    person("LI", "WEI", born="1980-01-01", paper="E1"),
    person("LI", "WEI", born="1991-02-02", paper="E2"),
    person("WEI", "LI", born="1991-02-02"),
    person("LI", "WEI", booking="BOOK2"),
    person("LI", ""),
    person("TWIN", "ONE", born="2001-05-05", booking="BOOK3", number="T1"),
    person("TWIN", "TWO", born="2001-05-05", booking="BOOK3", number="T2"),
    person("TWIN", "", booking="BOOK3", number="T2"),
    person("", "", booking="BOOK1", number="P1"),
    person("", "", number="T1"),
    crew("ROE", given="ANN", born="1980-01-01", paper="A1"),
    crew("PILOT", paper="C1", number="P1"),
)
KINDS: tuple[dict[str, Any], ...] = (
    {},
    {"action": "5"},
    {"action": "2"},
    {"reference": "TN1", "revision": "1"},
    {"reference": "TN1", "revision": "2"},
    {"part": "01", "last_part": False, "access_reference": "X"},
    {"part": "02", "last_part": True, "access_reference": "X"},
    {"part": "03", "access_reference": "Y"},
    {"sender": "CODESHARE"},
    {"function": F.CREW},
    {"function": F.CHANGE, "subcode": "CP"},
    {"function": F.CHANGE, "subcode": "RP"},
    {"function": F.CANCEL, "subcode": "XR"},
    {"function": F.CANCEL, "reference": "TN1"},
    {"function": F.CANCEL, "subcode": "XF"},
    {"function": F.CLOSE, "subcode": "CL"},
    {"function": F.CLOSED_ON_BOARD, "subcode": "CLOB"},
    {"function": F.CLOSED_NOT_ON_BOARD, "subcode": "CLNB"},
    {"function": F.CLOSED_ON_BOARD, "subcode": "CLOB", "part": "01", "last_part": False, "access_reference": "Z"},
    {"function": F.CLOSED_ON_BOARD, "subcode": "CLOB", "part": "02", "last_part": True, "access_reference": "Z"},
    {"function": F.CHANGE, "subcode": "CF", "voyage": flight("2X909"), "reference": "TN1"},
    {"voyage": flight("2X909")},
    {"function": F.BOOKINGS},
    {"function": F.BOOKINGS},
)


@st.composite
def messages(draw: st.DrawFn) -> list[Reading]:
    """Two to six messages; minutes and interchange numbers may be equal, bodies are not."""
    made = []
    for at in range(draw(st.integers(2, 6))):
        kind = dict(draw(st.sampled_from(KINDS)))
        people = draw(st.lists(st.sampled_from(PEOPLE), max_size=5))
        sent = draw(st.sampled_from(("12:00", "12:01", "12:02", "12:03")))
        count = draw(st.sampled_from((None, None, -1, 3)))
        made.append(_message(people, sent, draw(st.integers(1, 4)), count, f"R{at}", kind))
    return made


def _message(
    people: list[Traveller], sent: str, number: int, count: int | None, association: str, kind: dict[str, Any]
) -> Reading:
    reading = message(*people, sent=sent, number=number, count=count, association=association, **kind)
    if kind.get("function") is not F.BOOKINGS or not people:
        return reading
    booking = Booked(locator="BOOK1", system="2X", travellers=tuple(range(len(people))))
    return Reading(manifest=_with(reading.manifest, booking))


def _with(declared: Declared, booking: Booked) -> Declared:
    return Declared(
        message=declared.message, voyage=declared.voyage, travellers=declared.travellers, bookings=(booking,)
    )


def outcome(readings: list[Reading]) -> Any:
    """What stands in the tables after these came in this order; everything is undone again."""
    with transaction.atomic():
        tell(*readings)
        voyage = Voyage.objects.values_list("number", "cancelled", "declared", "arrives_local", "order")
        bookings = sorted(Booking.objects.values_list("locator", "is_current", "order"))
        orders = sorted(Manifest.objects.values_list("order", flat=True))
        state = (of_record(), sorted(voyage), bookings, orders)
        transaction.set_rollback(True)
    return state


@settings(
    max_examples=examples(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(made=messages(), draw=st.data())
def test_any_order_of_arrival_gives_the_same_manifest_of_record(
    region: None, made: list[Reading], draw: st.DataObject
) -> None:
    other = draw.draw(st.permutations(made))
    assert outcome(made) == outcome(list(other))
