"""Write an empty sheet for a captain to fill in without a network: required fields, an example, choices, help."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roadstead.engine.formats.passengers.sheets import template_format as look
from roadstead.engine.formats.passengers.sheets.examples import NUMBER
from roadstead.engine.formats.passengers.sheets.headings import LANGUAGES
from roadstead.engine.formats.passengers.sheets.shapes import (
    CARGO_KIND,
    MARK,
    column_label,
    is_required,
    label,
    shape_of,
    texts,
)
from roadstead.engine.formats.passengers.sheets.workbook import CHOICES
from roadstead.engine.formats.passengers.sheets.write import Form, saved, write_cell
from roadstead.engine.syntax.table import csv_bytes

# Fields of the example person that are the same in each language.
EXAMPLE: Final = {
    "role": "crew",
    "sex": "F",
    "born": "1980-11-03",
    "birth_place": "Bridgetown",
    "nationality": "BRB",
    "residence": "BRB",
    "document_type": "P",
    "document_number": NUMBER,
    "issuer": "BRB",
    "expires": "2031-05-31",
    "employment": "",
    "transit": "no",
}
IN_WORDS: Final = {"role": "role", "document_type": "document", "transit": "yes"}
LINES: Final = 200  # empty rows that are formatted
HELP: Final = tuple(range(1, 10))  # lines of help in template.csv
HELP_WITHOUT_PEOPLE: Final = (5, 6, 9)
HELP_WITH_CARGO: Final = tuple(range(1, 9))  # lines of help on goods


def write_template(kind: str, language: str = "en", form: Form = "xlsx") -> bytes:
    """Return the empty sheet. `kind` is a key of OFFERED, `language` one of en, es, fr, nl; else KeyError."""
    if language not in LANGUAGES:
        raise KeyError(language)
    return _csv(kind, language) if form == "csv" else _xlsx(kind, language)


def example(kind: str, language: str) -> list[str]:
    """Return the cells of the example row, in the order of the kind's columns."""
    shape = shape_of(kind)
    names = {field: texts()[f"example:{field}"][language] for field in ("surname", "given")}
    cells = dict(shape.example) or EXAMPLE | names
    return [_in_words(field, cells.get(field, ""), language) for field in shape.columns]


def _in_words(field: str, value: str, language: str) -> str:
    return texts()[f"{IN_WORDS[field]}:{value}"][language] if field in IN_WORDS and value else value


def _label(kind: str, key: str, language: str) -> str:
    return label(kind, key, language) + (MARK if is_required(kind, key) else "")


def _heading(kind: str, field: str, language: str) -> str:
    return column_label(kind, field, language) + (MARK if is_required(kind, field) else "")


def _csv(kind: str, language: str) -> bytes:
    shape = shape_of(kind)
    rows = [[texts()[f"title:{kind}"][language]], *([_label(kind, key, language), ""] for key in shape.asked)]
    if shape.columns:
        headings = [_heading(kind, field, language) for field in shape.columns]
        rows += [[], headings, example(kind, language)]
    return csv_bytes(rows)


def _xlsx(kind: str, language: str) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = texts()["sheet:list"][language]
    _list(sheet, kind, language)
    _help(book.create_sheet(texts()["sheet:help"][language]), kind, language)
    _choices(book.create_sheet(CHOICES), language)
    return saved(book)


def _list(sheet: Worksheet, kind: str, language: str) -> None:
    shape = shape_of(kind)
    write_cell(sheet["A1"], texts()[f"title:{kind}"][language])
    write_cell(sheet["A2"], texts()[_of(kind, "hint") if shape.columns else "hint:required"][language])
    places = look.places_of(shape.asked, beside=bool(shape.columns))
    for key, (row, column) in places.items():
        write_cell(sheet.cell(row=row, column=column), _label(kind, key, language))
    top = max(row for row, _ in places.values()) + 2
    for place, field in enumerate(shape.columns, 1):
        write_cell(sheet.cell(row=top, column=place), _heading(kind, field, language))
    for place, (field, text) in enumerate(zip(shape.columns, example(kind, language), strict=True), 1):
        write_cell(sheet.cell(row=top + 1, column=place), text, field)
    look.format_list(
        sheet, look.Plan(fields=shape.columns, places=places, top=top, last=top + LINES, language=language)
    )


def _help(sheet: Worksheet, kind: str, language: str) -> None:
    lines = HELP_WITH_CARGO if kind == CARGO_KIND else HELP if shape_of(kind).columns else HELP_WITHOUT_PEOPLE
    write_cell(sheet["A1"], texts()["sheet:help"][language])
    for row, number in enumerate(lines, 3):
        write_cell(sheet.cell(row=row, column=1), f"{row - 2}. {texts()[_of(kind, f'help:{number}')][language]}")
    look.format_help(sheet, len(lines))


def _of(kind: str, id: str) -> str:
    """Return the id of a text that differs on the cargo sheet."""
    return f"{CARGO_KIND}:{id}" if kind == CARGO_KIND else id


def _choices(sheet: Worksheet, language: str) -> None:
    """Write the lists of the drop-downs, a column each; the sheet is hidden and never read."""
    for place, prefix in enumerate(look.CHOICES_OF.values(), 1):
        for row, word in enumerate(look.words_of(prefix, language), 1):
            write_cell(sheet.cell(row=row, column=place), word)
    sheet.sheet_state = "hidden"
