"""Names as they are written, and the parts we compare them by."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.text.names import MAX_PART_CHARS, MAX_PARTS, omits_vowels, parts, readings


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Ann-Marie O'Brien", ("ann", "marie", "obrien")),
        ("O’Brien, Seán", ("sean", "obrien")),  # surname first is turned round
        ("QUENTIN/ANNAMRS", ("annamrs", "quentin")),  # as airlines write it
        ("Dr Drew Sheikh", ("drew",)),  # titles go as whole parts: Drew keeps his Dr
        ("Mr", ("mr",)),  # somebody called by a title alone keeps it
        ("J.R. Lopez", ("j", "r", "lopez")),
        ("Дмитрий Тестов", ("dmitriy", "testov")),
        ("박새별", ("bag", "sae", "byeol")),  # syllable by syllable, never in one lump
        ("王小明", ("wang", "xiao", "ming")),
        ("\u202eANN\u200f TEST\u202c", ("ann", "test")),  # right-to-left marks are no letters
        ("😀 Ann 🚢", ("ann",)),
        ("", ()),
        ("-", ()),
        ("٣ Ann", ("3", "ann")),
    ],
)
def test_a_name_comes_apart_into_the_parts_we_compare(written: str, expected: tuple[str, ...]) -> None:
    assert parts(written) == expected


def test_an_umlaut_has_two_readings_because_passports_use_either() -> None:
    assert readings("Jörn Müllerov") == (("jorn", "joern"), ("mullerov", "muellerov"))


def test_a_stuck_title_comes_off_as_a_second_reading_only() -> None:
    assert readings("TESTER/JOHNMR") == (("johnmr", "john"), ("tester",))
    assert readings("Omar") == (("omar",),)  # too little would be left
    assert readings("SAMIRMSTR")[0] == ("samirmstr", "samir")


def test_a_dutch_ij_is_also_read_as_a_y() -> None:
    assert readings("Kuijper, Nikolaij") == (("nikolaij", "nikolay"), ("kuijper", "kuyper"))


def test_arabic_script_is_known_because_it_leaves_its_vowels_out() -> None:
    assert omits_vowels("محمد")
    assert not omits_vowels("Mohammed")
    assert parts("محمد") == ("mhmd",)


def test_the_article_and_the_opening_vowel_of_arabic_script_are_spelled_out() -> None:
    assert parts("عبد العزيز") == ("abd", "al", "azyz")
    assert parts("عبدالله") == ("abd", "allah")


@given(st.text(max_size=300))
def test_any_text_gives_at_most_nine_plain_parts(text: str) -> None:
    found = readings(text)
    assert len(found) <= MAX_PARTS
    assert all(re.fullmatch("[a-z0-9]+", reading) for part in found for reading in part)
    assert all(0 < len(part[0]) <= MAX_PART_CHARS for part in found)


def test_ten_thousand_characters_are_neither_slow_nor_fatal() -> None:
    assert parts("x" * 10_000) == ("x" * MAX_PART_CHARS,)
    assert len(parts("Ann " * 2_500)) == MAX_PARTS
