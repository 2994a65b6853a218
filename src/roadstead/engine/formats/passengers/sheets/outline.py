"""A sheet taken apart: tables of people, tables of ports, and the lines around them (titles, labels, notes)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.sheets.combined_cells import kind_of_heading
from roadstead.engine.formats.passengers.sheets.headings import column, filled, is_end, key, only, section_of
from roadstead.engine.syntax.table import Row, Sheet

# ── The row, or the two rows, of headings over people.


NAMES: Final = frozenset({"surname", "given", "name", "surname_given"})
# What tells a list of people on board from any other table with a name in it.
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
# A vague heading, what must stand beside it, what must not, and what it then means.
SETTLED: Final[tuple[tuple[str, frozenset[str], frozenset[str], str], ...]] = (
    ("name", frozenset({"given"}), frozenset({"surname"}), "surname"),
    ("name", frozenset({"surname"}), frozenset({"given"}), "given"),
    ("country", NAMES, frozenset({"nationality", "street", "city", "postcode"}), "nationality"),
)
PREFIX: Final = "key:"  # a column that says something of the voyage, in each row


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`fields` and `texts` by column; a field is "" where the heading is not understood. `height` in rows."""

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
    """The headings in this row, or in it and the one below; None where it is none."""
    if len(filled(row)) < 2:
        return None
    one = _made(row, row.cells, 1)
    two = _made(row, _joined(row, below), 2) if below is not None and _may_be_second(below) else None
    alone = len(_made(below, below.cells, 1).known) if below is not None else 0
    best = two if two is not None and _gained(two, below) > max(len(one.known), alone) else one
    return best if _is_heading(best) else None


def _gained(two: Heading, below: Row | None) -> int:
    """Fields of two rows as one heading, without labels of the voyage that stand in the upper row alone."""
    lower = below.cells if below is not None else ()
    empty = [place >= len(lower) or not lower[place] for place in range(len(two.fields))]
    of_voyage = {
        field for field, is_upper in zip(two.fields, empty, strict=True) if is_upper and field.startswith(PREFIX)
    }
    return len(two.known - of_voyage)


def _is_heading(head: Heading) -> bool:
    """A name and something telling, and most of the row understood: a person called Page is no heading."""
    known = len([field for field in head.fields if field])
    return bool(head.known & NAMES and head.known & TELLING) and known * 2 >= len([text for text in head.texts if text])


def _made(row: Row, texts: tuple[str, ...], height: int) -> Heading:
    fields: list[str] = []
    for text in texts:
        found = _field(text)
        fields.append(TWICE.get(found, found) if found in fields else found)
    return Heading(row=row.number, height=height, fields=_settled(_sorted_papers(fields, texts)), texts=texts)


def _sorted_papers(fields: list[str], texts: tuple[str, ...]) -> list[str]:
    """Beside a passport and a seaman's book in columns of their own, "PP expiry" is the passport's, wherever it is."""
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
    """A vague heading takes the meaning that the others leave: "Name" beside "First name" is the family name."""
    for vague, beside, unless, meant in SETTLED:
        if vague in fields and beside & set(fields) and not unless & set(fields):
            fields[fields.index(vague)] = meant
    return tuple(fields)


def _may_be_second(below: Row) -> bool:
    """Sub-headings are words: a row with digits in it holds a person."""
    return not any(letter.isdigit() for cell in below.cells for letter in cell)


def _joined(row: Row, below: Row) -> tuple[str, ...]:
    """Each heading with the one above it; a heading over several columns stands in the first of them."""
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
SENTENCE: Final = 60  # characters: what is longer and alone in its row is no name


@dataclass(slots=True)
class Table:
    """People, one a row. `roles`: beside each row, what the heading above it says ("crew", "passenger" or "")."""

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
    """One pass over the rows. Whatever is no table stays as a loose row: nothing is left out."""
    found = Outline(sheet=sheet)
    section, place, rows = "", 0, sheet.rows
    open_to: Table | Route | None = None
    while place < len(rows):
        row, below = rows[place], rows[place + 1] if place + 1 < len(rows) else None
        # A year, a number of a document: no row of headings, which would cost as much to rule out as reading the row.
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
    """The row goes to the table that is open, or it is loose; a route ends with its first row of another kind."""
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
    """Two values under known headings, or a name alone. Totals, signatures and other labels are none."""
    if is_end(row):
        return False
    known = [place for place, cell in enumerate(row.cells) if cell and head.field_at(place) not in ("", "count")]
    if len(known) >= 2:
        return True
    alone = only(row) if len(filled(row)) == 1 else ""
    return any(head.is_name(place) for place in known) and len(alone) < SENTENCE


def _route(row: Row, below: Row | None) -> Route | None:
    """Headings of calls or legs, with nothing but such headings in the row and values under them."""
    cells = filled(row)
    keys = tuple(key(cell) if cell else "" for cell in row.cells)
    there = {each for each in keys if each}
    if below is None or len(cells) < 2 or len(cells) != sum(map(bool, keys)) or not there <= ROUTE or not there & ENDS:
        return None
    if any(key(cell) and not column(cell) for cell in filled(below)):
        return None
    return Route(keys=keys, headings=row.cells)


def _is_call(row: Row, route: Route) -> bool:
    """A row with a port in it, and no label."""
    ports = [place for place, name in enumerate(route.keys) if name in ENDS and place < len(row.cells)]
    return any(row.cells[place] for place in ports) and not is_end(row) and not key(only(row))
