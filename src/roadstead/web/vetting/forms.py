"""Forms of vetting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.vetting.decide import MAX_WHY_CHARS
from roadstead.casework.vetting.logic.sheet import MAX_BYTES, MAX_PEOPLE, TOO_LARGE
from roadstead.casework.vetting.models import (
    MAX_CONTACT_CHARS,
    MAX_REASON_CHARS,
    Finding,
    SheetStatus,
    StateOutcome,
    VettingApplicant,
)
from roadstead.web.forms.acts import ActForm
from roadstead.web.forms.page_form import LinesField, PageForm

MB: Final = 1000**2
FINDINGS: Final = {
    Finding.NOT_SAME: _("Not the same person"),
    Finding.CHECKS: _("Further checks advised"),
    Finding.SAME: _("The same person (a second person approves it)"),
}
OUTCOMES: Final = {
    StateOutcome.GRANTED: _("Granted"),
    StateOutcome.REFUSED: _("Refused"),
    StateOutcome.WITHDRAWN: _("Application withdrawn"),
}
STATUSES: Final = {
    SheetStatus.RECEIVED: _("Being searched"),
    SheetStatus.OPEN: _("Being checked"),
    SheetStatus.ANSWERED: _("Letter sent"),
    SheetStatus.CLOSED: _("Closed"),
}


class SheetFilter(PageForm):
    """Filter of the list of sheets."""

    auto_id, marks_optional = "filter-%s", False
    show = forms.ChoiceField(label=_("Show"), choices=[("", _("All")), *STATUSES.items()], required=False)


class SheetForm(PageForm):
    """A sheet of applicants to send."""

    file = forms.FileField(label=_("Sheet of applicants"))
    urgent = forms.BooleanField(label=_("This sheet is urgent"), required=False)
    reason = forms.CharField(
        label=_("Why it is urgent"),
        max_length=MAX_REASON_CHARS,
        required=False,
        help_text=_("Only for an urgent sheet"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = gettext("xlsx, xls, ods or csv: at most %(people)d people and %(size)d MB") % {
            "people": MAX_PEOPLE,
            "size": MAX_BYTES // MB,
        }

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(gettext(TOO_LARGE.template) % {"size": MAX_BYTES // MB})
        return file


class LetterForm(ActForm):
    """The letter: whom the unit can contact."""

    auto_id = "letter-%s"
    contact = forms.CharField(
        label=_("Contact for questions"),
        max_length=MAX_CONTACT_CHARS,
        required=False,
        help_text=_("Telephone or e-mail of the desk. It stands in the letter."),
    )


class OutcomeForm(ActForm):
    """Form for the state's decisions about some applicants."""

    auto_id = "outcome-%s"
    applicants = forms.MultipleChoiceField(label=_("Applicants"), widget=forms.CheckboxSelectMultiple, choices=())
    outcome = forms.ChoiceField(
        label=_("Decision of the state"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, rows: Sequence[VettingApplicant] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["applicants"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), f"{row.row}. {row.name}") for row in rows]


class FindingForm(ActForm):
    """Decision about a possible match."""

    auto_id = "finding-%s"
    finding = forms.ChoiceField(
        label=_("What have you found?"), choices=list(FINDINGS.items()), widget=forms.RadioSelect
    )
    why = LinesField(label=_("What it rests on"), rows=2, max_length=MAX_WHY_CHARS)


class ConfirmForm(ActForm):
    """Second approval of a confirmed match."""

    auto_id = "confirm-%s"
    why = LinesField(label=_("Reason, if you reject it"), rows=2, max_length=MAX_WHY_CHARS, required=False)


class ReopenForm(ActForm):
    """Opens a decided match again: a button alone."""


class CheckForm(PageForm):
    """Code of a letter, and the file to compare."""

    code = forms.CharField(
        label=_("Code of the letter"), max_length=20, help_text=_("On the first page, for example 7K3M9-QX2AH")
    )
    letter = forms.FileField(label=_("Letter as PDF"), required=False, help_text=_("To compare the file itself"))

    def clean_letter(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["letter"]
        if file is not None and (file.size or 0) > 10 * MAX_BYTES:
            raise forms.ValidationError(gettext("This file is too large to be a letter. Choose the PDF that you got."))
        return file
