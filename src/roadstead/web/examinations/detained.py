"""Detained and released containers by port, as a page and as a csv file for those who hand over containers."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from roadstead.casework.examinations.daily_list import MAX_FILE_ROWS, detained, ports, zone_for
from roadstead.platform.accounts.permissions import may_see_examinations
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.examinations import words
from roadstead.web.examinations.forms import DetainedForm

ROWS_PER_PAGE: Final = 25
COLUMNS: Final = {
    "container": Column(_("Container or bill"), ("container", "bill")),
    "voyage": Column(_("Voyage"), ("selection__voyage__craft_name", "selection__voyage__number")),
    "port": Column(_("Port"), ("port",)),
    "detained": Column(_("Detained"), ("detained_at",)),
    "reason": Column(_("Reason")),
    "released": Column(_("Released"), ("released_at",)),
    "state": Column(_("Status")),
}


@allowed(may_see_examinations)
@require_safe
def detained_goods(request: HttpRequest) -> HttpResponse:
    """Show what the own state detains and has released, the newest first. The file gives no reason: it is for the
    terminal.
    """
    user = current_user(request)
    form = DetainedForm(request.GET.dict(), ports=ports(user))
    asked = form.chosen("port")
    rows = sorted_by(detained(user, port=asked, show=form.chosen("show")), request, COLUMNS)
    if request.GET.get("as") == "csv":
        log(user, "exported", "selections", states=own_states(user), detail="detained")
        zone = zone_for(user, asked)
        columns = (
            Column("Container", cell=lambda row: row.container),
            Column("Bill", cell=lambda row: row.bill),
            Column("Port", cell=lambda row: row.port),
            Column("Vessel", cell=lambda row: row.selection.voyage.craft_name),
            Column("Voyage", cell=lambda row: row.selection.voyage.number),
            Column("Status", cell=lambda row: "released" if row.released_at else "detained"),
            Column("Detained at", cell=lambda row: words.moment(row.detained_at, zone)),
            Column("Released at", cell=lambda row: words.moment(row.released_at, zone) if row.released_at else ""),
        )
        return as_csv("detained-containers", columns, rows[:MAX_FILE_ROWS])
    log(user, "read", "selections", states=own_states(user), detail="detained")
    context = {
        "form": form,
        "page": page_of(rows, request, size=ROWS_PER_PAGE),
        "headings": headings(request, COLUMNS),
        "now": timezone.now(),
    }
    return render(request, "detained.html", context)
