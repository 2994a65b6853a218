"""Forms of warrants: the draft, a form as JSON, an offence, the signed file, and the reason of an act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.config import config
from roadstead.cooperation.warrants.draft import MAX_MONTHS, NewWarrant
from roadstead.cooperation.warrants.history import MAX_REASON_CHARS
from roadstead.cooperation.warrants.logic.content import DecisionType, JudicialDecision, Offence, Purpose
from roadstead.cooperation.warrants.logic.eaw_form import MAX_BYTES
from roadstead.cooperation.warrants.models import Warrant
from roadstead.platform.timeline.attachments import too_large
from roadstead.platform.timeline.logic.file_types import ACCEPTED_TYPES, MB
from roadstead.targeting.watchlists.nomination_checks import Fault
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.fields import DayField, PartialDateField
from roadstead.web.forms.page_form import LinesField, PageForm

Words = Any  # a text, perhaps translated when it is shown
MAX_CELL_CHARS: Final = 1000
SEX_CHOICES: Final = (("", _("Not known")), ("F", _("Female")), ("M", _("Male")), ("X", _("Unspecified (X)")))
PURPOSE_CHOICES: Final = (
    (Purpose.PROSECUTE.value, _("To prosecute")),
    (Purpose.SERVE.value, _("To serve a sentence")),
)
TYPE_CHOICES: Final = (
    (DecisionType.WARRANT.value, _("Arrest warrant")),
    (DecisionType.JUDGMENT.value, _("Judgment")),
    (DecisionType.OTHER.value, _("Other decision")),
)
YES_NO: Final = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
CELLS: Final = ("surname", "given", "aliases", "born", "birth_place", "sex", "nationality", "documents", "marks")


def _line(label: Words, hint: Words = "", *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=MAX_CELL_CHARS, widget=widget)


def _lines(label: Words, hint: Words = "", rows: int = 2) -> LinesField:
    return LinesField(label=label, help_text=hint, required=False, rows=rows, max_length=MAX_CELL_CHARS)


def _months(label: Words) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=MAX_MONTHS, widget=widget)


class WarrantForm(PageForm):
    """A draft. Only the name, the purpose and the two days are required: the page names what is missing later."""

    marks_optional = False

    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSE_CHOICES, widget=forms.RadioSelect)
    surname = _line(_("Surname"), _("Or the whole name, if you do not know its parts"), required=True)
    given = _line(_("Given names"))
    aliases = _lines(_("Other names"), _("One per line"))
    born = _lines(_("Date of birth"), _("A day, month, year or range: 1979-03-14, 1979-03, 1979, 1965/1967"), 1)
    birth_place = _line(_("Place of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=SEX_CHOICES, required=False)
    nationality = _lines(_("Nationality"), _("Code or name of the country, for example BRB or Guyana"), 1)
    documents = _lines(_("Identity documents"), _("TYPE:ISSUER:NUMBER, one per line, for example P:GUY:R0000001"))
    marks = _line(_("Distinctive marks"), _("Scars, tattoos and the like"))
    court = _line(_("Court"))
    decision_reference = _line(_("Reference of the decision"))
    decision_date = DayField(label=_("Date of the decision"), required=False)
    decision_type = forms.ChoiceField(label=_("Type of decision"), choices=TYPE_CHOICES)
    in_absentia = forms.ChoiceField(
        label=_("Was the judgment given in the person’s absence?"), choices=YES_NO, required=False
    )
    served = _line(_("What was served on the person, and when"))
    basis = _lines(_("Legal basis"), _("The treaty or act, and the section, under which the person is wanted abroad"))
    property_text = _lines(_("Property to seize and hand over"), _("One per line"))
    guarantees = _lines(_("Guarantees"), _("For example a retrial, or the review of a life sentence"))
    until = DayField(label=_("Last day in force"))
    review_by = DayField(label=_("Review by"))

    def new_warrant(self) -> NewWarrant:
        """Return what was typed, of a valid form."""
        given = self.cleaned_data
        absent = {"yes": True, "no": False}.get(given["in_absentia"])
        return NewWarrant(
            purpose=Purpose(given["purpose"]),
            cells={name: str(given.get(name) or "").strip() for name in CELLS},
            basis=given["basis"],
            until=given["until"],
            review_by=given["review_by"],
            decision=JudicialDecision(
                court=given["court"],
                reference=given["decision_reference"],
                date=given["decision_date"].isoformat() if given["decision_date"] else "",
                type=DecisionType(given["decision_type"]),
                in_absentia=absent,
                served=given["served"],
            ),
            property_text=given["property_text"],
            guarantees=given["guarantees"],
        )

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Show each fault at its field, unless the field has an error of its own."""
        wrong = set(self.errors)
        for field, text in faults:
            if field not in wrong:
                self.add_error(field if field in self.fields else None, text.render(gettext))


def typed(row: Warrant) -> dict[str, Any]:
    """Return the fields of the form as the warrant has them."""
    decision = row.content.decision
    return {
        **row.cells,
        "purpose": row.purpose,
        "court": decision.court,
        "decision_reference": decision.reference,
        "decision_date": decision.date,
        "decision_type": decision.type.value,
        "in_absentia": "" if decision.in_absentia is None else "yes" if decision.in_absentia else "no",
        "served": decision.served,
        "basis": row.basis,
        "property_text": row.property_text,
        "guarantees": row.guarantees,
        "until": row.until,
        "review_by": row.review_by,
    }


class FormFileForm(ActForm):
    """The form of the European arrest warrant as JSON, from which a draft is made."""

    auto_id = "form-%s"
    form = forms.FileField(label=_("Form as JSON"), widget=forms.FileInput(attrs={"accept": "application/json,.json"}))

    def clean_form(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["form"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(refusal_text(too_large(MAX_BYTES)))
        return file


class OffenceForm(ActForm):
    """One offence."""

    auto_id = "offence-%s"
    law = _line(_("Law and section"), required=True)
    what = LinesField(label=_("What happened"), rows=2, max_length=MAX_CELL_CHARS)
    when = PartialDateField(label=_("When"), required=False)
    where = _line(_("Where"))
    part = _line(_("Part taken"), _("For example: principal, accomplice"))
    maximum_months = _months(_("Longest imprisonment, in months"))
    remaining_months = _months(_("Sentence that remains, in months"))

    def offence(self) -> Offence:
        """Return the offence of a valid form."""
        return Offence(**{name: self.cleaned_data[name] for name in self.base_fields})


class RemoveOffenceForm(ActForm):
    """Takes an offence out of a draft."""

    row_field, row_prefix = "number", "remove"
    number = HiddenNumber()


class SignedFileForm(ActForm):
    """The signed file."""

    auto_id = "signed-%s"
    file = forms.FileField(label=_("Signed file"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext("%(types)s, up to %(size)d MB.") % {
            "types": ACCEPTED_TYPES.render(gettext),
            "size": config().file_size // MB,
        }

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > config().file_size:
            raise forms.ValidationError(refusal_text(too_large(config().file_size)))
        return file


class _WhyForm(ActForm):
    """Reason of an act, which stays in the history."""

    why = LinesField(
        label=_("Reason"), rows=2, max_length=MAX_REASON_CHARS, error_messages={"required": _("Write the reason.")}
    )


class DecideForm(_WhyForm):
    """Validation by a second person, or the return to the clerk."""

    auto_id = "decide-%s"


class PublishForm(_WhyForm):
    """The second look, after which the warrant is in force."""

    auto_id = "publish-%s"


class ResumeForm(_WhyForm):
    """The end of a suspension."""

    auto_id = "resume-%s"


class ReviewForm(_WhyForm):
    """A review, after which the warrant stays in force."""

    auto_id = "review-%s"
    field_order = ("review_by", "why")
    review_by = DayField(label=_("Next day of review"))


class SuspendForm(_WhyForm):
    """A suspension."""

    auto_id = "suspend-%s"


class ExecutedForm(_WhyForm):
    """The person was found."""

    auto_id = "executed-%s"


class WithdrawForm(_WhyForm):
    """The end before its time."""

    auto_id = "withdraw-%s"
