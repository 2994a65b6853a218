"""Checks that each list came in time for each state. Deadlines not confirmed by a law that was read only warn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import FilingTimes, StateDeadline, VoyageFacts


def passengers_late(of: VoyageFacts) -> Iterable[Values]:
    return _late(of.filed, of.filed.passengers_at, verified=True)


def passengers_perhaps_late(of: VoyageFacts) -> Iterable[Values]:
    return _late(of.filed, of.filed.passengers_at, verified=False)


def crew_late(of: VoyageFacts) -> Iterable[Values]:
    return _late(of.filed, of.filed.crew_at, verified=True)


def crew_perhaps_late(of: VoyageFacts) -> Iterable[Values]:
    return _late(of.filed, of.filed.crew_at, verified=False)


def crew_not_there(of: VoyageFacts) -> Iterable[Values]:
    """Find a missing crew list after its deadline."""
    filed = of.filed
    if filed.crew_at or not filed.passengers_at or filed.now is None or of.read.get("crew"):
        return ()
    over = [due for due in filed.due if due.at < filed.now]
    return [_said(min(over, key=lambda due: due.at), timedelta())] if over else ()


def deadline_open(of: VoyageFacts) -> Iterable[Values]:
    """Find filings without a known state: without the port of arrival there is no deadline."""
    has_port = bool(of.voyage.legs) and bool(of.voyage.legs[-1].destination)
    return fault_if(of.filed.has_list and not of.filed.due and not has_port)


# By whether it is one day, and whether there are hours beside the days.
DAY_AND_HOURS: Final = {
    (True, True): "%(span)s day %(hours)s h",
    (True, False): "%(span)s day",
    (False, True): "%(span)s days %(hours)s h",
    (False, False): "%(span)s days",
}


def in_words(time: timedelta) -> Sentence:
    """Return a duration as "2 days 3 h", "3 h 20 min" or "20 min"."""
    minutes = max(1, round(abs(time).total_seconds() / 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        template = DAY_AND_HOURS[days == 1, hours > 0]
        return Sentence(template, {"span": days, "hours": hours})
    if hours:
        return Sentence("%(hours)s h %(minutes)s min", {"hours": hours, "minutes": f"{minutes % 60:02}"})
    return Sentence("%(minutes)s min", {"minutes": minutes})


def _late(filed: FilingTimes, at: datetime | None, *, verified: bool) -> Iterator[Values]:
    for due in filed.due if at else ():
        if at and at > due.at and due.verified is verified:
            yield _said(due, at - due.at)


def _said(due: StateDeadline, late: timedelta) -> Values:
    return {"state": due.state, "late": in_words(late), "due": f"{due.at:%d %B %Y, %H:%M} UTC", "source": due.source}


A, ERROR, WARNING, NOTE = Aspect.ON_TIME, Severity.ERROR, Severity.WARNING, Severity.NOTE
UNSURE: Final = "No text of law confirms this deadline, so this is only a hint."
ON_TIME: Final[tuple[Check[VoyageFacts], ...]] = (
    Check(
        "deadline-unknown-without-port",
        A,
        WARNING,
        "port of arrival",
        "There is no port of arrival, so we could not work out the deadline. Send the port.",
        deadline_open,
    ),
    Check(
        "passenger-list-late",
        A,
        ERROR,
        "passenger list",
        "We received the passenger list %(late)s after %(state)s's deadline of %(due)s (%(source)s). File the "
        "next one earlier.",
        passengers_late,
    ),
    Check(
        "passenger-list-perhaps-late",
        A,
        WARNING,
        "passenger list",
        "We received the passenger list %(late)s after the deadline of %(due)s that we know for %(state)s "
        f"(%(source)s). {UNSURE}",
        passengers_perhaps_late,
    ),
    Check(
        "crew-list-late",
        A,
        ERROR,
        "crew list",
        "We received the crew list %(late)s after %(state)s's deadline of %(due)s (%(source)s). File the next "
        "one earlier.",
        crew_late,
    ),
    Check(
        "crew-list-perhaps-late",
        A,
        WARNING,
        "crew list",
        "We received the crew list %(late)s after the deadline of %(due)s that we know for %(state)s "
        f"(%(source)s). {UNSURE}",
        crew_perhaps_late,
    ),
    Check(
        "crew-list-not-there",
        A,
        NOTE,
        "crew list",
        "There is no crew list, and its deadline was %(due)s. If there is crew on board, send the crew list.",
        crew_not_there,
    ),
)
