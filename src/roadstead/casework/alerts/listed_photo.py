"""Photo of the entry that an alert is about, for those who may see the entry (S25). People compare it, no program."""

from __future__ import annotations

from dataclasses import replace

from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Action
from roadstead.platform.database.scope import Scope, region_scope
from roadstead.platform.handling.logic.gate import Recipient, UsePurpose, decide
from roadstead.targeting.watchlists.models import REGION, Entry, Photo


def listed_photo(alert: Alert, to: Recipient, back: Scope, *, with_content: bool = False) -> Photo | None:
    """Return the photo of the entry as it is in force; None if there is none, or the recipient may not see the entry.

    The alert must be visible to the recipient. The photo itself is its owner's: it is read in the region's scope, and
    the handling of list and entry as they are now decides. `back`: the scope of the request.
    """
    if not alert.entry_id:
        return None
    name = alert.list_name if alert.owner == REGION else alert.list_name.removesuffix(f" ({alert.owner})")
    with region_scope(back):
        rows = Entry.objects.filter(
            watch_list__owner=alert.owner, watch_list__name=name, entry_id=alert.entry_id, removed_in=None
        )
        rows = rows.exclude(photo=None).select_related("watch_list", "photo")
        found = (rows if with_content else rows.defer("photo__content")).first()
    if found is None or found.photo is None:
        return None
    how = replace(found.watch_list.handling, is_silent=found.listed.get("action") == Action.DISCREET)
    return found.photo if decide(how, to, UsePurpose.CRIME).is_yes else None
