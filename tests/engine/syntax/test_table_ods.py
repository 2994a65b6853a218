"""Workbooks of OpenDocument: cells as their owner sees them, and what hostile ones try."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.syntax.table import Sheet, looks_like_workbook, parse_workbook

SPACES = " ".join(f'xmlns:{name}="urn:{name}"' for name in ("office", "table", "text", "style"))
STYLES = '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'


def ods(tables: str, *, content: str = "", manifest: str = "<manifest/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content or f"<office:d {SPACES}>{STYLES}{tables}</office:d>")
    return stream.getvalue()


def table(rows: str, style: str = "") -> str:
    return f'<table:table table:name="A" table:style-name="{style}">{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text: str = "", more: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {more}>{text and f'<text:p>{text}</text:p>'}</table:table-cell>"


def read(rows: str) -> Sheet:
    (sheet,) = parse_workbook(ods(table(rows))).sheets
    return sheet


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (cell("3 Nov 80", 'office:value-type="date" office:date-value="1980-11-03"'), "1980-11-03"),
        (cell("", 'office:value-type="date" office:date-value="2026-11-25T06:30:00"'), "2026-11-25T06:30"),
        (cell("6:05", 'office:value-type="time" office:time-value="PT6H05M00S"'), "06:05"),
        (cell("000000042", 'office:value-type="float" office:value="42"'), "000000042"),
        (cell("1,234", 'office:value-type="float" office:value="1234"'), "1234"),
        (cell("WAHR", 'office:value-type="boolean" office:boolean-value="true"'), "TRUE"),
        (cell("A<text:s/>B</text:p><text:p>C"), "A B\nC"),
        (cell("ROE<office:annotation><text:p>a note</text:p></office:annotation>"), "ROE"),
        (cell("", 'office:value-type="string" office:string-value="ROE"'), "ROE"),
    ],
)
def test_a_cell_is_the_text_that_its_owner_sees(sent: str, text: str) -> None:
    assert looks_like_workbook(ods(""))
    assert read(row(sent)).rows[0].cells == (text,)


@pytest.mark.parametrize(
    "shape", ["ellipse", "circle", "path", "polygon", "connector", "caption", "control", "measure"]
)
def test_what_is_written_in_a_shape_is_no_text_of_the_cell(shape: str) -> None:
    drawn = f"<text:p>R</text:p><table:{shape}><text:p>here</text:p></table:{shape}><text:p>B"
    assert read(row(cell(f"OE</text:p>{drawn}"))).rows[0].cells == ("OE\nR\nB",)


def test_rows_and_cells_that_are_alike_are_all_read() -> None:
    two = row(cell(more='table:number-columns-repeated="2"'), cell("a", 'table:number-columns-repeated="2"'),
              more='table:number-rows-repeated="2"')  # fmt: skip
    rows = read(row(more='table:number-rows-repeated="3"') + two).rows
    assert [(each.number, each.cells) for each in rows] == [(4, ("", "", "a", "a")), (5, ("", "", "a", "a"))]


def test_hidden_rows_and_sheets_are_marked_and_merged_cells_filled() -> None:
    rows = row(cell("a", 'table:number-rows-spanned="2"'), cell("b")) + row(
        "<table:covered-table-cell/>", cell("c"), more='table:visibility="collapse"'
    )
    shown, hidden = parse_workbook(ods(table(rows) + table(row(cell("x")), "h"))).sheets
    assert [(each.cells, each.hidden) for each in shown.rows] == [(("a", "b"), False), (("a", "c"), True)]
    assert (shown.hidden, hidden.hidden) == (False, True)


def test_an_error_in_a_cell_is_said() -> None:
    (problem,) = read(row(cell("#DIV/0!", 'calcext:value-type="error"'.replace("calcext", "office")))).problems
    assert problem.code == "cell-is-an-error"


# ── hostile ─────────────────────────────────────────────────────────────────────────────────


def test_repetition_without_end_is_cut_and_said() -> None:
    many = 'table:number-{}-repeated="99999999"'
    sheet = read(row(cell("a", many.format("columns")), more=many.format("rows")))
    assert {problem.code for problem in sheet.problems} == {"too-many-columns", "too-many-rows"}
    assert sum(len(each.cells) for each in sheet.rows) <= 600_000


def test_a_password_is_said() -> None:
    (problem,) = parse_workbook(ods("", content="\x00", manifest="<m:encryption-data/>")).problems
    assert "password" in problem.text


@pytest.mark.parametrize("content", ["<a>" * 100, "<a " + "b" * (2 << 20), '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_depth_length_and_document_types_are_refused(content: str) -> None:
    (problem,) = parse_workbook(ods("", content=content)).problems
    assert problem.code == "workbook-not-read"


def test_a_sheet_that_breaks_off_keeps_the_rows_before() -> None:
    content = f"<office:d {SPACES}>" + table(row(cell("a")) + row(cell("b")))[:-60]
    (sheet,) = parse_workbook(ods("", content=content)).sheets
    assert [each.cells for each in sheet.rows] == [("a",)]
    assert [problem.code for problem in sheet.problems] == ["sheet-not-read-whole"]


TAGS = st.sampled_from(["table:table", "table:table-row", "table:table-cell", "text:p", "text:s", "office:annotation"])


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=4))


@given(st.recursive(st.text("aé 1", max_size=4), _nested, max_leaves=30))
def test_no_nesting_raises(tables: str) -> None:
    parse_workbook(ods(tables))
