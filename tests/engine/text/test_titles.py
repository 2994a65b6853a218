"""Titles are taken off where they are titles, and names stay whole."""

from __future__ import annotations

import pytest

from roadstead.engine.text.names import titles, without_titles


@pytest.mark.parametrize(
    "name", ["DREW", "NASR", "AMR", "OMR", "BADR", "WILLIAMS", "SAMIR", "KUMAR", "ADAMS", "MR", "", "MRS"]
)
def test_a_name_stays_whole(name: str) -> None:
    assert (without_titles(name), titles(name)) == (name, ())


@pytest.mark.parametrize(
    ("sent", "name", "title"),
    [
        ("ANNA MRS", "ANNA", "MRS"),
        ("Mr. John", "John", "MR"),
        ("DR AMR", "AMR", "DR"),
        ("JOHNMR", "JOHN", "MR"),
        ("TOMMSTR", "TOM", "MSTR"),
        ("ANNAMRS", "ANNA", "MRS"),
        ("ANNAMISS", "ANNA", "MISS"),
        ("LEO CHD", "LEO", "CHD"),
    ],
)
def test_a_title_is_taken_off_apart_or_glued(sent: str, name: str, title: str) -> None:
    assert (without_titles(sent), titles(sent)) == (name, (title,))


def test_a_womans_name_that_ends_like_a_mans_title_stays_whole() -> None:
    assert without_titles("GULSAMR", sex="F") == "GULSAMR"
