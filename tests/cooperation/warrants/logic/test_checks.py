"""Checks of a warrant: what it lacks, and what a person has to decide on. A child is named, whatever else is right."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from roadstead.cooperation.warrants.logic import checks
from roadstead.cooperation.warrants.logic.content import Content, JudicialDecision, Offence, Purpose, age_at_offence
from roadstead.cooperation.warrants.logic.eaw_form import FormRefused, read_form

FORM = Path(__file__).parents[3] / "data" / "warrants" / "form.json"
OFFENCE = Offence(law="Theft Act s 4", what="theft", when="2026-05-02", where="Castries", part="p", maximum_months=60)
WHOLE = Content(
    purpose=Purpose.PROSECUTE,
    cells={"surname": "N", "born": "1980-01-01", "nationality": "GUY"},
    decision=JudicialDecision(court="High Court", reference="1/26", date="2026-10-02"),
    offences=(OFFENCE,),
)


def changed(**columns: object) -> Content:
    return msgspec.structs.replace(WHOLE, **columns)


def words(content: Content) -> str:
    return " ".join(map(str, (*checks.missing(content), *checks.points(content))))


def test_a_whole_warrant_lacks_nothing_and_raises_no_point() -> None:
    assert (checks.missing(WHOLE), checks.points(WHOLE)) == ((), ())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (changed(cells={"surname": "N", "nationality": "GUY"}), "The date of birth."),
        (changed(decision=JudicialDecision(court="c", date="2026-10-02")), "The reference of the judicial decision."),
        (changed(offences=()), "At least one offence."),
        (
            changed(offences=(msgspec.structs.replace(OFFENCE, where=""),)),
            "Offence 1: the place.",
        ),
        (changed(purpose=Purpose.SERVE), "Offence 1: the sentence that remains."),
        (changed(purpose=Purpose.SERVE), "Whether the person was present at the trial."),
        (changed(offences=(msgspec.structs.replace(OFFENCE, maximum_months=11),)), "11 months. Treaties ask for 12."),
        (changed(decision=JudicialDecision(in_absentia=True)), "given in absence"),
    ],
)
def test_each_gap_is_named(content: Content, said: str) -> None:
    assert said in words(content)


def test_twelve_months_reach_the_threshold() -> None:
    assert not checks.points(changed(offences=(msgspec.structs.replace(OFFENCE, maximum_months=12),)))


def test_a_person_aged_13_is_a_ground_for_refusal_and_needs_a_second_look() -> None:
    child = changed(cells={**WHOLE.cells, "born": "2013-02-01"})
    assert age_at_offence(child) == 13
    assert checks.needs_second_look(child)
    assert "The person was 13" in words(child)
    assert "ground for refusal" in words(child)
    assert "Nobody is published to a border as wanted without a second look." in words(child)


@pytest.mark.parametrize(
    ("born", "when", "age"),
    [("2008-05-02", "2026-05-02", 18), ("2008-05-03", "2026-05-02", 17), ("2008", "2026-05-02", 17), ("", "2026", None),
     ("1980-01-01", "2026", 46), ("1980-01-01", "", None)],
)  # fmt: skip
def test_a_partial_date_counts_as_the_lowest_age(born: str, when: str, age: int | None) -> None:
    offence = msgspec.structs.replace(OFFENCE, when=when)
    assert age_at_offence(changed(cells={"surname": "N", "born": born}, offences=(offence,))) == age


def test_a_form_fills_in_a_draft() -> None:
    read = read_form(FORM.read_bytes())
    assert read.content.cells["surname"] == "QUILLIMANE"
    assert [each.maximum_months for each in read.content.offences] == [168, 120]
    assert (read.content.purpose, read.property_text) == (Purpose.PROSECUTE, "two gold chains")
    assert (read.content.decision.in_absentia, bool(read.content.decision.served)) == (True, True)
    assert not checks.missing(read.content)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"born": "1975-03-04"', '"born": 1975', "a_identity.born"),
        ('"born": "1975-03-04"', '"born": "the fourth"', "a_identity.born"),
        ('"surname": "QUILLIMANE", ', "", "a_identity.surname"),
        ('"maximum_months": 168', '"maximum_months": "long"', "e_offences[0].maximum_months"),
        ('"maximum_months": 168', '"maximum_months": -1', "e_offences[0].maximum_months"),
        ('"when": "2026-09-12"', '"when": "last week"', "e_offences[0].when"),
        ('"a_identity"', '"a"', "a_identity"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_its_field(old: str, new: str, field: str) -> None:
    text = FORM.read_text("utf-8")
    assert old in text
    with pytest.raises(FormRefused, match=re.escape(f"field {field}")):
        read_form(text.replace(old, new, 1).encode())


def test_what_is_no_json_is_refused() -> None:
    for raw in (b"%PDF-1.7", b"\xff", b"[]", b"{}"):
        with pytest.raises(FormRefused):
            read_form(raw)
