"""Funnel from travellers to outcomes, overall and for each list and rule, with precision (A1, A2, S38). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import add
from typing import Final

from roadstead.oversight.statistics.logic.facts import AlertFact
from roadstead.oversight.statistics.logic.suppress import SuppressedTable, suppress, suppress_number
from roadstead.oversight.statistics.logic.table import Cell, Row, Table, share_of

STEPS: Final = ("Matched", "Raised", "Reviewed", "Confirmed", "Found at the border", "Action taken")
NO_STEPS: Final = (0,) * len(STEPS)
SCREENED: Final = "Screened"
PER: Final = 10_000  # travellers


def by_source(seen: Iterable[AlertFact], not_raised: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Count the alerts of each list and rule that reached each step. `not_raised`: suppressed matches by source."""
    counted = {source: [number, *NO_STEPS[1:]] for source, number in not_raised.items()}
    for each in seen:
        steps = (True, True, each.is_reviewed, each.is_confirmed, each.is_encountered, each.is_acted)
        counted[each.source] = [*map(add, counted.get(each.source, NO_STEPS), steps)]
    return {source: tuple(counted[source]) for source in sorted(counted)}


def funnel_and_sources(screened: int, counts: Mapping[str, Sequence[int]], small: int) -> tuple[Table, Table]:
    """Return the funnel overall, and by list and rule. Both are suppressed together, since one is the other's total."""
    kept = suppress(list(counts.values()), small) if counts else SuppressedTable(rows=(), totals=(0,) * len(STEPS))
    return _funnel(suppress_number(screened, small), kept.totals), _sources(list(counts), kept)


def _funnel(screened: int | None, totals: Sequence[int | None]) -> Table:
    numbers = [screened, *totals]
    names = (SCREENED, *STEPS)
    rows = tuple(
        Row(name=name, cells=(number, _of_before(at, numbers), per_travellers(number, screened)))
        for at, (name, number) in enumerate(zip(names, numbers, strict=True))
    )
    return Table(
        key="funnel",
        title="From travellers to outcomes",
        says="Travellers on voyages whose first list was filed in the period, their matches with lists and rules, the"
        " alerts raised, and how far each alert got. Each share is a share of the step before. The share of confirmed"
        " among reviewed alerts is the precision.",
        of="Step",
        heads=("Number", "Of the step before", "Of 10,000 travellers"),
        rows=rows,
        drawn=0,
    )


def _of_before(at: int, numbers: Sequence[int | None]) -> Cell:
    """Return the share of the step before; "" for matches, since one traveller may match several entries."""
    return share_of(numbers[at], numbers[at - 1]) if at > 1 else ""


def per_travellers(number: int | None, travellers: int | None) -> Cell:
    if number is None or travellers is None:
        return None
    return round(PER * number / travellers, 2) if travellers else ""


def _sources(names: Sequence[str], kept: SuppressedTable) -> Table:
    rows = [Row(name=name, cells=_cells(row)) for name, row in zip(names, kept.rows, strict=True)]
    return Table(
        key="sources",
        title="By list and rule",
        says="The same steps for each list and rule. Precision: the share of confirmed alerts among those that an"
        " officer decided, with its confidence interval (Wilson, 95 %).",
        of="List or rule",
        heads=(*STEPS, "Precision"),
        rows=(*rows, Row(name="All", cells=_cells(kept.totals), is_total=True)) if rows else (),
    )


def _cells(row: Sequence[int | None]) -> tuple[Cell, ...]:
    return (*row, share_of(row[3], row[2]))
