"""Times of a surrender as dated rows have them, each beside its timer: what is due, and what was not found."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.cooperation.requests.clocks import time_rows
from roadstead.cooperation.requests.models import Request, RequestTimer
from roadstead.cooperation.requests.sides import reads_as_court
from roadstead.engine.deadlines.due import Kind
from roadstead.engine.reference.request_times import OF_SURRENDER, RequestTime
from roadstead.engine.requests.timing import Code
from roadstead.platform.accounts.models import User

CODES = (Code.ACKNOWLEDGE, *map(Code, OF_SURRENDER))


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """One time. `row`: its row, which is empty if the duration was not found; `timer`: the last, None if not begun."""

    code: Code
    row: RequestTime
    timer: RequestTimer | None


def times_of(request: Request, user: User) -> list[TimeLine]:
    """Return the times of a surrender, in the order of its steps. A court sees no target."""
    is_court = reads_as_court(user)
    timers = {each.code: each for each in request.timers.order_by("started_at", "pk")}
    return [
        TimeLine(code=code, row=row, timer=timers.get(code))
        for code, row in time_rows(request, CODES)
        if not (is_court and row.kind == Kind.TARGET)
    ]
