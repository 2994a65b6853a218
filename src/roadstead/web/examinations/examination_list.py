"""Examination list of a port and a day: page, csv file, and PDF to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.daily_list import (
    MAX_FILE_ROWS,
    ListFilters,
    ListRow,
    examinations,
    list_rows,
    may_be_in_file,
    overdue,
    ports,
    zone_for,
)
from roadstead.casework.examinations.documents import Sheet, sheet_pdf
from roadstead.config import config
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_examinations
from roadstead.platform.audit.models import log
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.handling.logic.codes import default_code, strictest
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.pdf import pdf_response
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.examinations import words
from roadstead.web.examinations.forms import ListForm
from roadstead.web.templatetags.clock import day as day_words
from roadstead.web.templatetags.names import port as port_name

ROWS_PER_PAGE: Final = 25
LAST_PORT: Final = "examination-port"  # in the session: the port whose list this person looked at last
COLUMNS: Final = {
    "time": Column(_("Planned time"), ("planned_at",)),
    "goods": Column(_("Container or bill"), ("container", "bill")),
    "vessel": Column(_("Vessel and arrival"), ("voyage__craft_name", "voyage__number")),
    "kind": Column(_("Check"), ("kind",)),
    "place": Column(_("Place"), ("place",)),
    "officer": Column(_("Officer"), ("officer__last_name",)),
    "reason": Column(_("Reason"), ("rule",)),
    "state": Column(_("Status"), ("state",)),
}
MAX_REASON_CHARS: Final = 300  # of a reason in print: a row must fit a page. The record has it whole
# Shares of the width of a printed page.
WIDTHS: Final = (0.12, 0.15, 0.17, 0.1, 0.1, 0.1, 0.18, 0.08)


@allowed(may_see_examinations)
@require_safe
def examination_list(request: HttpRequest) -> HttpResponse:
    """Show what is to be examined at a port on a day, and what was; open goods of earlier days on the list of today."""
    user, now = current_user(request), timezone.now()
    form = ListForm(_with_last_port(request), ports=ports(user), today=now.astimezone(zone_for(user, "")).date())
    asked = form.filters(user, now)
    request.session[LAST_PORT] = asked.port
    found = sorted_by(examinations(user, asked, now), request, COLUMNS)
    wanted, zone = request.GET.get("as", ""), zone_for(user, asked.port)
    if wanted in {"csv", "pdf"}:
        log(user, "exported", "selections", states=own_states(user), detail=f"{wanted}, {asked.port} {asked.day}")
        rows = list_rows(may_be_in_file(found[:MAX_FILE_ROWS], user), user)
        if wanted == "csv":
            return as_csv(f"examinations-{asked.day}", _file_columns(zone), rows)
        return _as_pdf(asked, rows, user, now)
    log(user, "read", "selections", states=own_states(user))
    page = page_of(found, request, size=ROWS_PER_PAGE)
    context = {
        "form": form,
        "asked": asked,
        "title": _title(asked),
        "page": page,
        "rows": [(row, words.reason_words(row.selection)) for row in list_rows(page, user)],
        "overdue": {each.pk for each in page if overdue(each, now)},
        "earlier": {each.pk for each in page if each.planned_at.astimezone(zone).date() != asked.day},
        "headings": headings(request, COLUMNS),
        "now": now,
    }
    return render(request, "examinations.html", context)


def _with_last_port(request: HttpRequest) -> dict[str, str]:
    """Return the filters of the URL; without a port in it that of the last visit, which is mostly the own one."""
    given = request.GET.dict()
    last = request.session.get(LAST_PORT, "")
    return given if "port" in given or not last else {**given, "port": last}


def _title(asked: ListFilters) -> str:
    where = port_name(asked.port) if asked.port else gettext("all ports")
    return gettext("Examinations: %(port)s, %(day)s") % {"port": where, "day": day_words(asked.day)}


def _file_columns(zone: ZoneInfo) -> Sequence[Column]:
    """Return the columns of the csv file: those of the page, each value by itself, and what other programs need."""
    return (
        Column("Planned time", cell=lambda row: words.moment(row.selection.planned_at, zone)),
        Column("Container", cell=lambda row: row.selection.container),
        Column("Bill", cell=lambda row: row.selection.bill),
        Column("Vessel", cell=words.vessel_words),
        Column("Arrives", cell=lambda row: words.arrival_words(row.arrival)),
        Column("Check", cell=lambda row: words.kind_words(row.selection.kind)),
        Column("Port", cell=lambda row: row.selection.port),
        Column("Place", cell=lambda row: row.selection.place),
        Column("Officer", cell=lambda row: row.selection.officer),
        Column("Goods", cell=lambda row: row.bill.goods if row.bill else ""),
        Column("Rule", cell=lambda row: row.selection.rule),
        Column("Reason", cell=lambda row: words.reason_words(row.selection)),
        Column("Status", cell=lambda row: words.state_words(row.selection.state)),
        Column("Detained", cell=lambda row: "yes" if row.selection.is_detained else "no"),
        Column("Alert", cell=lambda row: row.selection.alert_id or ""),
        Column("Selection", cell=lambda row: row.selection.pk),
        Column("Handling", cell=lambda row: f"TLP:{row.selection.handling_code.upper()}"),
    )


def _as_pdf(asked: ListFilters, rows: Sequence[ListRow], user: User, now: datetime) -> HttpResponse:
    zone = zone_for(user, asked.port)
    codes = [row.selection.handling_code for row in rows] or [default_code(user.state_id or "")]
    made = {"when": words.moment(now, zone), "who": user}
    sheet = Sheet(
        title=_title(asked),
        lines=[gettext("Made %(when)s by %(who)s.") % made, tlp_line(strictest(codes), gettext)],
        headings=[gettext(column.heading) for column in COLUMNS.values()],
        widths=WIDTHS,
        rows=[_printed(row, zone) for row in rows],
        handling=f"TLP:{strictest(codes).upper()}",
        author=str(user),
        empty=gettext("Nothing is selected for examination."),
    )
    name = f"examinations-{asked.port or 'all'}-{asked.day}.pdf"
    return pdf_response(sheet_pdf(sheet, faces(config().home / "fonts")), name)


def _printed(row: ListRow, zone: ZoneInfo) -> list[str]:
    selected = row.selection
    state = words.state_words(selected.state)
    detained = gettext("Detained: do not release")
    return [
        words.moment(selected.planned_at, zone),
        words.goods_words(selected),
        f"{words.vessel_words(row)}\n{words.arrival_words(row.arrival)}",
        words.kind_words(selected.kind),
        selected.place or port_name(selected.port),
        str(selected.officer),
        Truncator(words.reason_words(selected)).chars(MAX_REASON_CHARS),
        f"{state}. {detained}" if getattr(selected, "is_detained", False) else state,
    ]
