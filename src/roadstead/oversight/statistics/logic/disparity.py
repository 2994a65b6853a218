"""Disparity of alerts between groups: by sex, age and nationality (A8, S17). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from roadstead.casework.alerts.logic.shares import wilson
from roadstead.oversight.statistics.logic.steps import per_travellers
from roadstead.oversight.statistics.logic.suppress import suppress
from roadstead.oversight.statistics.logic.table import Cell, Row, Table

SEXES: Final = {"F": "Women", "M": "Men", "X": "Unspecified in the document"}
NOT_STATED: Final = "Not stated"
OTHERS: Final = "All others"
SHOWN: Final = 12  # nationalities with a row of their own, by travellers
# Lowest age of each band, in years.
AGES: Final = ((60, "60 and over"), (45, "45 to 59"), (30, "30 to 44"), (18, "18 to 29"), (0, "Under 18"))
Counts = Mapping[str, tuple[int, int]]  # group: travellers, and those of them with an alert


# Bands between the numbers of `bounds`: no date or an impossible one come before the first and after the last.
BANDS: Final = (NOT_STATED, *(words for _, words in AGES), NOT_STATED)


def bounds(today: date) -> list[int]:
    """Return birth dates that separate `BANDS`, as numbers such as 19800131: the first day too young for the band
    before.

    In a partial date the missing parts are 00, which is earlier than any day of that year or month.
    """
    born_today = today.month * 100 + today.day
    return [1000_00_00, *((today.year - age) * 100_00 + born_today + 1 for age, _ in AGES)]


def disparity(key: str, title: str, counts: Counts, small: int) -> Table:
    """Return travellers, those with an alert, their rate per 10,000, and whether that differs from the overall rate."""
    names = sorted(counts, key=lambda name: (name in (NOT_STATED, OTHERS), name))
    kept = suppress([counts[name] for name in names], small)
    overall = kept.totals
    rows = [Row(name=name, cells=_cells(row, overall)) for name, row in zip(names, kept.rows, strict=True)]
    return Table(
        key=key,
        title=title,
        says="Travellers with at least one alert, of 10,000. “More” and “less” are shown only if the confidence"
        " interval (Wilson, 95 %) of the share excludes the share of all travellers.",
        of="Travellers",
        heads=("Travellers", "With an alert", "Of 10,000", "Compared with all"),
        rows=(*rows, Row(name="All", cells=_cells(overall, overall), is_total=True)) if rows else (),
        drawn=2,
    )


def folded(counts: Counts, most: int = SHOWN) -> dict[str, tuple[int, int]]:
    """Return the groups with most travellers, and all others as one group."""
    ranked = sorted(counts, key=lambda name: (-counts[name][0], name))
    rest = [counts[name] for name in ranked[most:]]
    found = {name: counts[name] for name in ranked[:most]}
    return found | ({OTHERS: (sum(n for n, _ in rest), sum(m for _, m in rest))} if rest else {})


def added(rows: Iterable[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for name, travellers, alerted in rows:
        before = found.get(name, (0, 0))
        found[name] = (before[0] + travellers, before[1] + alerted)
    return found


def _cells(row: tuple[int | None, ...], overall: tuple[int | None, ...]) -> tuple[Cell, ...]:
    travellers, alerted = row
    return travellers, alerted, per_travellers(alerted, travellers), _against(row, overall)


def _against(row: tuple[int | None, ...], overall: tuple[int | None, ...]) -> Cell:
    (of, number), (all_of, all_number) = row, overall
    if number is None or of is None or all_of is None or all_number is None:
        return None
    if not of or not all_of or row == overall:
        return ""
    low, high = wilson(number, of)
    return "less" if high < all_number / all_of else "more" if low > all_number / all_of else "no difference shown"
