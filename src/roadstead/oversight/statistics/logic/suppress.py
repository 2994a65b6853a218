"""Suppression of small numbers, and of others from which they could be computed (S38). Pure.

A table is rows of whole numbers whose steps only decrease to the right (raised, reviewed, confirmed …). The reader
knows the totals of the steps. In each step numbers from 1 to below `small` are suppressed. Then further cells are, in
their order and not by size, until every suppressed one could have at least two values, given what is shown to its left
and in the total. To the right of a suppressed number only zeros are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SMALL: Final = 5  # shipped value of the setting `small_cells`
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedTable:
    """Table as it may be shown, with None for suppressed cells and `totals` of the steps."""

    rows: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


def suppress_number(number: int, small: int = SMALL) -> int | None:
    """Return a number on its own, or None if it is suppressed."""
    return None if is_small(number, small) else number


def is_small(number: int, small: int) -> bool:
    return 0 < number < small


def suppress(rows: Counts, small: int = SMALL) -> SuppressedTable:
    """Return `rows` by `steps` with small numbers suppressed; a row must not rise from left to right."""
    steps = len(rows[0]) if rows else 0
    hidden: list[set[int]] = []
    above = [float("inf")] * len(rows)  # upper bound of each cell, as far as a reader knows
    for step in range(steps):
        column = [row[step] for row in rows]
        left = hidden[-1] if hidden else set()
        chosen = _chosen(column, {at for at in left if column[at]}, above, small)
        hidden.append(chosen)
        above = _most(column, chosen, above)
    shown = tuple(
        tuple(None if at in hidden[step] else number for step, number in enumerate(row)) for at, row in enumerate(rows)
    )
    return SuppressedTable(
        rows=shown, totals=tuple(suppress_number(sum(row[step] for row in rows), small) for step in range(steps))
    )


def _chosen(column: Sequence[int], left: set[int], above: Sequence[float], small: int) -> set[int]:
    """Return the cells of one step to suppress."""
    chosen = left | {at for at, number in enumerate(column) if is_small(number, small)}
    if not chosen or is_small(sum(column), small):
        return chosen  # a suppressed total reveals nothing
    first = min(chosen)
    others = [at % len(column) for at in range(first, first + len(column))]
    for at in [at for at in others if at not in chosen and column[at]]:
        if _is_safe(column, chosen, above, small):
            return chosen
        chosen.add(at)
    # Zeros too, except those that follow a zero.
    return chosen if _is_safe(column, chosen, above, small) else {at for at, most in enumerate(above) if most}


def _is_safe(column: Sequence[int], chosen: set[int], above: Sequence[float], small: int) -> bool:
    """Return True if each suppressed cell has several possible values. A single cell, or many all at the minimum, has
    one.
    """
    if len(chosen) < 2 or sum(column[at] for at in chosen) - len(chosen) + 1 < small:
        return False
    return all(low < high for low, high in _bounds(column, chosen, above).values())


def _bounds(column: Sequence[int], chosen: set[int], above: Sequence[float]) -> dict[int, tuple[float, float]]:
    """Return the bounds that a reader can infer for each suppressed cell, from the total and the cell to its left."""
    total = sum(column[at] for at in chosen)
    room, found = sum(above[at] for at in chosen), {}
    for at in chosen:
        others = room - above[at] if room < float("inf") else sum(above[one] for one in chosen if one != at)
        found[at] = (max(1.0, total - others), min(above[at], total - (len(chosen) - 1.0)))
    return found


def _most(column: Sequence[int], chosen: set[int], above: Sequence[float]) -> list[float]:
    bounds = _bounds(column, chosen, above)
    return [max(bounds[at][1], 1.0) if at in chosen else float(number) for at, number in enumerate(column)]
