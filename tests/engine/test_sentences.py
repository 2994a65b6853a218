"""Sentences keep their template and values, so that each problem and reason can be shown in another language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import pytest

from roadstead.engine.formats import registry
from roadstead.engine.records import (
    Document,
    Entry,
    Finding,
    Hit,
    Leg,
    ListedName,
    Manifest,
    Problem,
    Reason,
    Severity,
    Traveller,
    Voyage,
)
from roadstead.engine.reference.sufficiency import Profile
from roadstead.engine.screening.run import build_screening_set, screen
from roadstead.engine.sentences import Sentence, from_stored, in_turn, joined, labelled, to_stored
from roadstead.engine.voyages.quality import assess_manifest
from tools.extract import messages

SAMPLES = sorted(
    path for path in (Path(__file__).parent / "formats/data").rglob("*") if path.is_file() and path.suffix != ".json"
)
FRENCH = {
    "Row %(row)s: %(text)s": "Ligne %(row)s : %(text)s",
    "%(value)s is no date.": "%(value)s n’est pas une date.",
    "birth date": "date de naissance",
}
IN_ROW = Sentence("Row %(row)s: %(text)s", {"row": 14, "text": Sentence("%(value)s is no date.", {"value": "13"})})


def french(text: str) -> str:
    return FRENCH.get(text, text)


def marked(template: str) -> str:
    """A catalogue that has everything: the template with a mark before it."""
    return f"§{template}"


@cache
def in_catalogues() -> frozenset[str]:
    return frozenset(message.text for message in messages())


def templates(sentence: Sentence) -> Iterator[str]:
    yield sentence.template
    for value in sentence.values.values():
        for each in value if isinstance(value, list) else [value]:
            yield from templates(each) if isinstance(each, Sentence) else ()


def lacking(sentence: Sentence) -> set[str]:
    """Templates that no catalogue holds. One that is a place alone shows a name as it is."""
    return {text for text in templates(sentence) if text and text != "%(name)s"} - in_catalogues()


# ── one sentence


def test_a_sentence_is_its_english_text() -> None:
    assert str(IN_ROW) == "Row 14: 13 is no date."


def test_a_sentence_and_those_among_its_values_are_translated() -> None:
    assert IN_ROW.render(french) == "Ligne 14 : 13 n’est pas une date."


def test_a_list_of_words_is_translated_one_by_one() -> None:
    made = Sentence("Missing: %(fields)s.", {"fields": [Sentence("birth date"), Sentence("sex")]})
    assert (str(made), made.render(french)) == ("Missing: birth date, sex.", "Missing: date de naissance, sex.")


def test_values_that_are_data_are_never_translated() -> None:
    assert Sentence("%(name)s", {"name": "birth date"}).render(french) == "birth date"


def test_a_text_without_values_keeps_its_signs() -> None:
    assert str(Sentence("100 % of %(x)s")) == "100 % of %(x)s"
    assert str(Sentence("100 %% of %(x)s", {"x": "it"})) == "100 % of it"


def test_the_first_letter_becomes_a_capital_whatever_comes_first() -> None:
    made = Sentence("%(field)s: no such day", {"field": Sentence("birth date")}).capitalise()
    assert (str(made), made.render(french)) == ("Birth date: no such day", "Date de naissance: no such day")


def test_parts_are_joined_with_semicolons() -> None:
    assert str(joined([])) == ""
    assert str(joined([Sentence("one")])) == "one"
    assert joined([Sentence("one"), Sentence("birth date"), Sentence("two")]).render(french) == (
        "one; date de naissance; two"
    )


def test_sentences_follow_each_other_with_a_space_and_empty_ones_are_left_out() -> None:
    assert str(in_turn()) == ""
    made = in_turn(IN_ROW, Sentence(""), Sentence("birth date"))
    assert (str(made), made.render(french)) == (
        "Row 14: 13 is no date. birth date",
        "Ligne 14 : 13 n’est pas une date. date de naissance",
    )


def test_a_label_comes_before_the_text_if_there_is_one() -> None:
    text = Sentence("There is no name.")
    assert str(labelled(Sentence("Person %(place)s", {"place": 3}), text)) == "Person 3: There is no name."
    assert labelled("", text) == text


@pytest.mark.parametrize("made", [IN_ROW, Sentence("birth date"), IN_ROW.capitalise()])
def test_a_sentence_is_stored_and_read_back(made: Sentence) -> None:
    assert from_stored(msgspec.json.decode(msgspec.json.encode(to_stored(made)))) == made


# ── problems, reasons and findings


def test_a_stored_problem_is_read_back_with_its_sentence() -> None:
    made = Problem.of(Severity.ERROR, "date-wrong", IN_ROW, sent="x" * 100)
    kept = msgspec.to_builtins(made)
    again = msgspec.convert(kept, Problem)
    assert (kept["text"], len(again.sent)) == ("Row 14: 13 is no date.", 80)
    assert again == made
    assert again.wording.render(french) == "Ligne 14 : 13 n’est pas une date."


def test_a_row_that_was_stored_with_its_text_alone_is_still_read() -> None:
    again = msgspec.convert({"severity": "note", "code": "a-code", "text": "As it was."}, Problem)
    assert (again.sentence, str(again.wording)) == (None, "As it was.")
    assert msgspec.convert([{"text": "A reason.", "value": 1.5}], list[Reason]) == [Reason(text="A reason.", value=1.5)]


def test_two_reasons_are_the_same_if_their_texts_are() -> None:
    assert Reason.of(Sentence("the same")) == Reason(text="the same")
    assert len({Reason.of(Sentence("the same")), Reason(text="the same")}) == 1


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_each_problem_of_a_sample_can_be_shown_in_another_language(path: Path) -> None:
    for reading in registry.read(path.read_bytes()):
        for problem in reading.problems:
            assert problem.sentence is not None
            assert str(problem.sentence) == problem.text
            assert problem.sentence.render(marked).startswith("§")
            assert not lacking(problem.sentence), problem.code


def test_each_finding_of_quality_can_be_shown_in_another_language() -> None:
    findings: list[Finding] = []
    for path in SAMPLES:
        for reading in registry.read(path.read_bytes()):
            of_it = assess_manifest(reading.manifest, date(2026, 11, 25), Profile())
            findings += [each for one in (of_it.whole, *of_it.people) for each in one.findings]
    assert len({each.code for each in findings}) > 20
    for each in findings:
        assert each.sentence is not None
        assert (str(each.sentence), lacking(each.sentence)) == (each.text, set()), each.code


def test_each_reason_of_a_hit_can_be_shown_in_another_language() -> None:
    listed = Entry(
        id="1",
        list="l",
        names=(ListedName(text="Zubo Hamid MARAN"),),
        born=("1975-03-04",),
        sex="M",
        nationalities=("GUY",),
        documents=(Document(type="P", number="AB1234567", issuer="GUY"),),
    )
    who = Traveller(
        surname="MARAN",
        given="ZUBO",
        born="1975-04-03",
        sex="F",
        nationality="GUY",
        documents=(Document(type="V", number="AB1234567", issuer="", expires="2020-01-01"),),
    )
    leg = Leg(origin="GEO", destination="BGI", arrival="2026-11-25T10:00")
    voyage = Voyage(carrier="2X", number="101", legs=(leg,))
    hits = screen(Manifest(voyage=voyage, travellers=(who,)), build_screening_set([listed]), today=date(2026, 11, 25))
    reasons = [reason for hit in hits for reason in hit.reasons]
    assert len(reasons) > 5
    for reason in reasons:
        assert reason.sentence is not None
        assert (str(reason.sentence), lacking(reason.sentence)) == (reason.text, set())
    again = msgspec.json.decode(msgspec.json.encode(hits), type=list[Hit])
    assert [reason.sentence for hit in again for reason in hit.reasons] == [reason.sentence for reason in reasons]
