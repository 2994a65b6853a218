"""Figures as Markdown tables, for the documents and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf, isnan
from typing import Any

Rows = Mapping[str, Mapping[str, float | str]]


def markdown(rows: Rows, first: str = "") -> str:
    """Return a table: one row per name, one column per figure."""
    columns = list(dict.fromkeys(name for row in rows.values() for name in row))
    head = [f"| {first} | {' | '.join(columns)} |", f"|---|{'--:|' * len(columns)}"]
    body = [
        f"| {name} | {' | '.join(_figure(row[column]) if column in row else '' for column in columns)} |"
        for name, row in rows.items()
    ]
    return "\n".join([*head, *body]) + "\n"


def _figure(value: float | str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    if isnan(value):
        return "–"
    if isinf(value):
        return "policy" if value > 0 else "all"
    return f"{value:.3f}" if abs(value) <= 1 else f"{value:,.1f}"


def shown(figures: Mapping[str, Any]) -> str:
    """Return each part of the figures as a table under its heading."""
    return "\n".join(f"## {name}\n\n{part(of)}" for name, of in figures.items())


def part(of: Mapping[str, Any]) -> str:
    """Return rows as a table; single figures as a table of one column."""
    nested = all(isinstance(each, Mapping) for each in of.values())
    return markdown(of if nested else {name: {"": value} for name, value in of.items()})
