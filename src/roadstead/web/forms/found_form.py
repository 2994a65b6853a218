"""Form of what an examination found: items one by one, each with what identifies it, and the time it was found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.logic.outcomes import OUTCOME_LABELS, OutcomeType
from roadstead.casework.alerts.logic.seizure import (
    DETAILS,
    MAX_ITEMS,
    MAX_TEXT_CHARS,
    SEIZURE_LABELS,
    UNITS,
    Seized,
    Seizure,
    SeizureFormError,
    is_filled_in,
    last_row,
    parse_form,
)
from roadstead.web.forms.page_form import PageForm

ADD_ITEM: Final = "add-item"  # name of the button that adds a row
DETAIL_LABELS: Final[Mapping[str, Promise]] = {
    "exhibit": _("Exhibit number"),
    "make": _("Make"),
    "model": _("Model"),
    "calibre": _("Calibre"),
    "serial": _("Serial number"),
    "markings": _("Markings"),
}
OFF: Final = {"autocomplete": "off"}


class MomentField(forms.CharField):
    """Day and time by the clock of `zone`; now if it is empty. Cleans to UTC. `initial`: a moment, else now."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "govuk-input--width-20"})

    def __init__(self, *, zone: ZoneInfo, now: datetime, initial: datetime | None = None, **kwargs: Any) -> None:
        utc = {"zone": zone.key, "utc": f"{now:%H:%M}"}
        hint = gettext("In UTC") if zone.key == "UTC" else gettext("Local time, %(zone)s. It is now %(utc)s UTC.") % utc
        shown = (initial or now).astimezone(zone).isoformat()[:16]
        super().__init__(help_text=hint, initial=shown, required=False, **kwargs)
        self.zone, self.now = zone, now

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value))
        if not text:
            return self.now
        try:
            return datetime.fromisoformat(text).replace(tzinfo=self.zone).astimezone(UTC)
        except (ValueError, OverflowError):
            said = gettext("Enter the local time (%(zone)s) as 2026-11-25T16:20.") % {"zone": self.zone.key}
            raise forms.ValidationError(said) from None


class FoundForm(PageForm):
    """Base of forms with `what` happened and, if something was found, its items. It begins with one item; the button
    `ADD_ITEM` adds another and keeps what was typed.
    """

    seizure: Seizure | None = None
    number_of_items = 0
    is_further = False  # True if the page is shown again for a further item

    def add_found_fields(self, container: str) -> None:
        """Add the fields of as many items as are filled in or were asked for, how they were hidden and where."""
        typed = self.data or self.initial
        asked = str(typed.get("items", ""))
        wanted = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
        self.number_of_items = max(1, min(MAX_ITEMS, max(wanted, last_row({k: str(v) for k, v in typed.items()}))))
        for at in range(1, self.number_of_items + 1):
            for name, field in _item_fields(at).items():
                self.add_field(f"{name}-{at}", field)
        self.add_field("items", forms.CharField(required=False, widget=forms.HiddenInput, max_length=3))
        self.initial.setdefault("items", self.number_of_items)
        for name, field in _place_fields(container).items():
            self.add_field(name, field)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The items, each with its number, its main fields, those that identify it, and whether any of them is open."""
        return [self._row(at) for at in range(1, self.number_of_items + 1)]

    @property
    def may_add(self) -> bool:
        return self.number_of_items < MAX_ITEMS

    @property
    def is_open(self) -> bool:
        """True if the form is unfolded: it has errors, or a further item is to be entered."""
        return bool(self.errors) or self.is_further

    def with_further_item(self, **kwargs: Any) -> Self:
        """Return the form as it was sent, unchecked, with one item more."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        more = type(self)(initial={**typed, "items": self.number_of_items + 1}, **kwargs)
        more.is_further = True
        last = more.fields.get(f"seized-{more.number_of_items}")
        if last is not None:
            last.widget.attrs["autofocus"] = True
        return more

    def clean(self) -> dict[str, Any]:
        """Read what was found. Refuse it with another outcome, so that nothing typed is dropped silently."""
        given: dict[str, Any] = super().clean() or {}
        cells = {name: str(self.data.get(name, "")) for name in self.fields}
        if given.get("what") == OutcomeType.SEIZED:
            try:
                self.seizure = parse_form(cells)
            except SeizureFormError as faulty:
                for name, fault in faulty.faults.items():
                    if name not in self.errors:
                        self.add_error(name, gettext(fault))
        elif given.get("what") and is_filled_in(cells):
            said = gettext("You entered what was found. Choose “%(words)s”, or empty those fields.")
            self.add_error("what", said % {"words": gettext(OUTCOME_LABELS[OutcomeType.SEIZED])})
        return given

    def _row(self, at: int) -> dict[str, Any]:
        details = [self[f"{name}-{at}"] for name in DETAILS]
        return {
            "number": at,
            "main": [self[f"{name}-{at}"] for name in ("seized", "quantity", "unit")],
            "details": details,
            "is_open": any(field.value() or field.errors for field in details) or at > 1,
        }


def _item_fields(at: int) -> dict[str, forms.Field]:
    """Return the fields of one item: kind, quantity and unit, and what identifies one piece."""
    none, number = ("", "–"), {"number": at}
    kinds = [none, *((each.value, gettext(SEIZURE_LABELS[each])) for each in Seized)]
    units = [none, *((unit, gettext(unit)) for unit in UNITS)]
    amount = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal", **OFF})
    found: dict[str, forms.Field] = {
        "seized": forms.ChoiceField(label=gettext("Item %(number)d") % number, choices=kinds, required=False),
        "quantity": forms.CharField(
            label=gettext("Quantity %(number)d") % number, max_length=40, widget=amount, required=False
        ),
        "unit": forms.ChoiceField(label=gettext("Unit %(number)d") % number, choices=units, required=False),
    }
    for name, most in DETAILS.items():
        found[name] = forms.CharField(
            label=f"{DETAIL_LABELS[name]} {at}",
            max_length=most,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "spellcheck": "false", **OFF}),
            required=False,
        )
    return found


def _place_fields(container: str) -> dict[str, forms.Field]:
    """Return the fields of how and where it was hidden, and the container."""
    text = forms.TextInput(attrs=OFF)
    return {
        "hidden": forms.CharField(
            label=gettext("How it was hidden"), max_length=MAX_TEXT_CHARS, widget=text, required=False
        ),
        "where": forms.CharField(
            label=gettext("Where in the container or consignment"),
            max_length=MAX_TEXT_CHARS,
            widget=text,
            required=False,
        ),
        "container": forms.CharField(
            label=gettext("Container"),
            max_length=20,
            initial=container,
            widget=forms.TextInput(attrs={**OFF, "class": "govuk-input--width-20", "list": "containers"}),
            required=False,
        ),
    }
