"""Notices of cruise ships in XML, as far as their names are public."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.records import Function, Role
from tests.engine.formats.xml_samples import DATA, samples, seen, snapshot

NOTICE = (DATA / "cruise_xml" / "notice_of_arrival.xml").read_bytes()


@pytest.mark.parametrize("sample", samples("cruise_xml"), ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


def test_the_ship_her_call_and_her_lists() -> None:
    (reading,) = registry.read(NOTICE)
    manifest = reading.manifest
    assert (manifest.message.function, manifest.voyage.number) == (Function.CHANGE, "")
    assert manifest.voyage.craft.imo == "9074729"
    assert [(leg.origin, leg.destination) for leg in manifest.voyage.legs] == [
        ("VCKTN", "Bridgetown"),
        ("Bridgetown", "LCCAS"),
    ]
    assert [traveller.role for traveller in manifest.travellers] == [Role.CREW, Role.PASSENGER, Role.PASSENGER]


def test_a_first_name_that_is_not_known_is_no_name() -> None:
    (reading,) = registry.read(NOTICE)
    assert (reading.manifest.travellers[1].surname, reading.manifest.travellers[1].given) == ("TESTERTON", "")


def test_a_list_of_another_make_with_the_same_names_is_read() -> None:
    raw = (
        b"<upload><Ship>x</Ship><GuestList><Guest><FullName>ROE, JANE</FullName><DOB>1980-01-02</DOB></Guest>"
        b"</GuestList></upload>"
    )
    (reading,) = registry.read(raw)
    (traveller,) = reading.manifest.travellers
    assert (traveller.surname, traveller.given, traveller.born) == ("ROE", "JANE", "1980-01-02")


@given(st.integers(0, len(NOTICE)), st.integers(0, 60), st.binary(max_size=6))
def test_no_damage_raises(at: int, length: int, damage: bytes) -> None:
    raw = NOTICE[:at] + damage + NOTICE[at + length :]
    assert registry.read(raw)
    registry.voyage_hint(raw)
