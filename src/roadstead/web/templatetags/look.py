"""Statuses as words with a sign and a colour, and scores as points out of a hundred.

A status is never colour alone (WCAG 1.4.1), and an alert nobody decided is called possible and nothing else (S20).
"""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Tag(NamedTuple):
    """How a status is shown: one of the colours of `_tags.scss`, a sign that differs by shape, and its words."""

    colour: str
    sign: str
    words: str | Promise


TAGS: dict[str, dict[str, Tag]] = {
    "alert": {
        "new": Tag("orange", "○", _("Possible, not looked at")),
        "reviewing": Tag("blue", "◐", _("Possible, in review")),
        "referred": Tag("blue", "➜", _("Possible, referred")),
        "cleared": Tag("green", "✓", _("Not the same: cleared")),
        "confirmed": Tag("red", "●", _("Confirmed by an officer")),
        "closed": Tag("grey", "■", _("Closed")),
    },
    "message": {
        "received": Tag("blue", "○", _("Waiting to be read")),
        "read": Tag("green", "✓", _("Read and screened")),
        "not_understood": Tag("orange", "?", _("Not understood")),
        "set_aside": Tag("red", "!", _("Set aside")),
        "repaired": Tag("grey", "■", _("Replaced by a repaired one")),
    },
    "filing": {
        "on_time": Tag("green", "✓", _("On time")),
        "late": Tag("orange", "!", _("Late")),
        "missing": Tag("red", "✕", _("No list yet")),
        "unknown": Tag("grey", "–", _("No deadline")),
    },
    "problem": {
        "error": Tag("red", "✕", _("Error")),
        "warning": Tag("orange", "!", _("Warning")),
        "note": Tag("grey", "i", _("Note")),
    },
    "urgency": {
        "now": Tag("red", "▲▲", _("Now")),
        "soon": Tag("orange", "▲", _("Soon")),
        "later": Tag("grey", "▽", _("Later")),
        "past": Tag("grey", "■", _("Arrived")),
    },
    "agreement": {
        "same": Tag("green", "=", _("Same")),
        "partly": Tag("blue", "≈", _("Partly")),
        "different": Tag("orange", "≠", _("Different")),
        "unknown": Tag("grey", "–", _("Cannot be compared")),
    },
    "action": {
        "stop": Tag("red", "■", _("Stop and call")),
        "refer": Tag("orange", "➜", _("Refer to an officer")),
        "discreet": Tag("grey", "◌", _("Discreet check")),
    },
    "presence": {
        "expected": Tag("grey", "○", _("Expected")),
        "on_board": Tag("green", "✓", _("On board")),
        "not_on_board": Tag("orange", "✕", _("Not on board")),
        "withdrawn": Tag("grey", "–", _("Withdrawn")),
    },
}


@register.inclusion_tag("partials/tag.html")
def tag(kind: str, code: str) -> dict[str, Tag]:
    """A status in words, with its sign and colour. A code nobody foresaw is shown as it is."""
    return {"tag": TAGS[kind].get(str(code), Tag("grey", "·", str(code)))}


@register.filter
def percent(score: float) -> int:
    """A score from 0 to 1 as a whole number out of 100."""
    return round(score * 100)


@register.filter
def weight(value: float) -> str:
    """What a reason added or took away, out of 100, with its sign: `+34`, `−12`."""
    points = round(value * 100)
    return f"+{points}" if points > 0 else f"−{-points}" if points < 0 else "0"
