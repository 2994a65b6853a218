"""Form of one person on board: as in the document, typed, or read from the lines at its foot."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Mode
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.text import mrz
from roadstead.filings.trips.logic.checks import person_faults, zone_fault
from roadstead.filings.trips.logic.notice import OnBoard
from roadstead.filings.trips.models import SavedPerson
from roadstead.web.forms.fields import CountryField, DayField, DocumentField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.templatetags.trips import PARTS, PILOT
from roadstead.web.trips.forms import add_faults, shown_country

PASSPORT: Final = "P"
TYPES: Final = (
    (PASSPORT, _("Passport")),
    ("I", _("Identity card")),
    ("FMD", _("Seaman’s book")),
    ("CP", _("CARIPASS card")),
    ("PR", _("Refugee travel document")),
)
SEXES: Final = (("F", _("Female")), ("M", _("Male")), ("X", _("X, as in the document")))
TYPE_OF_ZONE: Final = {"P": PASSPORT, "I": "I", "A": "I", "C": "I"}
SAVED: Final = (
    "surname", "given", "sex", "born", "birth_place", "nationality", "residence", "document_type", "document_number",
    "issuer", "expires",
)  # fmt: skip


def initial_of(person: SavedPerson) -> dict[str, Any]:
    """Return the saved values as the form shows them."""
    initial = {name: getattr(person, name) for name in SAVED} | {"role": person.role}
    return initial | {name: shown_country(initial[name]) for name in ("nationality", "issuer", "residence")}


class PersonForm(PageForm):
    """One person. `until`: ISO day of the arrival, "" if it is not known."""

    role = forms.ChoiceField(label=_("Part in the trip"), widget=forms.RadioSelect)
    mrz = LinesField(
        label=_("Lines at the foot of the document"),
        help_text=_("If you have scanned them: both lines with the signs <. We fill in the fields below from them."),
        rows=2,
        max_length=400,
        required=False,
    )
    surname = forms.CharField(label=_("Family name"), max_length=100)
    given = forms.CharField(label=_("Given names"), max_length=150, required=False)
    born = DayField(label=_("Date of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=SEXES, widget=forms.RadioSelect)
    nationality = CountryField(label=_("Nationality"))
    document_number = DocumentField(label=_("Number of the passport or other document"))
    expires = DayField(label=_("Expiry date of the document"))
    document_type = forms.ChoiceField(label=_("Document"), choices=TYPES, initial=PASSPORT)
    issuer = CountryField(
        label=_("Country that issued it"), help_text=_("If it is not the nationality"), required=False
    )
    birth_place = forms.CharField(label=_("Place of birth"), max_length=80, required=False)
    residence = CountryField(label=_("Country of residence"), required=False)
    expired_confirmed = forms.BooleanField(
        label=_("The document has expired or expires before the arrival. Send it as it is."), required=False
    )

    FOLDED: Final = ("document_type", "issuer", "birth_place", "residence")

    def __init__(
        self, data: QueryDict | None = None, *, mode: str, now: datetime, until: str = "", **kwargs: Any
    ) -> None:
        self.zone = mrz.read(data.get("mrz", ""), not_after=str(now.date())) if data and data.get("mrz") else None
        super().__init__(_filled(data, self.zone) if data is not None else None, **kwargs)
        self.now, self.until = now, until
        if data is not None and self.data.get("document_type", PASSPORT) != PASSPORT:
            self.fields["expires"].required = False  # some papers never expire; every passport does
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(each.value, PARTS[each]) for each in OnBoard]
        if mode == Mode.AIR:
            role.choices[0] = (OnBoard.CAPTAIN.value, PILOT)

    def clean_born(self) -> str:
        return str(self.cleaned_data["born"])

    def clean_expires(self) -> str:
        return str(self.cleaned_data["expires"] or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("mrz", "").strip() and (fault := zone_fault(self.zone)):
            add_faults(self, [fault])
        if "nationality" in cleaned and not cleaned.get("issuer"):
            cleaned["issuer"] = cleaned["nationality"]
        person = SavedPerson(**{name: cleaned.get(name) or "" for name in SAVED}).record
        confirmed = cleaned.get("expired_confirmed", False)
        add_faults(self, person_faults(person, today=self.now.date(), until=self.until, expired_confirmed=confirmed))
        return cleaned

    @property
    def asks_about_expiry(self) -> bool:
        """Return True if the document expires too early: only then there is something to confirm."""
        return bool(self.errors.get("expires") or self["expired_confirmed"].value())

    @property
    def values(self) -> dict[str, Any]:
        """Return the values that are saved."""
        return {name: self.cleaned_data[name] for name in SAVED}

    @property
    def folded(self) -> list[Any]:
        return [self[name] for name in self.FOLDED]

    @property
    def is_unfolded(self) -> bool:
        """Return True if a folded field differs from what most people have, or has an error."""
        usual: Mapping[str, Any] = {"document_type": PASSPORT, "issuer": self["nationality"].value()}
        return any(field.errors or (field.value() or "") not in ("", usual.get(field.name)) for field in self.folded)


def _filled(data: QueryDict, zone: mrz.Zone | None) -> QueryDict:
    """Return what was posted, with empty fields filled in from the lines of the document."""
    if zone is None:
        return data
    filled = data.copy()
    read = {
        "surname": zone.surname.title(),
        "given": zone.given.title(),
        "born": zone.born,
        "sex": zone.sex,
        "nationality": alpha3(zone.nationality),
        "document_number": zone.number,
        "expires": zone.expires,
        "issuer": alpha3(zone.issuer),
    }
    for name, value in read.items():
        if value and not filled.get(name, "").strip():
            filled[name] = value
    if kind := TYPE_OF_ZONE.get(zone.type[:1]):
        filled["document_type"] = kind
    return filled
