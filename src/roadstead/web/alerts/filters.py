"""Filters of the alerts, of cleared and of suppressed matches, from the URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.queue import ASSIGNEES, KINDS, TABS, WITHIN, AlertFilters
from roadstead.web.alerts.choices import ANY, codes
from roadstead.web.common.status_tags import TAGS
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import PageForm
from roadstead.web.templatetags.names import port as port_name

NUMBER: Final = r"^\d{1,17}$"
MAX_NAME_CHARS: Final = 120  # characters of a list, an entry
UNFILTERED: Final = frozenset({("show", "open")})  # with `whose`, what the queue begins with
ABOUT_LABELS: Final[Mapping[str, Any]] = {
    "people": _("People"),
    "cargo": _("Cargo"),
    "craft": _("Ship, aircraft or voyage"),
}


class AlertFilterForm(PageForm):
    """Filters of the queue, from the URL."""

    auto_id = "filter-%s"
    marks_optional = False

    whose = forms.ChoiceField(label=_("Assigned to"), choices=codes(ASSIGNEES), widget=forms.HiddenInput)
    show = forms.ChoiceField(label=_("Status"), choices=codes(TABS))
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

    def in_use(self) -> Sequence[str]:
        """Return the filters in use in words, such as `List: UN`. Call this after `offer`."""
        chosen = ((self[name], str(value)) for name, value in self.cleaned_data.items() if value)
        return [
            f"{field.label}: {dict(getattr(field.field.widget, 'choices', ())).get(value, value)}"
            for field, value in chosen
            if (field.name, value) not in UNFILTERED and not field.is_hidden
        ]


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
        label=_("Voyage ID"),
        validators=[
            RegexValidator(NUMBER, _("Enter the number from the address of the voyage’s page, for example 42."))
        ],
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"}),
        required=False,
    )

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(dict(query))
        self.is_valid()


def _select(field: forms.Field) -> forms.Select:
    assert isinstance(field.widget, forms.Select)
    return field.widget
