"""Formatting of the template: widths, colours, frozen panes, drop-downs, print settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from roadstead.engine.formats.passengers.sheets.shapes import texts
from roadstead.engine.formats.passengers.sheets.workbook import CHOICES
from roadstead.engine.formats.passengers.sheets.write import DAY_FORMAT, DAYS, TEXT_FORMAT

FIRST_LINE: Final = 4  # row of the first label: title, hint and an empty row are above it
STEPS: Final = (1, 3, 7)  # columns of the labels, with three in a row
VALUE: Final[Mapping[int, int]] = {1: 1, 3: 3, 7: 2}  # columns that the value after a label may take
ALONE: Final = 5  # columns for the value of a label alone in its row

WIDTHS: Final[Mapping[str, float]] = {"role": 22, "surname": 24, "given": 30, "sex": 8, "born": 14, "birth_place": 20,
                                      "document_number": 22, "document_type": 22, "employment": 22,
                                      "nationality": 16}  # fmt: skip
USUAL_WIDTH: Final = 16
INK, PALE, GREY, LINE = "1D3557", "EAF1F8", "808080", "B7C4D3"
CHOICES_OF: Final[Mapping[str, str]] = {"role": "role", "document_type": "document", "transit": "yes", "mode": "mode",
                                        "category": "category", "direction": "direction"}  # fmt: skip
SEXES: Final = '"F,M,X"'
PROMPTS: Final[Mapping[str, str]] = {"born": "born", "expires": "born", "document_number": "document_number",
                                     "embark": "place", "disembark": "place", "nationality": "country",
                                     "issuer": "country", "residence": "country"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Positions on the sheet: columns by field, labels by key (row, column), the heading's row, the last row."""

    fields: Sequence[str]
    places: Mapping[str, tuple[int, int]]
    top: int
    last: int
    language: str


def places_of(keys: Sequence[str], *, beside: bool) -> dict[str, tuple[int, int]]:
    """Return label positions: three a row above a table, so that the headings stay in view; else one a row."""
    if not beside:
        return {key: (FIRST_LINE + at, 1) for at, key in enumerate(keys)}
    return {key: (FIRST_LINE + at // len(STEPS), STEPS[at % len(STEPS)]) for at, key in enumerate(keys)}


def words_of(prefix: str, language: str) -> list[str]:
    return [row[language] for id, row in texts().items() if id.startswith(f"{prefix}:")]


def format_list(sheet: Worksheet, plan: Plan) -> None:
    sheet["A1"].font = Font(bold=True, size=16, color=INK)
    sheet["A2"].font = Font(italic=True, color=GREY)
    _lines(sheet, plan)
    if plan.fields:
        _headings(sheet, plan)
        _rows(sheet, plan)
        sheet.freeze_panes = sheet.cell(row=plan.top + 1, column=1).coordinate
        sheet.print_title_rows = f"{plan.top}:{plan.top}"
    else:
        sheet.column_dimensions["A"].width = 52
        sheet.column_dimensions["B"].width = 30
    sheet.page_setup.orientation = "landscape" if plan.fields else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_view.showGridLines = False


def _lines(sheet: Worksheet, plan: Plan) -> None:
    """Format labels in bold, each followed by a text cell, so that numbers stay as typed."""
    for key, (row, column) in plan.places.items():
        label = sheet.cell(row=row, column=column)
        label.font, label.alignment = Font(bold=True, color=INK), Alignment(wrap_text=True, vertical="center")
        wide = VALUE[column] if plan.fields else ALONE
        for at in range(column + 1, column + 1 + wide):
            box = sheet.cell(row=row, column=at)
            box.fill, box.number_format = _fill(PALE), TEXT_FORMAT
            box.border = Border(bottom=Side(style="thin", color=LINE))
        if wide > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=column + 1, end_column=column + wide)
        sheet.row_dimensions[row].height = 30
        if key in CHOICES_OF:
            _choice(sheet, key, f"{get_column_letter(column + 1)}{row}", plan.language)


def _headings(sheet: Worksheet, plan: Plan) -> None:
    sheet.row_dimensions[plan.top].height = 44
    for place, field in enumerate(plan.fields, 1):
        cell = sheet.cell(row=plan.top, column=place)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _fill(INK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        example = sheet.cell(row=plan.top + 1, column=place)
        example.font = Font(italic=True, color=GREY)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(field, USUAL_WIDTH)


def _rows(sheet: Worksheet, plan: Plan) -> None:
    """Format the rows to fill in: dates as dates, the rest as text."""
    thin = Side(style="thin", color=LINE)
    for place, field in enumerate(plan.fields, 1):
        for row in range(plan.top + 1, plan.last + 1):
            cell = sheet.cell(row=row, column=place)
            cell.number_format = DAY_FORMAT if field in DAYS else TEXT_FORMAT
            cell.border = Border(bottom=thin, right=thin)
        letter = get_column_letter(place)
        span = f"{letter}{plan.top + 1}:{letter}{plan.last}"
        if field in CHOICES_OF:
            _choice(sheet, field, span, plan.language)
        elif field == "sex":
            _add(sheet, DataValidation(type="list", formula1=SEXES, allow_blank=True), span)
        elif field in PROMPTS:
            prompt = texts()[f"prompt:{PROMPTS[field]}"][plan.language]
            _add(sheet, DataValidation(type=None, prompt=prompt, showInputMessage=True), span)


def _choice(sheet: Worksheet, field: str, span: str, language: str) -> None:
    """Add a drop-down that also accepts other words: the reader understands more than the list."""
    column = get_column_letter(list(CHOICES_OF).index(field) + 1)
    count = len(words_of(CHOICES_OF[field], language))
    formula = f"{CHOICES}!${column}$1:${column}${count}"
    _add(sheet, DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False), span)


def _add(sheet: Worksheet, validation: DataValidation, span: str) -> None:
    sheet.add_data_validation(validation)
    validation.add(span)


def format_help(sheet: Worksheet, count: int) -> None:
    sheet["A1"].font = Font(bold=True, size=16, color=INK)
    sheet.column_dimensions["A"].width = 110
    for row in range(3, count + 3):
        sheet.cell(row=row, column=1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 34
    sheet.sheet_view.showGridLines = False


def _fill(color: str) -> PatternFill:
    return PatternFill(fill_type="solid", start_color=color, end_color=color)
