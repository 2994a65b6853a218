"""Csv as people save it, to rows of cells and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.syntax.table import csv_bytes, csv_sheet, decoded, likely_delimiters
from roadstead.engine.syntax.table.sheet import MAX_ROWS

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(lambda text: " ".join(text.split()))


def cells(text: str, delimiter: str = ",") -> list[tuple[str, ...]]:
    return [row.cells for row in csv_sheet(text, delimiter).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_any_encoding_gives_the_same_text(encoding: str) -> None:
    assert decoded("Prénom;Né le;Señor\r\nZoë;1980;x\r\n".encode(encoding)).text.startswith("Prénom;Né le;Señor")


def test_a_few_spoilt_bytes_do_not_make_the_rest_of_utf8_unreadable() -> None:
    text = decoded("Prénom,Zoë,José,".encode() + b"\xff,Ana")
    assert (text.encoding, text.unreadable) == ("utf-8", 1)
    assert text.text.startswith("Prénom,Zoë,José")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_stands_most(delimiter: str) -> None:
    assert likely_delimiters(f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n")[0] == delimiter


def test_the_line_that_spreadsheets_write_settles_the_delimiter_and_is_no_row() -> None:
    text = "sep=|\r\na|b,c,d\r\n"
    assert likely_delimiters(text) == ["|"]
    assert cells(text, "|") == [("a", "b,c,d")]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    rows = csv_sheet('title\n\n"one\nand a half",b\nc,d\n', ",").rows
    assert [row.number for row in rows] == [1, 3, 4]


def test_a_quotation_mark_left_open_costs_one_row_and_not_the_others() -> None:
    sheet = csv_sheet('a,b\n"ROE,Jane\nDOE,John\nPOE,Ann\n', ",")
    assert [row.cells for row in sheet.rows][1:] == [("ROE", "Jane"), ("DOE", "John"), ("POE", "Ann")]
    (problem,) = sheet.problems
    assert (problem.code, problem.number) == ("quote-not-closed", 2)


def test_a_cell_of_several_lines_is_one_cell() -> None:
    assert cells('a,b\n"12 Bay Street,\nBridgetown",x\n')[1] == ("12 Bay Street,\nBridgetown", "x")


def test_rows_that_were_quoted_whole_are_split_again() -> None:
    assert cells('"a,b"\n"ROE,""Jane"""\n') == [("a", "b"), ("ROE", "Jane")]


def test_numbers_that_exports_guard_keep_their_zeros() -> None:
    assert cells('="00123",\'-5\n') == [("00123", "-5")]


def test_what_is_more_than_any_list_is_said() -> None:
    sheet = csv_sheet("a\n" * (MAX_ROWS + 5), ",")
    assert len(sheet.rows) == MAX_ROWS
    assert [problem.code for problem in sheet.problems] == ["too-many-rows"]


@given(st.lists(st.lists(CELL, min_size=2, max_size=5).filter(any), min_size=1, max_size=6))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    read = cells(decoded(csv_bytes(rows)).text)
    assert [tuple(row) for row in rows] == read


def test_nothing_we_write_runs_as_a_formula() -> None:
    assert csv_bytes([["=1+1", "@SUM", "-x"]]).decode("utf-8-sig") == "'=1+1,'@SUM,'-x\r\n"


@given(st.binary(max_size=400), st.sampled_from([",", ";", "\t", "|"]))
def test_no_bytes_raise(raw: bytes, delimiter: str) -> None:
    text = decoded(raw).text
    likely_delimiters(text)
    assert csv_sheet(text, delimiter).name == ""
