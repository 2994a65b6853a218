"""Events of a case in words: a label for each part of the content, and links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django import template
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.cases.export.release_check import RECEIVERS, USES
from roadstead.casework.cases.models import CaseEvent
from roadstead.platform.timeline.logic.file_types import KINDS
from roadstead.targeting.watchlists.handling import PURPOSES
from roadstead.web.templatetags.clock import in_zone
from roadstead.web.templatetags.names import country

register = template.Library()

ACTS: Final[dict[str, Promise]] = {  # acts of a case, as its timeline names them
    "opened": _("Case opened"),
    "noted": _("Note added"),
    "amended": _("New version of a note"),
    "linked": _("Item added"),
    "taken out": _("Item or file removed"),
    "file put in": _("File added"),
    "task set": _("Task set"),
    "task given": _("Task assigned"),
    "task done": _("Task done"),
    "task dropped": _("Task dropped"),
    "joined": _("Officer added"),
    "left": _("Officer removed"),
    "handed over": _("Lead officer changed"),
    "closed": _("Case closed"),
    "reopened": _("Case reopened"),
    "exported": _("Case exported"),
}
LABELS: Final[dict[str, str | Promise]] = {
    "text": "",
    "task": _("Task"),
    "for": _("Assigned to"),
    "due": _("Due"),
    "title": _("Title"),
    "purpose": _("Purpose"),
    "basis": _("Legal basis"),
    "alert": _("Alert"),
    "voyage": _("Voyage"),
    "traveller": _("Traveller"),
    "words": _("Person described in words"),
    "why": _("Reason"),
    "reason": _("Reason"),
    "recipient": _("Recipient"),
    "lead": _("Lead officer"),
    "outcome": _("Result"),
    "officer": _("Officer"),
    "receiver": _("Type of recipient"),
    "use": _("Permitted use"),
    "agreement": _("Agreement"),
    "handling": _("Handling"),
    "file": _("File"),
    "what": _("Type of evidence"),
    "name": _("File name"),
    "kind": _("File type"),
    "size": _("Size"),
    "sha256": "SHA-256",
    "scanned": _("Malware scan"),
}
HIDDEN: Final = {"of", "zone"}  # shown beside the act, and with the time
WORDS: Final[dict[str, str | Promise]] = {
    "document": _("Document"),
    "photograph": _("Photograph"),
    "statement": _("Statement"),
    "travel paper": _("Travel document"),
    "message": _("Message"),
    "record": _("Record"),
    "other": _("Other"),
    "clean": _("no malware found"),
    "not scanned": _("not scanned, because no scanner is set up"),
}


@register.filter
def act_label(act: str) -> str | Promise:
    """Return the words for an act; an unknown act as it is stored."""
    return ACTS.get(act, act.capitalize())


@register.filter
def event_parts(event: CaseEvent) -> list[tuple[str, object]]:
    """Return each part of the content with its label, in the order of LABELS; unknown parts come last, as they are."""
    content = {name: value for name, value in event.content.items() if name not in HIDDEN}
    known = [name for name in LABELS if name in content]
    order = [*known, *(name for name in content if name not in LABELS)]
    return [(str(LABELS.get(name, name)), _value(event, name, content[name])) for name in order]


@register.filter
def file_label(code: str) -> str | Promise:
    """Return the words for a code of files."""
    return WORDS.get(code, KINDS[code].words if code in KINDS else code)


def _value(event: CaseEvent, name: str, value: Any) -> object:
    show = FORMATTERS.get(name)
    return show(event, value) if show else linebreaksbr(value)


def _link(view: str) -> Callable[[CaseEvent, Any], object]:
    return lambda event, value: _a(reverse(view, args=[value]), str(value))


def _file(event: CaseEvent, value: Any) -> object:
    return _a(reverse("case-file", args=[event.case_id, value]), str(value))


def _a(href: str, text: str) -> object:
    return format_html('<a class="govuk-link govuk-link--no-visited-state" href="{}">{}</a>', href, text)


FORMATTERS: Final[dict[str, Callable[[CaseEvent, Any], object]]] = {
    "alert": _link("alert"),
    "voyage": _link("voyage"),
    "file": _file,
    "kind": lambda event, value: file_label(value),
    "what": lambda event, value: file_label(value),
    "scanned": lambda event, value: file_label(value),
    "for": lambda event, value: value or gettext("anyone"),
    "purpose": lambda event, value: gettext(PURPOSES.get(value, value)),
    "receiver": lambda event, value: gettext(RECEIVERS.get(value, "")) or country(value),
    "use": lambda event, value: gettext(USES.get(value, value)),
    "due": lambda event, value: in_zone(datetime.fromisoformat(value), event.content.get("zone", "UTC")),
    "size": lambda event, value: ngettext("%(size)s byte", "%(size)s bytes", value) % {"size": f"{value:,}"},
    "sha256": lambda event, value: format_html('<span class="rs-mono">{}</span>', value),
}
