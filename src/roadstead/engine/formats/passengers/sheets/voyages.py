"""Sheets that describe one voyage, and rows of one sheet that describe several."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell
from roadstead.engine.formats.passengers.sheets.draft import Draft
from roadstead.engine.formats.passengers.sheets.headings import folded
from roadstead.engine.formats.passengers.sheets.outline import PREFIX, Table
from roadstead.engine.syntax.table import Row

IDENTITY: Final = ("imo", "registration", "craft", "number")  # sheets that differ here are of different voyages
FIRST: Final = {"FAL1": 0, "GENDEC": 0, "NOA": 0}  # forms about the voyage itself have precedence
ENDS: Final = frozenset({"origin", "destination"})
PERSONAL: Final[Mapping[str, str]] = {"origin": "embark", "destination": "disembark"}
MAX_VOYAGES: Final = 200  # voyages in one sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class VoyagePart:
    """People of one voyage in one sheet, and the values that their rows state about it."""

    values: Mapping[str, Cell]
    tables: tuple[Table, ...]


def are_one_voyage(drafts: Iterable[Draft]) -> bool:
    """Return True if the sheets do not contradict each other in any identifier of the voyage."""
    said = list(drafts)
    return all(_one([folded(draft.values[key].text) for draft in said if key in draft.values]) for key in IDENTITY)


def _one(names: list[str]) -> bool:
    """Return True if all names are equal or contained in each other: "MV TERN / general cargo" is the TERN."""
    return all(one in other or other in one for one in names for other in names)


def shared_values(drafts: Iterable[Draft]) -> dict[str, Cell]:
    """Return the values of all sheets; forms about the voyage have precedence."""
    found: dict[str, Cell] = {}
    for draft in sorted(drafts, key=lambda each: FIRST.get(each.form, 1)):
        for key, cell in draft.values.items():
            found.setdefault(key, cell)
    return found


def voyage_parts(draft: Draft) -> list[VoyagePart]:
    """Return one part for each voyage named in the rows; one part in all if the rows name none."""
    found: dict[tuple[str, ...], tuple[dict[str, Cell], list[Table]]] = {}
    for table in draft.outline.tables:
        columns = _columns(table)
        for key, rows in _grouped(table, columns).items():
            values, tables = found.setdefault(
                key if len(found) < MAX_VOYAGES or key in found else next(iter(found)), ({}, [])
            )
            for name, place in columns.items():
                if cell := _constant(table, rows, name, place, draft.label):
                    values.setdefault(name, cell)
            tables.append(_of(table, rows, columns, values))
    made = [VoyagePart(values=values, tables=tuple(tables)) for values, tables in found.values()]
    return made or [VoyagePart(values={}, tables=())]


def _columns(table: Table) -> dict[str, int]:
    return {
        field.removeprefix(PREFIX): place
        for place, field in enumerate(table.heading.fields)
        if field.startswith(PREFIX)
    }


def _grouped(table: Table, columns: Mapping[str, int]) -> dict[tuple[str, ...], list[int]]:
    """Return positions of rows by the columns that name their voyage. Ports may differ from person to person."""
    naming = [place for name, place in columns.items() if name not in ENDS]
    groups: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(table.rows):
        groups.setdefault(tuple(folded(_at(row, place)) for place in naming), []).append(at)
    return _without_blanks(groups) or {(): []}


def _without_blanks(groups: dict[tuple[str, ...], list[int]]) -> dict[tuple[str, ...], list[int]]:
    """Add rows that name no voyage to the first named voyage."""
    blank = next((key for key in groups if not any(key)), None)
    if blank is None or len(groups) == 1:
        return groups
    others = [key for key in groups if key != blank]
    groups[others[0]] = sorted([*groups[others[0]], *groups.pop(blank)])
    return groups


def _constant(table: Table, rows: list[int], name: str, place: int, sheet: str) -> Cell | None:
    """Return the one value in these rows; None if they differ or are empty."""
    texts = {_at(table.rows[at], place) for at in rows} - {""}
    if len(texts) != 1:
        return None
    first = next(row for at in rows if _at(row := table.rows[at], place))
    heading = " ".join(table.heading.texts[place].split())
    return Cell(
        text=next(iter(texts)), row=first.number, heading=heading, sheet=sheet, is_number=place in first.numeric
    )


def _of(table: Table, rows: list[int], columns: Mapping[str, int], values: Mapping[str, Cell]) -> Table:
    """Return these rows as a table. If "from" and "to" differ among them, they are the person's ports."""
    fields = list(table.heading.fields)
    for name, field in PERSONAL.items():
        if name in columns and name not in values and field not in fields:
            fields[columns[name]] = field
    return Table(
        heading=replace(table.heading, fields=tuple(fields)),
        rows=[table.rows[at] for at in rows],
        sections=[table.sections[at] for at in rows],
    )


def _at(row: Row, place: int) -> str:
    return " ".join(row.cells[place].split()) if place < len(row.cells) else ""
