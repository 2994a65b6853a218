"""The tables shipped in `data/`: csv files with a heading, read once and kept."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Row = Mapping[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    """Every row of `data/<name>.csv` by its headings; empty cells are ""."""
    text = files("roadstead.engine.reference").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
