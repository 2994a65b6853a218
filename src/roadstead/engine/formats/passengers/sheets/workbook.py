"""Workbook interface (xlsx, xls, ods) for the registry of formats: read a workbook, or its voyage alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.sheets import sheet_problems as about
from roadstead.engine.formats.passengers.sheets.draft import Draft
from roadstead.engine.formats.passengers.sheets.headings import column, filled, suggest_heading
from roadstead.engine.formats.passengers.sheets.read import drafts_of, readings
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Manifest, Problem, Severity, Voyage
from roadstead.engine.sentences import Sentence, in_turn
from roadstead.engine.syntax.table import Sheet, Workbook

CHOICES: Final = "Choices"  # the hidden sheet of our template with the lists of its drop-downs
HINT_ROWS: Final = 60  # of a sheet: the voyage is above the people, or in the first rows of them
USE_TEMPLATE: Final = Sentence(
    "Write one person in each row, under headings such as Family name, Given names, Date of birth, "
    "Nationality, Passport number. The command ./roadstead template writes such a sheet."
)


def read_workbook(book: Workbook, *, any_people: bool = False) -> list[Reading]:
    """Return at least one reading: a workbook without a list gives a problem that says what is expected.

    `any_people`: as for `readings`.
    """
    drafts = drafts_of(book.sheets)
    found = readings(drafts, any_people=any_people)
    if not found:
        return [_no_list(book, drafts)]
    problems = (*book.problems, *_others(book.sheets, drafts), *found[0].problems)
    return [replace(found[0], problems=problems), *found[1:]]


def workbook_voyage(book: Workbook) -> Voyage | None:
    found = readings(drafts_of(book.sheets))
    return found[0].manifest.voyage if found else None


def _others(sheets: tuple[Sheet, ...], drafts: list[Draft]) -> list[Problem]:
    """Return problems for sheets that are no list, so that no people in them are missed."""
    unused = [draft.sheet.name for draft in drafts if not (draft.is_list or draft.is_form or draft.values)]
    hidden = about.hidden_sheets(sheets, frozenset({CHOICES}))
    return [
        *(
            _problem(
                "sheet-not-used",
                Severity.NOTE,
                Sentence("Sheet %(name)s is not a list, so we did not read it.", {"name": name[:40]}),
                name,
            )
            for name in unused
        ),
        *(
            _problem(
                "sheet-hidden",
                Severity.WARNING,
                Sentence(
                    "Sheet %(name)s is hidden, so we did not read it. If it has people who are on board, "
                    "unhide it and send the workbook again.",
                    {"name": name[:40]},
                ),
                name,
            )
            for name in hidden
        ),
    ]


def _no_list(book: Workbook, drafts: list[Draft]) -> Reading:
    """Return a reading with an error that names the most similar heading row."""
    problem = _problem(
        "not-a-known-message",
        Severity.ERROR,
        in_turn(Sentence("We found no list of people in this spreadsheet."), _guess(drafts), USE_TEMPLATE),
        "",
    )
    cells = tuple(cell for sheet in book.sheets for row in sheet.rows[:HINT_ROWS] for cell in filled(row))
    return Reading(manifest=Manifest(), problems=(*book.problems, problem), unread=cells[:HINT_ROWS])


def _guess(drafts: list[Draft]) -> Sentence:
    rows = [
        (sum(bool(column(cell) or suggest_heading(cell)) for cell in filled(row)), draft, row)
        for draft in drafts
        for row in draft.sheet.rows[:HINT_ROWS]
    ]
    best = max(rows, key=lambda each: each[0], default=None)
    if best is None or best[0] < 2:
        return Sentence("")
    _, draft, row = best
    unknown = [
        Sentence("%(sent)s (do you mean %(heading)s?)", {"sent": cell[:30], "heading": suggest_heading(cell)})
        for cell in filled(row)
        if not column(cell) and suggest_heading(cell)
    ]
    return (
        Sentence(
            "Row %(number)s of sheet %(name)s looks like headings: %(unknown)s.",
            {"number": row.number, "name": draft.sheet.name[:40], "unknown": unknown[:3]},
        )
        if unknown
        else Sentence("")
    )


def _problem(code: str, severity: Severity, text: Sentence | str, sheet: str) -> Problem:
    return Problem.of(severity=severity, code=code, text=text, message=sheet)
