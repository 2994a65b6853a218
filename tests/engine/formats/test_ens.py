"""Entry summary declarations: CC315A, CC313A, and what customs answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function, PartyRole
from tests.engine.formats.corpus import expected
from tests.engine.formats.corpus_cargo_xml import of_ens
from tests.engine.formats.xml_samples import CORPUS, DATA, samples, seen, snapshot

AMENDMENT = (DATA / "ens" / "amendment_in_envelope.xml").read_bytes()


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


@pytest.mark.parametrize("sample", samples("ens"), ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


@pytest.mark.library
def test_the_corpus_comes_out_as_expected() -> None:
    for name, wanted in expected("ens").items():
        rows = list(of_ens(wanted, only((CORPUS / "ens" / name).read_bytes())))
        assert [(name, *row) for row in rows if row[1] != row[2]] == []
        assert len(rows) > 1


def test_an_amendment_inside_an_envelope_names_its_declaration() -> None:
    manifest = only(AMENDMENT).manifest
    assert (manifest.message.type, manifest.message.action, manifest.message.reference) == (
        "CC313A",
        "4",
        "26XI00000000000018",
    )
    assert (manifest.voyage.craft.imo, manifest.voyage.number, manifest.office) == ("9074729", "TRN112N", "XI000142")
    (leg,) = manifest.voyage.legs
    assert (leg.origin, leg.destination, leg.arrival) == ("BBBGI", "GBBEL", "2026-12-04T06:30")


def test_goods_carry_their_codes_containers_and_dangers() -> None:
    (bill,) = only(AMENDMENT).manifest.consignments
    rum, sauce = bill.goods
    assert (bill.number, bill.containers, bill.dangerous) == ("TRNBGI9", ("CSQU3054383",), True)
    assert (rum.hs, rum.packages, rum.dangerous[0].un_number) == ("220840", 10, "3065")
    assert sauce.gross_mass_kg == 40.5
    assert [(party.role, party.name or party.code) for party in bill.parties] == [
        (PartyRole.DECLARANT, "XI1"),
        (PartyRole.CONSIGNOR, "Cane Example"),
        (PartyRole.CONSIGNEE, "Tavern Example"),
    ]


@pytest.mark.library
def test_what_breaks_the_schema_is_told_and_the_rest_is_kept() -> None:
    raw = (CORPUS / "ens" / "CC315A-schemaInvalidSample-v11-2.xml").read_bytes()
    reading = only(raw)
    told = [(problem.field, problem.sent) for problem in reading.problems if problem.code == "number-unreadable"]
    assert sorted(told) == [("number of items", "XXX"), ("number of packages", "XXX")]
    assert len(reading.manifest.consignments[0].goods) == 2


def test_a_rejection_is_an_answer_with_its_errors() -> None:
    reading = only((DATA / "ens" / "rejection.xml").read_bytes())
    assert reading.manifest.message.function is Function.ANSWER
    assert (reading.manifest.message.reference, reading.manifest.consignments) == ("LRN77", ())
    (answer,) = reading.manifest.answers
    assert (answer.code, answer.text) == ("12", "R837, GOOITEGDS(1)")


def test_a_declaration_without_office_says_so() -> None:
    reading = only(b"<CC315A><HEAHEA><RefNumHEA4>L1</RefNumHEA4></HEAHEA></CC315A>")
    assert "office-missing" in {problem.code for problem in reading.problems}
    assert reading.manifest.message.reference == "L1"


def test_the_name_of_a_success_alone_does_not_make_an_answer_of_customs() -> None:
    (reading,) = registry.read(b"<SuccessResponse><Done/></SuccessResponse>")
    assert not reading.is_understood


@given(st.integers(0, len(AMENDMENT)), st.integers(0, 60), st.binary(max_size=6))
def test_no_damage_raises(at: int, length: int, damage: bytes) -> None:
    raw = AMENDMENT[:at] + damage + AMENDMENT[at + length :]
    assert registry.read(raw)
    registry.voyage_hint(raw)
