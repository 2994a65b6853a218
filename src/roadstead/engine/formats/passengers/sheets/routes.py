"""Rows of a table of ports to what each says; the counts of crew and passengers that stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell
from roadstead.engine.formats.passengers.sheets.legs import RouteRow
from roadstead.engine.formats.passengers.sheets.outline import Route
from roadstead.engine.syntax.table import Row

OURS: Final = frozenset(field.name for field in fields(RouteRow))
COUNTS: Final = frozenset({"crew_count", "passenger_count"})


def route_rows(route: Route, sheet: str) -> Iterator[RouteRow]:
    for row in route.rows:
        cells = dict(_cells(route, row, sheet))
        yield RouteRow(**{key: cell for key, cell in cells.items() if key in OURS})


def counts_in(route: Route, sheet: str) -> dict[str, Cell]:
    """The first number of each kind: of the stage on which the list is sent."""
    found: dict[str, Cell] = {}
    for row in route.rows:
        for key, cell in _cells(route, row, sheet):
            if key in COUNTS and any(map(str.isdigit, cell.text)):
                found.setdefault(key, cell)
    return found


def names_of_crew(route: Route) -> list[tuple[Row, str]]:
    """General declarations list the crew by name in the table of ports."""
    place = route.keys.index("crew_count") if "crew_count" in route.keys else -1
    cells = [(row, row.cells[place]) for row in route.rows if 0 <= place < len(row.cells)]
    return [(row, text) for row, text in cells if text and not any(map(str.isdigit, text))]


def _cells(route: Route, row: Row, sheet: str) -> Iterator[tuple[str, Cell]]:
    for place, key in enumerate(route.keys):
        if key and place < len(row.cells) and row.cells[place]:
            text = " ".join(row.cells[place].split())
            yield key, Cell(text=text, row=row.number, heading=route.headings[place], sheet=sheet)
