"""Response times of states in requests, and the band in which most states are. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Final

MIN_STATES: Final = 4  # of a band: with fewer a reader could tell whose time it is
Span = tuple[datetime, datetime]
Key = tuple[date, str, str]  # first day of the month, type of request, code of what was due


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that was done in a request. `owner`: the state that did it, or REGION. `paused`: when no time ran."""

    owner: str
    type: str
    code: str
    started_at: datetime
    stopped_at: datetime
    paused: timedelta
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Number of times that something was done and was late, and its duration: the median and the 90th percentile."""

    count: int
    late: int
    median: timedelta
    most: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Lower and upper quartile of the medians of some states."""

    states: int
    low: timedelta
    high: timedelta


def times_by_owner(found: Iterable[Done], outages: Sequence[Span]) -> dict[tuple[str, Key], Times]:
    """Return the times of each state by month, type and code, without pauses and without our own outages."""
    taken: dict[tuple[str, Key], list[tuple[timedelta, bool]]] = defaultdict(list)
    for each in found:
        lost = outage(each, outages)
        took = max(each.stopped_at - each.started_at - each.paused - lost, timedelta())
        is_late = each.due_at is not None and each.stopped_at - lost > each.due_at
        month = each.stopped_at.date().replace(day=1)
        taken[each.owner, (month, each.type, each.code)].append((took, is_late))
    return {key: _times(rows) for key, rows in taken.items()}


def bands(by_owner: dict[tuple[str, Key], Times]) -> dict[Key, Band]:
    """Return the band of each month, type and code for which at least MIN_STATES have a median."""
    medians: dict[Key, list[timedelta]] = defaultdict(list)
    for (_owner, key), times in by_owner.items():
        medians[key].append(times.median)
    return {key: _band(every) for key, every in medians.items() if len(every) >= MIN_STATES}


def outage(done: Done, outages: Sequence[Span]) -> timedelta:
    """Return for how long our own system stood still while this was due. An outage during a pause counts as well."""
    overlaps = (min(done.stopped_at, ended) - max(done.started_at, began) for began, ended in outages)
    return sum((each for each in overlaps if each > timedelta()), timedelta())


def _times(rows: Sequence[tuple[timedelta, bool]]) -> Times:
    every = sorted(took.total_seconds() for took, _is_late in rows)
    return Times(
        count=len(rows),
        late=sum(late for _took, late in rows),
        median=timedelta(seconds=median(every)),
        most=timedelta(seconds=every[min(len(every) * 9 // 10, len(every) - 1)]),
    )


def _band(medians: Sequence[timedelta]) -> Band:
    seconds = [each.total_seconds() for each in medians]
    low, _middle, high = quantiles(seconds, n=4, method="inclusive")
    return Band(states=len(seconds), low=timedelta(seconds=low), high=timedelta(seconds=high))
