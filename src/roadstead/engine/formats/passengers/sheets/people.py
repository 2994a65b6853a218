"""Settings of a table of people, shared by its rows; the type of a form; the role of a row."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import (
    NOTHING,
    Cell,
    Dates,
    Order,
    is_ambiguous,
    note,
    order_of,
    warn,
)
from roadstead.engine.formats.passengers.sheets.combined_cells import day_in
from roadstead.engine.formats.passengers.sheets.headings import column, folded, meaning, table
from roadstead.engine.formats.passengers.sheets.outline import PREFIX, Table
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Mode, Role
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table import Row

DAYS: Final[Mapping[str, str]] = {
    "born": "birth date",
    "birth": "birth date",
    "expires": "expiry date",
    "issued": "date of issue",
    "document2_expires": "expiry date",
    "document2_issued": "date of issue",
}
NUMBERS: Final = ("document_number", "document", "visa_number", "document2_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of a table: its cells by field, with their position for problems."""

    row: Row
    places: Mapping[str, int]
    headings: tuple[str, ...]
    sheet: str
    section: str = ""

    def text(self, field: str) -> str:
        place = self.places.get(field, -1)
        return self.row.cells[place] if 0 <= place < len(self.row.cells) else ""

    def cell(self, field: str) -> Cell:
        place = self.places.get(field, -1)
        if not 0 <= place < len(self.row.cells) or not self.row.cells[place]:
            return NOTHING
        return Cell(
            text=" ".join(self.row.cells[place].split()),
            row=self.row.number,
            sheet=self.sheet,
            heading=shown(self.headings[place]),
            is_number=place in self.row.numeric,
        )

    def at(self, field: str) -> Cell:
        """Return the position at which the value should be, to report that it is missing."""
        place = self.places.get(field, -1)
        heading = shown(self.headings[place]) if place >= 0 else ""
        return Cell(row=self.row.number, sheet=self.sheet, heading=heading)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSettings:
    """Settings that apply to every row of the table, known before the first row is read."""

    known: frozenset[str]
    dates: Mapping[str, Dates]
    mode: Mode
    usual: str  # the role of a person without a stated one
    form_role: str = ""  # the role that the form itself gives to all


def shown(heading: str) -> str:
    return " ".join(heading.split())


def lines(table: Table, sheet: str) -> Iterator[Line]:
    places: dict[str, int] = {}
    for place, field in enumerate(table.heading.fields):
        if field and field not in places:
            places[field] = place
    for row, section in zip(table.rows, table.sections, strict=True):
        yield Line(row=row, places=places, headings=table.heading.texts, sheet=sheet, section=section)


def orders(table: Table) -> dict[str, Order | None]:
    """Return the order of day and month for each column of dates; None if the column does not show it."""
    found: dict[str, Order | None] = {}
    for place, field in enumerate(table.heading.fields):
        if field.removeprefix(PREFIX) in {*DAYS, "departure", "arrival", "date"}:
            cells = [row.cells[place] for row in table.rows if place < len(row.cells)]
            found[field] = order_of(table.heading.texts[place], map(day_in, cells) if field == "birth" else cells)
    return found


DAY_FIRST: Final = (
    "We read %(shown)s with the day first, like all such dates in this column (%(count)s). If that is wrong, write the "
    "dates as 1980-11-03."
)
MONTH_FIRST: Final = (
    "We read %(shown)s with the month first, like all such dates in this column (%(count)s). If that is wrong, write "
    "the dates as 1980-11-03."
)


def warn_ambiguous_dates(table: Table, settled: Mapping[str, Dates], sheet: str, notes: Notebook) -> None:
    """Warn of columns whose dates could be read either way, with the first such date."""
    for place, field in enumerate(table.heading.fields):
        order = settled[field].order if field in settled else None
        if order is None or order.is_sure:
            continue
        rows = [row for row in table.rows if place < len(row.cells) and is_ambiguous(day_in(row.cells[place]))]
        if rows:
            text = rows[0].cells[place]
            cell = Cell(text=text, row=rows[0].number, heading=shown(table.heading.texts[place]), sheet=sheet)
            warn(
                notes,
                cell,
                "day-or-month-first",
                Sentence(MONTH_FIRST if order.month_first else DAY_FIRST, {"shown": cell.shown, "count": len(rows)}),
                DAYS.get(field, "date"),
            )


def report_columns(table: Table, sheet: str, notes: Notebook) -> None:
    """Report duplicate columns, and numbers that a spreadsheet may have shortened."""
    seen: set[str] = set()
    for place, field in enumerate(table.heading.fields):
        cell = Cell(row=table.heading.row, heading=shown(table.heading.texts[place]), sheet=sheet)
        if field and field in seen and field != "title":
            notes.keep_unread(cell.heading)
            warn(
                notes,
                cell,
                "column-twice",
                "There are two columns with this meaning. We used the first. Delete one of them.",
                field,
            )
        seen.add(field)
        if field == "nationality" and column(cell.heading) == "country":
            _about_country(cell, notes)
        if field in NUMBERS:
            _about_numbers(table, place, cell, notes)


def _about_country(cell: Cell, notes: Notebook) -> None:
    """Note a column headed only "Country"."""
    text = Sentence(
        "We read %(heading)s as the nationality. If it is another country, change the heading.",
        {"heading": cell.heading},
    )
    note(notes, cell, "country-as-nationality", text, "nationality")


def _about_numbers(table: Table, place: int, cell: Cell, notes: Notebook) -> None:
    typed = [row for row in table.rows if place in row.numeric and place < len(row.cells)]
    if typed:
        first = Cell(text=typed[0].cells[place], row=typed[0].number, heading=cell.heading, sheet=cell.sheet)
        note(
            notes,
            first,
            "zeros-may-be-lost",
            Sentence(
                "Cells in this column are typed as numbers (%(count)s), so zeros at the front may be missing. "
                "If a document number begins with 0, format the column as text and type it again.",
                {"count": len(typed)},
            ),
            "document number",
        )


# Titles of forms; arrival or departure by the box that is ticked.


MAX_TITLE_CHARS: Final = 120  # characters
MIN_TITLE_CHARS: Final = 5  # characters of a folded title that may be part of a longer line
TICK: Final = re.compile(r"☒|☑|✓|✔|[\[(]\s*[xX✓]\s*[\])]|(?:^|\s)[xX](?=\s|$)")
EMPTY_CHECK_BOX: Final = re.compile(r"☐|□|[\[(]\s*[\])]")


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    """Return pairs of folded title and form, the longest title first."""
    found = [
        (folded(word), row["value"])
        for row in table("words")
        if row["table"] == "title"
        for word in row["words"].split(";")
    ]
    return tuple(sorted(found, key=lambda pair: -len(pair[0])))


def title_in(text: str) -> str:
    """Return the form of which a line is the title ("FAL5"), or ""."""
    if not text or len(text) > MAX_TITLE_CHARS:
        return ""
    plain = folded(text)
    return next(
        (
            form
            for title, form in _titles()
            if plain == title or (len(title) >= MIN_TITLE_CHARS and title in plain and len(plain) < 3 * len(title))
        ),
        "",
    )


def form_of(lines: Iterable[str], sheet: str) -> str:
    """Return the form of a sheet: by its first title, else by the sheet's name."""
    return next((form for line in lines if (form := title_in(line))), "") or title_in(sheet)


def direction_in(row: Row) -> str:
    """Return "arrival" or "departure" if one of two boxes is ticked, in the same cell or beside it; else ""."""
    cells = [cell for cell in row.cells if cell]
    for at, cell in enumerate(cells):
        word = _of_box(cell)
        beside = cells[at + 1] if at + 1 < len(cells) else ""
        if word and (TICK.search(cell) or TICK.fullmatch(beside.strip())):
            return word
    return ""


def is_check_box(text: str) -> bool:
    """Return True for a check box with its word: "[ ] Departure"."""
    return bool(TICK.search(text) or EMPTY_CHECK_BOX.search(text)) and _of_box(text) is not None


def _of_box(text: str) -> str | None:
    return meaning("direction", EMPTY_CHECK_BOX.sub(" ", TICK.sub(" ", text)))


# The form of a sheet: by its title, corrected by its fields.


OF_A_SHIP: Final = frozenset({"imo", "craft", "unused:size", "call_sign", "mmsi", "home_port"})
OF_AN_AIRCRAFT: Final = frozenset({"registration", "place"})
SHEET: Final = "SHEET"
OWN_VOYAGE: Final = frozenset({"FAL1", "GENDEC", "NOA"})  # forms about the craft, with or without people
# The role of all in the list, if the form itself implies it.
ROLES: Final[Mapping[str, str]] = {"FAL5": "crew", "FAL6": "passenger"}


def message_type(title: str, keys: Collection[str], mode: str) -> str:
    """Return the message type: SHEET, FAL1, FAL5, FAL6, GENDEC or NOA. `mode`: as stated in the sheet, or ""."""
    is_air = mode == "air"
    ship, aircraft = bool(OF_A_SHIP & set(keys)), bool(OF_AN_AIRCRAFT & set(keys))
    if title == "GENDEC" and ship and not is_air and ("imo" in keys or not aircraft):
        return "FAL1"
    if title == "FAL1" and aircraft and not ship and mode != "sea":
        return "GENDEC"
    if title in ROLES and is_air:
        return SHEET
    return title or SHEET


IN_TRANSIT: Final = {"passenger": Role.TRANSIT_PASSENGER, "crew": Role.TRANSIT_CREW}


def role_of(text: str) -> str:
    """Return the role that a word for a role, or a rank, means; "" if unknown."""
    return meaning("role", text) or meaning("rank", text) or ""


def role(line: Line, reader: TableSettings, notes: Notebook) -> Role:
    found = _stated_role(line, reader, notes)
    transit = line.cell("transit")
    if not transit.text or found not in IN_TRANSIT:
        return Role(found)
    answer = meaning("yes", transit.text)
    if answer is None:
        warn(
            notes,
            transit,
            "transit-not-understood",
            Sentence("%(shown)s is not yes or no. Write yes or no.", {"shown": transit.shown}),
            "transit",
        )
    return IN_TRANSIT[found] if answer == "yes" else Role(found)


def _stated_role(line: Line, reader: TableSettings, notes: Notebook) -> str:
    usual = line.section or reader.usual
    cell = line.cell("role")
    if cell.text:
        known = role_of(cell.text)
        if known:
            return known
        note(
            notes,
            cell,
            "role-unknown",
            Sentence(
                "%(shown)s is neither passenger nor crew. We read the person as %(form_role)s and kept this as "
                "the rank. Write passenger or crew.",
                {"shown": cell.shown, "form_role": Sentence(reader.form_role or usual)},
            ),
            "role",
        )
    rank = line.cell("employment")
    if reader.form_role and meaning("role", rank.text) == "passenger":
        note(
            notes,
            rank,
            "passenger-in-crew-list",
            Sentence("%(shown)s is not a crew rank. We read the person as a passenger.", {"shown": rank.shown}),
            "role",
        )
        return "passenger"
    if reader.form_role:
        return reader.form_role
    if not line.section and "role" not in reader.known:
        return role_of(line.text("employment")) or usual
    return usual
