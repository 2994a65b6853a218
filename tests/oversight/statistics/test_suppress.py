"""A number that is kept back cannot be worked out from the others that are shown (S38)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.oversight.statistics.logic.suppress import SuppressedTable, suppress
from tests.everyday import examples

Table = tuple[tuple[int, ...], ...]


def falling(numbers: list[int]) -> tuple[int, ...]:
    return tuple(sorted(numbers, reverse=True))


def tables(rows: int, steps: int, most: int) -> st.SearchStrategy[Table]:
    row = st.lists(st.integers(0, most), min_size=steps, max_size=steps).map(falling)
    return st.lists(row, min_size=1, max_size=rows).map(tuple)


def agreeing(shown: SuppressedTable, small: int) -> Iterator[Table]:
    """Every table that a reader of `shown` could believe in: steps fall, sums are the totals, what is shown stands."""
    most = [small - 1 if total is None else total for total in shown.totals]
    return _further(shown, 0, most)


def _further(shown: SuppressedTable, at: int, left: list[int]) -> Iterator[Table]:
    if at == len(shown.rows):
        if all(rest == 0 or total is None for rest, total in zip(left, shown.totals, strict=True)):
            yield ()
        return
    told = shown.rows[at]
    cells = (range(rest + 1) if cell is None else (cell,) for cell, rest in zip(told, left, strict=True))
    for row in itertools.product(*cells):
        rest = [many - one for many, one in zip(left, row, strict=True)]
        if min(rest) >= 0 and list(row) == sorted(row, reverse=True):
            yield from ((row, *others) for others in _further(shown, at + 1, rest))


@settings(max_examples=examples(150), deadline=None)
@given(tables(3, 2, 5))
def test_whatever_is_kept_back_could_be_another_number(table: Table) -> None:
    shown = suppress(table, small=3)
    believed = list(agreeing(shown, 3))
    assert table in believed
    for at, told in enumerate(shown.rows):
        for step, cell in enumerate(told):
            if cell is None:
                assert len({one[at][step] for one in believed}) > 1, (table, shown)


@settings(max_examples=examples(100), deadline=None)
@given(tables(12, 5, 4000))
def test_no_small_number_is_shown_and_what_is_shown_is_true(table: Table) -> None:
    shown = suppress(table)
    for told, row in zip(shown.rows, table, strict=True):
        assert all(cell in (None, number) for cell, number in zip(told, row, strict=True))
        assert not any(cell and cell < 5 for cell in told)
    assert not any(total and total < 5 for total in shown.totals)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.integers(0, 7), min_size=2, max_size=3))
def test_who_knows_how_it_is_chosen_cannot_say_more(column: list[int]) -> None:
    """Every column with the same total that would be shown the same: each cell kept back differs among them."""
    shown = suppress([(number,) for number in column], small=3)
    if sum(column) < 3:
        return
    total = sum(column)
    same = [
        other
        for other in itertools.product(range(total + 1), repeat=len(column))
        if sum(other) == total and suppress([(number,) for number in other], small=3) == shown
    ]
    for at, told in enumerate(shown.rows):
        if told == (None,):
            assert len({other[at] for other in same}) > 1, (column, shown)


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ([40, 30, 2], (None, 30, None)),
        ([40, 30, 0], (40, 30, 0)),
        ([40, 2, 4, 30], (40, None, None, 30)),
        ([3, 1], (None, None)),
        ([1, 1, 1, 1, 1, 0], (None,) * 6),
    ],
)
def test_one_small_number_takes_another_with_it(column: list[int], told: tuple[int | None, ...]) -> None:
    assert tuple(row[0] for row in suppress([(number,) for number in column]).rows) == told


def test_what_follows_a_number_kept_back_is_kept_back_as_well() -> None:
    shown = suppress([(100, 50), (3, 3), (60, 20)])
    assert shown.rows[1] == (None, None)
    assert shown.rows[2] == (None, None)
    assert shown.totals == (163, 73)


def test_a_nought_that_follows_a_nought_is_told_and_the_others_stay_open() -> None:
    table: Table = ((0, 0), (1, 0), (3, 3))
    shown = suppress(table, small=3)
    assert shown.rows == ((0, 0), (None, None), (None, None))
    assert len({one[2] for one in agreeing(shown, 3)}) > 1
