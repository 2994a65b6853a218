"""Notifications: what they report, in words."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()

KINDS: Final[dict[str, Promise]] = {  # by kind of the notice, see outbound.notifications.logic.routing
    "new": _("New alert"),
    "changed": _("Alert changed"),
    "lapsed": _("No longer a match"),
    "referred": _("Alert referred"),
    "to agree to": _("Match waits for a second officer"),
    "confirmed": _("Match confirmed"),
    "cleared": _("Not a match: cleared"),
    "closed": _("Alert closed"),
    "dealt with": _("Dealt with at the border"),
    "selected": _("Goods selected for a check"),
    "released": _("Goods released"),
}


@register.filter
def notice_kind(kind: str) -> str | Promise:
    """Return the words for the kind of a notification; an unknown kind as it is stored."""
    return KINDS.get(kind, kind)
