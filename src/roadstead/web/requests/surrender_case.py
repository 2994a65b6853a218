"""Case of a surrender, for the asked side: its facts, the grounds for refusal they raise, and competing requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from roadstead.casework.alerts.follow_ups import ARREST_TASKS
from roadstead.cooperation.requests.competing import competing
from roadstead.cooperation.requests.facts import MAX_NOTE_CHARS, Case, case_of, may_see_case, state_facts
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.surrender_times import times_of
from roadstead.cooperation.warrants.logic.statuses import Status
from roadstead.cooperation.warrants.surrender import execute_after, warrant_of
from roadstead.engine.deadlines.spans import Span, Unit
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.requests.actions import OPEN
from roadstead.engine.requests.case import parsed
from roadstead.engine.requests.types.registry import TYPES
from roadstead.engine.rules.language.surrender import SURRENDER
from roadstead.engine.rules.language.vocabulary import Fact, Kind
from roadstead.engine.rules.law import words
from roadstead.engine.rules.law.grounds import Ground
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.cooperation_permissions import may_see_requests, may_write_requests
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.requests.type_forms import shown_fields, type_name

LABELS: Final[dict[str, Promise]] = {
    "acknowledge": gettext_lazy("Confirm receipt"),
    "admit": gettext_lazy("Check that it is complete"),
    "documents": gettext_lazy("Documents after a provisional arrest"),
    "consent": gettext_lazy("Decision after consent"),
    "decision": gettext_lazy("Decision if the person contests"),
    "review": gettext_lazy("Review of the decision"),
    "handover": gettext_lazy("Handover of the person"),
    "release": gettext_lazy("Final time limit"),
}
STATUSES: Final = {
    "applies": gettext_lazy("Applies"),
    "may apply": gettext_lazy("May apply"),
    "cannot tell": gettext_lazy("Cannot tell"),
    "does not apply": gettext_lazy("Does not apply"),
}
MAX_NUMBER: Final = 9999
NOTHING_FOUND: Final = "Not found: the state enters what its act says"  # of a shipped row that has nothing more to say


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTime:
    """A time in words. `span`: "" if it was not found; `due_at`: of its timer."""

    label: Promise
    span: str
    is_target: bool
    quality: str
    source: str
    text: str
    due_at: datetime | None
    is_done: bool


def shown_times(found: Request, user: User) -> list[ShownTime]:
    """Return the times of a surrender with source and mark, for whoever reads the request."""
    return [
        ShownTime(
            label=LABELS[each.code],
            span="" if each.row.is_empty else _span(Span.parse(each.row.within)),
            is_target=each.row.kind == "target",
            quality=_(words.MARKS.get(each.row.mark, each.row.mark)),
            source=each.row.source,
            text="" if each.row.is_empty and each.row.text == NOTHING_FOUND else _(each.row.text),
            due_at=each.timer.due_at if each.timer else None,
            is_done=bool(each.timer and each.timer.stopped_at),
        )
        for each in times_of(found, user)
    ]


def _span(span: Span) -> str:
    """Return a span in the reader's language."""
    words = {
        Unit.HOURS: ngettext("%(number)d hour", "%(number)d hours", span.number),
        Unit.DAYS: ngettext("%(number)d day", "%(number)d days", span.number),
        Unit.WORKING_DAYS: ngettext("%(number)d working day", "%(number)d working days", span.number),
        Unit.MONTHS: ngettext("%(number)d month", "%(number)d months", span.number),
    }
    return words.get(span.unit, str(span)) % {"number": span.number}


class FactsForm(PageForm):
    """A field for each fact; one that is left empty is not known."""

    auto_id, marks_optional = "fact-%s", False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, text in ARREST_TASKS.items():
            choices = [("", _("Not done yet")), ("done", _("Done")), ("not needed", _("Not needed"))]
            self.add_field(f"arrest.{code}", forms.ChoiceField(label=_(text), choices=choices, required=False))
        for fact in SURRENDER.facts:
            self.add_field(fact.name, _field(fact))
        hint = _("The document, the office or the person. Only your side reads this.")
        note = LinesField(label=_("Where these facts come from"), help_text=hint, rows=2, max_length=MAX_NOTE_CHARS)
        self.add_field("note", note)

    def done(self) -> dict[str, str]:
        """Return what was done after the arrest, of a valid form."""
        return {code: self.cleaned_data[f"arrest.{code}"] for code in ARREST_TASKS}

    def facts(self) -> dict[str, bool | int]:
        """Return the facts of a valid form."""
        given = self.cleaned_data
        texts = {fact.name: given.get(fact.name) for fact in SURRENDER.facts}
        return parsed({name: "" if value is None else str(value) for name, value in texts.items()})


def _field(fact: Fact) -> forms.Field:
    label = Sentence(fact.words).render(_)
    label = label[:1].upper() + label[1:]
    if fact.kind is Kind.YES:
        choices = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MAX_NUMBER, widget=widget)


@allowed(may_see_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def surrender_case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the case to the asked side, or store the facts that it states. The asking side has no such page."""
    user, now = current_user(request), timezone.now()
    rows = Request.objects.visible_to(user).select_related("asking__state", "asked__state")
    found: Request = get_object_or_404(rows, reference=reference)
    if not may_see_case(found, user) or found.is_restricted:
        raise Http404
    case = case_of(found, user, now.date())
    form = FactsForm(request.POST if request.method == "POST" else None, initial=_initial(case))
    if request.method == "POST" and may_write_requests(user) and form.is_valid():
        try:
            state_facts(found.pk, form.facts(), form.cleaned_data["note"], by=user, now=now, done=form.done())
        except NotAllowed as refused:
            form.refuse(refused, refused.field if isinstance(refused, FieldRefused) else None)
        else:
            banner.success(request, _("Facts saved. Read the grounds again."))
            return redirect("surrender-case", reference=reference)
    log(user, "read", f"exchange {found.pk}", states=found.states, detail="case")
    context = {
        "request_row": found,
        "type": type_name(TYPES[found.type]),
        "case": case,
        "to_do": [_(ARREST_TASKS[each]) for each in case.to_do],
        "grounds": [(each, STATUSES[each.status], _said(each)) for each in case.grounds],
        "others": [(row, type_name(TYPES[row.type]), _shown(row, fields)) for row, fields in competing(found, user)],
        "form": form,
        "may_state": may_write_requests(user),
    }
    return render(request, "surrender_case.html", context, status=400 if form.errors else 200)


def end_warrant(request: HttpRequest, found: Request, user: User) -> None:
    """Record the warrant behind a surrender as executed, once its state has confirmed that the person arrived."""
    if ended := execute_after(found, by=user, now=timezone.now()):
        text = _("The warrant %(reference)s has ended: its entry is withdrawn everywhere.")
        banner.success(request, text % {"reference": ended.reference})
    elif (row := warrant_of(found, user)) and row.status == Status.IN_FORCE:
        banner.info(request, _("Your central authority is notified: it ends the warrant."))


def warrant_ended(found: Request, user: User) -> str:
    """Return the reference of the warrant behind an open request if it is no longer in force, for the asking side."""
    row = warrant_of(found, user) if found.status in OPEN else None
    return row.reference if row and row.status != Status.IN_FORCE else ""


def _initial(case: Case) -> dict[str, Any]:
    yes_no = {True: "yes", False: "no"}
    facts = {name: yes_no[value] if isinstance(value, bool) else value for name, value in case.facts.items()}
    return facts | {f"arrest.{code}": text for code, text in (case.said.done if case.said else {}).items()}


def _said(ground: Ground) -> list[str]:
    """Return the facts without which the ground cannot be told."""
    return [each.render(_) for each in ground.missing_words]


def _shown(row: Request, fields: dict[str, str]) -> list[tuple[str, str]]:
    """Return what there is to weigh: offences, penalty, dates."""
    names = ("warrant", "for", "offences", "months", "remaining")
    return shown_fields([each for each in TYPES[row.type].asks if each.name in names], fields)
