"""The tables shipped beside the code: csv files with a heading in `data/`, and the matcher's tables of words."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Protocol

# ── Rows that hold from one day to another: a table is never rewritten, a row ends and another begins.


class Dated(Protocol):
    """Days as ISO 8601 has them, the last included; "" for no beginning or no end."""

    @property
    def valid_from(self) -> str: ...

    @property
    def valid_to(self) -> str: ...


def holds(row: Dated, on: date | str) -> bool:
    """Whether the row is in force on that day."""
    return within(str(on), row.valid_from, row.valid_to)


def within(day: str, first: str, last: str) -> bool:
    return first <= day and (not last or day <= last)


Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Every row of `data/<name>.csv` by its headings; empty cells are ""."""
    text = files("roadstead.engine.reference").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def word_table(name: str) -> list[list[str]]:
    """The rows of `engine/matching/<name>.csv`: words without headings; lines that begin with # are remarks."""
    text = files("roadstead.engine.matching").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(line for line in text.splitlines() if not line.startswith("#")))
