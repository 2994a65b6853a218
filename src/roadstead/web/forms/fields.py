"""Fields for what officers type: days, partial dates, countries, identity documents. Each error shows a correct
example.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference import countries
from roadstead.engine.text.dates import Precision, parse

NO_DAY: Final = _("“%(text)s” is not a day. Write it as year-month-day, for example 2027-06-30.")
NO_DATE: Final = _("“%(text)s” is not a date. Write year-month-day, year-month or the year, for example 1985-03.")
NO_COUNTRY: Final = _("“%(text)s” is not a country. Write its code or its name, for example BRB or Barbados.")
SEVERAL: Final = _("“%(text)s” may be %(names)s. Write one of these codes.")
NO_DOCUMENT: Final = _("“%(text)s” holds no document number. Write the number as printed, for example R0123456.")
PARTIAL: Final = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})
MAX_DATE_CHARS: Final = 40
MAX_NUMBER_CHARS: Final = 60


def _short(width: int) -> forms.TextInput:
    return forms.TextInput(attrs={"class": f"govuk-input--width-{width}", "autocomplete": "off", "spellcheck": "false"})


class DayField(forms.DateField):
    """A whole day. The browser's picker sends ISO 8601; what is typed elsewhere may be written out (30 Jun 2027)."""

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input--width-10"})
        super().__init__(widget=picker, **kwargs)

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        read = parse(value)
        if read.precision is Precision.DAY and read.iso:
            return date.fromisoformat(read.iso)
        if value.strip():
            raise forms.ValidationError(NO_DAY, params={"text": value.strip()[:MAX_DATE_CHARS]}, code="invalid")
        return None


class PartialDateField(forms.CharField):
    """A date of which the day, or month and day, may be unknown. Cleans to ISO 8601: 1985, 1985-03 or 1985-03-12."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 1985-03-12. If you know only the month or year: 1985-03 or 1985"))
        super().__init__(widget=_short(10), max_length=MAX_DATE_CHARS, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        read = parse(text)
        if text and (read.precision not in PARTIAL or not read.iso):
            raise forms.ValidationError(NO_DATE, params={"text": text}, code="invalid")
        return read.iso


class CountryField(forms.CharField):
    """A country by code or name. Cleans to its code of ISO 3166-1 alpha-3."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Code or name, for example BRB or Barbados"))
        super().__init__(widget=_short(20), max_length=MAX_NUMBER_CHARS, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        found = countries.candidates(text)
        if len(found) == 1:
            return found[0]
        names = ", ".join(f"{countries.name(code)} ({code})" for code in found)
        raise forms.ValidationError(
            SEVERAL if found else NO_COUNTRY, params={"text": text, "names": names}, code="invalid"
        )


class DocumentField(forms.CharField):
    """The number of an identity document as printed. Cleans to capitals and digits without spaces and dashes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("As printed on the document, for example R0123456"))
        super().__init__(widget=_short(20), max_length=MAX_NUMBER_CHARS, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        number = "".join(sign for sign in text.upper() if sign.isalnum())
        if text and not number:
            raise forms.ValidationError(NO_DOCUMENT, params={"text": text}, code="invalid")
        return number


class CodeField(forms.CharField):
    """A code, such as that of a port or a carrier. Cleans to capitals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_short(10), **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()
