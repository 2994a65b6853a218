"""Work that waits for others: requests that others have to answer, and own proposals that need a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.casework.alerts.checks import waiting_checks
from roadstead.casework.alerts.logic.checks import SYSTEM_LABELS, CheckResult
from roadstead.casework.alerts.models import ExternalCheck
from roadstead.casework.log.models import OPEN as OPEN_HANDOVER
from roadstead.casework.log.models import ShiftHandover
from roadstead.cooperation.requests.waiting import (
    first_waiting_for_others,
    hide_targets,
    requests_waiting_for_others,
)
from roadstead.oversight.approvals.waiting import WaitingProposal
from roadstead.platform.accounts import cooperation_permissions, permissions
from roadstead.platform.accounts.models import User
from roadstead.web.home.waiting import own_handovers, request_source
from roadstead.web.home.work import MAX_LINES, Builders, Item, Moment, Source, first_of, number_of
from roadstead.web.templatetags.names import voyage_name


def requests_to_others(user: User, _now: datetime) -> Source | None:
    """Requests that wait for another organisation, the first due first."""
    if not cooperation_permissions.may_write_requests(user):
        return None
    found = first_waiting_for_others(user, MAX_LINES + 1)
    hide_targets(found, user)
    number = number_of(requests_waiting_for_others(user), found)
    return request_source(found[:MAX_LINES], number, f"{reverse('requests')}?show=theirs")


def checks_elsewhere(user: User, _now: datetime) -> Source | None:
    """Checks asked of other systems that nobody has answered, the oldest first; on their alerts."""
    if not permissions.may_decide_alerts(user):
        return None
    rows = waiting_checks(user)
    found, number = first_of(rows)
    items = tuple(
        Item(
            text=_(str(SYSTEM_LABELS[row.system])),
            href=reverse("alert", args=[row.alert_id]),
            detail=voyage_name(row.alert.voyage),
            at=row.recorded_at,
            moment=Moment.SINCE,
        )
        for row in found
    )
    return (
        Source(
            name=_("Checks made elsewhere"),
            type=_("Check made elsewhere"),
            href=items[0].href,
            count=number,
            items=items,
        )
        if items
        else None
    )


def own_proposals(found: Sequence[WaitingProposal]) -> Source | None:
    """Proposals of this person that a second person has not decided."""
    items = tuple(
        Item(
            text=each.label,
            href=reverse(each.page, args=[] if each.number is None else [each.number]),
            detail=_("Needs a second person"),
            at=each.since,
            moment=Moment.SINCE,
        )
        for each in found[:MAX_LINES]
    )
    return (
        Source(name=_("My proposals"), type=_("Proposal"), href=items[0].href, count=len(found), items=items)
        if items
        else None
    )


OTHERS: Final[Builders] = {
    requests_to_others: None,
    own_handovers: lambda: ShiftHandover.objects.filter(OPEN_HANDOVER),
    checks_elsewhere: lambda: ExternalCheck.objects.filter(result=CheckResult.WAITING.value, reply=None),
}
