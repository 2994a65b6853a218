"""What a list of people does not say, once for a column that is not there, else for each person."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.passengers.sheets.cells import Cell, note, warn
from roadstead.engine.formats.passengers.sheets.outline import Table
from roadstead.engine.formats.passengers.sheets.people import Line
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Traveller

# code, fields one of which should be there, what to call it, its heading in our template
WANTED: Final = (
    ("birth-date-missing", ("born", "birth"), "birth date", "Date of birth"),
    ("nationality-missing", ("nationality",), "nationality", "Nationality"),
    ("document-missing", ("document_number", "document"), "travel document", "Passport or document number"),
    ("sex-missing", ("sex",), "sex", "Sex"),
)
WHY: Final = "Without it many people are alike"


def about_missing_columns(table: Table, sheet: str, notes: Notebook) -> None:
    cell = Cell(row=table.heading.row, sheet=sheet)
    for code, fields, name, heading in WANTED:
        if not table.heading.known & set(fields):
            tell = note if code == "sex-missing" else warn
            text = f"no column for the {name}. {WHY}: add a column {heading}."
            tell(notes, cell, f"column-{code}", text, name)


def about_the_person(line: Line, traveller: Traveller, known: frozenset[str], notes: Notebook) -> None:
    """A value that came and could not be used has its own problem already."""
    there = {
        "birth-date-missing": line.text("born") or line.text("birth"),
        "nationality-missing": line.text("nationality"),
        "document-missing": traveller.documents,
    }
    for code, fields, name, _ in WANTED[:3]:
        if known & set(fields) and not there[code]:
            field = next(field for field in fields if field in known)
            warn(notes, line.at(field), code, f"no {name}. {WHY}: write it.", name)
