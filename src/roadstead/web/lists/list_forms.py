"""Forms on the page of a list: settings, a threshold to test, handling, and how its alerts are processed."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.alert_policies import MAX_CONTACT_CHARS, ProposedPolicy
from roadstead.casework.alerts.logic.urgency import MOST_SERIOUS
from roadstead.casework.alerts.models import AlertPolicy
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.matching.rerank.model import shipped_model
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import State, User
from roadstead.platform.handling import labels
from roadstead.platform.handling.logic.codes import GRADINGS, OWNER_ONLY
from roadstead.platform.handling.models import MAX_WORDS_CHARS
from roadstead.targeting.watchlists.handling import PURPOSES, NewHandling
from roadstead.targeting.watchlists.manual_lists import NO_MONTHS as WRONG_MONTHS
from roadstead.targeting.watchlists.models import REGION, WatchList
from roadstead.targeting.watchlists.settings import BAD_DAYS, BAD_THRESHOLD, MAX_BITS, MIN_BITS, Settings
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.lists.forms import NO_MONTHS, BitsField, NumberField

MAX_REASON_CHARS: Final = 2000  # characters of a reason
MAX_NAMED: Final = 50  # officers named for red
NO_DAYS: Final = _("Enter the number of days in digits, for example 365.")
REFUSED_FIELDS: Final = {BAD_THRESHOLD: "threshold", BAD_DAYS: "cleared_days", WRONG_MONTHS: "review_months"}
OUT_OF_RANGE: Final = _("Enter a number of bits from %(low)d to %(high)d.")
NOT_STATED: Final = ("", _("Not stated"))


class SettingsForm(PageForm):
    """Proposal of other settings, for a second supervisor."""

    threshold = BitsField(label=_("Raise alerts from (bits)"), required=False)
    cleared_days = NumberField(label=_("A cleared match is valid for (days)"), wrong=NO_DAYS, width=5)
    review_months = NumberField(
        label=_("Review an entry after at most (months)"),
        help_text=_("Entries in force keep their review day. New nominations use the new period"),
        wrong=NO_MONTHS,
    )
    review_months_of_minors = NumberField(
        label=_("Review an entry of a person who may be under 18 after (months)"), wrong=NO_MONTHS
    )
    second_person = forms.BooleanField(label=_("A cleared match needs second approval"), required=False)
    second_stage = forms.BooleanField(label=_("Use the reranking model"), required=False)
    why = LinesField(
        label=_("Reason for the settings"),
        help_text=_("The second supervisor decides on it. It is stored with the settings"),
        max_length=MAX_REASON_CHARS,
    )

    def __init__(self, *args: Any, of_list: WatchList, of_documents: bool, **kwargs: Any) -> None:
        now = {
            "threshold": of_list.threshold,
            "cleared_days": of_list.cleared_days,
            "review_months": of_list.review_months,
            "review_months_of_minors": of_list.review_months_of_minors,
            "second_person": of_list.needs_second_approval,
            "second_stage": of_list.use_reranking,
        }
        super().__init__(*args, initial=now, **kwargs)
        self.fields["threshold"].help_text = _("If you leave it empty, the default of %(bits)g applies") % {
            "bits": DEFAULT_THRESHOLD
        }
        self.fields["second_stage"].help_text = _(
            "It adds or subtracts up to %(bits)g bits, with a sentence of its own, and does not learn in service. Test"
            " the threshold again before you propose it"
        ) % {"bits": shipped_model().max_bits}
        if not of_list.is_manual:
            del self.fields["review_months"], self.fields["review_months_of_minors"]
        if of_documents:
            self.fields["threshold"].widget = forms.HiddenInput()

    def wanted(self) -> Settings:
        given = self.cleaned_data
        return Settings(
            threshold=given["threshold"],
            needs_second_approval=given["second_person"],
            cleared_days=given["cleared_days"],
            use_reranking=given["second_stage"],
            review_months=given.get("review_months"),
            review_months_of_minors=given.get("review_months_of_minors"),
        )

    def refuse_settings(self, refused: NotAllowed) -> None:
        self.refuse(refused, REFUSED_FIELDS.get(refused.text))


class CheckForm(PageForm):
    """Check of all notices of a list with the national bureau."""

    marks_optional = False
    checked_on = DayField(
        label=_("Checked with the national bureau on"),
        help_text=_("The day on which the bureau confirmed that every notice of the list is still in force"),
    )


class ThresholdTestForm(PageForm):
    """A threshold to test on the travellers of the last days (`?try=12.5`)."""

    marks_optional = False
    show = forms.CharField(required=False, initial="settings", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = OUT_OF_RANGE % {"low": MIN_BITS, "high": MAX_BITS}
        wrong = dict.fromkeys(("invalid", "required", "min_value", "max_value"), text)
        self.fields["try"] = BitsField(
            label=_("Threshold to test (bits)"), min_value=MIN_BITS, max_value=MAX_BITS, error_messages=wrong
        )


class PolicyForm(PageForm):
    """Proposal of how alerts of the list are processed, for a second supervisor."""

    auto_id = "policy-%s"
    confirm_needs_second = forms.BooleanField(label=_("A confirmation needs second approval"), required=False)
    seriousness = forms.TypedChoiceField(
        label=_("Seriousness"),
        choices=[("", _("As each entry says")), *((str(step), str(step)) for step in range(1, MOST_SERIOUS + 1))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    instruction = LinesField(
        label=_("Instruction for officers"),
        help_text=_("Shown on every alert of the list whose entry has no instruction of its own"),
        max_length=MAX_REASON_CHARS,
        required=False,
    )
    contact = forms.CharField(label=_("Contact to call"), max_length=MAX_CONTACT_CHARS, required=False)
    policy_why = LinesField(
        label=_("Reason for the policy"),
        help_text=_("The second supervisor decides on it. It is stored with the policy"),
        rows=2,
        max_length=MAX_REASON_CHARS,
    )

    def __init__(self, *args: Any, in_force: AlertPolicy | None, **kwargs: Any) -> None:
        names = ("confirm_needs_second", "seriousness", "instruction", "contact")
        now = {name: getattr(in_force, name) for name in names} if in_force else {}
        super().__init__(*args, initial=now, **kwargs)

    def wanted(self) -> ProposedPolicy:
        given = self.cleaned_data
        return ProposedPolicy(**{name: given[name] for name in given if name != "policy_why"})


class HandlingForm(PageForm):
    """Handling of the list, in force at once."""

    auto_id = "handling-%s"
    tlp = forms.ChoiceField(label=_("Who may be notified (TLP)"))
    purpose = forms.ChoiceField(
        label=_("Purpose for which the list was supplied"),
        choices=[NOT_STATED, *((code, _(words)) for code, words in PURPOSES.items())],
        required=False,
    )
    share = forms.MultipleChoiceField(
        label=_("States to notify (amber only)"), required=False, widget=forms.CheckboxSelectMultiple
    )
    named = forms.CharField(
        label=_("User names of the officers (red only)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    h = forms.MultipleChoiceField(
        label=_("Handling codes"),
        choices=[(code, _(words)) for code, words in labels.H.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    h_words = forms.CharField(label=_("Restriction, if you choose H3"), max_length=MAX_WORDS_CHARS, required=False)
    consent_for = forms.MultipleChoiceField(
        label=_("What recipients may do without asking"),
        choices=[(code, _(words)) for code, words in labels.CONSENT.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pap = forms.ChoiceField(
        label=_("Permitted actions (PAP)"),
        choices=[NOT_STATED, *((code, _(words)) for code, words in labels.PAP.items())],
        required=False,
    )
    grading_scheme = forms.ChoiceField(
        label=_("Grading scheme of the source"),
        help_text=_("Both codes are stored as you write them and never converted"),
        choices=[("", _("Not graded")), *((each, each) for each in GRADINGS)],
        required=False,
    )
    grading_source = forms.CharField(
        label=_("Code of the source"),
        max_length=1,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "autocomplete": "off"}),
    )
    grading_information = forms.CharField(
        label=_("Code of the information"),
        max_length=1,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "autocomplete": "off"}),
    )
    why = forms.CharField(label=_("Reason for the handling"), max_length=MAX_REASON_CHARS)

    def __init__(self, *args: Any, of_list: WatchList, **kwargs: Any) -> None:
        officers = User.objects.filter(pk__in=of_list.named).order_by("username").values_list("username", flat=True)
        now = {
            "tlp": of_list.handling_code,
            "purpose": of_list.handling_purpose,
            "share": of_list.may_share_with,
            "named": " ".join(officers),
            **{name: getattr(of_list, name) for name in ("h", "h_words", "consent_for", "pap")},
            **{f"grading_{name}": getattr(of_list, f"grading_{name}") for name in ("scheme", "source", "information")},
        }
        super().__init__(*args, initial=now, **kwargs)
        regional = of_list.owner == REGION
        codes = [code for code in labels.TLP if not (regional and code in OWNER_ONLY)]
        self._offer("tlp", [(code, _(labels.TLP[code])) for code in codes])
        others = State.objects.exclude(code=of_list.owner).order_by("name")
        self._offer("share", [(state.code, str(state)) for state in others])
        if regional:
            del self.fields["named"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def wanted(self) -> NewHandling:
        given = self.cleaned_data
        named = dict.fromkeys(given.get("named", "").replace(",", " ").split())
        values: dict[str, Any] = {name: given[name] for name in given if name != "why"}
        values |= {name: tuple(given[name]) for name in ("share", "h", "consent_for")}
        return NewHandling(**values | {"named": tuple(named)[:MAX_NAMED]})
