"""From goods text to headings: what the words tell, where they tell nothing, and when a code may be said to differ."""

from __future__ import annotations

import csv

import pytest

from bench.cargo_headings import OWN
from roadstead.engine.reference.goods import hs_titles
from roadstead.engine.text.heading_index import heading_words, index, stems
from roadstead.engine.text.heading_scores import known_words
from roadstead.engine.text.headings import Agreement, compare_with_code, suggest_headings


def first(text: str) -> str:
    found = suggest_headings(text).headings
    return found[0].code if found else ""


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("1 X 40 RF STC 1900 CTNS FROZEN CHICKEN LEG QUARTERS", "0207"),
        ("RIFLE BARRELS AND TRIGGER ASSEMBLIES", "9305"),
        ("9MM AMMUNITION FULL METAL JACKET", "9306"),
        ("BRAKE DISCS FOR CARS", "8708"),
        ("TOY GUN", "9503"),
        ("SPRAY GUN", "8424"),
        ("MUNICIONES CALIBRE 9MM", "9306"),
        ("CIMENT EN SACS", "2523"),
        ("KOELKASTEN", "8418"),
    ],
)
def test_goods_are_found_under_their_heading(text: str, heading: str) -> None:
    assert first(text) == heading


def test_a_misspelt_word_and_one_cut_off_are_taken_for_what_they_are_like() -> None:
    assert first("REFRIDGERATOR DOMESTIC") == "8418"
    assert first("AIR CONDITIO") == "8415"
    assert [word for word, _ in known_words("refridgerator")] == ["refrigerator"]
    assert all(share < 1 for _, share in known_words("refridgerator"))
    assert known_words("qxzzt") == ()


@pytest.mark.parametrize("text", ["", "GENERAL CARGO", "PERSONAL EFFECTS", "QXZZT", "12345", "***", "PARTS"])
def test_vague_words_and_words_of_no_table_suggest_nothing(text: str) -> None:
    assert suggest_headings(text).headings == ()
    assert compare_with_code("870899", text) is Agreement.UNCLEAR


def test_the_words_that_told_stand_beside_the_heading() -> None:
    found = suggest_headings("RIFLE BARRELS").headings[0]
    assert set(found.words) == {"rifle", "barrel"}
    assert 0.5 < found.confidence < 1


def test_no_more_than_three_the_likeliest_first() -> None:
    for text in ("LIGHTS", "BLANKETS", "STEEL PIPES"):
        sure = [each.confidence for each in suggest_headings(text).headings]
        assert 0 < len(sure) <= 3
        assert sure == sorted(sure, reverse=True)


def test_a_code_differs_only_where_the_words_are_sure_of_another_chapter() -> None:
    assert compare_with_code("87089900", "RIFLE BARRELS AND TRIGGER ASSEMBLIES") is Agreement.DIFFERS
    assert compare_with_code("930599", "RIFLE BARRELS AND TRIGGER ASSEMBLIES") is Agreement.HEADING
    assert compare_with_code("9303", "RIFLE BARRELS AND TRIGGER ASSEMBLIES") is Agreement.CHAPTER
    assert compare_with_code("8708", "METAL FITTINGS") is Agreement.UNCLEAR


@pytest.mark.parametrize("declared", ["", "98010000", "9901", "77", "abc"])
def test_no_code_and_a_states_own_code_contradict_nothing(declared: str) -> None:
    assert compare_with_code(declared, "RIFLE BARRELS AND TRIGGER ASSEMBLIES") is Agreement.UNCLEAR


def test_a_long_text_is_read_as_far_as_it_tells() -> None:
    assert first("FROZEN CHICKEN LEG QUARTERS " * 5_000) == "0207"


def test_one_and_several_and_both_spellings_are_one_word() -> None:
    assert stems("BATTERIES Boxes tyres") == stems("battery box tire")
    assert stems("galvanized aluminum fibers") == stems("galvanised aluminium fibre")
    assert stems("ESPAÑOLA") == ["espanola"]


def test_every_heading_of_the_nomenclature_has_words_and_can_be_found() -> None:
    known = {code for code in hs_titles() if len(code) == 4}
    assert len(known) == 1228
    assert {row.heading for row in heading_words()} == known == set(index().headings)


def test_usual_descriptions_of_the_region_are_found_nine_times_in_ten() -> None:
    rows = list(csv.DictReader(OWN.read_text().splitlines()))
    right = sum(first(row["text"]) == row["heading"] for row in rows)
    assert right / len(rows) > 0.9
    assert not any(compare_with_code(row["heading"], row["text"]) is Agreement.DIFFERS for row in rows)
