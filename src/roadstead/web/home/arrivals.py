"""Arrivals of the next hours on the first page, for whoever meets people and goods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from roadstead.platform.accounts import permissions
from roadstead.platform.accounts.models import Role, User
from roadstead.web.common.board import BoardFilters, voyages

MAX_ARRIVALS: Final = 5
SHIFT: Final = "next-6"  # of PERIODS: arrivals of the next six hours, and those whose people are still at the desks
ROLES: Final = frozenset({Role.OFFICER, Role.ANALYST})  # who meet them; a supervisor's page begins with approvals


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """The first few voyages, how many there are, and the query of the board that shows all."""

    voyages: list[Any]
    count: int
    query: str


def arrivals_of_shift(user: User, now: datetime) -> Arrivals | None:
    """Return the arrivals of the next six hours; None for a user who does not meet them."""
    if user.role not in ROLES or not permissions.may_see_arrivals(user):
        return None
    rows = voyages(user, BoardFilters(when=SHIFT, state=user.state_id or ""), now)
    query = f"when={SHIFT}" + (f"&state={user.state_id}" if user.state_id else "")
    found = list(rows[: MAX_ARRIVALS + 1])
    count = rows.count() if len(found) > MAX_ARRIVALS else len(found)
    return Arrivals(voyages=found[:MAX_ARRIVALS], count=count, query=query)
