"""When something is due in a request, net of pauses: worked out anew from all of its messages.

A deadline comes from a verified row of a state's law; everything else is a target, which is our own aim and is never
called a deadline. Missing either changes nothing that is lawful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from roadstead.engine.deadlines.due import Kind, Pause, Rule, due
from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.requests.actions import Action, Side


class Code(StrEnum):
    """Code of something that is due."""

    ACKNOWLEDGE = "acknowledge"
    REPLY = "reply"
    CLARIFY = "clarify"
    PROMISE = "promise"  # what the asked side has promised
    COURT = "court"  # when it expects the court's decision
    REPORT = "report"  # of what was done after the reply
    # Of a surrender: each has a row for each instrument, empty where the duration was not found.
    ADMIT = "admit"  # check that it is complete, or ask for clarification
    DOCUMENTS = "documents"  # after a provisional arrest
    CONSENT = "consent"  # decide after the person has consented
    DECISION = "decision"  # decide although the person contests
    REVIEW = "review"  # a review can be sought
    HANDOVER = "handover"
    RELEASE = "release"  # after it the person may ask to be released


# Of everything else the asked side.
RESPONSIBLE: Final = {Code.CLARIFY: Side.ASKING, Code.REPORT: Side.ASKING, Code.DOCUMENTS: Side.ASKING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A message, as far as it counts. `until`: the end of the day that it names, in the time zone of its sender; of the
    first one when the person or thing is expected at the border.
    """

    action: Action
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Something that is or was due. `due_at` None: it is paused, or no row says how long it may take.

    `paused`: the time of ended pauses. `stopped_at`: when it was done, or no longer needed.
    """

    code: Code
    side: Side
    kind: Kind
    span: str  # as in the row, "" for a promised day
    started_at: datetime
    due_at: datetime | None
    paused_at: datetime | None = None
    paused: timedelta = timedelta()
    stopped_at: datetime | None = None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    def is_late(self, now: datetime) -> bool:
        """Return True if it ended, or is still running, after its time."""
        return self.due_at is not None and (self.stopped_at or now) > self.due_at

    @property
    def took(self) -> timedelta | None:
        """Return the time until it stopped, without pauses; None while it runs."""
        return None if self.stopped_at is None else self.stopped_at - self.started_at - self.paused


# The rule for what is due, if a row has one; the calendar is that of the side that has to act.
RuleFor = Callable[[Code], Rule | None]
Calendars = Callable[[Side], Calendar]

STARTS: Final = {
    Action.SEND: (Code.ACKNOWLEDGE, Code.REPLY),
    Action.REOPEN: (Code.REPLY,),
    Action.ASK: (Code.CLARIFY, Code.ADMIT),
    Action.PROMISE: (Code.PROMISE,),
    Action.REFER: (Code.COURT,),
    Action.ACKNOWLEDGE: (Code.ADMIT,),
    Action.PROVISIONAL: (Code.DOCUMENTS,),
    Action.CONSENT: (Code.CONSENT,),
    Action.CONTEST: (Code.DECISION,),
    Action.DECIDE: (Code.REVIEW,),
    Action.FINAL: (Code.HANDOVER, Code.RELEASE),
    Action.REVIEWED: (Code.HANDOVER, Code.RELEASE),
    Action.RESUME: (Code.HANDOVER, Code.RELEASE),
    Action.FAILED: (Code.HANDOVER,),
    Action.REPLY: (Code.REPORT,),
}
BY_THE_ASKED: Final = frozenset(
    {Action.ACKNOWLEDGE, Action.PROMISE, Action.ASK, Action.REFER, Action.REPLY, Action.REFUSE, Action.PROVISIONAL}
)
ENDS_ALL: Final = frozenset(
    {Action.REPLY, Action.REFUSE, Action.WITHDRAW, Action.CLOSE, Action.SURRENDER, Action.RELEASE}
)
STOPS: Final = {
    **dict.fromkeys(BY_THE_ASKED, frozenset({Code.ACKNOWLEDGE})),
    **dict.fromkeys(ENDS_ALL, frozenset(Code)),
    Action.CLARIFY: frozenset({Code.CLARIFY}),
    Action.RULED: frozenset({Code.COURT}),
    **dict.fromkeys((Action.FEEDBACK, Action.REOPEN), frozenset({Code.REPORT})),
    Action.PROMISE: frozenset({Code.ACKNOWLEDGE, Code.PROMISE, Code.COURT}),  # a new promise takes the place of both
    Action.PROVISIONAL: frozenset({Code.ACKNOWLEDGE, Code.ADMIT}),
    Action.DOCUMENTS: frozenset({Code.DOCUMENTS}),
    Action.ADMIT: frozenset({Code.ADMIT}),
    Action.DECIDE: frozenset({Code.CONSENT, Code.DECISION}),
    **dict.fromkeys((Action.REVIEW, Action.FINAL), frozenset({Code.REVIEW})),
    Action.POSTPONE: frozenset({Code.HANDOVER, Code.RELEASE}),
    Action.FAILED: frozenset({Code.HANDOVER}),
}
RIGHTS: Final = frozenset({Code.REVIEW, Code.RELEASE})  # of the person: that they have passed makes nobody late
PAUSED: Final = frozenset({Code.REPLY, Code.ADMIT})
PAUSES: Final = frozenset({Action.ASK, Action.REFER})
RESUMES: Final = frozenset({Action.CLARIFY, Action.RULED, Action.PROMISE, Action.PROVISIONAL})


def timers(entries: Iterable[Entry], rule_for: RuleFor, calendars: Calendars, *, expects_reply: bool) -> list[Timer]:
    """Return all timers of a request, oldest first. `entries`: its messages in order."""
    found: list[Timer] = []
    pauses: list[Pause] = []
    expected: datetime | None = None
    for entry in entries:
        expected = entry.until if entry.action is Action.SEND else expected
        found = [_stopped(each, entry) for each in found]
        if pauses and pauses[-1].ended is None and entry.action in RESUMES | ENDS_ALL:
            pauses[-1] = Pause(pauses[-1].began, entry.at)
        if entry.action in PAUSES and not (pauses and pauses[-1].ended is None):
            pauses.append(Pause(entry.at))
        for code in STARTS.get(entry.action, ()):
            is_first = code is not Code.ADMIT or all(each.code is not Code.ADMIT for each in found)
            if is_first and (code is not Code.REPLY or expects_reply):
                at = max(entry.at, expected or entry.at) if code is Code.REPORT else entry.at
                found += _started(code, replace(entry, at=at), rule_for, calendars)
    return [_reckoned(each, rule_for, calendars, pauses) for each in found]


def next_due(found: Iterable[Timer]) -> Timer | None:
    """Return the running timer that is due first, else one that runs without an end; None if none runs."""
    running = [each for each in found if each.is_running]
    return min(running, key=lambda each: (each.due_at is None, each.due_at or each.started_at), default=None)


def _stopped(timer: Timer, entry: Entry) -> Timer:
    if timer.is_running and timer.code in STOPS.get(entry.action, ()):
        return replace(timer, stopped_at=max(entry.at, timer.started_at))  # a report may come before its time begins
    return timer


def _started(code: Code, entry: Entry, rule_for: RuleFor, calendars: Calendars) -> list[Timer]:
    side = RESPONSIBLE.get(code, Side.ASKED)
    if code in (Code.PROMISE, Code.COURT):
        kind, span, until = Kind.TARGET, "", entry.until
        if until is None:
            return []
    else:
        rule = rule_for(code)
        if rule is None:
            return []
        kind, span, until = rule.kind, str(rule.span), None
    return [Timer(code=code, side=side, kind=kind, span=span, started_at=entry.at, due_at=until)]


def _reckoned(timer: Timer, rule_for: RuleFor, calendars: Calendars, pauses: Sequence[Pause]) -> Timer:
    """Work out when it is due. To acknowledge takes no court and no answer, so that it is never paused."""
    rule = rule_for(timer.code) if timer.span else None
    if rule is None:
        return timer
    own = [each for each in pauses if each.began >= timer.started_at] if timer.code in PAUSED else []
    end = timer.stopped_at
    in_time = [each for each in own if end is None or each.began < end]
    paused = sum((each.ended - each.began for each in in_time if each.ended is not None), timedelta())
    at = due(rule, timer.started_at, in_time, calendars(timer.side)).at
    still = next((each.began for each in in_time if each.ended is None), None)
    return replace(timer, due_at=at, paused=paused, paused_at=still)
