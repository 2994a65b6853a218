"""A sheet taken apart: tables of people, tables of ports, and the lines around them (titles, labels, notes)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.sheets.headings import column, key
from roadstead.engine.formats.passengers.sheets.lines import filled, is_end, only, section_of
from roadstead.engine.formats.passengers.sheets.table_heading import Heading, heading
from roadstead.engine.syntax.table import Row, Sheet

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
        if isinstance(open_to, Table) and _holds_data(row):
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


def _holds_data(row: Row) -> bool:
    """A year, a number of a document: no row of headings, which would cost as much to rule out as reading the row."""
    return any(DIGITS.search(cell) for cell in row.cells)


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
