"""End of selections that nobody closes, so that they do not keep the data of their voyage for ever (S6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from roadstead.casework.alerts.logic.examination import SelectionState
from roadstead.casework.alerts.models import Selection, SelectionEvent
from roadstead.casework.alerts.models.selections import IS_OPEN
from roadstead.casework.alerts.selection_events import SelectionAct, add_event
from roadstead.casework.alerts.state_decisions import is_open_somewhere

OPEN_DAYS: Final = 30  # after the planned time and the last act [D]


def close_unexamined(now: datetime) -> int:
    """Close open selections as not examined `OPEN_DAYS` after their planned time and their last act; return the number.

    One whose alert is open stays with it: both are closed by an officer. Needs the scope of the whole region.
    """
    before = now - timedelta(days=OPEN_DAYS)
    later = SelectionEvent.objects.filter(selection=OuterRef("pk"), at__gte=before)
    rows = Selection.objects.filter(IS_OPEN, ~Exists(later), planned_at__lt=before)
    locked = rows.select_for_update(of=("self",), skip_locked=True).select_related("alert").order_by("pk")
    found = [each for each in locked if each.alert is None or not is_open_somewhere(each.alert)]
    for each in found:
        each.state, each.ended_at = SelectionState.EXPIRED, now
        add_event(each, SelectionAct.EXPIRED, {"days": OPEN_DAYS}, by=None, now=now)
    return len(found)
