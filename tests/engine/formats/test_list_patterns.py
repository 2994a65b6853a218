"""Patterns of list files: a cell of nothing but blanks or brackets is read at once, and real ones as before."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from roadstead.engine.formats.lists.denied_persons import names
from roadstead.engine.formats.lists.document_numbers import document_number_in_note, parse_document_number


@pytest.mark.parametrize("read", [names, parse_document_number, document_number_in_note])
@pytest.mark.parametrize("piece", ["\n", " ", "“", "(", ", ", " ("])
def test_a_long_cell_takes_no_time(read: Callable[[str], object], piece: str) -> None:
    began = time.process_time()
    read(f"A1,{piece * (20_000 // len(piece))}1")
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A 123456  ( Cuba )", ("A 123456", "CUB")),
        ("Passport no. C12345, Iran", ("C12345", "IRN")),
        ("(Iran) D9004878", ("D9004878", "IRN")),
        ("D9004878, ", ("D9004878", "")),
    ],
)
def test_a_number_is_read_with_its_country(text: str, found: tuple[str, str]) -> None:
    assert parse_document_number(text) == found


def test_names_are_parted_at_their_marks() -> None:
    assert names("JOHN DOE  A/K/A  JACK ROE") == ["JOHN DOE", "JOHN DOE", "JACK ROE", "JACK ROE"]
