"""Watch log of the own organisation: the line to write in, then the entries, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.casework.cases.export.fonts import faces
from roadstead.casework.examinations.documents import Sheet, sheet_pdf
from roadstead.casework.items import Item, find, parse_item
from roadstead.casework.log.append import NewEntry, append
from roadstead.casework.log.models import LogEntry
from roadstead.casework.log.search import MAX_FOUND, LogFilters, entries_of, found_entries
from roadstead.config import config
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.cooperation_permissions import (
    may_export_watch_log,
    may_see_watch_log,
    may_write_watch_log,
)
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.roster import local_zone
from roadstead.platform.handling.labels import tlp_line
from roadstead.platform.handling.logic.codes import default_code
from roadstead.web.common import unsent
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.pdf import pdf_response
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.forms.posted_words import filters_of, posts_words
from roadstead.web.log.forms import EntryForm, LogFilter
from roadstead.web.log.shown import BY_REFERENCE, ShownEntry, link_to, people_named, shown_entries

ENTRIES_PER_PAGE: Final = 50
MAX_PEOPLE: Final = 300  # offered as authors
MAX_EXPORTED: Final = {"csv": 5000, "pdf": 1000}  # entries, the newest
WIDTHS: Final = (0.16, 0.1, 0.52, 0.22)  # shares of the printed page
COLUMNS: Final = {
    "at": Column("Time", ("at", "id"), lambda row: f"{row.at:%Y-%m-%dT%H:%M:%SZ}"),
    "type": Column("Type", (), lambda row: row.type),
    "entry": Column("Entry", (), lambda row: row.text or row.missing),
    "author": Column("Author", (), lambda row: row.author),
}
EXPORTED: Final = {
    "number": Column("Number", (), lambda row: row.reference),
    **COLUMNS,
    "counterpart": Column("Who rang or wrote", (), lambda row: row.counterpart),
    "corrects": Column("Corrects", (), lambda row: row.corrects),
    "links": Column("Links", (), lambda row: "; ".join(link.text for link in row.links)),
}


@allowed(may_see_watch_log)
@require_http_methods(["GET", "HEAD", "POST"])
def watch_log(request: HttpRequest) -> HttpResponseBase:
    """Show the log, or add an entry to it. Other posts are filters."""
    if request.method == "POST" and request.POST.get("act") == "add":
        return _add(request)
    return _show(request)


def _add(request: HttpRequest) -> HttpResponse:
    user = current_user(request)
    form = EntryForm(request.POST, user=user)
    if form.is_valid():
        given = form.cleaned_data
        new = NewEntry(
            type=given["type"],
            text=given["text"],
            counterpart=given["counterpart"],
            corrects=given["corrects"],
            items=given["links"],
        )
        try:
            append(new, by=user)
        except NotAllowed as refused:
            field = getattr(refused, "field", None)
            form.refuse(refused, "links" if field == "number" else field)
        else:
            banner.success(request, _("The entry is in the log."))
            return redirect("log")
    return _page(request, entry=form, status=400)


@posts_words
@require_safe
def _show(request: HttpRequest) -> HttpResponseBase:
    wanted = request.GET.get("as", "")
    if wanted in MAX_EXPORTED and may_export_watch_log(current_user(request)):
        return _export(request, wanted)
    return _page(request)


def _page(request: HttpRequest, *, entry: EntryForm | None = None, status: int = 200) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    form = _filter(request, user)
    asked = _asked(form)
    page = page_of(sorted_by(found_entries(user, asked), request, COLUMNS), request, size=ENTRIES_PER_PAGE)
    _record_read(user, page, "searched" if asked.words else "read")
    may_write = may_write_watch_log(user) and user.organisation is not None
    sent = unsent.take(request) if may_write and entry is None else None
    new = None
    if may_write:
        new = entry or EntryForm(sent, user=user, initial=_initial(request, user))
        if {"write", "about", "corrects"} & set(request.GET):
            new.fields["text"].widget.attrs["autofocus"] = True
    about = find(asked.item, user) if asked.item else None
    context: dict[str, Any] = {
        "organisation": user.organisation,
        "page": page,
        "entries": shown_entries(page.object_list, user),
        "headings": headings(request, COLUMNS),
        "form": form if entry is None else entry,
        "filter": form,
        "entry": new,
        "corrected": _corrected(request, user) if may_write else None,
        "about": link_to(asked.item, about) if asked.item and about is not None else None,
        "is_filtered": bool(asked.type or asked.author or asked.day or asked.item or asked.words),
        "is_cut": bool(asked.words) and page.paginator.count >= MAX_FOUND,
        "most": MAX_FOUND,
        "max_exported": MAX_EXPORTED,
        "may_export": may_export_watch_log(user),
        "now": now,
    }
    return render(request, "log.html", context, status=status)


def _export(request: HttpRequest, wanted: str) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    rows = list(found_entries(user, _asked(_filter(request, user)))[: MAX_EXPORTED[wanted]])
    _record_read(user, rows, "exported", detail=wanted)
    entries = shown_entries(rows, user)
    name = f"watch-log-{now:%Y-%m-%d}"
    if wanted == "csv":
        return as_csv(name, EXPORTED.values(), entries)
    return pdf_response(sheet_pdf(_sheet(entries, user, now), faces(config().home / "fonts")), f"{name}.pdf")


def _sheet(entries: Sequence[ShownEntry], user: User, now: datetime) -> Sheet:
    """Return the entries to print, by the clock of the organisation."""
    assert user.organisation is not None or not entries
    zone = local_zone(user.organisation) if user.organisation else timezone.get_default_timezone()
    tlp = default_code(user.state_id or REGION)
    made = {"when": date_format(now.astimezone(zone), "j F Y, H:i"), "zone": str(zone), "who": user}
    return Sheet(
        title=_("Watch log of %(organisation)s") % {"organisation": user.organisation or "–"},
        lines=[tlp_line(tlp, _), _("Made %(when)s by %(who)s. Times are in %(zone)s.") % made],
        headings=[_(column.heading) for column in COLUMNS.values()],
        widths=WIDTHS,
        rows=[
            [f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}\n{each.reference}", each.type, _printed(each), each.author]
            for each in entries
        ],
        handling=f"TLP:{tlp.upper()}",
        author=str(user),
        empty=_("There is no such entry."),
    )


def _printed(entry: ShownEntry) -> str:
    corrects = _("Corrects %(number)s.") % {"number": entry.corrects} if entry.corrects else ""
    parts = [corrects, entry.text or entry.missing, entry.counterpart, *(link.text for link in entry.links)]
    return " · ".join(filter(None, parts))


def _filter(request: HttpRequest, user: User) -> LogFilter:
    people = User.objects.filter(organisation=user.organisation_id) if user.organisation_id else User.objects.none()
    form = LogFilter(filters_of(request), people=people.order_by("last_name", "pk")[:MAX_PEOPLE])
    form.is_valid()
    return form


def _asked(form: LogFilter) -> LogFilters:
    """Return the filters; one that is wrong is none, and its error is shown."""
    given = form.cleaned_data
    author = given.get("author")
    return LogFilters(
        type=given.get("type") or "",
        author=int(author) if author else None,
        day=given.get("day"),
        item=given.get("about"),
        words=given.get("q") or "",
    )


def _initial(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what the address fills in: the item that an entry is about, and the entry that is corrected."""
    item = parse_item(request.GET.get("about", ""))
    row = find(item, user) if item else None
    corrected = _corrected(request, user)
    found: dict[str, Any] = {"links": _typed(item, row)} if item and row is not None else {}
    return found | ({"corrects": corrected.pk, "type": corrected.act} if corrected else {})


def _typed(item: Item, row: Any) -> str:
    return str(row.reference) if item.kind in BY_REFERENCE else f"{item.kind} {item.number}"


def _corrected(request: HttpRequest, user: User) -> LogEntry | None:
    """Return the entry that the address, or the form that was sent, wants to correct."""
    number = request.GET.get("corrects") or request.POST.get("corrects", "")
    fits = number.isascii() and number.isdecimal() and len(number) < 18
    return entries_of(user).filter(pk=number).first() if fits else None


def _record_read(user: User, rows: Iterable[LogEntry], action: str, *, detail: str = "") -> None:
    """Write who read which entries, and a line for each traveller to whom one is linked."""
    found = list(rows)
    span = f"entries {min(row.pk for row in found)} to {max(row.pk for row in found)}" if found else "no entry"
    log(user, action, "watchlog", states=own_states(user), detail=", ".join(filter(None, [detail, span])))
    for number in sorted(people_named(found)):
        log(user, action, f"traveller {number}", states=own_states(user), detail="in the watch log")
