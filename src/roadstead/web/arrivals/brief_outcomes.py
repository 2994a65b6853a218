"""Outcomes that an officer recorded on a kept brief without a connection, sent by the device when it has one again.

The device chooses a key for each, so that an outcome that is sent twice is recorded once (`web.api.answered`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from roadstead.casework.alerts.desk import is_live
from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.models import OFF_PAGE, Alert
from roadstead.casework.alerts.outcomes import OUTCOMES_WITH_NOTE, record
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert
from roadstead.platform.accounts.answered_calls import KEPT
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_record_outcomes
from roadstead.platform.database.scope import hidden_ids
from roadstead.web.api.answered import Sender, once
from roadstead.web.api.refused import Refused
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import MAX_TEXT_CHARS, refusal_text
from roadstead.web.forms.page_form import LinesField, PageForm

MAX_REASON_CHARS: Final = 500
LARGEST: Final = 10**18
NOTED: Final = " ".join(sorted(OUTCOMES_WITH_NOTE))  # outcomes that need a note, for the script
NO_ALERT: Final = _("This alert cannot be opened any more. Nothing was recorded. Ask a colleague at a desk.")
ANOTHERS: Final = _("Another officer recorded this on the device. That officer must sign in to send it.")
TOO_OLD: Final = _("This was recorded more than seven days ago. Open the alert and record the outcome there.")
CHANGED: Final = _(
    "The alert was decided or dealt with meanwhile (%(status)s). Nothing was recorded. Open the alert, and record the"
    " outcome there if it is still needed."
)
DEALT: Final = _("dealt with at the border")


class OfflineOutcomeForm(PageForm):
    """Outcome of one alert on a kept brief. `alert`: its number, which is in the ids of the fields."""

    marks_optional = False

    what = forms.ChoiceField(label=_("What happened"))
    outcome_note = LinesField(
        label=_("Note"),
        help_text=_("Required for “refused” and “missed”"),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )

    def __init__(self, *args: Any, alert: int, outcomes: Sequence[OutcomeType], early: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"alert-{alert}-%s", **kwargs)
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [("", gettext("Choose")), *((each.value, gettext(OUTCOME_LABELS[each])) for each in outcomes)]
        if early:
            label = gettext("Why you record it before the declared arrival")
            text = forms.TextInput(attrs={"autocomplete": "off"})
            field = forms.CharField(label=label, max_length=MAX_REASON_CHARS, required=False, widget=text)
            self.add_field("early_reason", field)


class SentOutcomeForm(PageForm):
    """Outcome as a device sends it. `officer`: id of the account that recorded it; `at`: time of the device."""

    alert = forms.IntegerField(label=_("Alert"), min_value=1, max_value=LARGEST)
    officer = forms.IntegerField(label=_("Officer"), min_value=1, max_value=LARGEST)
    at = forms.DateTimeField(label=_("When"))
    what = forms.ChoiceField(label=_("What happened"), choices=[(each.value, each.value) for each in OutcomeType])
    outcome_note = LinesField(label=_("Note"), max_length=MAX_TEXT_CHARS, required=False)
    early_reason = forms.CharField(label=_("Reason"), max_length=MAX_REASON_CHARS, required=False)


@allowed(may_record_outcomes)
@require_POST
def brief_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an outcome of an alert of this voyage, once for each key. Answer with its number, or why it is refused."""
    user, now = current_user(request), timezone.now()
    if not Voyage.objects.visible_to(user).filter(pk=pk).exists():
        return _refusal(404, str(NO_ALERT))
    form = SentOutcomeForm(request.POST)
    if not form.is_valid():
        return _refusal(400, " ".join(str(each) for errors in form.errors.values() for each in errors))
    given = form.cleaned_data
    try:
        if given["officer"] != user.pk:
            raise Refused(403, "another-officer", str(ANOTHERS))
        sender, said = Sender(state=user.state_id or "", user=user), str(given).encode()
        return once(request, sender, lambda: _act(pk, given, user, now), said=said)
    except Refused as refused:
        return _refusal(refused.status, refused.text)
    except NotAllowed as not_allowed:
        return _refusal(409, refusal_text(not_allowed))


def _refusal(status: int, why: str) -> HttpResponse:
    return JsonResponse({"why": why}, status=status)


@transaction.atomic
def _act(voyage: int, given: dict[str, Any], user: User, now: datetime) -> dict[str, Any]:
    alert = _locked(voyage, given["alert"], user)
    if not (is_live(alert) or alert.is_selected):
        status = DEALT if alert.dealt_at else gettext(alert.label)
        raise Refused(409, "changed", CHANGED % {"status": status})
    if given["at"] < now - KEPT:
        raise Refused(409, "too-old", str(TOO_OLD))
    made = record(
        alert.pk,
        OutcomeType(given["what"]),
        at=given["at"],
        text=given["outcome_note"],
        by=user,
        now=now,
        early_reason=given["early_reason"],
    )
    acknowledge_for_alert(alert, by=user, now=now)
    return {"alert": alert.pk, "outcome": made.pk}


def _locked(voyage: int, number: int, user: User) -> Alert:
    """Return the alert as it stands for this person, locked: a colleague's decision comes before or after it."""
    rows = Alert.objects.visible_to(user).filter(OFF_PAGE).exclude(pk__in=hidden_ids().alerts)
    rows = rows.select_for_update(of=("self",)).select_related("voyage", "bill", "assignee")
    found = rows.filter(pk=number, voyage=voyage).first()
    if found is None:
        raise Refused(404, "no-such-alert", str(NO_ALERT))
    return as_acted_on_by(found, user)
