"""What came of an alert at the border: recorded by an officer of that state, read by the owner of the list."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadstead.accounts.permissions import may_record_outcomes
from roadstead.casework.models import Alert
from roadstead.casework.outcomes import What, record
from roadstead.casework.workflow import NotAllowed
from roadstead.web.views.alerts import LONGEST
from roadstead.web.views.guard import allowed, who
from roadstead.web.why_not import why_not


@allowed(may_record_outcomes)
@require_POST
def record_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Found, not found, admitted, refused, referred or missed; a refusal is said on the alert's page."""
    get_object_or_404(Alert.objects.visible_to(who(request)), pk=pk)
    try:
        what, at, text = What(request.POST.get("what", "")), _moment(request.POST.get("at", "")), _text(request)
        record(pk, what, at=at, text=text, by=who(request), now=timezone.now())
    except (NotAllowed, ValueError) as refused:
        banner.error(request, why_not(refused))
        return redirect("alert", pk=pk)
    banner.success(request, _("Recorded, for the owner of the list too."))
    return redirect("alert", pk=pk)


def _moment(text: str) -> datetime:
    """UTC, as the field says; empty is now. Raises ValueError with a sentence."""
    if not text.strip():
        return timezone.now()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise ValueError("write the time as 2026-11-25T16:20, in UTC") from None


def _text(request: HttpRequest) -> str:
    text = request.POST.get("outcome_note", "")
    if len(text) > LONGEST:
        raise NotAllowed("at most %(most)s characters are kept: shorten the note", most=f"{LONGEST:,}")
    return text
