"""Division of a sheet into tables of people, tables of ports, and the lines around them (titles, labels, notes)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.sheets.combined_cells import kind_of_heading
from roadstead.engine.formats.passengers.sheets.headings import column, filled, is_end, key, only, section_of
from roadstead.engine.syntax.table import Row, Sheet

# The row, or the two rows, of headings above people.


NAMES: Final = frozenset({"surname", "given", "name", "surname_given"})
# Fields that distinguish a list of people on board from any other table with names.
TELLING: Final = frozenset(
    {
        "born",
        "birth",
        "nationality",
        "document",
        "document_number",
        "document_type",
        "employment",
        "embark",
        "disembark",
        "role",
        "transit",
        "sex",
        "expires",
        "residence",
    }
)
TWICE: Final = {
    "document_type": "document2_type",
    "document_number": "document2_number",
    "issuer": "document2_issuer",
    "issued": "document2_issued",
    "expires": "document2_expires",
}
# A vague heading, fields that must be present, fields that must not, and the field it then means.
SETTLED: Final[tuple[tuple[str, frozenset[str], frozenset[str], str], ...]] = (
    ("name", frozenset({"given"}), frozenset({"surname"}), "surname"),
    ("name", frozenset({"surname"}), frozenset({"given"}), "given"),
    ("country", NAMES, frozenset({"nationality", "street", "city", "postcode"}), "nationality"),
)
PREFIX: Final = "key:"  # a column about the voyage, repeated in each row


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Headings of a table. `fields` and `texts` by column; a field is "" if not understood. `height` in rows."""

    row: int
    height: int
    fields: tuple[str, ...]
    texts: tuple[str, ...]

    def field_at(self, place: int) -> str:
        return self.fields[place] if place < len(self.fields) else ""

    def is_name(self, place: int) -> bool:
        return self.field_at(place) in NAMES

    @property
    def known(self) -> frozenset[str]:
        return frozenset(field for field in self.fields if field and field != "count")


def heading(row: Row, below: Row | None) -> Heading | None:
    """Return the headings in this row, or in it and the one below; None if it is not a heading row."""
    if len(filled(row)) < 2:
        return None
    one = _made(row, row.cells, 1)
    two = _made(row, _joined(row, below), 2) if below is not None and _may_be_second(below) else None
    alone = len(_made(below, below.cells, 1).known) if below is not None else 0
    best = two if two is not None and _gained(two, below) > max(len(one.known), alone) else one
    return best if _is_heading(best) else None


def _gained(two: Heading, below: Row | None) -> int:
    """Count the fields of a two-row heading, without labels of the voyage that are in the upper row alone."""
    lower = below.cells if below is not None else ()
    empty = [place >= len(lower) or not lower[place] for place in range(len(two.fields))]
    of_voyage = {
        field for field, is_upper in zip(two.fields, empty, strict=True) if is_upper and field.startswith(PREFIX)
    }
    return len(two.known - of_voyage)


def _is_heading(head: Heading) -> bool:
    """Return True with a name, a telling field and most of the row understood: a person called Page is no heading."""
    known = len([field for field in head.fields if field])
    return bool(head.known & NAMES and head.known & TELLING) and known * 2 >= len([text for text in head.texts if text])


def _made(row: Row, texts: tuple[str, ...], height: int) -> Heading:
    fields: list[str] = []
    for text in texts:
        found = _field(text)
        fields.append(TWICE.get(found, found) if found in fields else found)
    return Heading(row=row.number, height=height, fields=_settled(_sorted_documents(fields, texts)), texts=texts)


def _sorted_documents(fields: list[str], texts: tuple[str, ...]) -> list[str]:
    """Assign columns by the document in their heading ("PP expiry"), if passport and seaman's book are separate."""
    numbers = [fields.index(name) for name in ("document_number", "document2_number") if name in fields]
    one, other = [kind_of_heading(texts[place]) for place in numbers] if len(numbers) == 2 else ("", "")
    if not one or not other or one == other:
        return fields
    kinds = [kind_of_heading(text) for text in texts]
    to = {one: {second: first for first, second in TWICE.items()}, other: TWICE}
    return [to[kind].get(field, field) if kind in to else field for field, kind in zip(fields, kinds, strict=True)]


def _field(text: str) -> str:
    if not text:
        return ""
    found = column(text)
    voyage = "" if found else key(text)
    return f"{PREFIX}{voyage}" if voyage and not voyage.startswith("unused:") else found


def _settled(fields: list[str]) -> tuple[str, ...]:
    """Give a vague heading the meaning that the others leave: "Name" beside "First name" is the surname."""
    for vague, beside, unless, meant in SETTLED:
        if vague in fields and beside & set(fields) and not unless & set(fields):
            fields[fields.index(vague)] = meant
    return tuple(fields)


def _may_be_second(below: Row) -> bool:
    """Return True if the row may hold sub-headings: a row with digits holds a person."""
    return not any(letter.isdigit() for cell in below.cells for letter in cell)


def _joined(row: Row, below: Row) -> tuple[str, ...]:
    """Join each heading with the one above it; a heading over several columns is in the first of them."""
    texts, above = [], ""
    for place in range(max(len(row.cells), len(below.cells))):
        upper = row.cells[place] if place < len(row.cells) else ""
        lower = below.cells[place] if place < len(below.cells) else ""
        above = upper or (above if lower else "")
        texts.append(_best(above if lower else upper, lower))
    return tuple(texts)


def _best(upper: str, lower: str) -> str:
    both = f"{upper} {lower}".strip()
    return next((text for text in (both, lower, upper) if text and column(text)), both)


ROUTE: Final = {"origin", "destination", "departure", "arrival", "place", "number", "crew_count", "passenger_count",
                "departure_time", "arrival_time", "unused:cargo", "date", "unused:remarks", "border"}  # fmt: skip
ENDS: Final = {"origin", "destination", "place"}
DIGITS: Final = re.compile(r"[0-9]{4}")
MAX_NAME_CHARS: Final = 60  # characters: a longer text alone in its row is no name


@dataclass(slots=True)
class Table:
    """People, one a row. `sections`: for each row, the role in the section heading above it, or ""."""

    heading: Heading
    rows: list[Row] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Route:
    """Ports, one call or one leg a row; `keys` by column."""

    keys: tuple[str, ...]
    headings: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    sheet: Sheet
    tables: list[Table] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    loose: list[Row] = field(default_factory=list)


def outline(sheet: Sheet) -> Outline:
    """Divide a sheet in one pass over the rows. Rows outside tables are kept as loose rows: nothing is left out."""
    found = Outline(sheet=sheet)
    section, place, rows = "", 0, sheet.rows
    open_to: Table | Route | None = None
    while place < len(rows):
        row, below = rows[place], rows[place + 1] if place + 1 < len(rows) else None
        # A row with a year or document number is no heading; testing it as one would cost as much as reading it.
        if isinstance(open_to, Table) and any(DIGITS.search(cell) for cell in row.cells):
            open_to = _placed(row, open_to, section, found)
            place += 1
            continue
        route = _route(row, below)
        head = None if route is not None and "place" in route.keys else heading(row, below)
        if head is not None:
            open_to = Table(heading=head)
            found.tables.append(open_to)
            place += head.height
            continue
        if route is not None:
            open_to = route
            found.routes.append(route)
        elif said := section_of(row):
            section = said
            found.loose.append(row)
        else:
            open_to = _placed(row, open_to, section, found)
        place += 1
    return found


def _placed(row: Row, open_to: Table | Route | None, section: str, found: Outline) -> Table | Route | None:
    """Put the row into the open table or among the loose rows; return the table still open, if any.

    A route ends with its first row of another kind.
    """
    if isinstance(open_to, Table) and is_person(row, open_to.heading):
        open_to.rows.append(row)
        open_to.sections.append(section)
        return open_to
    if isinstance(open_to, Route) and _is_call(row, open_to):
        open_to.rows.append(row)
        return open_to
    found.loose.append(row)
    return open_to if isinstance(open_to, Table) else None


def is_person(row: Row, head: Heading) -> bool:
    """Return True for two values under known headings, or a name alone. False for totals, signatures and labels."""
    if is_end(row):
        return False
    known = [place for place, cell in enumerate(row.cells) if cell and head.field_at(place) not in ("", "count")]
    if len(known) >= 2:
        return True
    alone = only(row) if len(filled(row)) == 1 else ""
    return any(head.is_name(place) for place in known) and len(alone) < MAX_NAME_CHARS


def _route(row: Row, below: Row | None) -> Route | None:
    """Return headings of calls or legs, if the row has nothing else and values are below; else None."""
    cells = filled(row)
    keys = tuple(key(cell) if cell else "" for cell in row.cells)
    there = {each for each in keys if each}
    if below is None or len(cells) < 2 or len(cells) != sum(map(bool, keys)) or not there <= ROUTE or not there & ENDS:
        return None
    if any(key(cell) and not column(cell) for cell in filled(below)):
        return None
    return Route(keys=keys, headings=row.cells)


def _is_call(row: Row, route: Route) -> bool:
    """Return True for a row with a port in it and no label."""
    ports = [place for place, name in enumerate(route.keys) if name in ENDS and place < len(row.cells)]
    return any(row.cells[place] for place in ports) and not is_end(row) and not key(only(row))
