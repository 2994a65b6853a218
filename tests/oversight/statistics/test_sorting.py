"""Figures in the order one asks for; what is kept back is not told by its place."""

from __future__ import annotations

import itertools

import pytest

from roadstead.casework.alerts.logic.shares import Share
from roadstead.oversight.statistics.logic.table import Row, Table
from roadstead.oversight.statistics.sorting import Order, in_order

TABLE = Table(
    key="sources",
    title="By list and rule",
    says="",
    of="List or rule",
    heads=("Raised", "Precision"),
    rows=(
        Row(name="beta", cells=(7, Share(number=1, total=2))),
        Row(name="Alpha", cells=(None, None)),
        Row(name="gamma", cells=(12, "")),
        Row(name="delta", cells=(None, Share(number=9, total=10))),
        Row(name="All", cells=(30, Share(number=10, total=12)), is_total=True),
    ),
)


def names(asked: str) -> list[str]:
    return [row.name for row in in_order(TABLE, Order.parse(asked)).rows]


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("sources.0", ["Alpha", "beta", "delta", "gamma", "All"]),
        ("-sources.0", ["gamma", "delta", "beta", "Alpha", "All"]),
        ("sources.1", ["beta", "gamma", "Alpha", "delta", "All"]),
        ("-sources.1", ["gamma", "beta", "Alpha", "delta", "All"]),
        ("-sources.2", ["delta", "beta", "Alpha", "gamma", "All"]),
    ],
)
def test_rows_stand_in_the_order_asked_for_and_the_total_stays_last(asked: str, order: list[str]) -> None:
    assert names(asked) == order


@pytest.mark.parametrize("asked", ["", "sources", "sources.x", "sources.³", "sources.99", "funnel.1", "lists.1", "-"])
def test_an_order_that_is_none_leaves_the_table_as_it_is(asked: str) -> None:
    assert in_order(TABLE, Order.parse(asked)) == TABLE


def test_whatever_hides_behind_a_kept_back_cell_its_place_is_the_same() -> None:
    """S38: two are kept back, and keep the order of the rows in every order by that column."""
    for asked in ("sources.1", "-sources.1"):
        places = [name for name in names(asked) if name in {"Alpha", "delta"}]
        assert places == ["Alpha", "delta"]


def test_an_order_reads_back_as_it_was_written() -> None:
    for sign, key, column in itertools.product(("", "-"), ("sources", "by-sex"), range(3)):
        order = Order.parse(f"{sign}{key}.{column}")
        assert order
        assert order.as_text == f"{sign}{key}.{column}"
