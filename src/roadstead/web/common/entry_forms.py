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
        Field("surname", _("Name"), _("Without the prefix MV or SY")),
        Field("aliases", _("Former and other names"), _("One per line"), 2),
        Field("imo", _("IMO number"), _("Seven digits, for example 9074729. It stays the same when a ship is renamed")),
        Field("call_sign", _("Call sign")),
        Field("mmsi", _("MMSI"), _("Nine digits")),
        Field("nationality", _("Flag"), _("Code or name of the country, for example PAN or Panama")),
    ), _("Compared with voyages by IMO number, call sign or MMSI if their messages give one, otherwise by name.")),
    Kind.AIRCRAFT: Form(_("Aircraft"), (
        Field("tail_number", _("Registration"), _("As painted on it, for example 8P-XYZ")),
        Field("surname", _("Name"), _("Only if it has one in addition to the registration")),
        Field("vessel_type", _("Type"), _("For example C208 or Cessna Caravan")),
        Field("nationality", _("Flag"), _("Code or name of the country, for example BRB or Barbados")),
    ), _("Compared with voyages by registration, if their messages give it.")),
    Kind.ORGANISATION: Form(_("Organisation"), (
        Field("surname", _("Name"), _("With its legal form, for example Ltd, S.A. or Inc.")),
        Field("aliases", _("Other names"), _("One per line. ~ before a name too common to alert by itself"), 2),
        Field("register", _("Legal register number")),
        Field("tax", _("Tax number")),
        Field("nationality", _("Country"), _("Code or name, for example BRB or Guyana. One per line"), 1),
        Field("address", _("Addresses"), _("One per line: street, town, postcode"), 2),
    ), _("Compared with each bill received by the name, a number or the address of any party. Bills already on "
         "their way are compared within minutes after the second approval.")),
}  # fmt: skip
KINDS: Final = tuple((str(kind), form.title) for kind, form in FORMS.items())


def filled_fields(
    kind: Kind, cells: Mapping[str, str], faults: Mapping[str, Sequence[str]]
) -> Iterator[dict[str, Any]]:
    """Yield the fields of that kind, with what is typed and its errors."""
    for field in FORMS[kind].fields:
        yield {**field._asdict(), "value": cells.get(field.name, ""), "wrong": faults.get(field.name, ())}
