"""Forms on the page of an organisation, and the form that adds one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference.measures import STAGES, Term, crimes, measures
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.directory.models import ContactMethod, ContactPointHolder, Function
from roadstead.platform.directory.models.methods import Result
from roadstead.platform.directory.sharing import TLP
from roadstead.platform.handling import labels
from roadstead.web.forms.acts import NO_ACT, ActForm, HiddenNumber
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm

ORGANISATION_ONLY: Final = _("Only your organisation can see it.")
MAX_LANGUAGES: Final = 4
MAX_CATEGORY_CHARS: Final = 40


def line_field(
    label: Any, max_length: int, *, width: int = 0, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    attrs = {"autocomplete": "off", **({"class": f"govuk-input--width-{width}"} if width else {})}
    return forms.CharField(
        label=label, max_length=max_length, required=required, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


def _labelled(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(value, _(str(label))) for value, label in choices]


def _terms(found: Mapping[str, Term]) -> list[tuple[str, Any]]:
    return _labelled((code, term.name) for code, term in found.items())


class OrganisationForm(PageForm):
    """A new organisation."""

    name = line_field(_("Name"), 120)
    code = line_field(
        _("Short code"),
        8,
        width=10,
        help_text=_("Capital letters and digits, for example FIU. It cannot be changed later."),
    )
    type = forms.ChoiceField(label=_("Type"), choices=[("", _("Choose")), *_labelled(OrganisationType.choices)])
    source = line_field(_("Legal source"), 300, required=False, help_text=_("The act or decision that names it"))


class PointForm(ActForm):
    """A new contact point."""

    title = line_field(_("Name of the contact point"), 120)
    function = forms.MultipleChoiceField(
        label=_("Functions"), choices=_labelled(Function.choices), widget=forms.CheckboxSelectMultiple
    )


class RowForm(ActForm):
    """An action on one row, by a button alone."""

    row_field, row_prefix = "number", "row"
    number = HiddenNumber()


class HolderForm(ActForm):
    """A new holder or deputy of a contact point."""

    row_field, row_prefix = "number", "holder"
    number = HiddenNumber()
    kind = forms.ChoiceField(label=_("Role"), choices=_labelled(ContactPointHolder.Kind.choices))
    person = forms.ChoiceField(label=_("User account"), required=False)
    name = line_field(_("Name, for a person without an account"), 120, required=False)
    mail = forms.EmailField(
        label=_("Personal e-mail address"), help_text=ORGANISATION_ONLY, max_length=200, required=False
    )
    telephone = forms.CharField(
        label=_("Personal telephone number"),
        help_text=ORGANISATION_ONLY,
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)
        person.choices = [("", _("none")), *((each.pk, str(each)) for each in people)]


class MethodForm(ActForm):
    """A new contact method of a contact point."""

    row_field, row_prefix = "number", "method"
    number = HiddenNumber()
    method = forms.ChoiceField(label=_("Contact method"), choices=_labelled(ContactMethod.Method.choices))
    target = line_field(_("Number or address"), 300, required=False)
    hours = line_field(
        _("Hours"), 120, width=20, required=False, help_text=_("Leave empty if it can be reached at any time")
    )
    languages = line_field(
        _("Languages"), 20, width=10, required=False, help_text=_("Codes of two letters, for example en es")
    )

    def clean_languages(self) -> list[str]:
        codes = self.cleaned_data["languages"].replace(",", " ").split()
        if not all(len(each) <= 3 for each in codes):
            raise forms.ValidationError(_("Write each language as two letters, for example en es."))
        return list(codes[:MAX_LANGUAGES])


class CompetenceForm(ActForm):
    """A measure for which a contact point is competent."""

    row_field, row_prefix = "number", "competence"
    number = HiddenNumber()
    measure = forms.ChoiceField(label=_("Measure"), choices=[("", _("Choose")), *_terms(measures())])
    crimes = forms.MultipleChoiceField(
        label=_("Crimes"),
        help_text=_("Choose none if it is competent for all"),
        choices=_terms(crimes()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    stage = forms.ChoiceField(
        label=_("Stage of the case"), choices=[("", _("every stage")), *_labelled(STAGES.items())], required=False
    )
    source = line_field(_("Legal source"), 300, help_text=_("The act, letter or decision"))
    urgent_only = forms.BooleanField(label=_("Urgent requests only"), required=False)


def split_categories(text: str) -> list[str]:
    """Return the categories between the commas. Raises ValidationError if there is none, or one is too long."""
    found = [each.strip() for each in text.split(",") if each.strip()]
    if not found or max(map(len, found)) > MAX_CATEGORY_CHARS:
        raise forms.ValidationError(
            _("Write what may be shared, with at most 40 characters between commas, for example cases, voyages.")
        )
    return found


class AgreementForm(ActForm):
    """A proposal of an agreement on what may be shared with a partner."""

    purpose = LinesField(label=_("Purpose"), max_length=4000, rows=2)
    categories = line_field(
        _("What may be shared"), 400, help_text=_("Separate with commas, for example cases, voyages")
    )
    strictest_tlp = forms.ChoiceField(
        label=_("Strictest code that may be shared"), choices=[(code, _(labels.TLP[code])) for code in TLP]
    )
    retention = line_field(_("How long the partner may keep it"), 40, width=20, help_text=_("For example 6 months"))
    onward_transfer = forms.BooleanField(label=_("The partner may pass it on"), required=False)
    reference = line_field(_("Decision on which it is based"), 200)
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(label=_("Last day"), help_text=_("Leave empty for no end"), required=False)
    reason = LinesField(label=_("Reason"), max_length=4000, rows=2, required=False)

    def clean_categories(self) -> list[str]:
        return split_categories(self.cleaned_data["categories"])


class ContactForm(ActForm):
    """The result of a contact, by one of two buttons, with a note."""

    row_field, row_prefix = "number", "contact"
    note = line_field(_("Note on this contact"), 300, width=20, required=False)
    result = forms.ChoiceField(
        choices=_labelled(Result.choices),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose whether someone answered.")),
        widget=forms.HiddenInput(attrs={"id": False}),
    )


class DecisionForm(ActForm):
    """The decision on an agreement that waits, by one of two buttons."""

    act = forms.ChoiceField(
        choices=[("approve", _("Approve")), ("decline", _("Reject"))],
        error_messages=dict.fromkeys(("required", "invalid_choice"), NO_ACT),
        widget=forms.HiddenInput(attrs={"id": False}),
    )
