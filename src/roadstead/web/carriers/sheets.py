"""Empty sheets to fill in without a network (C12). Open to everybody: a captain needs one before having an account."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.engine.formats.passengers.sheets import OFFERED, write_template

LANGUAGES: Final = {"en": "English", "es": "Español", "fr": "Français", "nl": "Nederlands"}
CONTENT_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WHAT_FOR: Final[dict[str, str | Promise]] = {
    "roadstead": _("Any craft: everyone on board. Choose this one if you are not sure."),
    "noa": _("A yacht: notice of arrival."),
    "gendec": _("A private or charter aircraft."),
    "fal1": _("A ship: the voyage, without people."),
    "fal5": _("A ship: the crew."),
    "fal6": _("A ship: the passengers."),
    "cargo": _("A ship or aircraft: the cargo, bill by bill."),
}


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """List the sheets in each language."""
    rows = [{"kind": kind, "titles": OFFERED[kind], "for": words} for kind, words in WHAT_FOR.items()]
    return render(request, "sheets.html", {"sheets": rows, "written_in": LANGUAGES})


@require_safe
def sheet(request: HttpRequest, kind: str, language: str, form: str) -> HttpResponse:
    """Return one empty sheet, as xlsx or csv."""
    if kind not in OFFERED or language not in LANGUAGES or form not in CONTENT_TYPES:
        raise Http404
    raw = write_template(kind, language, "csv" if form == "csv" else "xlsx")
    headers = {"Content-Disposition": f'attachment; filename="roadstead-{kind}-{language}.{form}"'}
    return HttpResponse(raw, content_type=CONTENT_TYPES[form], headers=headers)
