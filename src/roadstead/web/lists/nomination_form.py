"""Form of a nomination for each kind of entry. What is wrong with it is found by the checks that read our CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Entry, Kind
from roadstead.engine.reference import countries
from roadstead.platform.timeline.logic.file_types import MB
from roadstead.platform.timeline.logic.pictures import MAX_BYTES, TOO_LARGE
from roadstead.targeting.watchlists.models import WatchList
from roadstead.targeting.watchlists.nomination_checks import FORM_FIELDS, Fault
from roadstead.targeting.watchlists.nomination_identifiers import kind_of
from roadstead.targeting.watchlists.photos import UNCHANGED, PhotoChange
from roadstead.web.forms.fields import DayField
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.lists.forms import ACTION_CHOICES, MAX_REASON_CHARS, PRIORITY_CHOICES

Words = Any  # a text, perhaps translated when it is shown
MAX_CELL_CHARS: Final = 5000  # a draft may hold more than the checks allow
SEX_CHOICES: Final = (("", _("Not known")), ("F", _("Female")), ("M", _("Male")), ("X", _("Unspecified (X)")))
PHOTO_TYPES: Final = "image/jpeg,image/png"
LINE_EACH: Final = _("One per line")
WEAK_NAME: Final = _("One per line. Write ~ before a name that is too common to raise an alert by itself")


def line_field(label: Words, hint: Words = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=MAX_CELL_CHARS, widget=widget)


def lines_field(label: Words, hint: Words = "", rows: int = 2) -> LinesField:
    return LinesField(label=label, help_text=hint, required=False, rows=rows, max_length=MAX_CELL_CHARS)


class NominationForm(PageForm):
    """Fields that every entry has. All may stay empty in a draft."""

    title: ClassVar[Words] = ""
    matched_by: ClassVar[Words] = ""
    marks_optional = False

    action = forms.ChoiceField(
        label=_("Action"),
        help_text=_(
            "Stop: an officer acts at the border. Silent: nothing at the border shows that the entry is listed; only"
            " the list's owner is notified"
        ),
        choices=ACTION_CHOICES,
        required=False,
        widget=forms.RadioSelect,
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=PRIORITY_CHOICES, required=False, initial="normal")
    reason = lines_field(_("Legal basis"), _("The warrant or order, and what the officer must know"))
    evidence = line_field(_("Where the evidence is kept"), _("A reference. Only the list's owner can read it"))
    expires = DayField(label=_("Last day in force"), required=False)
    review = DayField(label=_("Review by"), required=False)
    why = LinesField(
        label=_("Reason for the nomination"),
        help_text=_("The second officer decides on it. It stays in the history of the entry"),
        max_length=MAX_REASON_CHARS,
        required=False,
    )
    kind = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    of = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    act = forms.ChoiceField(
        label=_("Action on the form"), required=False, choices=[(act, act) for act in ("check", "draft", "forward")]
    )

    def __init__(self, *args: Any, of_list: WatchList, has_photo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*self.own_names(), *NominationForm.base_fields])
        self.fields["review"].help_text = _(
            "If you leave it empty: after %(months)s, or after %(minors)s for a person who may be under 18. An entry"
            " whose review is overdue raises no alerts"
        ) % {"months": _months(of_list.review_months), "minors": _months(of_list.review_months_of_minors)}

    def photo_change(self) -> PhotoChange:
        """Return the change of the photo: none, but for a person."""
        return UNCHANGED

    @classmethod
    def own_names(cls) -> list[str]:
        """Return the names of the fields that only this kind has."""
        return [name for name in cls.base_fields if name not in NominationForm.base_fields]

    def identity(self) -> list[BoundField]:
        return [self[name] for name in self.own_names() if name in self.fields]

    def cells(self) -> dict[str, str]:
        """Return what was typed as cells of our CSV; a field with an error is an empty cell."""
        return {name: _cell(self.cleaned_data.get(name)) for name in FORM_FIELDS}

    def add_faults(self, faults: Iterable[Fault]) -> None:
        """Show each fault at its field, unless the field has an error of its own."""
        typed_wrong = set(self.errors)
        for field, text in faults:
            known = field in self.fields and not self.fields[field].widget.is_hidden
            if field not in typed_wrong:
                self.add_error(field if known else None, text.render(gettext))


class PersonForm(NominationForm):
    title = _("Person")

    surname = line_field(_("Surname"), _("Or the whole name, if you do not know its parts"))
    given = line_field(_("Given names"))
    aliases = lines_field(_("Other names"), WEAK_NAME)
    born = lines_field(
        _("Date of birth"),
        _("A day, month, year or range, one per line: 1979-03-14, 1979-03, 1979, 1965/1967"),
        1,
    )
    birth_place = line_field(_("Place of birth"))
    sex = forms.ChoiceField(label=_("Sex"), choices=SEX_CHOICES, required=False)
    nationality = lines_field(
        _("Nationality"), _("Code or name of the country, one per line, for example BRB or Guyana"), 1
    )
    documents = lines_field(
        _("Identity documents"),
        _("TYPE:ISSUER:NUMBER, one per line, for example P:GUY:R0000001. The number alone is enough"),
    )
    photo = forms.FileField(label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": PHOTO_TYPES}))
    without_photo = forms.BooleanField(label=_("Remove the present photo"), required=False)

    def __init__(self, *args: Any, has_photo: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, has_photo=has_photo, **kwargs)
        self.fields["photo"].help_text = gettext(
            "JPEG or PNG, up to %(size)d MB. Of this person alone: cut off bystanders. Place and camera are removed "
            "from it. It is stored when you press “Save draft” or “Send for approval”"
        ) % {"size": MAX_BYTES // MB}
        if not has_photo:
            del self.fields["without_photo"]

    def clean_photo(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is too large before its bytes are read."""
        file: UploadedFile[bytes] | None = self.cleaned_data["photo"]
        if file is not None and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE.render(gettext))
        return file

    def photo_change(self) -> PhotoChange:
        """Return the change of the photo; reads the uploaded file."""
        file = self.cleaned_data.get("photo")
        return PhotoChange(file.read() if file else b"", bool(self.cleaned_data.get("without_photo")))


class VesselForm(NominationForm):
    title = _("Vessel")
    matched_by = _(
        "Voyages are matched by IMO number, call sign or MMSI if their messages give one, and by name if there is no"
        " number to compare."
    )

    surname = line_field(_("Name"), _("Without MV or SY before it"))
    aliases = lines_field(_("Former and other names"), LINE_EACH)
    imo = line_field(_("IMO number"), _("Seven digits, for example 9074729. It does not change with the name"))
    call_sign = line_field(_("Call sign"))
    mmsi = line_field(_("MMSI"), _("Nine digits"))
    nationality = line_field(_("Flag"), _("Code or name of the country, for example PAN or Panama"))


class AircraftForm(NominationForm):
    title = _("Aircraft")
    matched_by = _("Flights are matched by registration if their messages give one.")

    tail_number = line_field(_("Registration"), _("As painted on the aircraft, for example 8P-XYZ"))
    surname = line_field(_("Name"), _("Only if it has one besides the registration"))
    vessel_type = line_field(_("Type"), _("For example C208 or Cessna Caravan"))
    nationality = line_field(_("Flag"), _("Code or name of the country, for example BRB or Barbados"))


class OrganisationForm(NominationForm):
    title = _("Organisation")
    matched_by = _(
        "New bills are matched by the name, number or address of any party. Bills of voyages on their way are matched"
        " within minutes after the second approval."
    )

    surname = line_field(_("Name"), _("With its legal form: Ltd, S.A., Inc."))
    aliases = lines_field(_("Other names"), WEAK_NAME)
    register = line_field(_("Legal register number"))
    tax = line_field(_("Tax number"))
    nationality = lines_field(
        _("Country"), _("Code or name of the country, one per line, for example BRB or Guyana"), 1
    )
    address = lines_field(_("Addresses"), _("One per line: street, town, postcode"))


FORMS: Final[Mapping[Kind, type[NominationForm]]] = {
    Kind.PERSON: PersonForm,
    Kind.VESSEL: VesselForm,
    Kind.AIRCRAFT: AircraftForm,
    Kind.ORGANISATION: OrganisationForm,
}
KINDS: Final = tuple((str(kind), form.title) for kind, form in FORMS.items())


def form_kind(code: str) -> Kind:
    """Return the kind whose form is shown: a person's for an unknown word."""
    kind = kind_of({"kind": code})
    return kind if kind is not None and kind in FORMS else Kind.PERSON


def kind_title(listed: Entry) -> str:
    form = FORMS.get(listed.kind)
    return str(form.title) if form else str(listed.kind)


def facts_of(listed: Entry) -> list[tuple[str, str]]:
    """Return label and text of all that is known of a vessel, aircraft or organisation: first the fields of its form,
    then what only a file has.
    """
    form = FORMS.get(listed.kind)
    labels = {name: str(form.base_fields[name].label) for name in form.own_names()} if form else {}
    said = dict(listed.identifiers) | {"nationality": ", ".join(countries.name(e) or e for e in listed.nationalities)}
    known = [name for name in labels if said.get(name)]
    other = [name for name, text in said.items() if text and name not in labels]
    return [(labels.get(name, name.replace("_", " ")), said[name].replace("; ", "\n")) for name in (*known, *other)]


def _cell(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _months(number: int) -> str:
    return ngettext("%(number)d month", "%(number)d months", number) % {"number": number}
