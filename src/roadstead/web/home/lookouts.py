"""Live lookouts on the first page: those that the own desk has to acknowledge, and own ones that others have not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roadstead.cooperation.lookouts.models import Lookout
from roadstead.cooperation.lookouts.waiting import shown
from roadstead.engine.reference.caricom import REGION
from roadstead.platform.accounts.cooperation_permissions import may_answer_lookouts, may_issue_lookouts
from roadstead.platform.accounts.models import User
from roadstead.platform.database.any_rows import Rows
from roadstead.web.common.tables import capped
from roadstead.web.home.work import MAX_COUNTED, MAX_LINES, Item, Moment, Source

NAME: Final = "live lookout"
LIVE: Final[Mapping[str, Rows]] = {NAME: lambda: Lookout.objects.filter(ended_at=None)}


def lookouts(user: User, now: datetime) -> tuple[Source | None, Source | None]:
    """Return the lookouts that wait for this desk, and those of the own state or centre that wait for others."""
    may_answer, may_issue = may_answer_lookouts(user), may_issue_lookouts(user)
    if not (may_answer or may_issue):
        return None, None
    own = Q(owner=user.state_id or REGION)
    silent = Count("desks", filter=Q(desks__acknowledged_at=None))
    rows = shown(user, "live", now).annotate(silent=silent).filter(Q(waits_for_us=True) | own & Q(silent__gt=0))
    found = list(rows[: 2 * MAX_COUNTED])
    ours = [row for row in found if row.waits_for_us] if may_answer else []
    theirs = [row for row in found if row.owner == (user.state_id or REGION) and row.silent] if may_issue else []
    return _source(ours, _for_us), _source(sorted(theirs, key=lambda row: (row.until, row.pk)), _for_others)


def _source(rows: Sequence[Any], item: Callable[[Any], Item]) -> Source:
    return Source(
        name=_("Lookouts"),
        type=_("Lookout"),
        href=reverse("lookouts"),
        count=capped(len(rows), MAX_COUNTED),
        items=tuple(map(item, rows[:MAX_LINES])),
    )


def _for_us(row: Any) -> Item:
    return Item(
        text=row.name,
        href=reverse("lookout", args=[row.reference]),
        detail=_("%(reference)s: acknowledge for your desk") % {"reference": row.reference},
        at=row.opened_at,
        moment=Moment.SINCE,
        is_urgent=True,
    )


def _for_others(row: Any) -> Item:
    return Item(
        text=row.name,
        href=reverse("lookout", args=[row.reference]),
        detail=ngettext(
            "%(number)d desk has not acknowledged it", "%(number)d desks have not acknowledged it", row.silent
        )
        % {"number": row.silent},
        at=row.until,
        moment=Moment.ENDS,
    )
