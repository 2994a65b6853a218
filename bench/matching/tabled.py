"""Figures as tables in Markdown, for the documents and the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from math import isinf, isnan

Rows = Mapping[str, Mapping[str, float | str]]


def markdown(rows: Rows, first: str = "") -> str:
    """A table: one row a name, one column a figure."""
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
