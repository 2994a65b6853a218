"""A cell of nothing but blanks or brackets is read at once: anybody who registers may send a list of them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.sheets.combined_cells import day_in, split_birth
from roadstead.engine.formats.passengers.sheets.headings import section
from roadstead.engine.syntax.table.sheet import MAX_CELL_CHARS

RUN = MAX_CELL_CHARS - 20


@pytest.mark.parametrize("read", [section, split_birth, day_in])
@pytest.mark.parametrize(
    "cell",
    [f"a{' ' * RUN}a", f"a{'(' * RUN}a", f"a{':' * RUN}a", f"1{' ' * (RUN // 2)}abc{' ' * (RUN // 2)}x",
     f"1{'-' * (RUN // 2)}abc{'-' * (RUN // 2)}x", "1" * RUN + "a"],
)  # fmt: skip
def test_the_longest_cell_takes_no_time(read: Callable[[str], object], cell: str) -> None:
    began = time.process_time()
    read(cell)
    assert time.process_time() - began < 10


@pytest.mark.long
def test_a_list_of_such_cells_is_read_in_seconds() -> None:
    rows = "\n".join(f"a{' ' * RUN}a" for _ in range(100))
    began = time.process_time()
    registry.read(f"Family name,Given name,Date of birth\n{rows}\n".encode(), near="2026-11-29")
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 de mayo de 1980 Castries", "3 de mayo de 1980"),
        ("Castries, 12 of  March, 1980", "12 of  March, 1980"),
        ("12MAR80", "12MAR80"),
    ],
)
def test_a_day_in_words_is_found_as_before(text: str, day: str) -> None:
    assert day_in(text) == day


def test_a_count_behind_the_name_of_a_section_is_left_out() -> None:
    assert section("Passengers: (12)") == section("PASSENGERS") == section("3. Passengers 12 :") == "passenger"
