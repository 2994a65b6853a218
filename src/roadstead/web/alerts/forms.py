"""Forms of the pages of alerts: filters, decision, outcome at the border, tasks, cleared matches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import RegexValidator
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
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.outcomes import possible_outcomes
from roadstead.casework.alerts.queue import ASSIGNEES, KINDS, TABS, WITHIN, AlertFilters
from roadstead.platform.accounts.models import User
from roadstead.web.common.refusals import MAX_TEXT_CHARS as MAX_NOTE_CHARS
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.templatetags.names import code_label
from roadstead.web.templatetags.names import port as port_name
from roadstead.web.templatetags.statuses import TAGS

Choices = list[tuple[str, Any]]
ANY: Final = ("", _("Any"))
CHOOSE: Final = ("", _("Choose"))
NUMBER: Final = r"^\d{1,17}$"
ABOUT_LABELS: Final[Mapping[str, Any]] = {
    "people": _("People"),
    "cargo": _("Cargo"),
    "craft": _("Ship, aircraft or voyage"),
}
COMPARED: Final = "compared-"  # beginning of the names of fields that hold the officer's findings
MAX_NAME_CHARS: Final = 120  # characters of a list, an entry


def codes(each: Iterable[str]) -> Choices:
    """Return codes of our own tables as choices."""
    return [(code, code_label(code)) for code in each]


def _select(field: forms.Field) -> forms.Select:
    assert isinstance(field.widget, forms.Select)
    return field.widget


# ── Filters


class AlertFilterForm(PageForm):
    """Filters of the queue, from the URL."""

    auto_id = "filter-%s"
    marks_optional = False

    whose = forms.ChoiceField(label=_("Assigned to"), choices=codes(ASSIGNEES), widget=forms.HiddenInput)
    show = forms.ChoiceField(label=_("State"), choices=codes(TABS))
    within = forms.ChoiceField(label=_("Arrives within"), choices=[ANY, *codes(WITHIN)], required=False)
    port = forms.CharField(label=_("Port"), max_length=5, widget=forms.Select, required=False)
    day = DayField(label=_("Arrives on"), required=False)
    list = forms.CharField(label=_("List"), max_length=100, widget=forms.Select, required=False)
    rule = forms.CharField(label=_("Rule"), max_length=20, widget=forms.Select, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=[ANY, *codes(KINDS)], required=False)
    about = forms.ChoiceField(label=_("About"), choices=[ANY, *ABOUT_LABELS.items()], required=False)
    voyage = forms.CharField(
        label=_("Voyage"),
        validators=[RegexValidator(NUMBER, _("This link names no voyage. Open the alerts from the voyage’s page."))],
        widget=forms.Select,
        required=False,
    )

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__({"whose": "all", "show": "open", **{name: value for name, value in query.items() if value}})
        if not query.get("voyage"):
            del self.fields["voyage"]

    def filters(self) -> AlertFilters:
        """Return the filters. A wrong value narrows nothing; its error is shown."""
        self.is_valid()
        return AlertFilters.parse({name: str(value) for name, value in self.cleaned_data.items() if value})

    def offer(self, *, lists: Iterable[str], rules: Iterable[str], ports: Iterable[str]) -> None:
        """Offer these values, and the one in use."""
        for name, offered in (("list", lists), ("rule", rules), ("port", ports)):
            used = str(self.data.get(name, ""))
            label = port_name if name == "port" else str
            values = sorted({*offered, used} - {""})
            _select(self.fields[name]).choices = [ANY, *((value, label(value)) for value in values)]
        if "voyage" in self.fields:
            _select(self.fields["voyage"]).choices = [(self.data["voyage"], _("This voyage only")), ANY]


class ClearedFilterForm(PageForm):
    """Filters of the cleared matches, from the URL."""

    auto_id = "filter-%s"
    marks_optional = False

    show = forms.ChoiceField(
        label=_("State"),
        choices=[*((code, tag.words) for code, tag in TAGS["pair"].items()), ("all", _("All"))],
    )
    list = forms.CharField(label=_("List"), max_length=MAX_NAME_CHARS, required=False)
    entry = forms.CharField(label=_("Entry"), max_length=MAX_NAME_CHARS, required=False)

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__({"show": "all", **{name: value for name, value in query.items() if value}})
        self.is_valid()


class SuppressedFilterForm(PageForm):
    """Filters of the suppressed matches, from the URL."""

    auto_id = "filter-%s"
    marks_optional = False

    list = forms.CharField(label=_("List"), max_length=MAX_NAME_CHARS, required=False)
    entry = forms.CharField(label=_("Entry"), max_length=MAX_NAME_CHARS, required=False)
    voyage = forms.CharField(
        label=_("Voyage"),
        validators=[
            RegexValidator(NUMBER, _("Enter the number from the address of the voyage’s page, for example 42."))
        ],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        required=False,
    )

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(dict(query))
        self.is_valid()


# ── Decision


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
        max_length=MAX_NOTE_CHARS,
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


class GoodsForm(ActForm):
    """Decision about goods: what is to be checked, and where."""

    auto_id = "check-%s"

    container = forms.CharField(
        label=_("Container"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "autocomplete": "off", "list": "check-containers"}
        ),
    )
    place = forms.CharField(
        label=_("Place of the check"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, containers: Sequence[str], **kwargs: Any) -> None:
        hint = gettext("A colleague, and later the importer, must be able to follow it.")
        super().__init__(*args, hint=hint, **kwargs)
        self.containers = containers
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
        return DecisionText(note=given["note"], container=given["container"], place=given["place"])


class MatchForm(ActForm):
    """Decision about a person or a firm: a finding for each row of the comparison, and the evidence (S14).

    `filled_in` names the attributes whose finding the page took over from the comparison.
    """

    reasons_for = LinesField(
        label=_("Evidence that it is the same person"),
        help_text=_("What you chose in the table counts. Add other evidence here. Write “None” if there is none."),
        rows=2,
        max_length=MAX_NOTE_CHARS,
        required=False,
    )
    reasons_against = LinesField(
        label=_("Evidence that it is not"),
        help_text=_("Write “None” if there is none."),
        rows=2,
        max_length=MAX_NOTE_CHARS,
        required=False,
    )
    filled_in = forms.CharField(max_length=MAX_NAME_CHARS, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: Sequence[ComparisonRow], is_firm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_firm:
            self.fields["reasons_for"].label = gettext("Evidence that it is the same firm")
        for row in rows:
            if row.key in ATTRIBUTES:
                self.fields[f"{COMPARED}{row.key}"] = _finding(row)

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
        label=gettext("You find: %(what)s") % {"what": gettext(row.label)},
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


# ── Outcome


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
        self.fields["at"] = MomentField(label=gettext("When"), zone=zone, now=now)
        if alert.is_about_cargo:
            self.fields.update(_seizure_fields(container))

    @property
    def early_text(self) -> str:
        """The reason for recording before arrival, if the officer has ticked so."""
        return str(self.cleaned_data["early_reason"]) if self.cleaned_data["early"] else ""

    @property
    def items(self) -> list[list[Any]]:
        """The rows of what was found, each with its three fields."""
        rows = range(1, MAX_ITEMS + 1) if "hidden" in self.fields else ()
        return [[self[f"{name}-{at}"] for name in ("seized", "quantity", "unit")] for at in rows]

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
    """What was done, which ends the task."""

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


# ── Cleared matches


class ReviewForm(PageForm):
    """Review of a cleared match: approve, withdraw, issue a redress number, withdraw it."""

    marks_optional = False

    act = forms.ChoiceField(
        label=_("Review"),
        choices=[(act, act) for act in ("approve", "withdraw", "redress", "withdraw-number")],
        error_messages={"required": _("Press one of the buttons."), "invalid_choice": _("Press one of the buttons.")},
    )
    why = LinesField(
        label=_("Why you withdraw it"),
        help_text=_("Future matches raise alerts again. The alert keeps its decision."),
        rows=2,
        max_length=MAX_NOTE_CHARS,
        required=False,
    )
    consent = forms.BooleanField(label=_("The person has asked for it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].widget.attrs["required"] = True

    @property
    def missing_field(self) -> str | None:
        """Field that a refusal is about: the reason, if a withdrawal has none."""
        withdraws = self.cleaned_data["act"] in {"withdraw", "withdraw-number"}
        return "why" if withdraws and not self.cleaned_data["why"] else None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("act") == "redress" and not given.get("consent"):
            self.add_error("consent", _("Tick that the person has asked for the number."))
        return given


def decision_form(
    alert: Alert, rows: Sequence[ComparisonRow], data: Mapping[str, Any] | None = None, **kwargs: Any
) -> ActForm:
    """Return the form of a decision about this alert: of a check of goods, or of a match."""
    containers = kwargs.pop("containers", ())
    if alert.is_goods:
        return GoodsForm(data, containers=containers, **kwargs)
    return MatchForm(data, rows=rows, is_firm=alert.is_about_cargo, **kwargs)
