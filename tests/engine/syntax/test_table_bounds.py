"""Workbooks that ask for more work or memory than a list is worth: what one reading may cost is counted as a whole."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from roadstead.engine.formats import registry
from roadstead.engine.syntax.table import archive, grid, parse_workbook, parts, xls_texts
from roadstead.engine.syntax.table.grid import Budget, Grid
from tests.engine.syntax.test_table_ods import cell, ods, row, table
from tests.engine.syntax.test_table_xlsx import RELATIONS as URI
from tests.engine.syntax.test_table_xlsx import raw_book
from tests.engine.syntax.xls_books import book, shared

RELATIONS = "_rels/.rels"


@dataclass(slots=True)
class Counting:
    """A handler that counts how often text is handed to it."""

    calls: int = 0
    characters: int = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None:
        self.calls += 1
        self.characters += len(text)


def _with_compression(raw: bytes, kind: int) -> bytes:
    """The member `_rels/.rels` said to be packed another way, in its own head and in the index."""
    changed = bytearray(raw)
    for mark, before, at in ((b"PK\x03\x04", 30, 8), (b"PK\x01\x02", 46, 10)):
        place = raw.index(RELATIONS.encode(), raw.index(mark)) - before
        while raw[place : place + 4] != mark:
            place = raw.index(RELATIONS.encode(), place + before + 1) - before
        changed[place + at] = kind
    return bytes(changed)


@pytest.mark.parametrize("kind", [9, 12, 14, 93, 99])
def test_a_member_packed_as_no_spreadsheet_does_is_refused_before_it_is_unpacked(kind: int) -> None:
    raw = _with_compression(raw_book("<s/>", **{RELATIONS: "\x09\x14\xff\xff" * 20}), kind)
    assert zipfile.ZipFile(io.BytesIO(raw)).getinfo(RELATIONS).compress_type == kind
    (problem,) = parse_workbook(raw).problems
    assert problem.code == "workbook-not-read"
    assert "save it again and send it" in problem.text


def test_a_member_that_begins_beyond_the_file_is_damage() -> None:
    raw = raw_book("<s/>", **{RELATIONS: "<a/>"})
    place = raw.index(RELATIONS.encode(), raw.index(b"PK\x01\x02")) - 46
    (problem,) = parse_workbook(raw[: place + 42] + b"\xff\xff\xff\x7f" + raw[place + 46 :]).problems
    assert problem.code == "workbook-not-read"


@pytest.mark.parametrize("text", ["\n" * 200_000, "&#10;" * 200_000, "a\n" * 100_000])
def test_line_breaks_are_handed_over_many_at_a_time(text: str) -> None:
    counting = Counting()
    archive.open_archive(raw_book(f"<s>{text}</s>")).parse("xl/worksheets/a.xml", counting)
    assert counting.characters == 200_000
    assert counting.calls < 200


@pytest.mark.parametrize("tag", ["<c{at}/>", '<c r{at}=""/>', "<x{at}:c/>"])
def test_names_that_the_parser_would_remember_are_bounded(tag: str) -> None:
    counting = Counting()
    opened = archive.open_archive(raw_book("<s>" + "".join(tag.format(at=at) for at in range(200_000)) + "</s>"))
    with pytest.raises(archive.WorkbookRefused, match="too large for a list"):
        opened.parse("xl/worksheets/a.xml", counting)
    assert opened.elements < 20_000


def test_unpacked_bytes_are_counted_over_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 1_000_000)
    opened = archive.open_archive(raw_book(f"<s>{' ' * 700_000}</s>"))
    opened.parse("xl/worksheets/a.xml", Counting())
    with pytest.raises(archive.WorkbookRefused, match="too large for a list when unpacked"):
        opened.parse("xl/worksheets/a.xml", Counting())
    assert opened.unpacked < 1_100_000


def test_filled_cells_are_taken_from_what_the_workbook_may_have() -> None:
    budget, filled = Budget(cells=3_400), []
    for name in ("A", "B"):
        tall = Grid(name=name, budget=budget)
        for number in range(1, 101):
            tall.begin_row(number, hidden=False)
            for column in range(30 if number == 1 else 1):
                tall.put(column, "x")
            tall.end_row()
        for column in range(1, 30):
            tall.merge(column, 1, 100)
        sheet = tall.sheet()
        filled.append(sum(text != "" for each in sheet.rows for text in each.cells))
    assert filled == [3_000, 400]
    assert budget.cells == 0
    assert {problem.code for problem in sheet.problems} == {"merged-not-filled"}
    assert "Cell D1: The cell is merged over too many cells" in sheet.problems[0].text
    assert "send the list again" in sheet.problems[0].text


def test_merged_cells_are_counted_over_all_sheets() -> None:
    budget = Budget(merges=3)
    sheets = []
    for name in ("A", "B"):
        merged = Grid(name=name, budget=budget)
        for number in (1, 2):
            merged.begin_row(number, hidden=False)
            for column in range(4 - 2 * number + 1):
                merged.put(column, "x")
            merged.end_row()
        for column in (1, 2):
            merged.merge(column, 1, 2)
        sheets.append(merged.sheet())
    assert [sheet.rows[1].cells for sheet in sheets] == [("x", "x", "x"), ("x", "x")]
    assert [[problem.text[:7] for problem in sheet.problems] for sheet in sheets] == [[], ["Cell C1"]]


def test_a_merged_cell_fills_no_more_rows_than_it_may_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MAX_MERGE_ROWS", 3)
    rows = "".join(f'<row r="{number}"><c r="B{number}"><v>1</v></c></row>' for number in range(2, 7))
    (sheet,) = parse_workbook(
        raw_book(f'<s><row r="1"><c r="A1"><v>7</v></c></row>{rows}<mergeCell ref="A1:A6"/></s>')
    ).sheets
    assert [each.cells[0] for each in sheet.rows] == ["7", "7", "7", "7", "", ""]
    assert [(problem.code, problem.number) for problem in sheet.problems] == [("merged-not-filled", 1)]


def test_rows_whose_only_cell_stands_far_to_the_right_count_as_several_cells() -> None:
    rows = '<row><c r="IV1"><v>1</v></c></row>' * 30_000
    (sheet,) = parse_workbook(raw_book(f"<s>{rows}</s>")).sheets
    assert 10_000 < len(sheet.rows) < 20_000
    assert [problem.code for problem in sheet.problems] == ["too-many-rows"]


def test_a_list_in_the_order_of_columns_may_have_as_many_cells_as_one_in_the_order_of_rows() -> None:
    spent = []
    for order in ("rows", "columns"):
        full = Grid(name="A")
        places = [(at, column) for at in range(1, 21) for column in range(40)]
        for at, column in sorted(places, key=lambda place: place if order == "rows" else place[::-1]):
            full.begin_row(at, hidden=False)
            full.put(column, "x")
            full.end_row()
        spent.append(Budget().cells - full.budget.cells)
    assert spent == [800, 800]


BLANK = 'office:value-type="{}" table:number-columns-repeated="257"'


@pytest.mark.parametrize("kind", ["string", "float", "date", "time", "boolean", "error"])
@pytest.mark.parametrize("text", ["", " "])
def test_repeated_cells_that_hold_nothing_are_looked_at_once(
    kind: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    puts: list[int] = []
    monkeypatch.setattr(Grid, "put", lambda self, column, text: puts.append(column))
    parse_workbook(ods(table(row(cell(text, BLANK.format(kind))) * 50)))
    assert len(puts) <= 50


def test_cells_beyond_the_last_column_leave_nothing_behind() -> None:
    wide = Grid(name="A")
    for column in range(1_000):
        wide.put_number(column, "1", "")
    assert len(wide.numeric) == len(wide.cells) == 256


def test_an_error_in_repeated_cells_is_said_once() -> None:
    (sheet,) = parse_workbook(ods(table(row(cell("#N/A", BLANK.format("error")))))).sheets
    assert [problem.text for problem in sheet.problems] == [
        "Cell A1: The spreadsheet shows the error #N/A. Type the value itself."
    ]


def test_of_many_sheets_relations_and_formats_no_more_are_kept_than_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_MEMBERS", 40)
    monkeypatch.setattr(parts, "MAX_CUSTOM_FORMATS", 40)
    contents, found, styles = parts.Contents(), parts.Relations("xl"), parts.Styles()
    for at in range(1_000):
        contents.start("sheet", {"name": "x" * 1_000, "r:id": f"r{at}"})
        found.start("Relationship", {"Id": f"r{at}", "Target": "a.xml"})
        styles.start("numFmt", {"numFmtId": str(at), "formatCode": "0" * 1_000})
    assert contents.count == 1_000
    assert [len(each) for each in (contents.sheets, found.targets, styles.custom)] == [30, 40, 40]
    assert len(contents.sheets[0][0]) == 80


def test_the_first_thirty_sheets_are_read_and_the_others_counted() -> None:
    names = "".join(f'<sheet name="{at}" r:id="r1"/>' for at in range(100))
    workbook = f'<workbook xmlns:r="{URI}"><sheets>{names}</sheets></workbook>'
    for raw in (raw_book("<s/>", **{"xl/workbook.xml": workbook}), book(*[shared(0, 0, 0)] * 100)):
        read = parse_workbook(raw)
        assert len(read.sheets) == 30
        assert [problem.code for problem in read.problems] == ["too-many-sheets"]
        assert "has 100 sheets" in read.problems[0].text


def test_shared_texts_end_where_there_are_more_characters_than_a_list_has() -> None:
    texts = parts.Texts(chars_left=100)
    whole = "<sst>" + f"<si><t>{'x' * 30}</t></si>" * 50 + "</sst>"
    archive.open_archive(raw_book(whole)).parse("xl/worksheets/a.xml", texts)
    assert texts.texts == ["x" * 30] * 3


def test_shared_texts_of_an_old_workbook_end_there_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xls_texts, "MAX_TEXT_CHARS", 50)
    inside = struct.pack("<II", 9, 9) + (struct.pack("<HB", 30, 0) + b"x" * 30) * 9
    assert len(xls_texts.SharedTexts([inside]).read()) == 2


def test_the_registry_reads_and_asks_a_workbook_packed_as_no_spreadsheet_does() -> None:
    raw = _with_compression(raw_book("<s/>", **{RELATIONS: "\x09\x14\xff\xff" * 20}), 14)
    assert registry.voyage_hint(raw) == registry.voyage_hint(b"")
    assert "workbook-not-read" in {problem.code for reading in registry.read(raw) for problem in reading.problems}
