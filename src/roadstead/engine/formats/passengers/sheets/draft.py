"""One sheet, taken apart and labelled: what it is of, before its people and its voyage are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.common.notebook import Notebook
from roadstead.engine.formats.passengers.sheets.by_values import settle
from roadstead.engine.formats.passengers.sheets.cells import Cell
from roadstead.engine.formats.passengers.sheets.days import Order
from roadstead.engine.formats.passengers.sheets.forms import OWN_VOYAGE, form
from roadstead.engine.formats.passengers.sheets.labels import Labelled, labelled
from roadstead.engine.formats.passengers.sheets.legs import RouteRow
from roadstead.engine.formats.passengers.sheets.lines import filled, section
from roadstead.engine.formats.passengers.sheets.marks import form_of
from roadstead.engine.formats.passengers.sheets.outline import Outline, outline
from roadstead.engine.formats.passengers.sheets.people import orders
from roadstead.engine.formats.passengers.sheets.plausible import are_people
from roadstead.engine.formats.passengers.sheets.routes import counts_in, route_rows
from roadstead.engine.formats.passengers.sheets.voyage import FLIGHT
from roadstead.engine.formats.passengers.sheets.words import folded, meaning
from roadstead.engine.syntax.table import Sheet

VALUES: Final = 3  # labels with values that a form without people must have
NAMED: Final = frozenset({"craft", "registration", "imo", "number", "call_sign", "carrier"})
# What only a list of people on board has: without a title or a voyage, one of these must be there.
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
    """`label` is the sheet's name where problems should carry it: in a workbook of several."""

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
        """A declaration of the craft itself, with or without people."""
        return self.form in OWN_VOYAGE and len(self.values) >= VALUES and bool(NAMED & self.values.keys())

    @property
    def is_list(self) -> bool:
        """A list of people on board, and no watch list, no query, no table that merely has names in it."""
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
        settle(table)
    said = labelled(found.loose, label)
    routes = [row for route in found.routes for row in route_rows(route, label)]
    for route in found.routes:
        for key, cell in counts_in(route, label).items():
            said.values.setdefault(key, cell)
    title = form_of(_lines(found), sheet.name)
    return Draft(
        sheet=sheet,
        outline=found,
        labelled=said,
        title=title,
        form=form(title, _keys(said, routes), _mode(said)),
        label=label,
        usual=section(sheet.name) or "passenger",
        routes=routes,
        notes=Notebook(reference=sheet.name),
        orders=[orders(table) for table in found.tables],
    )


def _lines(found: Outline) -> Iterator[str]:
    return (cell for row in found.loose for cell in filled(row))


def _keys(said: Labelled, routes: list[RouteRow]) -> set[str]:
    unused = {"unused:size"} if any("tonnage" in folded(label) for label in said.unused) else set()
    return {*said.values, *unused, *(["place"] if any(row.place.text for row in routes) else [])}


def _mode(said: Labelled) -> str:
    """As said; "air" for what has the number of a flight and no ship; else ""."""
    number = "".join(said.values.get("number", Cell()).text.split()).upper()
    is_flight = FLIGHT.fullmatch(number) is not None and "craft" not in said.values and "imo" not in said.values
    told = meaning("mode", said.values.get("mode", Cell()).text)
    return told or ("air" if is_flight else "")
