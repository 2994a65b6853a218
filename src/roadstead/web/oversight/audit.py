"""Audit log: who saw and did what, why and on what basis, and how far its chain is verified. Reading it is
logged too.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from roadstead.engine.reference.legal_bases import LEGAL_BASES
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_see_audit
from roadstead.platform.audit.models import PURPOSE_LABELS, Checkpoint, Purpose, Record, log
from roadstead.platform.policies.in_force import in_force
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by, url_with
from roadstead.web.oversight.audit_sentences import actor, sentence
from roadstead.web.oversight.period_form import PeriodForm

COLUMNS = {
    "when": Column("When (UTC)", ("at",), lambda row: row.at.astimezone(UTC).isoformat(timespec="seconds")),
    "who": Column("Who", ("user", "as_whom"), lambda row: row.user),
    "as": Column("Role", (), lambda row: row.as_whom),
    "did": Column("Action", ("action",), lambda row: row.action),
    "what": Column("Subject", ("subject",), lambda row: row.subject),
    "purpose": Column("Purpose", ("purpose",), lambda row: row.purpose),
    "basis": Column("Legal basis", ("basis",), lambda row: row.basis),
    "detail": Column("Detail", (), lambda row: row.detail),
    "concerns": Column("States concerned", (), lambda row: " ".join(row.states)),
    "line": Column("Entry", ("sequence",), lambda row: row.sequence),
    "hash": Column("Hash", (), lambda row: row.hash),
}
ON_PAGE = {
    "when": COLUMNS["when"],
    "who": COLUMNS["who"],
    "did": Column("What was done", ("action",)),
    "purpose": Column("Purpose and legal basis", ("purpose",)),
    "line": COLUMNS["line"],
}
ROWS: Final = 15  # on a page: a phone shows each as a card
MAX_FILE_ROWS: Final = 50_000  # entries in one csv
MAX_ID_DIGITS: Final = 18  # digits
MAX_WORD_CHARS: Final = 200
# Routine entries of the system, hidden unless they are asked for. What else has no user is shown: failed sign-ins, and
# what operators do on the command line.
ROUTINE: Final = Q(user="", purpose=Purpose.SCREENING) | Q(user="", action__startswith="notified")


def _word(label: Any, hint: Any) -> forms.CharField:
    box = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=hint, max_length=MAX_WORD_CHARS, required=False, widget=box)


class FilterForm(PeriodForm):
    """Which entries of the audit log are listed."""

    field_order = ("who", "did", "what", "since", "until", "purpose", "system")

    who = _word(_("Who"), _("User name, role or state"))
    did = _word(_("Action"), _("For example read, exported, alert clear"))
    what = _word(_("Subject"), _("For example alert 17, voyage 3"))
    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=[("", _("Any purpose")), *((code, _(words)) for code, words in PURPOSE_LABELS.items())],
        required=False,
    )
    system = forms.BooleanField(label=_("Show routine system entries"), required=False)


@allowed(may_see_audit)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """List the entries that concern the auditor's state, filters in the URL; reading them is logged too (S28)."""
    user, form = current_user(request), FilterForm(request.GET)
    rows = _filtered(request, form) if form.is_valid() else Record.objects.none()
    rows = sorted_by(_older(request, rows), request, COLUMNS)
    states = list(user.scope.states)
    if request.GET.get("as") == "csv" and form.is_valid():
        if rows.order_by()[: MAX_FILE_ROWS + 1].count() <= MAX_FILE_ROWS:
            log(user, "exported", "audit", states=states)
            return as_csv("audit", COLUMNS.values(), rows)
        too_many = NotAllowed("a file holds at most %(most)s entries: choose fewer days", most=f"{MAX_FILE_ROWS:,}")
        form.refuse(too_many, "since")
    log(user, "searched" if any(form.cleaned_data.values()) else "read", "audit", states=states)
    records = page_of(rows, request, size=ROWS)
    shows_system = bool(form.cleaned_data.get("system"))
    context = {
        "records": records,
        "lines": [(record, actor(record), sentence(record)) for record in records],
        "beyond": _next_lines_url(request, records),
        "headings": headings(request, ON_PAGE),
        "export": url_with(request, **{"as": "csv"}),
        "form": form,
        "shows_system": shows_system,
        "other_url": url_with(request, system="" if shows_system else "on", page="", before=""),
        "bases": {basis.code: basis for basis in in_force(LEGAL_BASES)},
        "checkpoint": Checkpoint.objects.first(),
        "sealed": Checkpoint.objects.filter(fault="").first(),
    }
    return render(request, "audit.html", context, status=400 if form.errors else 200)


def _filtered(request: HttpRequest, form: FilterForm) -> QuerySet[Record, Record]:
    asked, rows = form.cleaned_data, Record.objects.visible_to(current_user(request))
    if not asked["system"] and "system" not in asked["who"].lower():
        rows = rows.exclude(ROUTINE)
    if asked["who"]:
        rows = rows.filter(Q(user__icontains=asked["who"]) | Q(as_whom__icontains=asked["who"]))
    if asked["did"]:
        rows = rows.filter(action__icontains=asked["did"])
    if asked["what"]:
        rows = rows.filter(_about(asked["what"]))
    if asked["purpose"]:
        rows = rows.filter(purpose=asked["purpose"])
    if asked["since"]:
        rows = rows.filter(at__gte=_midnight(asked["since"]))
    if asked["until"] and asked["until"] < date(9999, 12, 31):
        rows = rows.filter(at__lt=_midnight(asked["until"]) + timedelta(days=1))
    return rows


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
