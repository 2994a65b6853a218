"""Forms that several pages of lists share: decisions of the second officer, choices, several files, bits, months."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.web.forms.page_form import LinesField, PageForm

MAX_REASON_CHARS: Final = 4000  # characters of a reason
ACTION_CHOICES: Final = (("stop", _("Stop")), ("silent", _("Silent")))
PRIORITY_CHOICES: Final = (("high", _("High")), ("normal", _("Normal")), ("low", _("Low")))
NO_MONTHS: Final = _("Enter the number of months in digits, for example 12.")
NO_BITS: Final = _("Enter the threshold as a number of bits, for example 18.5.")


class DecisionForm(PageForm):
    """Decision of the second officer about one nomination, or about all of one file."""

    act = forms.ChoiceField(label=_("Decision"), choices=[("approve", _("Approve")), ("decline", _("Reject"))])
    why = LinesField(label=_("Reason for your decision"), max_length=MAX_REASON_CHARS)


class NumberField(forms.IntegerField):
    """A whole number, typed into a short text field."""

    def __init__(self, *, wrong: Promise, width: int = 3, **kwargs: Any) -> None:
        attrs = {"class": f"govuk-input--width-{width}", "inputmode": "numeric", "autocomplete": "off"}
        kwargs.setdefault("error_messages", {"invalid": wrong})
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)


class BitsField(forms.FloatField):
    """Match strength in bits, with a decimal point or comma."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "govuk-input--width-5", "inputmode": "decimal", "autocomplete": "off"}
        kwargs.setdefault("error_messages", {"invalid": NO_BITS})
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or several, chosen together. Cleans to a list."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        chosen = data if isinstance(data, list) else [data]
        return [super(FilesField, self).clean(each, initial) for each in chosen or [None]]
