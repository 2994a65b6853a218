"""Small numbers are kept back, and so many others that none of them can be worked out from what is shown (S38). Pure.

A table is rows of whole numbers whose steps only get smaller to the right (raised, reviewed, confirmed …). The totals
of the steps are known to the reader. Per step, what lies above nought and below `small` is kept back; then further
cells, in their order and not by their size, until every one kept back could be at least two different numbers, with
what is shown left of it and in the total. To the right of a number kept back nothing is shown but noughts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SMALL: Final = 5  # as shipped; the setting `small_cells`
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The table as it may be shown: None where it is kept back. `totals` of the steps likewise."""

    rows: tuple[tuple[int | None, ...], ...]
    totals: tuple[int | None, ...]


def kept_back(number: int, small: int = SMALL) -> int | None:
    """One number that stands by itself."""
    return None if is_small(number, small) else number


def is_small(number: int, small: int) -> bool:
    return 0 < number < small


def suppress(rows: Counts, small: int = SMALL) -> Kept:
    """`rows` by `steps`; each row must not rise from left to right."""
    steps = len(rows[0]) if rows else 0
    hidden: list[set[int]] = []
    above = [float("inf")] * len(rows)  # the most that each cell can be, as far as a reader knows
    for step in range(steps):
        column = [row[step] for row in rows]
        left = hidden[-1] if hidden else set()
        chosen = _chosen(column, {at for at in left if column[at]}, above, small)
        hidden.append(chosen)
        above = _most(column, chosen, above)
    shown = tuple(
        tuple(None if at in hidden[step] else number for step, number in enumerate(row)) for at, row in enumerate(rows)
    )
    return Kept(rows=shown, totals=tuple(kept_back(sum(row[step] for row in rows), small) for step in range(steps)))


def _chosen(column: Sequence[int], left: set[int], above: Sequence[float], small: int) -> set[int]:
    """The cells of one step that are kept back."""
    chosen = left | {at for at, number in enumerate(column) if is_small(number, small)}
    if not chosen or is_small(sum(column), small):
        return chosen  # a total that is kept back itself gives nothing away
    first = min(chosen)
    others = [at % len(column) for at in range(first, first + len(column))]
    for at in [at for at in others if at not in chosen and column[at]]:
        if _is_safe(column, chosen, above, small):
            return chosen
        chosen.add(at)
    # Noughts too, but for those that follow a nought.
    return chosen if _is_safe(column, chosen, above, small) else {at for at, most in enumerate(above) if most}


def _is_safe(column: Sequence[int], chosen: set[int], above: Sequence[float], small: int) -> bool:
    """Whether each cell kept back has room: one alone has none, nor have many that must all be the least."""
    if len(chosen) < 2 or sum(column[at] for at in chosen) - len(chosen) + 1 < small:
        return False
    return all(low < high for low, high in _bounds(column, chosen, above).values())


def _bounds(column: Sequence[int], chosen: set[int], above: Sequence[float]) -> dict[int, tuple[float, float]]:
    """What a reader can say of each cell kept back, from the total and from what stands left of it."""
    total = sum(column[at] for at in chosen)
    room, found = sum(above[at] for at in chosen), {}
    for at in chosen:
        others = room - above[at] if room < float("inf") else sum(above[one] for one in chosen if one != at)
        found[at] = (max(1.0, total - others), min(above[at], total - (len(chosen) - 1.0)))
    return found


def _most(column: Sequence[int], chosen: set[int], above: Sequence[float]) -> list[float]:
    bounds = _bounds(column, chosen, above)
    return [max(bounds[at][1], 1.0) if at in chosen else float(number) for at, number in enumerate(column)]
