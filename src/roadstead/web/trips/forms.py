"""Forms of a trip: craft, route and times, who is on board, declarations. People have a module of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Leg, Mode
from roadstead.engine.reference import countries
from roadstead.engine.reference.declarations import DeclarationKind
from roadstead.engine.reference.places import country_of, is_place_code
from roadstead.engine.reference.typed_places import label
from roadstead.engine.text.identifiers import imo as imo_numbers
from roadstead.filings.trips.logic.checks import Fault, craft_faults, voyage_faults
from roadstead.filings.trips.models import SavedCraft, SavedPerson
from roadstead.web.forms.fields import CodeField, CountryField, LocalTimeField, PlaceField
from roadstead.web.forms.page_form import PageForm

NO_IMO: Final = _("“%(text)s” is not an IMO number: its check digit is wrong. Compare it with the ship’s documents.")
NO_MMSI: Final = _("“%(text)s” is not an MMSI, which has nine digits. Compare it with the radio licence.")
NOBODY: Final = _("Tick everybody on board, or add a person.")
NOTHING_TYPED: Final = _("Fill in the fields, or press “I carry none”.")
ANOTHER: Final = "another"
MMSI_CHARS: Final = 9


def add_faults(form: PageForm, faults: Iterable[Fault]) -> None:
    """Show faults at their fields, in the reader's language."""
    for fault in faults:
        form.add_error(fault.field if fault.field in form.fields else None, fault.text.render(gettext))


class WhichCraftForm(PageForm):
    """Choice among the saved craft, or another one."""

    craft = forms.ChoiceField(label=_("Which craft?"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None, *, saved: Iterable[SavedCraft], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["craft"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*((str(each.pk), str(each)) for each in saved), (ANOTHER, gettext("Another boat or aircraft"))]


class CraftForm(PageForm):
    """A boat or an aircraft."""

    mode = forms.ChoiceField(
        label=_("How do you travel?"),
        choices=[(Mode.SEA.value, _("Boat")), (Mode.AIR.value, _("Aircraft"))],
        widget=forms.RadioSelect,
        initial=Mode.SEA.value,
    )
    name = forms.CharField(label=_("Name of the craft"), max_length=60, required=False)
    registration = CodeField(
        label=_("Registration"),
        help_text=_("As on the papers, for example J8-1234 or N12345. Enter a name, a registration, or both."),
        max_length=20,
        required=False,
    )
    flag = CountryField(label=_("Flag"), required=False)
    kind = forms.CharField(
        label=_("Type"), help_text=_("For example sailing yacht, motor yacht, C172"), max_length=40, required=False
    )
    call_sign = CodeField(label=_("Call sign"), max_length=12, required=False)
    mmsi = forms.CharField(label=_("MMSI"), help_text=_("Nine digits, on the radio licence"), required=False)
    imo = forms.CharField(label=_("IMO number"), help_text=_("Only larger ships have one"), required=False)
    home_port = forms.CharField(label=_("Home port"), max_length=60, required=False)

    FIRST: Final = ("mode", "name", "registration", "flag")  # the others are folded

    def clean_mmsi(self) -> str:
        text = "".join(self.cleaned_data["mmsi"].split())
        if text and not (text.isascii() and text.isdigit() and len(text) == MMSI_CHARS):
            raise forms.ValidationError(NO_MMSI, params={"text": text[:40]}, code="invalid")
        return text

    def clean_imo(self) -> str:
        text = imo_numbers.normalise(self.cleaned_data["imo"]) if self.cleaned_data["imo"] else ""
        if self.cleaned_data["imo"] and not imo_numbers.is_valid(text):
            raise forms.ValidationError(NO_IMO, params={"text": self.cleaned_data["imo"][:40]}, code="invalid")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            add_faults(self, craft_faults(SavedCraft(**cleaned).record))
        return cleaned

    @property
    def first(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    @property
    def others(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def is_unfolded(self) -> bool:
        """Return True if one of the folded fields has a value or an error."""
        return any(field.value() or field.errors for field in self.others)


CRAFT_FIELDS: Final = tuple(CraftForm.base_fields)


class OriginField(PlaceField):
    """A port or airport anywhere. One in no table is taken as it is written, with its country."""

    def clean(self, value: Any) -> str:
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            text = " ".join(str(value or "").split())
            if error.code == "invalid" and "," in text and country_of(text):
                return text
            raise


class RouteForm(PageForm):
    """Where from, where to, and when."""

    origin = OriginField(
        label=_("Where do you come from?"),
        help_text=_("The last port: its name or code. If we do not know it, write its country too: Las Palmas, Spain"),
    )
    departs = LocalTimeField(label=_("Departure"), help_text=_("Day and time by the clock of that port"))
    destination = PlaceField(
        label=_("Where do you arrive?"),
        help_text=_("The port or airport where you clear in: its name or code, for example Rodney Bay"),
        accepts=is_place_code,
        has_offers=False,
    )
    arrives = LocalTimeField(label=_("Arrival"), help_text=_("When you expect to arrive, by the clock there"))
    phone = forms.CharField(
        label=_("Telephone on board"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
    )

    def __init__(self, data: Any = None, *, now: datetime, is_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.now = now
        if is_sent:
            for name in ("origin", "destination", "phone"):
                del self.fields[name]

    def check(self, leg: Leg) -> bool:
        """Check the whole leg once every field is right; return True if nothing is wrong."""
        if self.is_valid():
            add_faults(self, voyage_faults(leg, self.now))
        return not self.errors


def shown_country(code: str) -> str:
    """Return a country as a person types it again: its name, or its code if several countries have that name."""
    name = countries.name(code)
    return name if countries.candidates(name) == (code,) else code


def shown_place(code: str) -> str:
    """Return a place as a person types it again: name and code, or what was written."""
    return label(code) if code else ""


class OnBoardForm(PageForm):
    """Everybody on board, ticked among the saved people."""

    marks_optional = False

    people = forms.MultipleChoiceField(
        label=_("Who is on board?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOBODY},
        required=False,
    )

    def __init__(self, data: Any = None, *, saved: Iterable[SavedPerson], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.saved = {str(each.pk): each for each in saved}
        field = self.fields["people"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, self._label(each)) for pk, each in self.saved.items()]

    @staticmethod
    def _label(person: SavedPerson) -> str:
        said = {"name": str(person), "born": person.born, "number": person.document_number}
        return gettext("%(name)s, born %(born)s, document %(number)s") % said

    @property
    def chosen(self) -> list[SavedPerson]:
        return [self.saved[pk] for pk in self.cleaned_data["people"]]


# ── Declarations: one item at a time.


def _word(label: Any, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=60, **kwargs)


class WeaponForm(PageForm):
    kind = _word(_("Kind of weapon or ammunition"), help_text=_("For example shotgun, pistol, flare gun"))
    make = _word(_("Make"), required=False)
    calibre = _word(_("Calibre"), required=False)
    serial = _word(_("Serial number"), required=False)
    rounds = forms.IntegerField(label=_("Rounds of ammunition"), min_value=0, max_value=100_000, required=False)


class AnimalForm(PageForm):
    kind = _word(_("Kind of animal"), help_text=_("For example dog, cat, parrot"))
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)
    vaccinated = forms.ChoiceField(
        label=_("Do you have the vaccination papers?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )


class GoodsForm(PageForm):
    what = _word(_("Stores or goods"), help_text=_("For example spirits, cigarettes, medicines, boat parts"))
    quantity = _word(_("Quantity"), help_text=_("For example 12 bottles, 2 cartons"))


ITEM_FORMS: Final[dict[str, type[PageForm]]] = {
    DeclarationKind.WEAPONS: WeaponForm,
    DeclarationKind.ANIMALS: AnimalForm,
    DeclarationKind.GOODS: GoodsForm,
}
