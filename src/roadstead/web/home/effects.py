"""Effects of approved decisions on the first page of whoever may put them into effect."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.oversight.registers.acts import waiting_effects
from roadstead.platform.accounts.models import User
from roadstead.web.common.tables import capped_count
from roadstead.web.home.work import MAX_COUNTED, MAX_LINES, Item, Moment, Source


def effects(user: User, now: datetime) -> Source | None:
    """Effects that the user may put into effect, those first whose record was approved first."""
    rows = waiting_effects(user, now.date()).order_by("decision__decided_at", "pk")
    items = tuple(
        Item(
            text=row.decision.title,
            href=f"{reverse('body-decision', args=[row.decision_id])}#effect-{row.pk}",
            detail=str(row.partner or row.terms.get("what", "")),
            at=row.decision.decided_at or now,
            moment=Moment.SINCE,
        )
        for row in rows[:MAX_LINES]
    )
    return Source(
        name=_("Decisions to put into effect"),
        type=_("Decision to put into effect"),
        href=reverse("decisions"),
        count=capped_count(rows, MAX_COUNTED) if items else 0,
        items=items,
    )
