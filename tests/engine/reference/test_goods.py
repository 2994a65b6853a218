"""Tables on goods: each row has its source, and what they name exists."""

from __future__ import annotations

import re

from roadstead.engine.reference.goods import (
    common_words,
    dangerous_goods,
    goods_words,
    hs_title,
    hs_titles,
    packing_words,
)
from roadstead.engine.text.identifiers import hs, un_number

KINDS = {"vague", "arms", "arms_part", "ammunition", "explosive", "precursor", "dual_use", "personal"}


def test_every_kind_of_words_is_there_in_five_languages_each_with_its_source() -> None:
    assert {(row.kind, row.language) for row in goods_words()} == {
        (kind, language) for kind in KINDS for language in ("en", "es", "fr", "nl", "pt")
    }
    assert all(row.source and row.words and row.mark in "PSDTCU" for row in goods_words())


def test_nothing_is_called_verified_that_is_not_primary() -> None:
    assert all(row.mark == "P" for row in goods_words() if row.verified)


def test_headings_of_words_are_headings_we_know() -> None:
    assert all(code in hs_titles() for row in goods_words() for code in row.hs)


def test_every_chapter_has_a_title_and_every_heading_its_chapter() -> None:
    chapters = {code for code in hs_titles() if len(code) == 2}
    assert chapters == {f"{number:02}" for number in range(1, 100)} - {"77"}
    assert all(hs.is_valid(code) and code[:2] in chapters for code in hs_titles())


def test_a_code_of_any_length_has_the_title_of_its_heading_or_chapter() -> None:
    assert hs_title("93052000") == "Parts of arms"
    assert hs_title("850999") == "Household machines with motor"
    assert hs_title("85") == hs_title("8599") == "Electrical equipment and its parts"
    assert hs_title("77") == hs_title("") == ""


def test_dangerous_goods_have_numbers_classes_and_words() -> None:
    for number, row in dangerous_goods().items():
        assert un_number.is_valid(number)
        assert re.fullmatch(r"[1-9](\.[1-6][A-S]?)?", row.hazard)
        assert row.words
        assert row.source


def test_words_for_packages_and_plain_words_are_in_small_letters() -> None:
    assert packing_words()["ctns"] == "CT"
    assert all(word == word.casefold() for word in (*packing_words(), *common_words()))
