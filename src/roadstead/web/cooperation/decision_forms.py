"""Forms of decisions of bodies: the record, an effect of it, and the buttons on its page."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference.caricom import REGION
from roadstead.oversight.registers.acts import BODIES
from roadstead.oversight.registers.models import MAX_REFERENCE_CHARS, MAX_TEXT_CHARS, MAX_TITLE_CHARS, EffectKind
from roadstead.platform.accounts.models import Organisation, State
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.directory.sharing import TLP
from roadstead.platform.handling import labels
from roadstead.web.cooperation.organisation_forms import line_field, split_categories
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm

SHOWN: Final = {
    "all": _("All"),
    "draft": _("Drafts"),
    "waiting": _("Waiting for approval"),
    "approved": _("Approved"),
}


class DecisionFilter(PageForm):
    """Filter of the list."""

    auto_id, marks_optional = "filter-%s", False
    q = line_field(_("Words in the title or text"), 100, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=list(SHOWN.items()), required=False)


class RecordForm(PageForm):
    """A decision as its body took it."""

    body = forms.ModelChoiceField(
        label=_("Body that decided"), queryset=Organisation.objects.none(), empty_label=_("Choose")
    )
    reference = line_field(_("Reference of the body"), MAX_REFERENCE_CHARS, width=20)
    decided_on = DayField(label=_("Day of the decision"))
    title = line_field(_("Title"), MAX_TITLE_CHARS)
    text = LinesField(
        label=_("Text of the decision"),
        help_text=_("In the words of the body. Name no traveller."),
        rows=8,
        max_length=MAX_TEXT_CHARS,
    )
    file = forms.FileField(label=_("Signed file"), help_text=_("PDF, if there is one."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(type__in=BODIES, state=None).order_by("code")


class EffectForm(ActForm):
    """An effect of a decision: an agreement with a partner, or something that its owner carries out."""

    auto_id = "effect-%s"
    kind = forms.ChoiceField(label=_("Effect"), choices=[(value, _(label)) for value, label in EffectKind.choices])
    owner = forms.ChoiceField(
        label=_("Who puts it into effect"), help_text=_("Whose data it opens, or who carries it out.")
    )
    starts = DayField(label=_("First day"))
    ends = DayField(label=_("Last day"), help_text=_("Leave empty for no end"), required=False)
    what = LinesField(label=_("What is to be done"), help_text=_("Not for an agreement."), rows=2, required=False)
    partner = forms.ModelChoiceField(
        label=_("Partner"),
        help_text=_("From here on for an agreement alone."),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose"),
        required=False,
    )
    categories = line_field(
        _("What may be shared"), 400, required=False, help_text=_("Separate with commas, for example cases, voyages")
    )
    purpose = LinesField(label=_("Purpose"), rows=2, required=False)
    strictest_tlp = forms.ChoiceField(
        label=_("Strictest code that may be shared"), choices=[(code, _(labels.TLP[code])) for code in TLP]
    )
    retention = line_field(
        _("How long the partner may keep it"), 40, width=20, required=False, help_text=_("For example 6 months")
    )
    onward_transfer = forms.BooleanField(label=_("The partner may pass it on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        partner, owner = self.fields["partner"], self.fields["owner"]
        assert isinstance(partner, forms.ModelChoiceField)
        assert isinstance(owner, forms.ChoiceField)
        partner.queryset = Organisation.objects.filter(type=OrganisationType.PARTNER).order_by("code")
        states = State.objects.order_by("name")
        owner.choices = [("", _("Choose")), (REGION, _("Regional centre")), *((row.pk, row.name) for row in states)]

    def clean_categories(self) -> list[str]:
        text = self.cleaned_data["categories"]
        return split_categories(text) if text else []

    @property
    def terms(self) -> dict[str, Any]:
        """Return what `registers.acts` takes as terms."""
        if self.cleaned_data["kind"] == EffectKind.OTHER:
            return {"what": self.cleaned_data["what"]}
        names = ("categories", "purpose", "strictest_tlp", "retention", "onward_transfer")
        return {name: self.cleaned_data[name] for name in names}


class RowForm(ActForm):
    """A button for one effect."""

    number = HiddenNumber()


class EndForm(ActForm):
    """The end of one effect before its last day."""

    row_field, row_prefix = "number", "end"
    number = HiddenNumber()
    why = LinesField(label=_("Reason"), rows=2, max_length=1000, error_messages={"required": _("Write the reason.")})


class SendForm(ActForm):
    """A button without fields."""


class WhyForm(ActForm):
    """Approval or rejection of a record, with a reason."""

    auto_id = "why-%s"
    why = LinesField(label=_("Reason"), rows=2, max_length=1000, required=False)
