"""Lists that are searched when applicants are vetted: the region's, whose purpose and handling allow it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from roadstead.engine.reference.vetting_purposes import VETTING_PURPOSES, purposes_allowed
from roadstead.platform.handling.logic.gate import UsePurpose, any_officer_of, may_leave
from roadstead.platform.policies.in_force import in_force
from roadstead.targeting.watchlists.models import REGION, WatchList


def vetting_lists(state: str, on: date) -> list[WatchList]:
    """Return the lists for units of this state. A state's own lists are left out: the centre may not read them."""
    return [row for row in _of_region() if may_be_searched(row, state, on)]


def lists_left_out(state: str, on: date) -> list[WatchList]:
    """Return the region's other lists, which a supervisor can give a purpose."""
    return [row for row in _of_region() if not may_be_searched(row, state, on)]


def may_be_searched(row: WatchList, state: str, on: date) -> bool:
    """Return True if the purpose of the list allows vetting for the state, and the state may know of its matches."""
    allowed = purposes_allowed(in_force(VETTING_PURPOSES), state=state, on=on)
    to_unit = any_officer_of(state)
    return row.handling_purpose in allowed and may_leave(row, to_unit, UsePurpose.OTHER).is_yes


def _of_region() -> Sequence[WatchList]:
    return list(WatchList.objects.filter(owner=REGION, is_lookouts=False).order_by("name"))
