"""ISO 28005: a ship's call with its lists, answers, and what senders do to the XML around them."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function, Mode, Role
from tests.engine.formats.corpus import expected
from tests.engine.formats.corpus_xml import of_a_clearance
from tests.engine.formats.xml_samples import CORPUS, DATA, samples, seen, snapshot

CALL = (DATA / "iso28005" / "cruise_call.xml").read_bytes()
PERSON = (
    "<PassengerData><PassengerIdDocument><IdDocument>P</IdDocument><IdNumber>T{0:07}</IdNumber><IssuingState>BRB"
    "</IssuingState><ExpirationDate>2031-01-01</ExpirationDate></PassengerIdDocument><Name><GivenName>Guest</GivenName>"
    "<FamilyName>Number {0}</FamilyName></Name><Gender>F</Gender><DateOfBirth>1961-03-12</DateOfBirth><PlaceOfBirth>"
    "Bridgetown</PlaceOfBirth><Nationality>BB</Nationality><EmbarkationPort><UNLoCode>BBBGI</UNLoCode></EmbarkationPort>"
    "<DebarkationPort><UNLoCode>LCCAS</UNLoCode></DebarkationPort><Transit>false</Transit></PassengerData>\n"
)


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def cruise(persons: int) -> bytes:
    people = "".join(PERSON.format(number) for number in range(persons))
    return f"<EPCMessage><EPCRequestBody><PassengerList>{people}</PassengerList></EPCRequestBody></EPCMessage>".encode()


@pytest.mark.parametrize("sample", samples("iso28005"), ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


def test_the_ship_and_her_call() -> None:
    manifest = only(CALL).manifest
    assert manifest.voyage.mode is Mode.SEA
    assert (manifest.voyage.craft.imo, manifest.voyage.craft.mmsi) == ("9074729", "311000123")
    assert [(leg.origin, leg.destination) for leg in manifest.voyage.legs] == [("VCKTN", "BBBGI"), ("BBBGI", "LCCAS")]
    assert registry.voyage_hint(CALL) == manifest.voyage.key


def test_a_time_with_a_zone_becomes_the_time_at_the_port() -> None:
    arrival = only(CALL).manifest.voyage.legs[0].arrival
    assert arrival == "2026-11-25T07:30"  # sent as 11:30 UTC
    assert "time-zone-converted" in codes(only(CALL))


def test_one_bad_person_does_not_lose_the_others() -> None:
    reading = only(CALL)
    roles = [traveller.role for traveller in reading.manifest.travellers]
    assert roles == [Role.CREW, Role.CREW, Role.PASSENGER, Role.TRANSIT_PASSENGER, Role.PASSENGER]
    assert {"birth-date-impossible", "nationality-not-known", "name-missing", "count-differs"} <= codes(reading)


def test_what_was_not_used_is_kept_by_path() -> None:
    assert only(CALL).unread == ("EPCRequestBody/PassengerList/PassengerData/ShoeSize: 44",)


def test_attributes_say_the_same_as_elements() -> None:
    raw = (
        b"<epc:EPCMessage xmlns:epc='urn:x'><epc:EPCRequestBody><CREW_LIST><CREW FAMILY_NAME='Roe' GIVEN_NAME='Jo' "
        b"DATE_OF_BIRTH='1980-01-02' NATIONALITY='VCT' GENDER='X'><PASSPORT NUMBER='V1' EXPIRY_DATE='2030-01-01'/>"
        b"</CREW></CREW_LIST></epc:EPCRequestBody></epc:EPCMessage>"
    )
    (traveller,) = only(raw).manifest.travellers
    assert (traveller.role, traveller.surname, traveller.given, traveller.born) == (
        Role.CREW,
        "Roe",
        "Jo",
        "1980-01-02",
    )
    assert (traveller.documents[0].number, traveller.documents[0].expires) == ("V1", "2030-01-01")


def test_an_answer_names_nobody_by_right() -> None:
    reading = only((DATA / "iso28005" / "answer_says_utf16.xml").read_bytes())
    assert reading.manifest.message.function is Function.ANSWER
    assert {"message-is-an-answer", "encoding-declared-wrongly"} <= codes(reading)
    assert "count-differs" not in codes(reading)


def test_nothing_of_a_broken_list_is_taken_over() -> None:
    reading = only(CALL[: len(CALL) // 2])
    assert not reading.is_understood
    assert reading.manifest.travellers == ()
    (problem,) = reading.errors
    assert problem.code == "xml-not-well-formed"
    assert problem.number == CALL[: len(CALL) // 2].count(b"\n") + 1


@pytest.mark.library
def test_the_corpus_comes_out_as_expected() -> None:
    for name, wanted in expected("iso28005").items():
        reading = only((CORPUS / "iso28005" / name).read_bytes())
        rows = list(of_a_clearance(wanted, reading))
        assert [row for row in rows if row[1] != row[2]] == []
        assert len(rows) > 4
        assert {"encoding-declared-wrongly", "namespaces-mixed"} <= codes(reading)


@pytest.mark.long
def test_a_cruise_ship_is_read_in_time_that_grows_with_her_list() -> None:
    """Six thousand, against six times a thousand: the larger list may cost a little more a person, not twice."""
    registry.read(cruise(100))
    small, large = cruise(1_000), cruise(6_000)
    started = time.process_time()
    for _ in range(6):
        registry.read(small)
    expected = time.process_time() - started
    started = time.process_time()
    reading = only(large)
    assert len(reading.manifest.travellers) == 6_000
    assert time.process_time() - started < 2 * expected


@pytest.mark.long
def test_memory_is_a_small_multiple_of_the_list() -> None:
    raw = cruise(2_000)
    tracemalloc.start()
    only(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * len(raw)


@given(st.integers(0, len(CALL)), st.integers(0, 60), st.binary(max_size=6))
def test_no_damage_raises(at: int, length: int, damage: bytes) -> None:
    raw = CALL[:at] + damage + CALL[at + length :]
    assert registry.read(raw)
    registry.voyage_hint(raw)


CLEARANCE = """<{0}EPCMessageHeader><{0}MessageType>CLEARANCE</{0}MessageType></{0}EPCMessageHeader><{0}EPCRequestBody>
<{0}DPGList><{0}DPGData><{0}Name>Paint</{0}Name><{0}LoadingPort><{0}UNLoCode>USMIA</{0}UNLoCode></{0}LoadingPort>
</{0}DPGData></{0}DPGList><{0}WasteInformation><{0}NextPort><{0}UNLoCode>TTPOS</{0}UNLoCode></{0}NextPort>
</{0}WasteInformation><{0}SecurityPart><{0}LastPort><{0}UNLoCode>CUHAV</{0}UNLoCode></{0}LastPort><{0}PortOfCall>
<{0}UNLoCode>HTPAP</{0}UNLoCode><{0}ArrivalTime>2026-10-01T00:00:00Z</{0}ArrivalTime></{0}PortOfCall></{0}SecurityPart>
<{0}ShipID><{0}ShipName>Coral</{0}ShipName></{0}ShipID><{0}PortOfArrival><{0}UNLoCode>BBBGI</{0}UNLoCode>
</{0}PortOfArrival><{0}ArrivalTime>2026-11-25T07:30:00</{0}ArrivalTime><{0}LastPortOfCall><{0}UNLoCode>VCKTN
</{0}UNLoCode></{0}LastPortOfCall><{0}CrewList><{0}CrewData><{0}Name><{0}GivenName>Ingrid</{0}GivenName></{0}Name>
<{0}PlaceOfBirth><{0}Name>Bergen</{0}Name><{0}CountryCode>NO</{0}CountryCode></{0}PlaceOfBirth><{0}RankOrRating>
<{0}Code>MST</{0}Code><{0}Text>Master</{0}Text></{0}RankOrRating><{0}CrewIdDocument><{0}IdDocument>Seaman's book
</{0}IdDocument><{0}IdNumber>SB1</{0}IdNumber></{0}CrewIdDocument></{0}CrewData></{0}CrewList><{0}PassengerList>
<{0}PassengerData><{0}Name><{0}FamilyName>Testerton</{0}FamilyName></{0}Name><{0}TransitIndicator>true
</{0}TransitIndicator></{0}PassengerData></{0}PassengerList></{0}EPCRequestBody>"""
ROOTS = {
    "prefix": f'<epc:EPCMessage xmlns:epc="http://www.iso.org/28005-2">{CLEARANCE.format("epc:")}</epc:EPCMessage>',
    "namespace of 2021": f'<EPCMessage xmlns="urn:iso:std:iso:28005:-2:ed-2">{CLEARANCE.format("")}</EPCMessage>',
    "prefix nowhere declared": f"<e:EPCMessage>{CLEARANCE.format('e:')}</e:EPCMessage>",
    "envelope": f"<Envelope><Body><EPCMessage>{CLEARANCE.format('')}</EPCMessage></Body></Envelope>",
    "body alone": CLEARANCE.format("").partition("</EPCMessageHeader>")[2],
    "header and body without root": f'<?xml version="1.0"?>\n{CLEARANCE.format("")}',
}


@pytest.mark.parametrize("root", ROOTS)
def test_the_call_is_read_out_of_whatever_stands_around_and_beside_it(root: str) -> None:
    """Dangerous goods, waste and the ten last ports of the security part name ports and people of their own."""
    manifest = only(ROOTS[root].encode()).manifest
    (leg,) = manifest.voyage.legs
    assert (leg.origin, leg.destination, leg.arrival) == ("VCKTN", "BBBGI", "2026-11-25T07:30")
    crew, passenger = manifest.travellers
    assert (crew.surname, crew.given, crew.birth_place, crew.employment) == ("", "Ingrid", "Bergen, NO", "Master")
    assert [document.type for document in crew.documents] == ["FMD"]
    assert (crew.role, passenger.role) == (Role.CREW, Role.TRANSIT_PASSENGER)
    assert ("root-missing" in codes(only(ROOTS[root].encode()))) is (root == "header and body without root")


def test_a_list_sent_alone_names_its_people_and_says_that_the_voyage_is_missing() -> None:
    inner = CLEARANCE.format("").partition("<CrewList>")[2].partition("</CrewList>")[0]
    reading = only(f"<CrewList>{inner}</CrewList>".encode())
    assert [(traveller.role, traveller.given) for traveller in reading.manifest.travellers] == [(Role.CREW, "Ingrid")]
    assert "voyage-missing" in codes(reading)


def test_a_header_alone_without_root_is_no_message() -> None:
    assert only(b"<EPCMessageHeader/><EPCRequestBody><CrewList>").manifest.travellers == ()
