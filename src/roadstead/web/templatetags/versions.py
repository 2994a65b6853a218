"""Words for versions: why a person is withdrawn or marked, fields and presences, and look-ups by a row's id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import BookedFlight
from roadstead.engine.voyages.versions.merge import PRESENCE_LABELS, Presence, PresenceReason
from roadstead.filings.voyages.history import Version
from roadstead.web.common.status_tags import Tag

register = template.Library()

REASONS: dict[str, str | Promise] = {
    PresenceReason.CANCELLED: _("cancelled by the carrier"),
    PresenceReason.REDUCED: _("fewer people in the booking"),
    PresenceReason.VOYAGE_CANCELLED: _("the voyage was cancelled"),
    PresenceReason.LIST_CANCELLED: _("the list was cancelled"),
    PresenceReason.LEFT_OUT: _("left out of a newer complete list"),
    PresenceReason.NOT_NAMED: _("not named in the newest list"),
    PresenceReason.OUT_OF_BOOKING: _("no longer in the booking"),
    PresenceReason.ANOTHER_ROW: _("the same person is in another row"),
}
KINDS: dict[str, Tag] = {
    "added": Tag("green", "+", _("Added")),
    "gone": Tag("orange", "–", _("Withdrawn")),
    "back": Tag("blue", "↩", _("Back on the list")),
    "changed": Tag("blue", "≠", _("Changed")),
}


@register.filter
def reason(why: str) -> str | Promise:
    """Return why a person was withdrawn, or what to know of one who was not."""
    return REASONS.get(why, "")


@register.inclusion_tag("partials/tag.html")
def kind_tag(kind: str) -> dict[str, Tag]:
    """Show what happened to a person between two versions: with a sign, never by colour alone."""
    return {"tag": KINDS.get(kind, Tag("grey", "·", kind))}


@register.filter
def presence_label(code: str) -> str | Promise:
    """Return a presence with its reason (`withdrawn:left_out`) in words; any other value as it is."""
    presence, _colon, why = code.partition(":")
    if presence not in list(Presence):
        return code
    words = PRESENCE_LABELS[Presence(presence)]
    return f"{words}: {REASONS[why]}" if why in REASONS else words


@register.filter
def flight_name(flight: BookedFlight) -> str:
    """Return `2X 101`, whether or not the number was sent with the carrier before it."""
    return " ".join(part for part in (flight.carrier, flight.number.removeprefix(flight.carrier)) if part)


@register.filter
def version_changes(version: Version) -> list[str]:
    """Return what a message changed: `2 added`, `1 withdrawn`."""
    counted = (
        (version.added, gettext("%d added")),
        (version.changed, gettext("%d changed")),
        (version.withdrawn, gettext("%d withdrawn")),
        (version.boarded, gettext("%d on board")),
        (version.not_boarded, gettext("%d not on board")),
    )
    return [words % number for number, words in counted if number]


@register.filter
def lookup(table: Mapping[Any, Any], key: Any) -> Any:
    """Return the value for a key that is a variable; None if there is none."""
    return table.get(key)
