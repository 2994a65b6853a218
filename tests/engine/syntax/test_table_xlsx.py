"""Workbooks to rows: what spreadsheets do to dates and numbers, and what hostile ones try."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Mapping
from datetime import date
from datetime import time as clock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from roadstead.engine.syntax.table import Row, archive, looks_like_workbook, parse_workbook
from roadstead.engine.syntax.table.numbers import day_of_serial
from tests.engine.formats.sheets_books import ETA, Value, book_of, saved

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="A" sheetId="1" r:id="r1"/>'
    "</sheets></workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/a.xml"/>'
    "</Relationships>",
}


def raw_book(sheet: str, **others: str) -> bytes:
    """A workbook by hand, as careless or hostile writers make them."""
    parts: Mapping[str, str] = PARTS | {"xl/worksheets/a.xml": sheet} | others
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def rows_of(raw: bytes) -> tuple[Row, ...]:
    return parse_workbook(raw).sheets[0].rows


def one_cell(value: Value, format: str = "") -> str:
    book = Workbook()
    cell = book.worksheets[0]["A1"]
    cell.value = value
    if format:
        cell.number_format = format
    return rows_of(saved(book))[0].cells[0]


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        ("0012", "", "0012"),
        (123456789, "", "123456789"),
        (12, "00000", "00012"),
        (1.5, "", "1.5"),
        (date(1980, 11, 3), "", "1980-11-03"),
        (date(1980, 11, 3), "dd/mm/yy", "1980-11-03"),
        (ETA, "", "2026-11-25T06:30"),
        (clock(6, 5), "", "06:05"),
        (29528, "", "29528"),
        (True, "", "TRUE"),
    ],
)
def test_a_cell_is_the_text_that_its_owner_sees(value: Value, format: str, text: str) -> None:
    assert one_cell(value, format) == text


def test_days_are_counted_from_1900_or_from_1904_as_the_workbook_says() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = date(1980, 11, 3)
    assert rows_of(saved(book))[0].cells == ("1980-11-03",)
    assert day_of_serial(1) == "1900-01-01"
    assert day_of_serial(61) == "1900-03-01"
    assert day_of_serial(1, from_1904=True) == "1904-01-02"


def test_numbers_are_told_from_text() -> None:
    (row,) = rows_of(book_of(A=[(123, "123")]))
    assert row.numeric == {0}


def test_what_is_merged_over_rows_is_meant_for_all_of_them() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("ROE", "Jane"), (None, "John"), (None, "Ann")):
        sheet.append(row)
    sheet.merge_cells("A1:A2")
    assert [row.cells for row in rows_of(saved(book))] == [("ROE", "Jane"), ("ROE", "John"), ("", "Ann")]


def test_hidden_rows_and_sheets_are_marked() -> None:
    book = Workbook()
    book.worksheets[0].append(("a",))
    book.worksheets[0].row_dimensions[1].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    read = parse_workbook(saved(book))
    assert read.sheets[0].rows[0].hidden
    assert [sheet.hidden for sheet in read.sheets] == [False, True]


def test_a_formula_whose_result_is_missing_is_said() -> None:
    read = parse_workbook(book_of(A=[("a", "=A1&A1")]))
    assert read.sheets[0].rows[0].cells == ("a",)
    (problem,) = read.sheets[0].problems
    assert (problem.code, problem.number) == ("formula-without-value", 1)
    assert "Cell B1" in problem.text


@pytest.mark.parametrize("sent", ["12345678901234567", "1e300", "1.2345E+33"])
def test_digits_that_the_spreadsheet_has_lost_are_said(sent: str) -> None:
    (problem,) = parse_workbook(raw_book(f"<s><row><c><v>{sent}</v></c></row></s>")).sheets[0].problems
    assert problem.code == "digits-lost"


def test_cells_without_places_and_names_with_prefixes_are_read() -> None:
    text = '<x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
    sheet = f"<x:worksheet><x:row>{text}<x:c><x:v>2</x:v></x:c></x:row></x:worksheet>"
    assert rows_of(raw_book(sheet))[0].cells == ("a", "2")


def test_a_sheet_that_breaks_off_keeps_the_rows_before() -> None:
    sheet = parse_workbook(raw_book("<s><row><c><v>1</v></c></row><row><c><v>2")).sheets[0]
    assert [row.cells for row in sheet.rows] == [("1",)]
    assert [problem.code for problem in sheet.problems] == ["sheet-not-read-whole"]


def test_a_row_in_two_parts_is_one_row_and_a_cell_that_stands_twice_is_said() -> None:
    parts = '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c><v>9</v></c></row>'
    again = '<row r="2" hidden="1"><c r="A2"><v>5</v></c><c r="C2"><v>3</v></c></row>'
    (sheet,) = parse_workbook(raw_book(f"<s>{parts}{again}</s>")).sheets
    assert [(row.number, row.cells, row.hidden) for row in sheet.rows] == [
        (1, ("9",), False),
        (2, ("1", "", "3"), True),
    ]
    (problem,) = sheet.problems
    assert (problem.code, problem.number, problem.sent) == ("cell-twice", 2, "5")
    assert "Cell A2" in problem.text


@pytest.mark.parametrize("place", ["0", "²", "-1", "x"])
def test_a_cell_whose_shared_text_is_not_in_the_file_is_said(place: str) -> None:
    (sheet,) = parse_workbook(raw_book(f'<s><row r="4"><c t="s"><v>{place}</v></c></row></s>')).sheets
    (problem,) = sheet.problems
    assert (problem.code, problem.number) == ("text-missing", 4)
    assert "Cell A4" in problem.text


@pytest.mark.parametrize("cell", ['<c s="²"><v>7</v></c>', '<c s="99"><v>7</v></c>'])
def test_a_style_that_is_none_leaves_the_number(cell: str) -> None:
    assert rows_of(raw_book(f'<s><row r="²">{cell}</row></s>'))[0].cells == ("7",)


def test_a_sheet_that_is_not_in_the_file_is_said_and_a_chart_is_no_loss() -> None:
    names = "".join(f'<sheet name="{key}" r:id="{key}"/>' for key in ("r1", "r2", "r3"))
    others = {
        "xl/workbook.xml": f'<workbook xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
            "</R", '<Relationship Id="r2" Type="x/chartsheet" Target="c.xml"/></R'
        ),
    }
    read = parse_workbook(raw_book("<s><row><c><v>1</v></c></row></s>", **others))
    assert [sheet.name for sheet in read.sheets] == ["r1"]
    (problem,) = read.problems
    assert (problem.code, problem.message) == ("sheet-missing", "r3")
    assert "Save the workbook again and send it" in problem.text


def test_formats_that_cannot_be_read_are_said() -> None:
    relations = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</R", '<Relationship Id="r2" Type="x/styles" Target="s.xml"/></R'
    )
    others = {"xl/s.xml": "<styleSheet><cut", "xl/_rels/workbook.xml.rels": relations}
    read = parse_workbook(raw_book('<s><row><c s="1"><v>29528</v></c></row></s>', **others))
    assert read.sheets[0].rows[0].cells == ("29528",)
    assert [problem.code for problem in read.problems] == ["formats-not-read"]


# ── hostile ─────────────────────────────────────────────────────────────────────────────────

ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/a.xml", "xl/_rels/workbook.xml.rels"])
def test_a_document_type_is_refused_wherever_it_stands(part: str) -> None:
    hostile = ENTITIES + (PARTS | {"xl/worksheets/a.xml": "<s><row><c><v>&c;</v></c></row></s>"})[part]
    read = parse_workbook(raw_book("<s/>", **{part: hostile}))
    problems = [*read.problems, *(problem for sheet in read.sheets for problem in sheet.problems)]
    assert any("document type" in problem.text for problem in problems)
    assert "root:" not in str(read)


def test_a_bomb_is_stopped_before_it_unpacks() -> None:
    raw = raw_book("<s>" + " " * (200 << 20) + "</s>")
    tracemalloc.start()
    began = time.perf_counter()
    read = parse_workbook(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "too large for a list when unpacked" in read.sheets[0].problems[0].text
    assert peak < 40 << 20
    assert time.perf_counter() - began < 20


NOISE = random.Random(7).randbytes(500_000).hex()  # so that the rest of a member may be packed as tightly as it is


@pytest.mark.parametrize(
    "sheet",
    ["<a>" * 20_000_000, f'<a x="{"x" * 60_000_000}"/>'],
    ids=["depth", "one tag"],
)
def test_more_xml_than_a_list_has_is_stopped(sheet: str) -> None:
    raw = raw_book("<s>" + "".join(f"<!--{NOISE[at : at + 50_000]}-->" for at in range(0, 10**6, 50_000)) + sheet)
    tracemalloc.start()
    began = time.perf_counter()
    read = parse_workbook(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "too large for a list" in read.sheets[0].problems[0].text
    assert peak < 20 << 20
    assert time.perf_counter() - began < 20


def test_elements_are_counted_over_all_sheets_for_they_may_be_one_and_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_ELEMENTS", 10_000)
    names = "".join(f'<sheet name="{name}" r:id="r1"/>' for name in "ABC")
    workbook = f'<workbook xmlns:r="{RELATIONS}"><sheets>{names}</sheets></workbook>'
    raw = raw_book("<s><row><c><v>1</v></c></row>" + "<c/>" * 6_000 + "</s>", **{"xl/workbook.xml": workbook})
    sheets = parse_workbook(raw).sheets
    assert [len(sheet.rows) for sheet in sheets] == [1, 1, 0]
    assert ["too large for a list" in str(sheet.problems) for sheet in sheets] == [False, True, True]


def test_one_long_text_in_many_cells_is_cut_and_the_sheet_ends() -> None:
    rows = ("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 1000
    relations = PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</R", '<Relationship Id="r2" Type="x/sharedStrings" Target="t.xml"/></R'
    )
    others = {"xl/t.xml": f"<sst><si><t>{'a' * 50_000}</t></si></sst>", "xl/_rels/workbook.xml.rels": relations}
    sheet = parse_workbook(raw_book(f"<s>{rows}</s>", **others)).sheets[0]
    assert {problem.code for problem in sheet.problems} == {"cell-too-long", "too-many-rows"}
    assert sum(len(cell) for row in sheet.rows for cell in row.cells) < 60_000_000


def test_a_sheet_of_too_many_cells_is_cut_and_said() -> None:
    row = "<row>" + "<c><v>1</v></c>" * 1_000 + "</row>"
    sheet = parse_workbook(raw_book("<s>" + row * 100 + "</s>")).sheets[0]
    assert all(len(row.cells) == 256 for row in sheet.rows)
    assert {problem.code for problem in sheet.problems} == {"too-many-columns"}
    assert len(sheet.problems) == 100


@pytest.mark.parametrize("place", ["XFD9999999", "A0", "ZZZ1", "$B$2", "?"])
def test_odd_places_of_cells_do_no_harm(place: str) -> None:
    parse_workbook(raw_book(f'<s><row r="99999999999"><c r="{place}" s="77" t="s"><v>99</v></c></row></s>'))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(500), b"no zip"])
def test_what_is_no_workbook_is_a_problem(raw: bytes) -> None:
    (problem,) = parse_workbook(raw).problems
    assert problem.code == "workbook-not-read"


def test_only_a_zip_with_sheets_looks_like_a_workbook() -> None:
    assert looks_like_workbook(book_of(A=[("a",)]))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert not looks_like_workbook(stream.getvalue())


SAMPLE = book_of(A=[("Name", "Born"), ("ROE", date(1980, 11, 3)), (1, 2.5)], B=[("x",)])


@example(4949, b"\x00\x00\x00")  # a part whose name is lost, and none of the shared texts
@given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=4))
def test_no_damage_raises(place: int, bytes_: bytes) -> None:
    parse_workbook(SAMPLE[:place] + bytes_ + SAMPLE[place + len(bytes_) :])
    parse_workbook(SAMPLE[:place])


@given(st.text(st.sampled_from('<>/"=crvtfs1A "&;![]'), max_size=80))
def test_no_xml_raises(text: str) -> None:
    parse_workbook(raw_book(f"<s><row>{text}</row></s>"))
