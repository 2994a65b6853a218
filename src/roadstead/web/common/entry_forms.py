"""Form fields of a nomination for each kind other than persons: one table of fields, in the officer's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Kind

Words = Promise | str


class Field(NamedTuple):
    """A field. `name`: that of the cell; `rows`: lines, 0 if one is enough."""

    name: str
    label: Words
    hint: Words = ""
    rows: int = 0


class Form(NamedTuple):
    """A form. `matched_by`: by what workers match it, for users who rely on the entry."""

    title: Words
    fields: tuple[Field, ...] = ()
    matched_by: Words = ""


FORMS: Final[Mapping[Kind, Form]] = {
    Kind.PERSON: Form(_("Person")),
    Kind.VESSEL: Form(_("Vessel"), (
        Field("surname", _("Name"), _("Without MV or SY before it")),
        Field("aliases", _("Former and other names"), _("One a line"), 2),
        Field("imo", _("IMO number"), _("Seven digits, as 9074729. It stays with the hull whatever the name")),
        Field("call_sign", _("Call sign")),
        Field("mmsi", _("MMSI"), _("Nine digits")),
        Field("nationality", _("Flag"), _("Code or name of the country: PAN, Panama")),
    ), _("Voyages are met by the IMO number, the call sign or the MMSI, as far as their messages give one, and "
         "by the name where there is no number to compare.")),
    Kind.AIRCRAFT: Form(_("Aircraft"), (
        Field("tail_number", _("Registration"), _("As painted on it: 8P-XYZ")),
        Field("surname", _("Name"), _("Only if it has one besides the registration")),
        Field("vessel_type", _("Type"), _("As C208 or Cessna Caravan")),
        Field("nationality", _("Flag"), _("Code or name of the country: BRB, Barbados")),
    ), _("Voyages are met by the registration, as far as their messages give it.")),
    Kind.ORGANISATION: Form(_("Organisation"), (
        Field("surname", _("Name"), _("With its legal form: Ltd, S.A., Inc.")),
        Field("aliases", _("Other names"), _("One a line. ~ before a name that is too common to alert by itself"), 2),
        Field("register", _("Legal register number")),
        Field("tax", _("Tax number")),
        Field("nationality", _("Country"), _("Code or name: BRB, Guyana. One a line"), 1),
        Field("address", _("Addresses"), _("One a line: street, town, postcode"), 2),
    ), _("Bills are met by the name, a number or the address of any party, as they come in; bills on their way "
         "within minutes after the second person has agreed.")),
}  # fmt: skip
KINDS: Final = tuple((str(kind), form.title) for kind, form in FORMS.items())


def filled_fields(
    kind: Kind, cells: Mapping[str, str], faults: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """Yield the fields of that kind, with what is typed and its errors."""
    for field in FORMS[kind].fields:
        yield {**field._asdict(), "value": cells.get(field.name, ""), "wrong": faults.get(field.name, ())}
