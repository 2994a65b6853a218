"""Workspace of data-protection officers and auditors: it reads everything and changes nothing (S30)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION
from roadstead.oversight.retention.models import Hold, Run, StoppedPurge
from roadstead.oversight.retention.overview import due_soon, quarter, sample_audit_lines
from roadstead.oversight.retention.register import PARTS, register
from roadstead.platform.accounts.permissions import may_see_data_protection
from roadstead.platform.audit.models import log
from roadstead.platform.policies.in_force import in_force
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, as_csv, url_with
from roadstead.web.oversight.audit_sentences import actor, sentence

RUNS = 20
COLUMNS = (
    Column("Part", cell=lambda line: line.part),
    Column("Processing", cell=lambda line: line.name),
    Column("Controller", cell=lambda line: line.controller),
    Column("Data and people, or recipients", cell=lambda line: line.what),
    Column("Legal basis", cell=lambda line: line.basis),
    Column("Kept", cell=lambda line: line.kept),
)


@allowed(may_see_data_protection)
@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    """Show how long each category is kept, what is due soon, what was deleted and its proof, statistics, and a random
    sample of acts.
    """
    user, now = current_user(request), timezone.now()
    log(user, "read", "data protection", states=list(user.scope.states))
    due = due_soon(user, now=now)
    context = {
        "stopped": StoppedPurge.objects.filter(closed_at=None),
        "policies": [row for row in in_force(RETENTION) if row.state in (ANY, user.state_id or row.state)],
        "due": due,
        "ending": sum(row["soon"] for row in due),
        "runs": Run.objects.all()[:RUNS],
        "holds": Hold.objects.visible_to(user)
        .filter(lifted_at=None, until__gte=now.date())
        .select_related("placed_by"),
        "numbers": quarter(user, now=now),
        "sample": [(record, actor(record), sentence(record)) for record in sample_audit_lines(user)],
    }
    return render(request, "data_protection.html", context)


@allowed(may_see_data_protection)
@require_safe
def processing(request: HttpRequest) -> HttpResponse:
    """Show the register of processing of today (S31): as a page, or as a file with its day in the name."""
    user, today = current_user(request), timezone.now().date()
    exported = request.GET.get("as") == "csv"
    log(user, "exported" if exported else "read", "data protection", states=list(user.scope.states), detail="register")
    lines = register(user, on=today)
    if exported:
        return as_csv(f"register-of-processing-{today}", COLUMNS, lines)
    context = {
        "today": today,
        "parts": [(part, [line for line in lines if line.part == part]) for part in PARTS],
        "export": url_with(request, **{"as": "csv"}),
    }
    return render(request, "processing.html", context)
