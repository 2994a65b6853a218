"""What came of an alert at the border: recorded by an officer of that state, read by the owner of the list."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.accounts.permissions import may_record_outcomes
from roadstead.casework.outcomes import WORDS, What, record
from roadstead.casework.seizure import Faulty, Seizure, is_named, typed
from roadstead.casework.workflow import NotAllowed
from roadstead.web.views.alerts import LONGEST, alert_as_seen, page_of_alert
from roadstead.web.views.guard import allowed, who
from roadstead.web.why_not import why_not


@allowed(may_record_outcomes)
@require_POST
def record_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of a person or of a consignment. A refusal names the field, and what was typed stays."""
    found = alert_as_seen(request, pk)
    try:
        what, at, text = _what(request.POST.get("what", "")), _moment(request.POST.get("at", "")), _text(request)
        record(pk, what, at=at, text=text, by=who(request), now=timezone.now(), seizure=_seizure(request, what))
    except Faulty as faulty:
        return page_of_alert(request, found, error=str(faulty), faults=faulty.faults, status=400)
    except NotAllowed as refused:
        return page_of_alert(request, found, error=why_not(refused), faults={"what": why_not(refused)}, status=409)
    banner.success(request, _("Recorded, for the owner of the list too."))
    return redirect("alert", pk=pk)


def _what(text: str) -> What:
    try:
        return What(text)
    except ValueError:
        raise Faulty({"what": _("Choose what happened.")}) from None


def _seizure(request: HttpRequest, what: What) -> Seizure | None:
    """What is typed of a find is never dropped in silence."""
    cells = request.POST.dict()
    if what is What.SEIZED:
        return typed(cells)
    if is_named(cells):
        said = _("You name things that were found: choose “%(words)s”, or empty those fields.")
        raise Faulty({"what": said % {"words": _(WORDS[What.SEIZED])}})
    return None


def _moment(text: str) -> datetime:
    """UTC, as the field says; empty is now."""
    if not text.strip():
        return timezone.now()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise Faulty({"at": _("Write the time as 2026-11-25T16:20, in UTC.")}) from None


def _text(request: HttpRequest) -> str:
    text = request.POST.get("outcome_note", "")
    if len(text) > LONGEST:
        said = _("At most %(most)s characters are kept: shorten the note.") % {"most": f"{LONGEST:,}"}
        raise Faulty({"outcome_note": said})
    return text
