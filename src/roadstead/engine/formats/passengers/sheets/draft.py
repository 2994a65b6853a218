"""One sheet, divided and labelled, before its people and its voyage are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell, Order
from roadstead.engine.formats.passengers.sheets.headings import filled, folded, key, meaning, only, own_texts, section
from roadstead.engine.formats.passengers.sheets.legs import RouteRow, counts_in, route_rows
from roadstead.engine.formats.passengers.sheets.outline import Outline, outline
from roadstead.engine.formats.passengers.sheets.people import (
    OWN_VOYAGE,
    direction_in,
    form_of,
    is_check_box,
    message_type,
    orders,
    title_in,
)
from roadstead.engine.formats.passengers.sheets.plausible import are_people, assign_vague_columns
from roadstead.engine.formats.passengers.sheets.voyage import FLIGHT
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.table import Row, Sheet

# Lines around a table: "Name of ship: TERN", a label with its value beside it, or a label with it below.


INSIDE: Final = re.compile(r"(.{2,120}?)\s*(?::|\n|=|\.{3,}|_{2,}|…)\s*(.+)", re.DOTALL)
# "S/Y BLUE HERON - crew and guests", alone in its row
HULL: Final = re.compile(r"((?:M/?[VTSY]|S/?[YV]|F/V|R/V)\.?\s+[A-Z][^:,;]{1,40}?)(?:\s+[-–—|(].*)?", re.ASCII)
DETAILS: Final = re.compile(r"\s*(?:details|information|datos|gegevens|détails)\s*(?::\s*)?$", re.IGNORECASE)
HINT: Final = re.compile(r"\(.*\)", re.DOTALL)  # the form's explanation in brackets
# "Crew list M/V EXAMPLE STAR"
SHIP: Final = re.compile(r".*?\b((?:M\.?[/ ]?[VTSY]|S\.?[/ ]?[SYV]|F/V|R/V)\.?\s+\S.*)", re.IGNORECASE)
ENDS: Final[Mapping[str, str]] = {"arrival": "destination", "departure": "origin"}
BLANK: Final = re.compile(r"[\s._:…/-]*")  # an empty line of a form
NO_WORD: Final = re.compile("")
SHARED: Final = frozenset({"date", "time"})
# The side to which "Date" and "Time" after a label (in its row or below) belong: by the label and a word in it.
SIDES: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = {
    "destination": ("arrival", re.compile(r"arriv|lleg|arrib|aankom|landing", re.IGNORECASE)),
    "arrival": ("arrival", NO_WORD),
    "arrival_time": ("arrival", NO_WORD),
    "origin": ("departure", re.compile(r"depart|départ|salida|zarpe|vertrek|take-?off", re.IGNORECASE)),
    "departure": ("departure", NO_WORD),
    "departure_time": ("departure", NO_WORD),
}
OF_A_SIDE: Final[Mapping[str, Mapping[str, str]]] = {
    "arrival": {"date": "arrival", "time": "arrival_time", "port": "destination", "place": "destination"},
    "departure": {"date": "departure", "time": "departure_time", "port": "origin", "place": "origin"},
}


@dataclass(slots=True)
class Labelled:
    """Labels with their values, by key. `unused`: known labels that are not needed; `rest`: texts not understood."""

    values: dict[str, Cell] = field(default_factory=dict)
    duplicates: list[tuple[str, Cell]] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    rest: list[Cell] = field(default_factory=list)
    direction: str = ""

    def keep(self, name: str, cell: Cell) -> None:
        """Keep a value. A text without digits after "Arrival" or "Departure" is the port, not the time."""
        if name in ENDS and not any(map(str.isdigit, cell.text)):
            name = ENDS[name]
        if name.startswith("unused:"):
            self.unused.append(cell.heading)
        elif name in self.values and self.values[name].text.casefold() != cell.text.casefold():
            self.duplicates.append((name, cell))
        else:
            self.values.setdefault(name, cell)


def labelled(rows: list[Row], sheet: str) -> Labelled:
    """Read labels and values from the loose rows. Values below a row of labels are not read again."""
    found = Labelled()
    used: set[tuple[int, int]] = set()
    block, last = "", 0
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].number <= row.number + 2 else None
        found.direction = found.direction or direction_in(row)
        block = _block(row, below, block if row.number <= last + 2 else "")
        last = row.number
        sides = _sides(row, block)
        for place, text in enumerate(row.cells):
            if text and (row.number, place) not in used:
                _cell(row, place, below, used, found, sheet, sides[place])
    return found


def _block(row: Row, below: Row | None, block: str) -> str:
    """Return the side of the rows below a line such as "Arrival details"; "" from the next line that is alone."""
    text = only(row)
    if not text:
        return block
    side = meaning("direction", DETAILS.sub("", text))
    first = next(filter(None, below.cells), "") if below is not None else ""
    return side if side and (key(first) or INSIDE.fullmatch(first)) else ""


def _sides(row: Row, block: str) -> list[str]:
    """Return for each cell the side, arrival or departure, of a "Date" or "Time" in it; "" if unknown.

    If a row names one side, all its cells are of that side. If it names both, each label applies to the cells after it,
    but only if there is a "Date" or a "Time" for each: a single one is of the whole voyage.
    """
    labels = [_label(cell) for cell in row.cells]
    shared = [at for at, (name, _) in enumerate(labels) if name in SHARED]
    has_two = len({labels[at][0] for at in shared}) < len(shared)
    own = [_side(name, text, is_sure=has_two) for name, text in labels]
    named = set(filter(None, own))
    if len(named) < 2:
        return [next(iter(named), block)] * len(own)
    if not has_two or not any(own[: shared[0]]):
        return [""] * len(own)
    rules = ""
    return [rules := side or rules for side in own]


def _side(name: str, text: str, *, is_sure: bool) -> str:
    """Return the side that a label names. "From" and "to" do if the row has a date for each, "last port" does not."""
    side, word = SIDES.get(name, ("", NO_WORD))
    return side if side and (is_sure or word.search(text)) else ""


def _label(cell: str) -> tuple[str, str]:
    """Return the key of the label in a cell, and its text."""
    inside = INSIDE.fullmatch(cell) if cell else None
    text = inside[1] if inside and key(inside[1]) else cell
    return (key(text) if text else ""), text


def _cell(
    row: Row, place: int, below: Row | None, used: set[tuple[int, int]], found: Labelled, sheet: str, side: str
) -> None:
    text = row.cells[place]
    of_side = OF_A_SIDE.get(side, {})
    inside = INSIDE.fullmatch(text)
    if inside and key(inside[1]) and not BLANK.fullmatch(inside[2]):
        name = key(inside[1])
        found.keep(of_side.get(name, name), _value(inside[2], row, inside[1], sheet))
        return
    name = "" if is_check_box(text) else key(text)
    name = of_side.get(name, name)
    if not name:
        ship = SHIP.fullmatch(text) if title_in(text) else HULL.fullmatch(text) if only(row) == text else None
        if ship:
            found.keep("craft", _value(ship[1], row, text, sheet))
        elif not _is_known_text(text):
            found.rest.append(_value(text, row, "", sheet))
        return
    at = _beside(row, place, name)
    if at is not None:
        used |= {(row.number, each) for each in range(place + 1, at + 1)}
        found.keep(name, _value(row.cells[at], row, text, sheet, at in row.numeric))
    elif below is not None and _is_below(row, below, place):
        used.add((below.number, place))
        found.keep(name, _value(below.cells[place], below, text, sheet, place in below.numeric))


def _value(text: str, row: Row, label: str, sheet: str, is_number: bool = False) -> Cell:
    heading = " ".join(label.split()).strip(" :*")
    return Cell(text=" ".join(text.split()), row=row.number, heading=heading, sheet=sheet, is_number=is_number)


def _beside(row: Row, place: int, name: str) -> int | None:
    """Return the place of the next cell with a value; None if a label comes first. A repeated merged label is skipped.

    "Arrival" is a label, but also the value of "Arrival or departure".
    """
    for at in range(place + 1, len(row.cells)):
        text = row.cells[at]
        if text and text != row.cells[place] and not BLANK.fullmatch(text):
            if name == "direction" and meaning(name, text):
                return at
            inside = INSIDE.fullmatch(text)
            return None if key(text) or is_check_box(text) or (inside and key(inside[1])) else at
    return None


def _is_below(row: Row, below: Row, place: int) -> bool:
    """Return True if the cell below holds a value and no label of its own."""
    text = below.cells[place] if place < len(below.cells) else ""
    inside = INSIDE.fullmatch(text)
    return (
        bool(text)
        and not HINT.fullmatch(text)
        and not key(text)
        and not (inside and key(inside[1]))
        and not _is_known_text(text)
    )


def _is_known_text(text: str) -> bool:
    """Return True for titles, section names, check boxes and empty lines, which hold no value to read here."""
    return bool(
        title_in(text)
        or folded(text) in own_texts()
        or meaning("direction", DETAILS.sub("", text))
        or is_check_box(text)
        or section(text)
        or BLANK.fullmatch(text)
        or text.casefold() in {"x", "☐", "☒", "☑", "✓"}
    )


VALUES: Final = 3  # labels with values that a form without people must have
NAMED: Final = frozenset({"craft", "registration", "imo", "number", "call_sign", "carrier"})
# Fields only a list of people on board has; one is required if there is neither a title nor a voyage.
OF_A_LIST: Final = frozenset(
    {
        "document",
        "document_number",
        "document_type",
        "embark",
        "disembark",
        "role",
        "transit",
        "employment",
        "seat",
        "key:number",
        "key:craft",
        "key:origin",
        "key:destination",
    }
)


@dataclass(slots=True)
class Draft:
    """One sheet being read. `label`: the sheet's name for problems, in a workbook of several sheets."""

    sheet: Sheet
    outline: Outline
    labelled: Labelled
    title: str
    form: str
    label: str
    usual: str
    routes: list[RouteRow]
    notes: Notebook
    orders: list[dict[str, Order | None]] = field(default_factory=list)

    @property
    def has_people(self) -> bool:
        return bool(self.outline.tables)

    @property
    def values(self) -> dict[str, Cell]:
        return self.labelled.values

    @property
    def is_form(self) -> bool:
        """Return True for a declaration of the craft itself, with or without people."""
        return self.form in OWN_VOYAGE and len(self.values) >= VALUES and bool(NAMED & self.values.keys())

    @property
    def is_list(self) -> bool:
        """Return True for a list of people on board; False for a watchlist, a query or another table with names."""
        is_titled = bool(self.title) or len(self.values) >= 2
        return (
            self.has_people
            and not self._is_foreign()
            and (is_titled or bool(self._fields() & OF_A_LIST))
            and are_people(self.outline.tables, is_titled=is_titled)
        )

    def _fields(self) -> set[str]:
        return {name for table in self.outline.tables for name in table.heading.known}

    def _is_foreign(self) -> bool:
        texts = [text for table in self.outline.tables for text in table.heading.texts if text]
        mark = any(folded(text) and meaning("not_ours", text) for text in texts)
        has_id = any(meaning("id", text) for text in texts)
        return (mark or has_id) and not self.title and len(self.values) < 2


def draft(sheet: Sheet, *, one_of_many: bool) -> Draft:
    label = sheet.name if one_of_many else ""
    found = outline(sheet)
    for table in found.tables:
        assign_vague_columns(table)
    said = labelled(found.loose, label)
    routes = [row for route in found.routes for row in route_rows(route, label)]
    for route in found.routes:
        for count, cell in counts_in(route, label).items():
            said.values.setdefault(count, cell)
    title = form_of((cell for row in found.loose for cell in filled(row)), sheet.name)
    return Draft(
        sheet=sheet,
        outline=found,
        labelled=said,
        title=title,
        form=message_type(title, _keys(said, routes), _mode(said)),
        label=label,
        usual=section(sheet.name) or "passenger",
        routes=routes,
        notes=Notebook(reference=sheet.name),
        orders=[orders(table) for table in found.tables],
    )


def _keys(said: Labelled, routes: list[RouteRow]) -> set[str]:
    unused = {"unused:size"} if any("tonnage" in folded(label) for label in said.unused) else set()
    return {*said.values, *unused, *(["place"] if any(row.place.text for row in routes) else [])}


def _mode(said: Labelled) -> str:
    """Return the mode as sent; "air" if there is a flight number and no ship; else ""."""
    number = "".join(said.values.get("number", Cell()).text.split()).upper()
    is_flight = FLIGHT.fullmatch(number) is not None and "craft" not in said.values and "imo" not in said.values
    told = meaning("mode", said.values.get("mode", Cell()).text)
    return told or ("air" if is_flight else "")
