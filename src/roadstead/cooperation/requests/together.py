"""Requests sent together to several organisations, as the asking side alone sees them."""

from __future__ import annotations

from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.waiting import Requests
from roadstead.engine.requests.actions import Side
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.visibility import organisations_of


def sent_with(request: Request, user: User) -> Requests:
    """Return the requests that were sent together with this one; none for a side that was asked."""
    if request.together is None or request.side_of(organisations_of(user)) is not Side.ASKING:
        return Request.objects.none()
    rows: Requests = Request.objects.visible_to(user).filter(together=request.together, asking=request.asking_id)
    return rows.exclude(pk=request.pk).select_related("asked__state").order_by("asked")
