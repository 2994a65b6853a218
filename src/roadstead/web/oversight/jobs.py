"""Periodic jobs: how often each runs, when it last ran, its result, and when it runs next. And rescreens with
failures.
"""

from __future__ import annotations

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.permissions import may_run_jobs
from roadstead.platform.audit.models import log
from roadstead.platform.jobs.models import Job
from roadstead.platform.jobs.run import run_soon
from roadstead.targeting.rescreens.queue import failed_rescreens, retry_failed
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, headings, sorted_by

COLUMNS = {
    "job": Column("Job", ("name",)),
    "every": Column("Every", ("every",)),
    "result": Column("Result", ("failures",)),
    "last": Column("Last run", ("ended_at",)),
    "took": Column("Took", ("took",)),
    "next": Column("Next run", ("next_at",)),
    "do": Column("Do"),
}


@allowed(may_run_jobs)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """List every job; those that failed first."""
    return _page(request)


@allowed(may_run_jobs)
@require_POST
def run_job(request: HttpRequest) -> HttpResponse:
    """Have a job run now; the scheduler does it, within a second or two."""
    name = request.POST.get("job", "")
    try:
        run_soon(name)
    except NotAllowed as refused:
        return _page(request, error=refusal_text(refused), status=409)
    log(current_user(request), "ran", f"job {name}")
    banner.success(request, _("The scheduler runs it now. Load this page again to see the result."))
    return redirect("jobs")


@allowed(may_run_jobs)
@require_POST
def retry_rescreen(request: HttpRequest) -> HttpResponse:
    """Retry the failed parts of a rescreen; a worker does it."""
    number = request.POST.get("rescreen", "")
    try:
        retry_failed(int(number) if number.isdecimal() else 0, current_user(request).scope)
    except NotAllowed as refused:
        return _page(request, error=refusal_text(refused), status=409)
    log(current_user(request), "retried", f"rescreen {number}")
    banner.success(request, _("A worker tries it again now. Load this page again to see the result."))
    return redirect("jobs")


def _page(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    rows = sorted_by(Job.objects.order_by("-failures", "name"), request, COLUMNS)
    context = {
        "rows": rows,
        "headings": headings(request, COLUMNS),
        "rescreens": failed_rescreens(current_user(request).scope),
        "error": error,
    }
    return render(request, "jobs.html", context, status=status)
