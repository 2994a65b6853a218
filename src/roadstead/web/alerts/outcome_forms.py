"""Forms of an outcome at the border and of the tasks that follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.seizure import (
    MAX_ITEMS,
    MAX_TEXT_CHARS,
    SEIZURE_LABELS,
    UNITS,
    Seized,
    Seizure,
    SeizureFormError,
    is_filled_in,
    parse_form,
)
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.outcomes import possible_outcomes
from roadstead.platform.accounts.models import User
from roadstead.web.alerts.choices import CHOOSE
from roadstead.web.common.refusals import MAX_TEXT_CHARS as MAX_NOTE_CHARS
from roadstead.web.forms.page_form import LinesField, PageForm


class MomentField(forms.CharField):
    """Day and time by the clock of `zone`; now if it is empty. Cleans to UTC."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "govuk-input--width-20"})

    def __init__(self, *, zone: ZoneInfo, now: datetime, **kwargs: Any) -> None:
        utc = {"zone": zone.key, "utc": f"{now:%H:%M}"}
        hint = gettext("In UTC") if zone.key == "UTC" else gettext("Local time, %(zone)s. It is now %(utc)s UTC.") % utc
        super().__init__(help_text=hint, initial=now.astimezone(zone).isoformat()[:16], required=False, **kwargs)
        self.zone, self.now = zone, now

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        if not text:
            return self.now
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone).astimezone(UTC)
        except (ValueError, OverflowError):
            said = gettext("Enter the local time (%(zone)s) as 2026-11-25T16:20.") % {"zone": self.zone.key}
            raise forms.ValidationError(said) from None


class OutcomeForm(PageForm):
    """Outcome at the border, with what was found in goods. Before arrival it asks for a reason."""

    marks_optional = False

    early = forms.BooleanField(label=_("Record it before arrival"), required=False)
    early_reason = forms.CharField(
        label=_("Why you record it before arrival"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    what = forms.ChoiceField(label=_("What happened"), error_messages={"required": _("Choose what happened.")})
    outcome_note = LinesField(
        label=_("Note"),
        help_text=_("Required for “refused” and “missed”"),
        rows=2,
        max_length=MAX_NOTE_CHARS,
        required=False,
    )

    def __init__(self, *args: Any, alert: Alert, zone: ZoneInfo, now: datetime, container: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seizure: Seizure | None = None
        what = self.fields["what"]
        assert isinstance(what, forms.ChoiceField)
        what.choices = [CHOOSE, *((each.value, gettext(OUTCOME_LABELS[each])) for each in possible_outcomes(alert))]
        self.add_field("at", MomentField(label=gettext("When"), zone=zone, now=now))
        if alert.is_about_cargo:
            for name, field in _seizure_fields(container).items():
                self.add_field(name, field)

    @property
    def early_text(self) -> str:
        """The reason for recording before arrival, if the officer has ticked so."""
        return str(self.cleaned_data["early_reason"]) if self.cleaned_data["early"] else ""

    @property
    def items(self) -> list[list[Any]]:
        """The rows of what was found, each with its three fields."""
        rows = range(1, MAX_ITEMS + 1) if "hidden" in self.fields else ()
        return [[self[f"{name}-{at}"] for name in ("seized", "quantity", "unit")] for at in rows]

    @property
    def has_more_items(self) -> bool:
        """True if a row after the first is filled in."""
        return any(field.value() for row in self.items[1:] for field in row)

    def clean(self) -> dict[str, Any]:
        """Read what was found. Refuse it with another outcome, so that nothing typed is dropped silently."""
        given: dict[str, Any] = super().clean() or {}
        cells = {name: str(self.data.get(name, "")) for name in self.fields}
        if given.get("what") == OutcomeType.SEIZED:
            try:
                self.seizure = parse_form(cells)
            except SeizureFormError as faulty:
                for name, fault in faulty.faults.items():
                    if name not in self.errors:
                        self.add_error(name, gettext(fault))
        elif given.get("what") and is_filled_in(cells):
            said = gettext("You entered what was found. Choose “%(words)s”, or empty those fields.")
            self.add_error("what", said % {"words": gettext(OUTCOME_LABELS[OutcomeType.SEIZED])})
        return given


def _seizure_fields(container: str) -> dict[str, forms.Field]:
    """Return the fields of what was found: kind, quantity and unit of each thing, how it was hidden and where."""
    found: dict[str, forms.Field] = {}
    none = ("", "–")
    kinds = [none, *((each.value, gettext(SEIZURE_LABELS[each])) for each in Seized)]
    units = [none, *((unit, gettext(unit)) for unit in UNITS)]
    for at in range(1, MAX_ITEMS + 1):
        number = {"number": at}
        amount = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"})
        found |= {
            f"seized-{at}": forms.ChoiceField(label=gettext("Item %(number)d") % number, choices=kinds, required=False),
            f"quantity-{at}": forms.CharField(
                label=gettext("Quantity %(number)d") % number, max_length=40, widget=amount, required=False
            ),
            f"unit-{at}": forms.ChoiceField(label=gettext("Unit %(number)d") % number, choices=units, required=False),
        }
    off = {"autocomplete": "off"}
    found["hidden"] = forms.CharField(
        label=gettext("How it was hidden"),
        max_length=MAX_TEXT_CHARS,
        widget=forms.TextInput(attrs=off),
        required=False,
    )
    found["where"] = forms.CharField(
        label=gettext("Where in the container or consignment"),
        max_length=MAX_TEXT_CHARS,
        widget=forms.TextInput(attrs=off),
        required=False,
    )
    found["container"] = forms.CharField(
        label=gettext("Container"),
        max_length=20,
        initial=container,
        widget=forms.TextInput(attrs={**off, "class": "govuk-input--width-20", "list": "containers"}),
        required=False,
    )
    return found


# ── Tasks after an outcome


class TaskForm(PageForm):
    """Form of one task. `task`: its number, which is in the ids of its fields."""

    def __init__(self, *args: Any, task: int, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"task-{task}-%s", **kwargs)
        self.task = task


class DoneForm(TaskForm):
    """Result of a task, which ends it."""

    done_note = forms.CharField(
        label=_("What was done"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write what was done, then mark the task as done.")},
    )


class AssignForm(TaskForm):
    """Officer whose task it is; any supervisor if nobody is chosen."""

    officer = forms.ChoiceField(label=_("Officer"), required=False)
    marks_optional = False

    def __init__(self, *args: Any, officers: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer = self.fields["officer"]
        assert isinstance(officer, forms.ChoiceField)
        officer.choices = [("", gettext("Any supervisor")), *((each.username, str(each)) for each in officers)]
