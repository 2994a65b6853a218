"""Times of a request: its timers worked out from its messages, stored, and the next one copied to the request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from roadstead.cooperation.requests.models import Request, RequestTimer
from roadstead.cooperation.requests.sides import actions_of
from roadstead.engine.deadlines.due import Rule
from roadstead.engine.deadlines.working_days import Calendar
from roadstead.engine.reference.request_times import REQUEST_TIMES, RequestTime, time_for
from roadstead.engine.requests.actions import Action, Side, Status, next_side
from roadstead.engine.requests.surrender import AT_COURT, CUT_SHORT, is_held
from roadstead.engine.requests.timing import RESPONSIBLE, Code, Entry, Timer, next_due, timers
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import Organisation
from roadstead.platform.directory.roster import zone_of
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.calendars import calendar_of
from roadstead.platform.policies.in_force import in_force
from roadstead.platform.timeline.attachments import ADDED_ACT

CHASED: Final = frozenset({Code.REPLY, Code.PROMISE})
# Share of the time after which somebody further is notified of a reply that is missing (`notify`).
CHASES: Final = (50, 80, 100)


def chased_at(row: RequestTimer, percent: int) -> datetime:
    """Return when this share of a timer with a due time has run."""
    assert row.due_at is not None
    return row.started_at + (row.due_at - row.started_at) * percent / 100


def zone_of_organisation(organisation: Organisation) -> ZoneInfo:
    """Return its own time zone, else that of its state; UTC for the centre."""
    return ZoneInfo(organisation.zone) if organisation.zone else zone_of(organisation.state_id or "")


def end_of_day(day: date, organisation: Organisation) -> datetime:
    """Return the end of a day in the organisation's time zone, as an aware moment."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=zone_of_organisation(organisation))


def update_times(request: Request, *, now: datetime) -> None:
    """Store the timers, and who has to act next by when. The caller saves the columns of the request.

    An event is written for each new due time, so that the people responsible are notified if it passes.
    """
    found = _timers(request)
    kept = {(row.code, row.started_at): row for row in request.timers.all()}
    for each in found:
        row = kept.get((each.code, each.started_at)) or RequestTimer(
            request=request, code=each.code, started_at=each.started_at, kind=each.kind, span=each.span
        )
        is_moved = each.is_running and each.due_at is not None and each.due_at != row.due_at
        row.organisation = _party(request, each.side)
        row.due_at, row.paused_at, row.paused, row.stopped_at = (
            each.due_at,
            each.paused_at,
            each.paused,
            each.stopped_at,
        )
        row.save()
        if is_moved and each.due_at is not None and each.due_at > now:
            outbox.write(EventKind.REQUEST_DUE, row.pk, due_at=each.due_at)
            if TYPES[request.type].is_chased and each.code in CHASED:
                for percent in CHASES:
                    outbox.write(EventKind.REQUEST_DUE, row.pk, due_at=chased_at(row, percent), percent=percent)
    soonest = next_due(found)
    request.due_at = soonest.due_at if soonest else None
    request.due_code, request.due_kind = (soonest.code, soonest.kind) if soonest else ("", "")
    turn = next_side(TYPES[request.type].steps, Status(request.status))
    if request.status in CUT_SHORT and TYPES[request.type].is_of_justice and is_held(actions_of(request)):
        turn = Side.ASKED  # that the person is released is recorded first
    request.turn = _next(request, turn) if turn else ""


def _timers(request: Request) -> list[Timer]:
    rows = request.events.exclude(act=ADDED_ACT).order_by("number")  # a file that is added changes no time
    entries = [Entry(action=Action(row.act), at=row.at, until=row.until) for row in rows]

    def rule_for(code: Code) -> Rule | None:
        row = _row(request, code)
        return row.rule if row and not row.is_empty else None

    def calendars(side: Side) -> Calendar:
        return calendar_of(_party(request, side).state_id or "")

    return timers(entries, rule_for, calendars, expects_reply=TYPES[request.type].expects_reply)


def time_rows(request: Request, codes: Iterable[Code]) -> list[tuple[Code, RequestTime]]:
    """Return the row for each of these codes that has one."""
    return [(code, row) for code in codes if (row := _row(request, code)) is not None]


def _row(request: Request, code: Code) -> RequestTime | None:
    return time_for(
        in_force(REQUEST_TIMES),
        state=_party(request, RESPONSIBLE.get(code, Side.ASKED)).state_id or "",
        type=request.type,
        urgency="urgent" if request.urgency else "routine",
        code=code,
        on=request.opened_at.date(),  # the rule in force when it was sent: a later one changes nothing
    )


def _next(request: Request, side: Side) -> str:
    """Return the organisation that acts next: while a court decides, the one that was brought in for it."""
    if side is Side.ASKED and request.status in AT_COURT:
        brought = request.events.filter(act=Action.BRING).order_by("number").last()
        if brought is not None and brought.content.get("to"):
            return str(brought.content["to"])
    return _party(request, side).pk


def _party(request: Request, side: Side) -> Organisation:
    return request.asking if side is Side.ASKING else request.asked
