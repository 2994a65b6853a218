"""Cargo-XML: waybills, house waybills and their list, flight manifests, statuses and answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.quantities import number
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function, Level, Mode, PartyRole
from tests.engine.formats.corpus import expected
from tests.engine.formats.corpus_cargo_xml import of_cargo_xml
from tests.engine.formats.xml_samples import CORPUS, DATA, samples, seen, snapshot

FLIGHT = (DATA / "cargo_xml" / "flight_manifest.xml").read_bytes()
HOUSES = (DATA / "cargo_xml" / "house_manifest.xml").read_bytes()
WAYBILL = """<w:Waybill xmlns:w="{0}waybill:1" xmlns="{0}datamodel:3"><w:MessageHeaderDocument><ID>X</ID><TypeCode>741
</TypeCode><PurposeCode>{1}</PurposeCode></w:MessageHeaderDocument><w:BusinessHeaderDocument><ID>{2}</ID>
</w:BusinessHeaderDocument><w:MasterConsignment><ID>OUR 7</ID>
<GrossVolumeMeasure unitCode="{4}">100</GrossVolumeMeasure>
<IncludedTareGrossWeightMeasure unitCode="{3}">100</IncludedTareGrossWeightMeasure><TotalPieceQuantity>3
</TotalPieceQuantity><OriginLocation><ID>MIA</ID></OriginLocation><FinalDestinationLocation><ID>BGI</ID>
</FinalDestinationLocation></w:MasterConsignment></w:Waybill>"""


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def waybill(
    space: str = "iata:",
    purpose: str = "Creation",
    number_: str = "888-11111111",
    mass: str = "KGM",
    volume: str = "MTQ",
) -> Reading:
    return only(WAYBILL.format(space, purpose, number_, mass, volume).encode())


@pytest.mark.parametrize("sample", samples("cargo_xml"), ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


@pytest.mark.library
def test_the_corpus_comes_out_as_expected() -> None:
    for name, wanted in expected("cargo_xml").items():
        rows = list(of_cargo_xml(wanted, only((CORPUS / "cargo_xml" / name).read_bytes())))
        assert [(name, *row) for row in rows if row[1] != row[2]] == []
        assert len(rows) > 5


def test_a_waybill_in_several_devices_is_one_with_its_parts_added_up() -> None:
    manifest = only(FLIGHT).manifest
    first, second = manifest.consignments
    assert (first.number, first.packages, first.split) == ("888-11111111", 30, "P")
    assert first.gross_mass_kg == 680.388555  # 1,500 pounds
    assert first.handling == ("PER", "EAW")
    assert first.containers == ("PMC98669ZZ", "AKE04711ZZ")
    assert [(unit.number, unit.bills, unit.discharged_at) for unit in manifest.containers] == [
        ("PMC98669ZZ", ("888-11111111",), "BGI"),
        ("AKE04711ZZ", ("888-11111111",), "BGI"),
    ]
    assert (second.load, second.discharge, second.origin) == ("MIA", "SVD", "JFK")


def test_a_flight_has_a_leg_from_airport_to_airport() -> None:
    voyage = only(FLIGHT).manifest.voyage
    assert (voyage.mode, voyage.carrier, voyage.number, voyage.craft.registration) == (
        Mode.AIR,
        "ZZ",
        "ZZ012",
        "8P-EXA",
    )
    assert [(leg.origin, leg.destination, leg.departure, leg.arrival) for leg in voyage.legs] == [
        ("MIA", "BGI", "2026-11-25T10:15", "2026-11-25T14:40"),
        ("BGI", "SVD", "2026-11-25T15:30", "2026-11-25T16:20"),
    ]
    assert registry.voyage_hint(FLIGHT) == voyage.key


def test_a_list_of_houses_names_master_and_houses() -> None:
    manifest = only(HOUSES).manifest
    master, first, second = manifest.consignments
    assert (master.level, master.number, master.packages, master.consolidated) == (
        Level.MASTER,
        "888-11111111",
        3,
        True,
    )
    assert [(house.level, house.number, house.master, house.gross_mass_kg) for house in (first, second)] == [
        (Level.HOUSE, "H-1", "888-11111111", 11.1),
        (Level.HOUSE, "H-2", "888-11111111", 20),
    ]
    assert [party.role for party in first.parties] == [PartyRole.CONSIGNEE, PartyRole.NOTIFY]
    (danger,) = second.goods[-1].dangerous
    assert (danger.un_number, danger.hazard, second.goods[-1].hs, second.handling) == ("1266", "3", "330300", ("RFL",))
    assert manifest.message.action == "4"


@pytest.mark.library
def test_the_name_of_who_screened_the_goods_is_counted_and_not_kept() -> None:
    reading = only((CORPUS / "cargo_xml" / "057-51987552_XFWB_AF.xml").read_bytes())
    assert "SN" not in {note.code for note in reading.manifest.consignments[0].notes}
    (said,) = [problem for problem in reading.problems if problem.code == "names-left-out"]
    assert "Names left out: 2." in said.text


@pytest.mark.library
def test_a_note_that_names_no_segment_goes_on_with_the_one_before() -> None:
    raw = (CORPUS / "cargo_xml" / "057-51987552_XFWB_AF.xml").read_bytes()
    notes = [note for note in only(raw).manifest.consignments[0].notes if note.kind == "customs"]
    assert [(note.country, note.segment) for note in notes[-2:]] == [("FR", "OSS"), ("FR", "OSS")]


@pytest.mark.parametrize("sent", ["888-11111111", "88811111111", "888 1111 1111"])
def test_a_waybill_number_is_the_same_with_and_without_hyphen(sent: str) -> None:
    reading = waybill(number_=sent)
    assert reading.manifest.consignments[0].number == "888-11111111"
    assert "waybill-number-wrong" not in codes(reading)


MASSES = {"KGM": 100, "LBR": 45.359237, "GRM": 0.1, "TNE": 100_000, "XXX": None, "": 100}


@pytest.mark.parametrize("unit", MASSES)
def test_masses_become_kilograms_and_an_unknown_unit_is_told(unit: str) -> None:
    reading = waybill(mass=unit)
    assert reading.manifest.consignments[0].gross_mass_kg == MASSES[unit]
    assert ("unit-unknown" in codes(reading)) is (MASSES[unit] is None)


@pytest.mark.parametrize(("unit", "cubic_metres"), [("MTQ", 100), ("CMQ", 0.0001), ("FTQ", 2.831685), ("KGM", None)])
def test_volumes_become_cubic_metres_and_a_mass_is_none(unit: str, cubic_metres: float | None) -> None:
    assert waybill(volume=unit).manifest.consignments[0].volume_m3 == cubic_metres


def test_other_versions_of_the_name_spaces_and_none_are_read_alike() -> None:
    bare = re.sub(r' xmlns(:w)?="[^"]+"', "", WAYBILL).replace("w:", "")
    assert waybill("IATA:").manifest.consignments == waybill().manifest.consignments
    without = only(bare.format("", "Creation", "888-11111111", "KGM", "MTQ").encode())
    assert without.manifest.consignments == waybill().manifest.consignments


def test_a_root_waybill_of_somebody_else_is_not_taken_for_one() -> None:
    (reading,) = registry.read(b'<Waybill xmlns="urn:railway"><Wagon>7</Wagon></Waybill>')
    assert not reading.is_understood


@pytest.mark.parametrize(("purpose", "action"), [("Creation", "9"), ("Update", "4"), ("Deletion", "3"), ("", "")])
def test_what_is_to_be_done_with_it_is_told_in_one_code(purpose: str, action: str) -> None:
    assert waybill(purpose=purpose).manifest.message.action == action


def test_a_status_is_a_movement_of_its_waybill() -> None:
    manifest = only((DATA / "cargo_xml" / "status.xml").read_bytes()).manifest
    (movement,) = manifest.movements
    assert manifest.message.function is Function.MOVEMENT
    assert (movement.code, movement.number, movement.place, movement.at, movement.packages) == (
        "RCF",
        "888-11111111",
        "BGI",
        "2026-11-25T14:55",
        20,
    )


def test_an_answer_changes_no_waybill() -> None:
    reading = only((DATA / "cargo_xml" / "response.xml").read_bytes())
    assert reading.manifest.consignments == ()
    assert reading.manifest.message.function is Function.ANSWER
    assert [(answer.code, answer.text) for answer in reading.manifest.answers] == [
        ("Rejected", ""),
        ("W12", "Consignee missing, Error"),
    ]


def test_a_waybill_without_number_is_kept_and_told() -> None:
    reading = waybill(number_="")
    assert "waybill-number-missing" in codes(reading)
    assert reading.manifest.consignments[0].packages == 3


NUMBERS = {
    "1234.5": 1234.5, "1,234.5": 1234.5, "1.234,5": 1234.5, "1 234,5": 1234.5, "1,234,567": 1_234_567, "12,5": 12.5,
    "1.2E3": 1200, ".5": 0.5, "12,000": None, "12.000": 12, "": None, "heavy": None, "1e99": None, "NaN": None,
    "0,125": 0.125,
}  # fmt: skip


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_read_as_it_is_written_and_never_guessed(text: str) -> None:
    assert number(text) == NUMBERS[text]


@given(st.integers(0, len(FLIGHT)), st.integers(0, 60), st.binary(max_size=6), st.sampled_from([FLIGHT, HOUSES]))
def test_no_damage_raises(at: int, length: int, damage: bytes, whole: bytes) -> None:
    raw = whole[:at] + damage + whole[at + length :]
    assert registry.read(raw)
    registry.voyage_hint(raw)
