"""Bookings in XML: the same records as from EDIFACT, whatever the root, and nothing that tells faith or health."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function
from tests.engine.formats.corpus import expected
from tests.engine.formats.corpus_xml import of_bookings
from tests.engine.formats.xml_samples import CORPUS, DATA, samples, seen, snapshot

PUSH = (DATA / "pnrgov_xml" / "push_with_everything.xml").read_bytes()
FOLDER = CORPUS / "pnrgov_xml"
BOOKING = (
    '<PNR NumberOfPassengers="1"><BookingRefID ID="A{0:05}"><CompanyName Code="XA"/></BookingRefID><Passenger RPH="1">'
    '<GivenName>GUEST</GivenName><Surname>NUMBER{0}</Surname><DOC_SSR SSRCode="DOCS"><DOCS TravelDocNbr="T{0:07}" '
    'TravelDocType="P" IssuingLoc="BRB" PaxNationality="BRB" DateOfBirth="1961-03-12" Gender="F" Surname="NUMBER{0}"/>'
    '</DOC_SSR></Passenger><Flight FlightNumber="7" DepartureDateTime="2026-11-25T16:20:00"><DepartureAirport '
    'LocationCode="KIN"/><ArrivalAirport LocationCode="BGI"/><MarketingAirline Code="XA"/></Flight></PNR>\n'
)


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def push(bookings: int) -> bytes:
    inner = "".join(BOOKING.format(number) for number in range(bookings))
    return f"<IATA_PNRGOV_NotifRQ><PNRs>{inner}</PNRs></IATA_PNRGOV_NotifRQ>".encode()


@pytest.mark.parametrize("sample", samples("pnrgov_xml"), ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


@pytest.mark.library
@pytest.mark.parametrize("name", expected("pnrgov_xml"))
def test_the_corpus_comes_out_as_expected(name: str) -> None:
    """Every field; of what is not well formed nothing becomes a booking."""
    rows = list(of_bookings(expected("pnrgov_xml")[name], only((FOLDER / name).read_bytes())))
    assert [row for row in rows if row[1] != row[2]] == []
    assert rows


@pytest.mark.library
def test_a_second_root_is_said_with_its_line() -> None:
    reading = only((FOLDER / "saberls_test_pnr_3.xml").read_bytes())
    assert not reading.is_understood
    (problem,) = reading.errors
    assert "several roots" in problem.text
    assert problem.number is not None


def test_the_flight_its_bookings_and_who_sent_them() -> None:
    manifest = only(PUSH).manifest
    assert manifest.message.function is Function.BOOKINGS
    assert (manifest.message.sender, manifest.message.sent_at) == ("XA:DCS1", "2026-11-24T10:00")
    assert (manifest.voyage.number, manifest.voyage.legs[0].origin) == ("XA0007", "KIN")
    assert [booking.locator for booking in manifest.bookings] == ["TS7K2Q", "QX4411"]
    assert registry.voyage_hint(PUSH) == manifest.voyage.key


def test_an_infant_that_only_a_service_names_is_on_board() -> None:
    infant = only(PUSH).manifest.travellers[-1]
    assert (infant.surname, infant.given, infant.age_group) == ("QUILL", "EMMA", "infant")


def test_of_a_card_only_the_first_six_and_the_last_four_are_left() -> None:
    (payment,) = only(PUSH).manifest.bookings[0].payments
    assert payment.number == "VI 411111XXXXXX1111"


@pytest.mark.parametrize(
    "told",
    [
        "pork",
        "diabetic",
        "bishop",
        "union",
        "clergy",
        "KSML",
        "kosher",
        "walk",
        "WCHR",
        "737",
        "4111111111111111",
    ],
)
def test_nothing_that_tells_faith_or_health_gets_into_a_reading(told: str) -> None:
    assert told in PUSH.decode() or told.upper() in PUSH.decode()
    assert told.casefold() not in repr(only(PUSH)).casefold()


def test_what_is_dropped_is_counted_and_tells_no_kind_of_service() -> None:
    assert only(PUSH).manifest.bookings[0].dropped == {"service": 2, "remark": 3, "history text": 1}
    assert "dropped-before-storage" in codes(only(PUSH))


def test_a_zone_behind_a_local_time_is_not_believed() -> None:
    assert only(PUSH).manifest.bookings[1].itinerary[0].departure == "2026-11-25T16:20"
    assert "departure-time-zone-ignored" in codes(only(PUSH))


def test_problems_speak_of_elements_and_not_of_segments() -> None:
    for problem in only(PUSH).problems:
        assert not {"TIF", "TVL", "EQN", "RCI"} & set(problem.text.replace(".", " ").split())


def test_several_messages_in_one_wrapper_are_read_one_by_one() -> None:
    one = push(2).decode()
    readings = registry.read(f"<batch>{one}{one}</batch>".encode())
    assert [len(reading.manifest.bookings) for reading in readings] == [2, 2]


def test_the_same_booking_in_elements_as_in_attributes() -> None:
    attributes = push(1)
    elements = (
        b"<x:Push xmlns:x='urn:x'><x:PNR><x:BookingRefID><x:ID>A00000</x:ID><x:CompanyName><x:Code>XA</x:Code>"
        b"</x:CompanyName></x:BookingRefID><x:Passenger><x:RPH>1</x:RPH><x:GivenName>GUEST</x:GivenName><x:Surname>NUMBER0"
        b"</x:Surname><x:DOC_SSR><x:SSR_Code>DOCS</x:SSR_Code><x:DOCS><x:TravelDocNbr>T0000000</x:TravelDocNbr>"
        b"<x:TravelDocType>P</x:TravelDocType><x:IssuingLoc>BRB</x:IssuingLoc><x:PaxNationality>BRB</x:PaxNationality>"
        b"<x:DateOfBirth>1961-03-12</x:DateOfBirth><x:Gender>F</x:Gender><x:Surname>NUMBER0</x:Surname></x:DOCS></x:DOC_SSR>"
        b"</x:Passenger></x:PNR></x:Push>"
    )
    one, other = (only(raw).manifest.travellers[0] for raw in (attributes, elements))
    assert (one.surname, one.born, one.documents[0].number) == (other.surname, other.born, other.documents[0].number)
    assert other.documents[0].number == "T0000000"


@pytest.mark.long
def test_two_thousand_bookings_are_read_in_time_that_grows_with_them() -> None:
    registry.read(push(50))
    small, large = push(500), push(2_000)
    started = time.process_time()
    for _ in range(4):
        registry.read(small)
    expected = time.process_time() - started
    started = time.process_time()
    assert len(only(large).manifest.bookings) == 2_000
    assert time.process_time() - started < 2 * expected


@given(st.integers(0, len(PUSH)), st.integers(0, 200), st.binary(max_size=8))
def test_no_damage_raises(at: int, length: int, damage: bytes) -> None:
    raw = PUSH[:at] + damage + PUSH[at + length :]
    assert registry.read(raw)
    registry.voyage_hint(raw)
