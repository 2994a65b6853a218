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


def in_words(time: timedelta) -> Sentence:
    """Return a duration as "2 days 3 h", "3 h 20 min" or "20 min"."""
    minutes = max(1, round(abs(time).total_seconds() / 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        if not hours:
            return Sentence("%(span)s day" if days == 1 else "%(span)s days", {"span": days})
        template = "%(span)s day %(hours)s h" if days == 1 else "%(span)s days %(hours)s h"
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
UNSURE: Final = "No text of law confirms the deadline: this is a hint and not a reproach."
ON_TIME: Final[tuple[Check[VoyageFacts], ...]] = (
    Check(
        "deadline-unknown-without-port",
        A,
        WARNING,
        "port of arrival",
        "No port of arrival is named, so that no deadline could be worked out. Send the port, "
        "and the list is weighed anew.",
        deadline_open,
    ),
    Check(
        "passenger-list-late",
        A,
        ERROR,
        "passenger list",
        "The passenger list came %(late)s after %(state)s's deadline of %(due)s (%(source)s). File the next one "
        "earlier.",
        passengers_late,
    ),
    Check(
        "passenger-list-perhaps-late",
        A,
        WARNING,
        "passenger list",
        f"The passenger list came %(late)s after what we know as %(state)s's deadline, %(due)s (%(source)s). {UNSURE}",
        passengers_perhaps_late,
    ),
    Check(
        "crew-list-late",
        A,
        ERROR,
        "crew list",
        "The crew list came %(late)s after %(state)s's deadline of %(due)s (%(source)s). File the next one earlier.",
        crew_late,
    ),
    Check(
        "crew-list-perhaps-late",
        A,
        WARNING,
        "crew list",
        f"The crew list came %(late)s after what we know as %(state)s's deadline, %(due)s (%(source)s). {UNSURE}",
        crew_perhaps_late,
    ),
    Check(
        "crew-list-not-there",
        A,
        NOTE,
        "crew list",
        "There is no crew list, and the time for it was over on %(due)s. If crew are on board, send their list.",
        crew_not_there,
    ),
)
