"""Forms that we write: the lines above the people and the columns, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES, captions, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Layout of a form. `type`: message type; `asked`: keys of an empty form; `columns`: fields of a person."""

    type: str
    asked: tuple[str, ...]
    columns: tuple[str, ...] = ()
    vocabulary: str = "columns"  # the table in `data/` that has the names of the columns
    example: tuple[tuple[str, str], ...] = ()  # the cells of the example row; () for a person's


CARGO_KIND: Final = "cargo"
PERSON: Final = ("surname", "given", "sex", "born", "birth_place", "nationality")
DOCUMENT_COLUMNS: Final = ("document_type", "document_number", "issuer", "expires")
# fmt: off
SHAPES: Final[Mapping[str, Shape]] = {
    "roadstead": Shape(
        type="SHEET",
        asked=("craft", "registration", "imo", "number", "carrier", "flag", "origin", "departure", "captain",
               "destination", "arrival", "contact", "via", "mode", "category", "crew_count", "passenger_count"),
        columns=("role", *PERSON, "residence", *DOCUMENT_COLUMNS, "embark", "disembark", "employment"),
    ),
    "fal1": Shape(
        type="FAL1",
        asked=("direction", "craft", "kind", "imo", "call_sign", "number", "port", "date", "flag", "captain", "origin",
               "next_port", "unused:papers", "agent_contact", "unused:size", "unused:berth", "particulars",
               "unused:cargo", "crew_count", "passenger_count", "unused:remarks"),
    ),
    "fal5": Shape(
        type="FAL5",
        asked=("direction", "craft", "imo", "call_sign", "number", "port", "date", "flag", "origin"),
        columns=("surname", "given", "employment", "nationality", "born", "birth_place", "sex", *DOCUMENT_COLUMNS),
    ),
    "fal6": Shape(
        type="FAL6",
        asked=("direction", "craft", "imo", "call_sign", "number", "port", "date", "flag"),
        columns=("surname", "given", "nationality", "born", "birth_place", "sex", *DOCUMENT_COLUMNS, "visa_number",
                 "embark",
                 "disembark", "transit"),
    ),
    "gendec": Shape(
        type="GENDEC",
        asked=("carrier", "registration", "number", "origin", "departure", "kind", "destination", "arrival", "captain",
               "via", "crew_count", "passenger_count", "category", "contact"),
        columns=("role", *PERSON, *DOCUMENT_COLUMNS, "employment"),
    ),
    "noa": Shape(
        type="NOA",
        asked=("craft", "kind", "registration", "flag", "home_port", "call_sign", "mmsi", "unused:size", "unused:owner",
               "origin", "departure", "captain", "destination", "arrival", "contact", "next_port", "person_count"),
        columns=("role", *PERSON, "residence", *DOCUMENT_COLUMNS, "employment"),
    ),
}
CARGO: Final = Shape(
    type="CARGO SHEET",
    asked=("craft", "imo", "registration", "number", "carrier", "flag", "origin", "departure", "captain", "destination",
           "arrival", "contact", "mode"),
    columns=("bill", "master", "shipper", "shipper_address", "shipper_country", "consignee", "consignee_address",
             "consignee_country", "notify", "notify_address", "notify_country", "goods", "hs", "un", "packages",
             "package_type", "mass", "volume", "container", "size_type", "seal", "load", "discharge", "destination",
             "goods_origin", "value", "currency", "marks"),
    vocabulary="cargo_columns",
    example=(("bill", "EXAMPLE-0000"), ("shipper", "Example Exports"), ("consignee", "Example Imports"),
             ("goods", "Brake discs for cars"), ("hs", "870830"), ("packages", "4"), ("package_type", "CT"),
             ("mass", "120.5"), ("load", "USMIA"), ("discharge", "BBBGI"), ("value", "900"), ("currency", "USD")),
)
# fmt: on


# Required fields, after the profile `caricom` (reference/data/sufficiency.csv) and the requirements of the readers.
REQUIRED: Final = frozenset({
    "craft", "origin", "departure", "destination", "arrival", "port", "date",
    "surname", "given", "sex", "born", "nationality", "document_number", "issuer", "expires",
    "bill", "goods", "shipper", "consignee",
})  # fmt: skip
OF_AIRCRAFT: Final = frozenset({"registration"})  # a private aircraft's declaration asks for no other name
MARK: Final = " *"  # ignored by the readers


def is_required(kind: str, field: str) -> bool:
    """Return True if a line or column of the empty sheet must be filled in."""
    if kind == CARGO_KIND and field == "destination":
        return False  # the voyage's is above the table, a bill's is its port of discharge
    return field in REQUIRED or (kind == "gendec" and field in OF_AIRCRAFT)


def shape_of(kind: str) -> Shape:
    """Return the shape of a kind. Raises KeyError for an unknown kind."""
    return CARGO if kind == CARGO_KIND else SHAPES[kind]


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return template.csv: our texts, by id and language."""
    return {row["id"]: row for row in table("template")}


@cache
def _of_forms() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(row["kind"], row["key"]): row for row in table("forms")}


def label(kind: str, key: str, language: str) -> str:
    """Return the label of a value of the voyage, with the form's own number and wording if it has one."""
    own = _of_forms().get((kind, key))
    if own is None:
        return captions("keys")[key][language]
    return f"{own['number']} {own[language]}".strip()


def column_label(kind: str, field: str, language: str) -> str:
    own = _of_forms().get((kind, field))
    return own[language] if own else captions(shape_of(kind).vocabulary)[field][language]


# Title of each kind in each language, for pages and menus.
TEMPLATES: Final[dict[str, Mapping[str, str]]] = {
    kind: {language: texts()[f"title:{kind}"][language] for language in LANGUAGES} for kind in SHAPES
}
# The same with the cargo sheet: all empty sheets on offer.
OFFERED: Final[Mapping[str, Mapping[str, str]]] = TEMPLATES | {
    CARGO_KIND: {language: texts()[f"title:{CARGO_KIND}"][language] for language in LANGUAGES}
}
