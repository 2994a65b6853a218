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
from roadstead.web.templatetags.clock import in_zone
from roadstead.web.templatetags.names import country

register = template.Library()

LABELS: Final[dict[str, str | Promise]] = {
    "text": "",
    "task": _("Task"),
    "for": _("For whom"),
    "due": _("Due"),
    "title": _("Title"),
    "purpose": _("For"),
    "basis": _("Legal basis"),
    "alert": _("Alert"),
    "voyage": _("Voyage"),
    "traveller": _("Traveller"),
    "words": _("A person, in words"),
    "why": _("Why"),
    "lead": _("Led by"),
    "outcome": _("What came of it"),
    "officer": _("Officer"),
    "receiver": _("Who that is"),
    "use": _("For use in"),
    "agreement": _("Agreement"),
    "file": _("File"),
    "what": _("What"),
    "name": _("Name of the file"),
    "kind": _("Kind of file"),
    "size": _("Size"),
    "sha256": "SHA-256",
    "scanned": _("Scanned for malware"),
}
HIDDEN: Final = {"of", "zone"}  # shown beside the act, and with the time
WORDS: Final[dict[str, str | Promise]] = {
    "document": _("a document"),
    "photograph": _("a photograph"),
    "statement": _("a statement"),
    "travel paper": _("a travel paper"),
    "message": _("a message"),
    "record": _("a record"),
    "other": _("something else"),
    "clean": _("clean"),
    "not scanned": _("not scanned: no scanner is set up here"),
}


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
    "for": lambda event, value: value or gettext("anybody"),
    "receiver": lambda event, value: gettext(RECEIVERS.get(value, "")) or country(value),
    "use": lambda event, value: gettext(USES.get(value, value)),
    "due": lambda event, value: in_zone(datetime.fromisoformat(value), event.content.get("zone", "UTC")),
    "size": lambda event, value: ngettext("%(size)s byte", "%(size)s bytes", value) % {"size": f"{value:,}"},
    "sha256": lambda event, value: format_html('<span class="rs-mono">{}</span>', value),
}
