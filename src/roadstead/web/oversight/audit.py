"""Audit log: who saw and did what, why and on what basis, and how far its chain is verified. Reading it is
logged too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roadstead.engine.reference.legal_bases import LEGAL_BASES
from roadstead.platform.accounts.permissions import may_see_audit
from roadstead.platform.audit.models import PURPOSE_LABELS, Checkpoint, Record, log
from roadstead.platform.policies.in_force import in_force
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, one_of, page_of, sorted_by, url_with

COLUMNS = {
    "when": Column("When (UTC)", ("at",), lambda row: row.at.astimezone(UTC).isoformat(timespec="seconds")),
    "who": Column("Who", ("user", "as_whom"), lambda row: row.user),
    "as": Column("As", (), lambda row: row.as_whom),
    "did": Column("Did", ("action",), lambda row: row.action),
    "what": Column("What", ("subject",), lambda row: row.subject),
    "purpose": Column("Purpose", ("purpose",), lambda row: row.purpose),
    "basis": Column("Basis", ("basis",), lambda row: row.basis),
    "detail": Column("Detail", (), lambda row: row.detail),
    "concerns": Column("Concerns", (), lambda row: " ".join(row.states)),
    "line": Column("Line", ("sequence",), lambda row: row.sequence),
    "hash": Column("Hash", (), lambda row: row.hash),
}
ON_PAGE = {name: column for name, column in COLUMNS.items() if name not in {"as", "detail", "hash"}}
MAX_FILE_ROWS: Final = 50_000  # lines in one csv
TEXTS: Final = ("who", "did", "what")
MAX_ID_DIGITS: Final = 18  # digits
DAYS: Final = {"from": "From", "to": "To"}


@allowed(may_see_audit)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """List the lines that concern the auditor's state, filters in the URL; reading them is logged too (S28)."""
    asked = {name: request.GET.get(name, "").strip() for name in (*TEXTS, *DAYS, "purpose")}
    days, error = _days(asked)
    rows = sorted_by(_older(request, _filtered(request, asked, days)), request, COLUMNS)
    states = list(current_user(request).scope.states)
    if request.GET.get("as") == "csv" and not error:
        if rows.order_by()[: MAX_FILE_ROWS + 1].count() <= MAX_FILE_ROWS:
            log(current_user(request), "exported", "audit", states=states)
            return as_csv("audit", COLUMNS.values(), rows)
        error = f"A file holds at most {MAX_FILE_ROWS:,} lines: choose fewer days, and save it again."
    log(current_user(request), "searched" if any(asked.values()) else "read", "audit", states=states)
    records = page_of(rows, request)
    context = {
        "records": records,
        "beyond": _next_lines_url(request, records),
        "headings": headings(request, ON_PAGE),
        "export": url_with(request, **{"as": "csv"}),
        "asked": asked,
        "from": asked["from"],
        "purposes": PURPOSE_LABELS.items(),
        "bases": {basis.code: basis for basis in in_force(LEGAL_BASES)},
        "checkpoint": Checkpoint.objects.first(),
        "sealed": Checkpoint.objects.filter(fault="").first(),
        "error": error,
    }
    return render(request, "audit.html", context, status=400 if error else 200)


def _filtered(request: HttpRequest, asked: dict[str, str], days: dict[str, date]) -> QuerySet[Record, Record]:
    rows = Record.objects.visible_to(current_user(request))
    if asked["who"]:
        rows = rows.filter(Q(user__icontains=asked["who"]) | Q(as_whom__icontains=asked["who"]))
    if asked["did"]:
        rows = rows.filter(action__icontains=asked["did"])
    if asked["what"]:
        rows = rows.filter(_about(asked["what"]))
    if purpose := one_of(asked["purpose"], list(PURPOSE_LABELS)):
        rows = rows.filter(purpose=purpose)
    if "from" in days:
        rows = rows.filter(at__gte=_midnight(days["from"]))
    return rows.filter(at__lt=_midnight(days["to"]) + timedelta(days=1)) if "to" in days else rows


def _older(request: HttpRequest, rows: QuerySet[Record, Record]) -> QuerySet[Record, Record]:
    """Return lines written before the line with the id `before`, from which pages are counted."""
    before = request.GET.get("before", "")
    if not before.isascii() or not before.isdecimal() or len(before) > MAX_ID_DIGITS:
        return rows
    at = Record.objects.visible_to(current_user(request)).filter(pk=before).values_list("at", flat=True).first()
    return rows.filter(at__lte=at).exclude(at=at, pk__gte=int(before)) if at else rows


def _next_lines_url(request: HttpRequest, records: Page[Record]) -> str:
    """Return the URL of the lines after the last page if there are more lines than pages, in the order of time."""
    shown = list(records)
    if records.has_next() or not shown or request.GET.get("sort"):
        return ""
    return url_with(request, before=str(shown[-1].pk), page="")


def _about(typed: str) -> Q:
    """Return the filter of a kind of subject, its id, or both, as "alert 17"; further words must follow as typed."""
    first, *others = typed.lower().split()
    if not others:
        return Q(subject_kind=first) | Q(subject_id=first)
    found = Q(subject_kind=first, subject_id=others[0])
    return found & Q(subject__icontains=typed) if len(others) > 1 else found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _days(asked: dict[str, str]) -> tuple[dict[str, date], str]:
    """Return the days as typed, and the error of an invalid one."""
    days = dict[str, date]()
    for name, label in DAYS.items():
        try:
            if asked[name]:
                days[name] = date.fromisoformat(asked[name])
        except ValueError:
            return {}, f"“{label}” is no day: write it as 2026-11-25, or leave it empty."
    if days.get("to", date.max) >= date(9999, 12, 31) and "to" in days:
        del days["to"]
    return days, ""
