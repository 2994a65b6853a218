"""The history of an alert as one person sees it, and whether all of it holds."""

from __future__ import annotations

from typing import Any

from roadstead.casework.alerts.models import Alert, Event
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import Scope, widened
from roadstead.platform.timeline.events import broken_in, first_broken, with_head


def events_seen(alert: Alert, user: User) -> list[Any]:
    """What happened, in order, as far as this person may know: what other states did is theirs (decision 0022)."""
    return list(with_head(Event.objects.visible_to(user).filter(alert=alert)))


def holds(alert: Alert, seen: list[Any], back: Scope) -> bool:
    """Whether nothing in the whole history was changed, `seen` being what this person sees of it.

    Where that is not all of it the rest is read as the screening reads it, and nobody is shown which event is meant.
    `back`: what this person's transaction may see again afterwards.
    """
    if len(seen) == (seen[0].edition if seen else alert.edition):
        return not broken_in(seen)
    with widened(back):
        return not first_broken(alert)
