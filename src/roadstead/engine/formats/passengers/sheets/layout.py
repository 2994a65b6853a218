"""Layout of a manifest as a sheet: title, lines of the voyage, a table of ports if there are several, the people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.passengers.sheets.headings import captions
from roadstead.engine.formats.passengers.sheets.manifest_cells import LEG, is_one_leg, person_cells, voyage_cells
from roadstead.engine.formats.passengers.sheets.shapes import SHAPES, column_label, label, texts
from roadstead.engine.records import Manifest, Role, Voyage

ROLE: Final = "role"
TRANSIT: Final = "transit"
# Roles that a form implies if it has no column for the role.
IN_TRANSIT: Final = {Role.TRANSIT_PASSENGER, Role.TRANSIT_CREW}
USUAL: Final[Mapping[str, frozenset[Role]]] = {
    "fal5": frozenset({Role.CREW}),
    "fal6": frozenset({Role.PASSENGER, Role.TRANSIT_PASSENGER}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """Contents of a sheet. `lines` are key, label and value; `route` is a table with headings, or () for one leg."""

    title: str
    lines: tuple[tuple[str, str, str], ...] = ()
    route: tuple[tuple[str, ...], ...] = ()
    fields: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def lay_out(manifest: Manifest, kind: str, language: str) -> SheetLayout:
    """Return the sheet of this kind: all fields of its form, then the manifest's other data."""
    shape = SHAPES[kind]
    voyage = voyage_cells(manifest)
    keys = [*shape.asked, *(key for key in voyage if key not in shape.asked)]
    people = [person_cells(person) for person in manifest.travellers] if shape.columns else []
    fields = tuple(_fields(shape.columns, people, manifest, kind)) if people else ()
    return SheetLayout(
        title=texts()[f"title:{kind}"][language],
        lines=tuple((key, label(kind, key, language), voyage.get(key, "")) for key in keys),
        route=_route(manifest.voyage, language),
        fields=fields,
        headings=tuple(column_label(kind, field, language) for field in fields),
        rows=tuple(tuple(cells.get(field, "") for field in fields) for cells in people),
    )


def _fields(
    columns: Sequence[str], people: Sequence[Mapping[str, str]], manifest: Manifest, kind: str
) -> Iterator[str]:
    """Yield the form's columns, then those in which any person has a value."""
    yield from columns
    met = {field for cells in people for field in cells} - set(columns) - {ROLE, TRANSIT}
    if ROLE not in columns and not {person.role for person in manifest.travellers} <= USUAL.get(kind, frozenset()):
        met.add(ROLE)
    yield from (field for field in captions("columns") if field in met)


def _route(voyage: Voyage, language: str) -> tuple[tuple[str, ...], ...]:
    if not voyage.legs or is_one_leg(voyage):
        return ()
    table = {key: [cell(leg) for leg in voyage.legs] for key, cell in LEG.items()}
    keys = [key for key, cells in table.items() if any(cells) or key in ("origin", "destination")]
    headings = tuple(captions("keys")[key][language] for key in keys)
    return (headings, *zip(*(table[key] for key in keys), strict=True))
