"""What was sent, for the eye: sheets by row, text by line, problems beside what they concern."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from roadstead.engine.formats.passengers.sheets import write_template
from roadstead.filings.voyages.models import Manifest
from roadstead.web.carriers.raw_text import MAX_LINE_CHARS, is_text, lines_of


def workbook(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    into = BytesIO()
    book.save(into)
    return into.getvalue()


def with_problem(number: int, *, message: str = "") -> Manifest:
    return Manifest(position=0, problems=[{"number": number, "message": message, "text": "no date", "field": "born"}])


def test_a_workbook_is_shown_row_by_row_with_the_problems_of_its_own_sheet() -> None:
    raw = workbook(Crew=[["Name", "Born"], ["ROE", "1980"]], Passengers=[["Name", "Born"], ["DOE", "31/02/1990"]])
    lines = lines_of(raw, [with_problem(2, message="Passengers")])
    assert [(line.message, line.number) for line in lines] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    assert [bool(line.problems) for line in lines] == [False, False, False, True]
    assert "DOE" in lines[3].text
    assert "31/02/1990" in lines[3].text


def test_hidden_sheets_and_those_that_explain_the_template_are_not_shown_and_the_others_keep_their_place() -> None:
    book = openpyxl.load_workbook(BytesIO(write_template("roadstead", "en")))
    book.create_sheet("Old crew", 0).append(["ROE"])
    book.worksheets[0].sheet_state = "hidden"
    into = BytesIO()
    book.save(into)
    shown = {line.message for line in lines_of(into.getvalue(), [])}
    assert [book.worksheets[at].title for at in sorted(shown)] == ["List"]


def test_a_workbook_is_nothing_to_correct_as_text_and_a_list_is() -> None:
    assert not is_text(workbook(Crew=[["Name"]]))
    assert is_text(b"UNH+1+PAXLST:D:05B:UN'")


def test_plain_lines_carry_their_problems_and_long_ones_go_on_below() -> None:
    lines = lines_of(b"name;born\n" + b"x" * (MAX_LINE_CHARS + 1), [with_problem(2)])
    assert [line.number for line in lines] == [1, 2, 2]
    assert [len(line.problems) for line in lines] == [0, 1, 0]
    assert "".join(line.text for line in lines[1:]) == "x" * (MAX_LINE_CHARS + 1)
