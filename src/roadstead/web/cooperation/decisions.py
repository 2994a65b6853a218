"""Decisions of the region's bodies: the list, and the form that records one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages as banner
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.oversight.registers.acts import NewDecision, record, waiting_effects
from roadstead.oversight.registers.models import BodyDecision
from roadstead.platform.accounts.cooperation_permissions import may_enter_decisions, may_see_decisions
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import WAITING, Decision
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.tables import Column, as_csv, headings, page_of, sorted_by
from roadstead.web.cooperation.decision_forms import DecisionFilter, RecordForm

PER_PAGE: Final = 20
MAX_EXPORTED: Final = 2000  # the newest
COLUMNS: Final = {
    "title": Column("Title", ("title",), lambda row: row.title),
    "body": Column("Body", ("body",), lambda row: row.body),
    "decided": Column("Decided on", ("decided_on",), lambda row: row.decided_on.isoformat()),
    "status": Column("Status", (), lambda row: row.status),
}
EXPORTED: Final = {
    "reference": Column("Reference of the body", (), lambda row: row.reference),
    **COLUMNS,
    "effects": Column("Effects", (), lambda row: row.all_effects),
    "started": Column("Put into effect", (), lambda row: row.started_effects),
    "sha256": Column("SHA-256 of the signed file", (), lambda row: row.file_sha256),
}
FILTERS: Final = {
    "draft": Q(proposed_at=None, decision=""),
    "waiting": WAITING,
    "approved": Q(decision=Decision.APPROVED),
}


@allowed(may_see_decisions)
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """List the decisions, and above them the effects that this person may put into effect."""
    user, form = current_user(request), DecisionFilter(request.GET)
    form.is_valid()
    rows = _filtered(form, user)
    if request.GET.get("as") == "csv":
        log(user, "exported", "decisions", states=own_states(user), detail="csv")
        return as_csv("decisions", EXPORTED.values(), rows[:MAX_EXPORTED])
    page = page_of(sorted_by(rows, request, COLUMNS), request, size=PER_PAGE)
    context = {
        "page": page,
        "headings": headings(request, COLUMNS),
        "filter": form,
        "waiting": waiting_effects(user, timezone.now().date()),
        "may_enter": may_enter_decisions(user),
    }
    return render(request, "decisions.html", context)


def _filtered(form: DecisionFilter, user: User) -> QuerySet[BodyDecision, BodyDecision]:
    rows = BodyDecision.objects.visible_to(user).filter(FILTERS.get(form.cleaned_data.get("show", ""), Q()))
    if words := form.cleaned_data.get("q"):
        rows = rows.filter(Q(title__icontains=words) | Q(text__icontains=words) | Q(reference__icontains=words))
    counts = {"all_effects": Count("effects"), "started_effects": Count("effects__start")}
    found = rows.select_related("body").defer("text", "file_content").annotate(**counts)
    return found.order_by("-decided_on", "-pk")


@allowed(may_enter_decisions)
@require_http_methods(["GET", "HEAD", "POST"])
def new_decision(request: HttpRequest) -> HttpResponse:
    """Record a decision as a draft, to which effects are added before it is sent for approval."""
    if request.method != "POST":
        return render(request, "new_decision.html", {"form": RecordForm()})
    form = RecordForm(request.POST, request.FILES)
    if form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file")
        raw = {"name": file.name or "", "raw": file.read()} if file else {}
        try:
            row = record(NewDecision(**given, **raw), by=current_user(request), now=timezone.now())
        except NotAllowed as refused:
            form.refuse(refused, getattr(refused, "field", None))
        else:
            banner.success(request, _("Saved as a draft. Add its effects, then send it for approval."))
            return redirect("body-decision", row.pk)
    return render(request, "new_decision.html", {"form": form}, status=400)
