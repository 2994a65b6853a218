"""Fields for what people type: days, times, partial dates, countries, ports, identity documents. Each error shows a
correct example.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from roadstead.engine.reference import countries
from roadstead.engine.reference.caricom import participants
from roadstead.engine.reference.places import seaports
from roadstead.engine.reference.typed_places import codes_typed, label, places_near
from roadstead.engine.text.dates import Precision, parse

NO_DAY: Final = _("“%(text)s” is not a day. Write it as year-month-day, for example 2027-06-30.")
FAR_DAY: Final = _("The year of “%(text)s” must be between 1900 and 2200.")
NO_DATE: Final = _("“%(text)s” is not a date. Write year-month-day, year-month or the year, for example 1985-03.")
NO_COUNTRY: Final = _("“%(text)s” is not a country. Write its code or its name, for example BRB or Barbados.")
SEVERAL: Final = _("“%(text)s” may be %(names)s. Write one of these codes.")
NO_PLACE: Final = _(
    "“%(text)s” is not a port or airport we know. Write its code or name, for example BBBGI or Bridgetown."
)
NEAR_PLACES: Final = _("“%(text)s” is not a port or airport we know. Did you mean %(names)s? Write the code.")
NO_DOCUMENT: Final = _("“%(text)s” has no document number. Write the number as printed, for example R0123456.")
NO_TIME: Final = _("Write the day and the time, for example 2027-06-30 18:00.")
PARTIAL: Final = frozenset({Precision.DAY, Precision.MONTH, Precision.YEAR})
YEARS: Final = range(1900, 2201)  # times in another zone than UTC leave Python's calendar at its ends
MAX_DATE_CHARS: Final = 40
MAX_NUMBER_CHARS: Final = 60
MAX_PLACE_CHARS: Final = 80
MAX_PLACES: Final = 8  # of one name, in an error
PORTS_ID: Final = "ports-of-the-region"


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
        read, text = parse(value), {"text": value.strip()[:MAX_DATE_CHARS]}
        if read.precision is Precision.DAY and read.iso:
            day = date.fromisoformat(read.iso)
            if day.year not in YEARS:
                raise forms.ValidationError(FAR_DAY, params=text, code="invalid")
            return day
        if value.strip():
            raise forms.ValidationError(NO_DAY, params=text, code="invalid")
        return None


class LocalTimeField(forms.CharField):
    """A day and a time by a local clock. Cleans to ISO 8601 without a zone, to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        picker = forms.TextInput(attrs={"type": "datetime-local", "class": "govuk-input--width-20"})
        super().__init__(widget=picker, max_length=MAX_DATE_CHARS, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text:
            return ""
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(NO_TIME, code="invalid") from None
        return read.replace(tzinfo=None).isoformat(timespec="minutes")


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


class PlaceInput(forms.TextInput):
    """Text input that offers the seaports of the region's states. `has_offers`: False for the second one of a page,
    which uses the list of the first.
    """

    template_name = "django/forms/widgets/place.html"

    def __init__(self, *, has_offers: bool = True) -> None:
        self.has_offers = has_offers
        width = {"class": "govuk-input--width-20"}
        super().__init__(attrs={**width, "autocomplete": "off", "spellcheck": "false", "list": PORTS_ID})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {
            "ports_id": PORTS_ID,
            "ports": _ports_of_the_region() if self.has_offers else "",
        }


class PlaceField(forms.CharField):
    """A port or airport by code or name. Cleans to UN/LOCODE or IATA code.

    `accepts`: whether a code in capitals that is in no table of ours may be used, for harbours without a code of their
    own (LCXXX).
    """

    def __init__(
        self, *, accepts: Callable[[str], bool] = lambda code: False, has_offers: bool = True, **kwargs: Any
    ) -> None:
        self.accepts = accepts
        kwargs.setdefault("help_text", _("Code or name, for example BGI or Bridgetown"))
        super().__init__(widget=PlaceInput(has_offers=has_offers), max_length=MAX_PLACE_CHARS, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        found = codes_typed(text) if text else ("",)
        if len(found) == 1:
            return found[0]
        if not found and text.isupper() and self.accepts("".join(text.split())):
            return "".join(text.split())
        near = [label(code) for code in found[:MAX_PLACES]] or places_near(text)
        error = SEVERAL if found else NEAR_PLACES if near else NO_PLACE
        raise forms.ValidationError(error, params={"text": text, "names": "; ".join(near)}, code="invalid")


@cache
def _ports_of_the_region() -> SafeString:
    """Return options with the seaports of the region's states. End tags are left out, as HTML allows, to save bytes."""
    states = {state.code for state in participants()}
    ports = [(port.code, port.short_name) for port in seaports().values() if port.country in states]
    return format_html_join("", "<option value={}>{}", ports)


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
    """A code, such as that of a carrier. Cleans to capitals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_short(10), **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()
