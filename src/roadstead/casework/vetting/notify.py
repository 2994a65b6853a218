"""Notify the desk of a sheet, and the unit of its letter. A notice names the sheet alone: no person leaves by mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from roadstead.casework.vetting.models import VettingSheet
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import OFFICERS
from roadstead.platform.outbox.models import OutboxEvent

# By code of the event: notice for the centre, and for the unit; "" for none.
NOTICES: Final = {
    "received": ("vetting received", ""),
    "answered": ("", "vetting answered"),
    "match": ("vetting match", "vetting reopened"),
}
UNIT: Final = frozenset({Role.OFFICER, Role.SUPERVISOR, Role.FOCAL_POINT})


def notify_of_vetting(events: Sequence[OutboxEvent], now: datetime) -> None:
    """Handle `EventKind.VETTING`."""
    rows = VettingSheet.objects.defer("file", "letter").in_bulk([event.subject for event in events])
    able = User.objects.filter(is_active=True)
    for event in events:
        sheet = rows.get(event.subject)
        if sheet is None:
            continue
        desk, unit = NOTICES[event.codes["of"]]
        if desk:
            account_notices.notify(able.filter(state=None, role__in=OFFICERS), desk, now, number=sheet.pk)
        if unit:
            own = able.filter(organisation=sheet.organisation_id, state__in=sheet.states, role__in=UNIT)
            account_notices.notify(own, unit, now, number=sheet.pk)
