"""Forms made from the fields of a type of request, and texts for what stands in a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from roadstead.engine.requests.fields import Field, Kind
from roadstead.engine.requests.request_type import RequestType
from roadstead.web.forms.fields import DayField, PartialDateField
from roadstead.web.forms.page_form import LinesField, PageForm


def form_field(of: Field) -> forms.Field:
    """Return the form's field for a field of a message. What it cleans to is checked again before it is sent."""
    label, hint = of.label.render(gettext), of.hint.render(gettext)
    given: dict[str, Any] = {"label": label, "help_text": hint, "required": of.is_required}
    if of.kind is Kind.LINES:
        return LinesField(max_length=of.max_chars, rows=3, **given)
    if of.kind is Kind.CHOICE:
        choices = [(code, text.render(gettext)) for code, text in of.choices.items()]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **given)
    if of.kind is Kind.DATE:
        return PartialDateField(**given | ({} if hint else {"help_text": None}))
    if of.kind is Kind.DAY:
        return DayField(**given)
    return forms.CharField(max_length=of.max_chars, widget=forms.TextInput(attrs={"autocomplete": "off"}), **given)


def add_fields(form: PageForm, fields: Iterable[Field]) -> None:
    """Add the fields of a message to a form."""
    for each in fields:
        form.add_field(each.name, form_field(each))


def content_of(form: PageForm, fields: Iterable[Field]) -> dict[str, str]:
    """Return the content of a valid form as it is sent: texts, days in ISO 8601."""
    return {each.name: str(form.cleaned_data.get(each.name) or "") for each in fields}


def shown_fields(fields: Iterable[Field], content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return label and text of each field that has content, in the reader's language."""
    told = []
    for each in fields:
        text = str(content.get(each.name, ""))
        if text:
            choice = each.choices.get(text)
            told.append((each.label.render(gettext), choice.render(gettext) if choice else text))
    return told


def type_name(of: RequestType) -> str:
    return of.title.render(gettext)
