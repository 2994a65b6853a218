"""Time from filing to decision, compared with departure and arrival (A3). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median, quantiles
from typing import Final

from roadstead.oversight.statistics.logic.facts import AlertFact
from roadstead.oversight.statistics.logic.suppress import suppress
from roadstead.oversight.statistics.logic.table import Cell, Row, Table, lone_share, share_of

HOUR: Final = 3600.0
# Upper limit of each bin, in hours before arrival, and its label.
BINS: Final = (
    (0.0, "After arrival"),
    (2.0, "Under 2 hours before"),
    (6.0, "2 to 6 hours before"),
    (24.0, "6 to 24 hours before"),
    (72.0, "1 to 3 days before"),
    (float("inf"), "3 days before or more"),
)


def hours(first: float | None, then: float | None) -> float | None:
    return None if first is None or then is None else (then - first) / HOUR


def timing(seen: Iterable[AlertFact], small: int) -> tuple[Table, Table]:
    """Return tables of the duration of each step in hours, and of the time between decision and arrival."""
    every = list(seen)
    spans = {
        "From filing to alert": [hours(each.filed_at, each.raised_at) for each in every],
        "From alert to decision": [hours(each.raised_at, each.decided_at) for each in every],
        "From filing to decision": [hours(each.filed_at, each.decided_at) for each in every],
    }
    left = [left for each in every if (left := hours(each.decided_at, each.arrives_at)) is not None]
    when, after = _when(left, small)
    rows = [Row(name=name, cells=(*_middle(values, small), "")) for name, values in spans.items()]
    rows.append(Row(name="Decided before departure", cells=("", "", "", _before_departure(every, small))))
    early = None if after is None else share_of(len(left) - after, len(left))
    rows.append(Row(name="Decided before arrival", cells=("", "", "", early)))
    return _durations(rows), when


def _durations(rows: Sequence[Row]) -> Table:
    return Table(
        key="times",
        title="Time to decision",
        says="In hours: the median and the 90th percentile. Shares are of the decided alerts whose time of departure or"
        " arrival is known.",
        of="Step",
        heads=("Alerts", "Median, hours", "90th percentile, hours", "Share"),
        rows=tuple(rows),
    )


def _middle(values: Iterable[float | None], small: int) -> tuple[Cell, Cell, Cell]:
    known = [value for value in values if value is not None]
    if not known:
        return 0, "", ""
    if len(known) < small:
        return None, None, None
    last = quantiles(known, n=10, method="inclusive")[-1] if len(known) > 1 else known[0]
    return len(known), round(median(known), 1), round(last, 1)


def _before_departure(every: Iterable[AlertFact], small: int) -> Cell:
    known = [left for each in every if (left := hours(each.decided_at, each.departs_at)) is not None]
    return lone_share(sum(left > 0 for left in known), len(known), small)


def _when(left: Sequence[float], small: int) -> tuple[Table, int | None]:
    """Return the histogram, and the number decided after arrival unless it is suppressed."""
    counts = [0] * len(BINS)
    for value in left:
        counts[next(at for at, (until, _) in enumerate(BINS) if value < until or at == len(BINS) - 1)] += 1
    kept = suppress([(number,) for number in counts], small)
    rows = tuple(Row(name=words, cells=(row[0],)) for (_, words), row in zip(BINS, kept.rows, strict=True))
    table = Table(
        key="before-arrival",
        title="Time from decision to arrival",
        says="Decided alerts by the time between the first decision and the arrival that the carrier declared.",
        of="Decided",
        heads=("Alerts",),
        rows=rows,
        drawn=0,
    )
    return table, kept.rows[0][0]
