"""Measures and crimes have a code, a name, and words in the four languages of the pages."""

from __future__ import annotations

import re

import pytest

from roadstead.engine.reference.measures import LANGUAGES, Term, crimes, measure_name, measures

ALL = [*measures().values(), *crimes().values()]


def test_there_are_about_forty_measures_and_a_short_list_of_crimes() -> None:
    assert 40 <= len(measures()) <= 60
    assert 10 <= len(crimes()) <= 20


@pytest.mark.parametrize("term", ALL, ids=lambda term: term.code)
def test_each_has_a_code_that_fits_its_column_a_name_and_words_in_every_language(term: Term) -> None:
    assert re.fullmatch("[a-z_]{3,40}", term.code)
    assert term.name
    assert all(term.words[language] for language in LANGUAGES)


def test_no_two_have_one_name() -> None:
    assert len({term.name for term in ALL}) == len(ALL)


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert (measure_name("surrender"), measure_name("unheard_of")) == ("surrender", "unheard_of")
