"""Reader of xlsx workbooks (ECMA-376). Macros, links, pictures and formulas are never run, opened or examined.

Read by events from the zip, not through a library's object model: that would refuse workbooks of careless writers, keep
no hidden rows or merged cells while streaming, and build as much as a hostile file asks for (decision 0034).
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table.archive import Archive, WorkbookRefused, open_archive
from roadstead.engine.syntax.table.grid import Budget, Grid
from roadstead.engine.syntax.table.parts import Contents, relations, styles, texts
from roadstead.engine.syntax.table.sheet import Sheet, Workbook, sheet_limit_problems, table_problem
from roadstead.engine.syntax.table.worksheet import Worksheet

# Kinds of sheets without cells.
WITHOUT_CELLS: Final = {"chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet"}


def read_xlsx(raw: bytes, max_rows: int) -> Workbook:
    """Return every sheet, in the workbook's order. Raises Refused if the workbook cannot be read."""
    archive = open_archive(raw)
    main = next((path for kind, path in relations(archive, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    contents = Contents()
    archive.parse(main, contents)
    targets = relations(archive, main)
    by_kind = dict(targets.values())
    at_texts, at_styles = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    shared = texts(archive, at_texts) if at_texts and archive.has(at_texts) else []
    kinds, problems = styles(archive, at_styles) if at_styles and archive.has(at_styles) else ([], ())
    budget, sheets, lost = Budget(), list[Sheet](), [*sheet_limit_problems(contents.count), *problems]
    for name, state, key in contents.sheets:
        kind, path = targets.get(key, ("", ""))
        if kind == "worksheet":
            grid = Grid(
                name=name,
                from_1904=contents.from_1904,
                hidden=state in {"hidden", "veryHidden"},
                budget=budget,
                max_rows=max_rows,
            )
            sheets.append(_sheet(archive, path, Worksheet(grid, shared, kinds)))
        elif kind not in WITHOUT_CELLS:
            lost.append(_lost(name))
    return Workbook(sheets=tuple(sheets), problems=tuple(lost))


def _lost(name: str) -> Problem:
    text = Sentence(
        "We could not read sheet %(name)s, because it is missing from the workbook's file. Save the workbook "
        "again and send it.",
        {"name": name},
    )
    return table_problem("sheet-missing", text, sheet=name, severity=Severity.ERROR)


def _sheet(archive: Archive, path: str, worksheet: Worksheet) -> Sheet:
    try:
        archive.parse(path, worksheet)
    except WorkbookRefused as refused:
        worksheet.grid.break_off(refused)
    return worksheet.grid.sheet()
