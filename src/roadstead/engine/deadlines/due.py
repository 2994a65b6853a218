"""Due dates, from the rule, the moment it began, its pauses and the calendar of the state.

Minutes, hours, days and months run through nights, weekends and holidays (as the 8 hours, 3 and 7 days of Directive
(EU) 2023/977 do); a day or a month ends at the same hour by the state's clock. Working days run from midnight to
midnight of days on which the state works: a span that begins on a working day is due at the same hour of another
working day, and one that begins on a day off is due when the last working day ends. No time runs during a pause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from roadstead.engine.deadlines.spans import Span, Unit
from roadstead.engine.deadlines.working_days import DAY, Calendar

LUNAR_MARGIN: Final = timedelta(days=2)  # an estimated holiday may move by this much
MAX_DAYS_SEARCHED: Final = (
    400 * 366
)  # calendar days searched for working days, so that a calendar without any raises an error


class Kind(StrEnum):
    """Source of a due date. A deadline is set by a law or rule in force; a target is our own aim, never called a
    deadline.
    """

    DEADLINE = "deadline"
    TARGET = "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A span and the law it comes from. Raises ValueError for a deadline without a state, a source or verification."""

    span: Span
    kind: Kind
    state: str = ""  # ISO 3166 alpha-3
    source: str = ""
    verified: bool = False

    def __post_init__(self) -> None:
        if self.kind is Kind.DEADLINE and not (self.state and self.source and self.verified):
            raise ValueError(
                f"{self.span}: a deadline names a state and a verified source; without them it is a target"
            )


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval in which no time runs, between two aware moments; `ended` is None while the pause lasts."""

    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A due moment. `at`: in the state's zone; None during an open pause that began before the due moment. `moved_by`:
    the name of a holiday in the period whose date is only estimated; "" if all dates are certain.
    """

    at: datetime | None
    kind: Kind
    span: Span
    moved_by: str = ""

    @property
    def is_certain(self) -> bool:
        return not self.moved_by


def due(rule: Rule, started: datetime, pauses: Iterable[Pause], calendar: Calendar) -> Due:
    """Return when a span that began at `started` is due. A span that counts back from `started` ignores pauses.

    Raises ValueError for a moment without a time zone.
    """
    found = [] if rule.span.number < 0 else list(pauses)
    for moment in (started, *(at for each in found for at in (each.began, each.ended) if at)):
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()}: a moment without a zone says nothing about when something is due")
    is_working = rule.span.unit is Unit.WORKING_DAYS
    reckon = _working_days_end if is_working else _elapsed_end
    plain = reckon(rule.span, started, _merged(found), calendar)
    at = plain.astimezone(calendar.zone) if plain else None
    moved_by = ""
    if is_working and at:
        first, last = sorted((started.astimezone(calendar.zone), at))
        moved_by = calendar.estimated_holiday((first - LUNAR_MARGIN).date(), (last + LUNAR_MARGIN).date())
    return Due(at=at, kind=rule.kind, span=rule.span, moved_by=moved_by)


Stop = tuple[datetime, datetime | None]


def _merged(pauses: Iterable[Pause]) -> list[Stop]:
    """Return the pauses in order, without overlap and in UTC. A pause that ends before it begins is dropped."""
    found: list[Stop] = []
    utc = [(each.began.astimezone(UTC), each.ended.astimezone(UTC) if each.ended else None) for each in pauses]
    for began, ended in sorted(utc, key=lambda stop: stop[0]):
        if ended is not None and ended <= began:
            continue
        first, last = found[-1] if found else (began, began)
        if found and (last is None or began <= last):
            found[-1] = (first, None if last is None or ended is None else max(last, ended))
        else:
            found.append((began, ended))
    return found


def _elapsed_end(span: Span, started: datetime, stops: Sequence[Stop], calendar: Calendar) -> datetime | None:
    """Return the end of the span, later by every pause that begins before it; None if a pause is still open."""
    local = started.astimezone(UTC if span.unit in {Unit.MINUTES, Unit.HOURS} else calendar.zone)
    end = span.after(local).astimezone(UTC)
    start = started.astimezone(UTC)
    for began, ended in stops:
        if began >= end or end == start:
            break
        if ended is None:
            return None
        end += max(ended - max(began, start), timedelta())
    return end


def _working_days_end(span: Span, started: datetime, stops: Sequence[Stop], calendar: Calendar) -> datetime | None:
    """Return the moment at which the whole working days have run; backward if the number is negative. None: still
    paused.
    """
    number = span.number
    left, step = abs(number) * DAY, DAY if number >= 0 else -DAY
    moment = started.astimezone(UTC)
    if not left:
        return moment
    day = started.astimezone(calendar.zone).date()
    for _ in range(MAX_DAYS_SEARCHED):
        if calendar.is_working(day):
            first, last = calendar.start_of_day(day).astimezone(UTC), calendar.start_of_day(day + DAY).astimezone(UTC)
            if number < 0:
                ran = max(min(moment, last) - first, timedelta())
                if ran >= left:
                    return min(moment, last) - left
                left -= ran
            else:
                for begin, end in _unpaused(max(moment, first), last, stops):
                    if end - begin >= left:
                        return begin + left
                    left -= end - begin
        if stops and stops[-1][1] is None and calendar.start_of_day(day) > stops[-1][0]:
            return None
        day += step
    raise ValueError(f"{span}: the calendar of {calendar.state} has too few of them")


def _unpaused(begin: datetime, end: datetime, stops: Sequence[Stop]) -> Iterable[tuple[datetime, datetime]]:
    """Yield the parts of `begin` to `end` outside the pauses."""
    for began, ended in stops:
        if began >= end or begin >= end:
            break
        if ended is not None and ended <= begin:
            continue
        if began > begin:
            yield begin, began
        begin = end if ended is None else max(begin, ended)
    if begin < end:
        yield begin, end
