"""Status of the service for its operator; periodic jobs: how often each runs, when it last ran, its result, and when it
runs next; and rescreens with failures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from roadstead import __version__
from roadstead.config import config
from roadstead.oversight.health.board import ServiceStatus, service_status
from roadstead.oversight.health.checks import Check, CheckCache
from roadstead.platform.accounts.permissions import may_run_jobs
from roadstead.platform.audit.models import log
from roadstead.platform.jobs.models import Job
from roadstead.platform.jobs.run import run_soon
from roadstead.targeting.rescreens.queue import failed_rescreens, retry_failed
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import Column, headings, sorted_by
from roadstead.web.forms.page_form import PageForm
from roadstead.web.oversight.acts import submit
from roadstead.web.templatetags.clock import duration

COLUMNS = {
    "job": Column("Job", ("name",)),
    "every": Column("Every", ("every",)),
    "result": Column("Result", ("failures",)),
    "last": Column("Last run", ("ended_at",)),
    "took": Column("Took", ("took",)),
    "next": Column("Next run", ("next_at",)),
    "do": Column("Action"),
}
# Health checks on the board, in its order.
CHECKS: Final = {
    "database": _("Database"),
    "queue": _("Oldest waiting message"),
    "workers": _("Screening workers"),
    "senders": _("Mail and webhook senders"),
    "schedulers": _("Job schedulers"),
    "heartbeat": _("Longest time without a sign of life"),
    "busy": _("Longest piece of work"),
    "deliveries_failing": _("Failed deliveries, last hour"),
    "carriers_failing": _("Carriers whose webhooks fail, last hour"),
    "deliveries_overdue": _("Oldest delivery that is due"),
    "outbox_overdue": _("Oldest waiting event"),
    "outbox_set_aside": _("Events set aside"),
    "jobs_failed": _("Failed periodic jobs"),
    "audit": _("Oldest unsealed audit entry"),
    "disk_home": _("Free disk space: data folder"),
    "disk_database": _("Free disk space: database"),
}
GONE: Final = _("This rescreen has no failures left to retry: load the page again.")
MAX_ID: Final = 2**63 - 1
MB_PER_GB: Final = 1000

_cached = CheckCache()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One number of the status board. `is_ok`: within its limit; None without a limit. `problem`: what is wrong."""

    label: str | Promise
    value: str
    is_ok: bool | None = None
    problem: str = ""


class RunForm(PageForm):
    """Which job is run now."""

    job = forms.CharField(max_length=40, widget=forms.HiddenInput)


class RetryForm(PageForm):
    """Which rescreen is tried again."""

    rescreen = forms.IntegerField(
        min_value=1,
        max_value=MAX_ID,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), GONE),
    )


@allowed(may_run_jobs)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Show the status board, and every job; those that failed first."""
    return _page(request)


@allowed(may_run_jobs)
@require_POST
def run_job(request: HttpRequest) -> HttpResponse:
    """Have a job run now; the scheduler does it, within a second or two."""
    form = RunForm(request.POST)
    if not (form.is_valid() and submit(form, lambda: run_soon(form.cleaned_data["job"]))):
        return _page(request, sent=form)
    log(current_user(request), "ran", f"job {form.cleaned_data['job']}")
    banner.success(request, _("The scheduler is running the job. Reload this page to see the result."))
    return redirect("jobs")


@allowed(may_run_jobs)
@require_POST
def retry_rescreen(request: HttpRequest) -> HttpResponse:
    """Retry the failed parts of a rescreen; a worker does it."""
    form, scope = RetryForm(request.POST), current_user(request).scope
    if not (form.is_valid() and submit(form, lambda: retry_failed(form.cleaned_data["rescreen"], scope))):
        return _page(request, sent=form)
    log(current_user(request), "retried", f"rescreen {form.cleaned_data['rescreen']}")
    banner.success(request, _("A worker is trying again. Reload this page to see the result."))
    return redirect("jobs")


def _page(request: HttpRequest, *, sent: PageForm | None = None) -> HttpResponse:
    """Show the page. `sent`: the form that was refused."""
    scope = current_user(request).scope
    context = {
        "board": status_board(service_status(scope), _cached.checks(config()), now=timezone.now()),
        "rows": sorted_by(Job.objects.order_by("-failures", "name"), request, COLUMNS),
        "headings": headings(request, COLUMNS),
        "rescreens": failed_rescreens(scope),
        "form": sent,
    }
    return render(request, "jobs.html", context, status=409 if sent else 200)


def status_board(status: ServiceStatus, checks: list[Check], *, now: datetime) -> list[Measurement]:
    """Return the measurements of the board: the queue first, then the health checks, lists, signature and version."""
    found = {check.name: check for check in checks}
    return [
        Measurement(label=_("Messages in the queue"), value=str(status.messages_waiting)),
        *(_checked(label, found[name]) for name, label in CHECKS.items() if name in found),
        Measurement(
            label=_("Messages set aside"),
            value=str(status.messages_set_aside),
            is_ok=not status.messages_set_aside,
        ),
        Measurement(label=_("Age of the oldest list"), value=_age(status.oldest_list_at, now)),
        Measurement(label=_("Last signature of the audit log"), value=_age(status.signed_at, now)),
        Measurement(label=_("Version"), value=__version__),
    ]


def _checked(label: str | Promise, check: Check) -> Measurement:
    return Measurement(label=label, value=_value(check), is_ok=check.ok, problem="" if check.ok else check.text)


def _value(check: Check) -> str:
    if check.value is None:
        return gettext("unknown")
    if check.name == "database":
        return gettext("answers") if check.ok else gettext("no answer")
    if check.unit == "seconds":
        return duration(timedelta(seconds=check.value))
    if check.unit == "MB":
        return f"{check.value / MB_PER_GB:,.0f} GB"
    return f"{check.value:,.0f}"


def _age(moment: datetime | None, now: datetime) -> str:
    return gettext("%(time)s ago") % {"time": duration(now - moment)} if moment else gettext("none yet")
