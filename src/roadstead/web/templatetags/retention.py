"""Names of the categories of data with a retention period."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from roadstead.engine.reference.retention import Category

register = template.Library()
WORDS: Final = {
    Category.API: _("Passengers"),
    Category.CREW_API: _("Crew"),
    Category.PNR: _("Bookings"),
    Category.CARGO: _("Cargo"),
    Category.ALERT: _("Alerts"),
    Category.EXAMINED: _("Examined goods"),
    Category.CASE: _("Cases"),
    Category.WARRANT: _("Warrants"),
    Category.MESSAGE: _("Messages"),
    Category.LOG: _("Audit log"),
    Category.DIRECTORY: _("Directory"),
    Category.PROFILE: _("Saved craft and people"),
    Category.PHOTO: _("Photos of listed persons"),
    Category.TEST: _("Test lists"),
    Category.REGISTRATION: _("Registrations"),
    Category.ACCOUNT: _("Self-registered accounts"),
    Category.REQUEST: _("Requests between states"),
    Category.LOOKOUT: _("Lookouts"),
    Category.WATCH_LOG: _("Watch logs"),
    Category.SITUATION: _("Situation reports"),
    Category.ROOM: _("Incident rooms"),
    Category.VETTING: _("Vetted applicants without a match"),
    Category.VETTING_MATCH: _("Vetted applicants with a match"),
}


@register.filter
def category(value: str) -> str:
    """Return the category in the reader's language."""
    return gettext(WORDS[Category(value)])
