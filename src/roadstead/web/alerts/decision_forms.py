"""Forms of a decision about an alert, about several at once, and of restricted data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.decide import DecisionText
from roadstead.casework.alerts.logic.compare import (
    ATTRIBUTES,
    FINDINGS,
    REQUIRED,
    REQUIRED_FOR_PARTY,
    ComparisonRow,
    suggested,
    usual_reasons,
)
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.selections import assignable, open_selection, port_of_alert
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_examine_goods
from roadstead.platform.directory.roster import zone_of_officer
from roadstead.web.alerts.choices import CHOOSE, codes
from roadstead.web.common.refusals import MAX_TEXT_CHARS
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.forms.plan_form import DETAIN, PlanChoices, PlanForm

COMPARED: Final = "compared-"  # beginning of the names of fields that hold the officer's findings
MAX_NAMES_CHARS: Final = 120  # characters of the names of all attributes


class ActForm(PageForm):
    """Act of the workflow, chosen by its button, with a note. The domain says which acts need one."""

    marks_optional = False

    act = forms.ChoiceField(
        label=_("Decision"),
        choices=[(act.value, act.value) for act in Act],
        error_messages={"required": _("Press one of the buttons."), "invalid_choice": _("Press one of the buttons.")},
    )
    note = LinesField(
        label=_("Note: why you decide this way"),
        max_length=MAX_TEXT_CHARS,
        required=False,
    )
    next = forms.BooleanField(label=_("Then open the next alert"), initial=True, required=False)

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].widget.attrs["required"] = True
        self.fields["note"].help_text = hint or gettext(
            "A colleague, and later the person concerned, must be able to follow it."
        )

    @property
    def words(self) -> DecisionText:
        """Text of the decision, once the form is valid."""
        return DecisionText(note=self.cleaned_data["note"])


class GoodsForm(ActForm, PlanForm):
    """Decision about goods: what is to be checked, where, when and by whom. `plan`: None for who may only release."""

    auto_id = "check-%s"

    container = forms.CharField(
        label=_("Container"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "list": "check-containers"}
        ),
    )
    detains = forms.BooleanField(label=DETAIN, required=False)

    def __init__(
        self, *args: Any, containers: Sequence[str] = (), plan: PlanChoices | None = None, **kwargs: Any
    ) -> None:
        hint = gettext("A colleague, and later the importer, must be able to follow it.")
        super().__init__(*args, hint=hint, **kwargs)
        self.containers = containers
        self.has_plan = plan is not None
        if plan is not None:
            self.add_plan_fields(plan)
        self.fields["note"].label = gettext("What you checked and why")
        self.fields["container"].help_text = (
            gettext("The bill has several containers. Enter the one to check, or leave this empty for all.")
            if len(containers) > 1
            else gettext("As declared on the bill")
            if containers
            else gettext("The bill names no container")
        )

    @property
    def words(self) -> DecisionText:
        given = self.cleaned_data
        plan = self.plan_values() if self.has_plan else {}
        return DecisionText(note=given["note"], container=given["container"], detains=given["detains"], **plan)


class MatchForm(ActForm):
    """Decision about a person or a firm: a finding for each row of the comparison, and the evidence (S14).

    `filled_in` names the attributes whose finding the page took over from the comparison.
    """

    reasons_for = LinesField(
        label=_("Evidence that it is the same person"),
        help_text=_("What you chose in the table counts. Add other evidence here. Write “None” if there is none."),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )
    reasons_against = LinesField(
        label=_("Evidence that it is someone or something else"),
        help_text=_("Write “None” if there is none."),
        rows=2,
        max_length=MAX_TEXT_CHARS,
        required=False,
    )
    filled_in = forms.CharField(max_length=MAX_NAMES_CHARS, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: Sequence[ComparisonRow], is_firm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_firm:
            self.fields["reasons_for"].label = gettext("Evidence that it is the same firm")
        for row in rows:
            if row.key in ATTRIBUTES:
                self.add_field(f"{COMPARED}{row.key}", _finding(row))

    @property
    def words(self) -> DecisionText:
        given = self.cleaned_data
        return DecisionText(
            compared={name: given.get(f"{COMPARED}{name}", "") for name in ATTRIBUTES},
            filled_in=given["filled_in"].split(),
            **{name: given[name] for name in ("note", "reasons_for", "reasons_against")},
        )


def _finding(row: ComparisonRow) -> forms.ChoiceField:
    asked = {"class": "rs-finding", "form": "decision", "required": row.key in {*REQUIRED, *REQUIRED_FOR_PARTY}}
    return forms.ChoiceField(
        label=gettext("Your finding: %(what)s") % {"what": gettext(row.label)},
        choices=[CHOOSE, *codes(FINDINGS)],
        widget=forms.Select(attrs=asked),
        required=False,
    )


def filled_in(fill: str, rows: Sequence[ComparisonRow]) -> dict[str, str]:
    """Return what the page fills in, for the officer to read and correct.

    `fill`: "compared" takes over the comparison, "usual" also writes the usual reasons of a namesake. Raise NotAllowed
    if those do not fit.
    """
    if fill == "usual":
        namesake = usual_reasons(rows)
        texts = {name: str(getattr(namesake, name)) for name in ("reasons_for", "reasons_against", "note")}
    elif fill == "compared":
        texts = {}
    else:
        return {}
    found = suggested(rows)
    return {**texts, "filled_in": " ".join(found), **{f"{COMPARED}{name}": each for name, each in found.items()}}


class AlertNumbersField(forms.MultipleChoiceField):
    """Ticked alerts, by number. The domain says which of them are alike."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal() and len(str(value)) <= 17

    def clean(self, value: Any) -> list[int]:
        return [int(number) for number in super().clean(value)]


class SimilarForm(MatchForm):
    """One decision about several alerts against the same entry."""

    act = None  # type: ignore[assignment]  # Django drops the field: all of them are cleared
    next = None  # type: ignore[assignment]
    alert = AlertNumbersField(
        label=_("Clear"), error_messages={"required": _("Tick the alerts that you want to clear.")}
    )


class ReturnForm(PageForm):
    """Reason for which an outcome that was recorded by mistake is undone."""

    auto_id = "return-%s"

    note = forms.CharField(label=_("Why you put it back"), max_length=500)

    @property
    def words(self) -> DecisionText:
        return DecisionText(note=self.cleaned_data["note"])


class BreakGlassForm(PageForm):
    """Reason for which restricted data are opened. The audit log keeps it."""

    why = forms.CharField(
        label=_("Why you need to see who it is"),
        help_text=_(
            "The audit log keeps this with your name. Write nothing about the person. "
            "The data stay open for 15 minutes, on this page only."
        ),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PresenceForm(forms.Form):
    """Report of an open page: the state of the alert as the page shows it."""

    state = forms.CharField(required=False)


def plan_choices(
    alert: Alert, user: User, now: datetime, before: Mapping[str, str] | None = None
) -> PlanChoices | None:
    """Return what the plan of a check can be, filled in with the selection's, else with what was decided `before`, else
    with the arrival; None unless this person may select the goods.
    """
    if not (alert.is_goods and may_examine_goods(user)):
        return None
    selected, said = open_selection(alert, user), before or {}
    planned = datetime.fromisoformat(said["planned"]) if said.get("planned") else alert.arrival.arrives_at
    return PlanChoices(
        zone=zone_of_officer(user),
        now=now,
        port=selected.port if selected else said.get("port") or port_of_alert(alert, user.state_id or ""),
        place=selected.place if selected else said.get("place", ""),
        planned_at=selected.planned_at if selected else planned,
        officers=assignable(user),
        officer=selected.officer.username if selected else said.get("officer") or user.username,
    )


def decision_form(
    alert: Alert, rows: Sequence[ComparisonRow], data: Mapping[str, Any] | None = None, **kwargs: Any
) -> ActForm:
    """Return the form of a decision about this alert: of a check of goods, or of a match.

    `containers`, `plan`: for goods, the numbers to offer and what a plan of the check can be.
    """
    of_goods = {name: kwargs.pop(name) for name in ("containers", "plan") if name in kwargs}
    if alert.is_goods:
        return GoodsForm(data, **of_goods, **kwargs)
    return MatchForm(data, rows=rows, is_firm=alert.is_about_cargo, **kwargs)
