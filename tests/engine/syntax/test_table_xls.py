"""Workbooks of Excel 97 to 2003: cells as their owner sees them, and what hostile ones try."""

from __future__ import annotations

import struct
import time
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.syntax.table import Sheet, looks_like_workbook, parse_workbook
from tests.engine.syntax.xls_books import FREE, Fat, bof, book, number, ole, record, shared, stream

SST, CONTINUE = 0x00FC, 0x003C


def read(*cells: bytes, before: bytes = b"") -> Sheet:
    (sheet,) = parse_workbook(book(b"".join(cells), before=before)).sheets
    return sheet


def texts(count: int, *pieces: bytes) -> bytes:
    """The shared texts, parted into records at these places."""
    first, *others = pieces
    return record(SST, struct.pack("<II", count, count) + first) + b"".join(record(CONTINUE, each) for each in others)


def refusal(raw: bytes) -> str:
    (problem,) = parse_workbook(raw).problems
    assert problem.code == "workbook-not-read"
    return problem.text


def test_a_number_is_the_text_that_its_owner_sees() -> None:
    zeros = record(0x041E, struct.pack("<HHB", 170, 5, 0) + b"00000")
    day, padded = record(0x00E0, struct.pack("<HH", 0, 14)), record(0x00E0, struct.pack("<HH", 0, 170))
    sheet = read(number(0, 0, 29528, 0), number(0, 1, 12, 1), number(0, 2, 1.5, 7), before=zeros + day + padded)
    assert sheet.rows[0].cells == ("1980-11-03", "00012", "1.5")
    assert sheet.rows[0].numeric == {1, 2}


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    before = record(0x0022, b"\1\0") + record(0x00E0, struct.pack("<HH", 0, 14))
    assert read(number(0, 0, 28066), before=before).rows[0].cells == ("1980-11-03",)


@pytest.mark.parametrize(
    ("sent", "text"),
    [(5 << 2 | 2, "5"), (-5 << 2 & 0xFFFFFFFF | 2, "-5"), (150 << 2 | 3, "1.5"), (0x3FF80000, "1.5")],
)
def test_numbers_in_four_bytes_are_read(sent: int, text: str) -> None:
    one = record(0x027E, struct.pack("<HHHI", 0, 0, 0, sent))
    two = record(0x00BD, struct.pack("<HHHIHIH", 1, 0, 0, sent, 0, sent, 1))
    assert [row.cells for row in read(one, two).rows] == [(text,), (text, text)]


def test_a_shared_text_may_go_on_in_the_next_record_in_other_letters() -> None:
    rich = struct.pack("<HBH", 3, 8, 1) + b"Ann" + bytes(4)
    wide = "ë".encode("utf-16-le")
    before = texts(3, rich + struct.pack("<HB", 3, 0) + b"Zo", b"\1" + wide + struct.pack("<HB", 3, 0) + b"Roe")
    assert read(shared(0, 0, 0), shared(0, 1, 1), shared(0, 2, 2), before=before).rows[0].cells == ("Ann", "Zoë", "Roe")


def test_a_text_whose_head_or_character_is_parted_between_records_is_read() -> None:
    boat = "\U0001f6a2".encode("utf-16-le")
    for head in range(1, 3):
        two = struct.pack("<HB", 3, 0) + b"Roe"
        before = texts(3, struct.pack("<HB", 3, 0) + b"Ann" + two[:head], two[head:])
        assert read(shared(0, 0, 0), shared(0, 1, 1), before=before).rows[0].cells == ("Ann", "Roe")
    before = texts(1, struct.pack("<HB", 3, 1) + b"A\0" + boat[:2], b"\1" + boat[2:])
    assert read(shared(0, 0, 0), before=before).rows[0].cells == ("A\U0001f6a2",)


def test_cells_whose_shared_text_is_cut_off_are_said() -> None:
    before = texts(3, struct.pack("<HB", 3, 0) + b"Ann" + struct.pack("<HB", 9, 0) + b"Roe")
    sheet = read(shared(0, 0, 0), shared(0, 1, 1), shared(2, 0, 2), before=before)
    assert [row.cells for row in sheet.rows] == [("Ann",)]
    assert [(problem.code, problem.number, problem.text[:8]) for problem in sheet.problems] == [
        ("text-missing", 1, "Cell B1:"),
        ("text-missing", 3, "Cell A3:"),
    ]
    assert "type the text" in sheet.problems[0].text


def test_the_result_of_a_formula_is_read_and_an_error_is_said() -> None:
    formula = struct.pack("<HHH", 0, 0, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)
    text = record(0x0207, struct.pack("<HB", 3, 0) + b"ROE")
    wrong = record(0x0205, struct.pack("<HHHBB", 0, 1, 0, 7, 1))
    sheet = read(record(0x0006, formula), text, wrong)
    assert sheet.rows[0].cells == ("ROE",)
    assert [problem.text for problem in sheet.problems] == [
        "Cell B1: The spreadsheet shows the error #DIV/0!. Type the value itself."
    ]


@pytest.mark.parametrize("result", [bytes(8), b"\3\0\0\0\0\0\xff\xff"])
def test_a_formula_that_was_never_calculated_is_said(result: bytes) -> None:
    def formula(flags: int) -> Sheet:
        return read(record(0x0006, struct.pack("<HHH", 0, 1, 0) + result + struct.pack("<HIH", flags, 0, 0)))

    (problem,) = formula(2).problems
    assert (problem.code, problem.number) == ("formula-without-value", 1)
    assert "Cell B1" in problem.text
    assert formula(2).rows == ()
    assert formula(1).problems == formula(0).problems == ()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_an_error_and_no_text(value: float) -> None:
    sheet = read(number(0, 0, value), number(0, 1, 1))
    assert sheet.rows[0].cells == ("", "1")
    assert [problem.code for problem in sheet.problems] == ["cell-is-an-error"]


def test_hidden_rows_are_marked_and_what_is_merged_over_rows_is_meant_for_all() -> None:
    hidden = record(0x0208, struct.pack("<HHHHHHHH", 1, 0, 9, 0, 0, 0, 0x20, 0))
    merged = record(0x00E5, struct.pack("<HHHHH", 1, 0, 1, 0, 0))
    rows = read(hidden, number(0, 0, 1), number(0, 1, 2), number(1, 1, 3), merged).rows
    assert [(row.cells, row.hidden) for row in rows] == [(("1", "2"), False), (("1", "3"), True)]


def test_cells_in_the_order_of_columns_are_rows_all_the_same() -> None:
    cells = [number(row, column, 10 * row + column) for column in range(3) for row in (1, 0)]
    rows = read(*cells).rows
    assert [(row.number, row.cells, row.numeric) for row in rows] == [
        (1, ("0", "1", "2"), frozenset({0, 1, 2})),
        (2, ("10", "11", "12"), frozenset({0, 1, 2})),
    ]


def test_more_rows_than_a_list_has_are_counted_by_number_and_not_by_part() -> None:
    raw = book(b"".join(number(row, column, 1) for column in range(4) for row in range(4)))
    (sheet,) = parse_workbook(raw, max_rows=4).sheets
    assert [len(row.cells) for row in sheet.rows] == [4] * 4
    assert sheet.problems == ()


# ── hostile ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (ole(bof(5) + record(0x002F, bytes(54))), "password"),
        (ole(b"", "EncryptedPackage"), "password"),
        (ole(stream(number(0, 0, 1), version=0x0500), "Book"), "Excel 95"),
        (ole(stream(number(0, 0, 1), version=0x0500)), "Excel 95"),
        (ole(b"", "WordDocument Workbook"), "has no sheet"),
        (ole(bytes(5000)), "damaged or incomplete"),
        (ole(bof(16)), "damaged or incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "damaged or incomplete"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(raw: bytes, words: str) -> None:
    assert looks_like_workbook(raw)
    text = refusal(raw)
    assert words in text
    assert any(remedy in text for remedy in ("save it again", "send it again", "Save as", "Save the list"))


def test_a_workbook_of_thirty_megabytes_is_the_largest() -> None:
    assert "too large for a list" in refusal(book() + bytes(32 << 20))


def _loop(fat: Fat) -> None:
    fat[5] = 2


def _outside(fat: Fat) -> None:
    fat[5] = 0x7FFFFFF0


def _free(fat: Fat) -> None:
    fat[5] = FREE


def _everywhere(fat: Fat) -> None:
    fat[:] = [1] * len(fat)


@pytest.mark.parametrize("spoilt", [_loop, _outside, _free, _everywhere])
@pytest.mark.parametrize("size", [0, 1 << 40, (1 << 64) - 1])
def test_a_chain_of_sectors_that_goes_in_circles_or_out_of_the_file_ends(
    spoilt: Callable[[Fat], None], size: int
) -> None:
    began = time.perf_counter()
    parse_workbook(ole(stream(number(0, 0, 1)).ljust(20_000, b"\0"), spoilt=spoilt, size=size))
    assert time.perf_counter() - began < 20


def test_what_a_record_claims_to_hold_takes_no_memory() -> None:
    far = number(0, 0, 1) + number(65_535, 255, 2) + record(0x0200, struct.pack("<IIHHH", 0, 1 << 31, 0, 65_535, 0))
    claims = record(SST, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF) + struct.pack("<HBHI", 0xFFFF, 12, 0xFFFF, 1 << 31))
    merges = record(0x00E5, struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 65_535, 0, 255) * 1000)
    raw = book(*[far + merges] * 30, before=claims)
    tracemalloc.start()
    sheets = parse_workbook(raw).sheets
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [len(sheet.rows) for sheet in sheets] == [2] * 30
    assert peak < 40 << 20


def test_one_long_text_in_many_cells_is_cut_and_the_sheet_ends() -> None:
    before = texts(1, struct.pack("<HB", 8000, 0) + b"a" * 8000)
    tracemalloc.start()
    sheet = read(*[shared(row, column, 0) for row in range(1000) for column in range(100)], before=before)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {problem.code for problem in sheet.problems} == {"cell-too-long", "too-many-rows"}
    assert all(len(cell) == 2000 for row in sheet.rows for cell in row.cells)
    assert peak < 120 << 20


def test_a_workbook_embedded_in_another_is_not_taken_for_it() -> None:
    (sheet,) = parse_workbook(ole(stream(number(0, 0, 1)), embedded=stream(number(0, 0, 2)))).sheets
    assert [row.cells for row in sheet.rows] == [("1",)]


def test_a_directory_whose_entries_point_at_each_other_ends() -> None:
    raw = ole(stream(number(0, 0, 1)), embedded=stream(number(0, 0, 2)))
    place = raw.index("MBD0001".encode("utf-16-le"))
    circle = raw[: place + 68] + struct.pack("<2I", 2, 2) + raw[place + 76 :]
    (problem,) = parse_workbook(circle).problems
    assert problem.code == "workbook-not-read"


def test_a_sheet_that_breaks_off_keeps_the_rows_before() -> None:
    whole = stream(number(0, 0, 1) + number(1, 0, 2))
    cut = ole(whole[:-4] + b"\xff" * 4)
    (sheet,) = parse_workbook(cut).sheets
    assert [row.cells for row in sheet.rows] == [("1",)]
    assert [problem.code for problem in sheet.problems] == ["sheet-not-read-whole"]


SAMPLE = book(
    shared(0, 0, 0) + shared(0, 1, 1) + number(1, 0, 29528) + record(0x027E, struct.pack("<HHHI", 1, 1, 0, 22)),
    before=texts(2, struct.pack("<HB", 3, 0) + b"ROE" + struct.pack("<HBH", 4, 8, 1) + b"Jane" + bytes(4)),
)


@given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=4))
def test_no_damage_raises(place: int, bytes_: bytes) -> None:
    parse_workbook(SAMPLE[:place] + bytes_ + SAMPLE[place + len(bytes_) :])
    parse_workbook(SAMPLE[:place])


@given(st.lists(st.tuples(st.sampled_from([6, 0xBD, 0xE5, 0xFC, 0x3C, 0xFD, 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E,
                                           0x809, 10, 0x85, 0x41E, 0xE0]), st.binary(max_size=24))))  # fmt: skip
def test_no_records_raise(records: list[tuple[int, bytes]]) -> None:
    inside = b"".join(record(kind, body) for kind, body in records)
    parse_workbook(book(inside, before=inside))
