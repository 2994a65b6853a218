"""Reader of xls workbooks of Excel 97 to 2003 ([MS-XLS]: records in a stream of an OLE file, [MS-CFB]).

Records are read as far as a list needs them. Macros, links, pictures and formulas are never run, opened or examined; a
formula's last result is stored beside it. Nothing is compressed, so nothing can expand (decision 0034).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table.archive import LOCKED, TOO_MUCH, StopReading, WorkbookRefused
from roadstead.engine.syntax.table.grid import Budget, Grid
from roadstead.engine.syntax.table.numbers import builtin_format, format_kind
from roadstead.engine.syntax.table.ole import DAMAGED, open_ole
from roadstead.engine.syntax.table.parts import MAX_CUSTOM_FORMATS, MAX_FORMAT_CHARS, MAX_FORMATS
from roadstead.engine.syntax.table.sheet import MAX_SHEETS, Sheet, Workbook, sheet_limit_problems
from roadstead.engine.syntax.table.xls_texts import SharedTexts, text_at

MAX_BYTES: Final = 32 << 20  # 65,536 rows of 30 cells are about 30 MB
MAX_RECORDS: Final = 4_000_000  # of all sheets read: 65,536 rows of 30 cells are 2 million
TOO_OLD: Final = Sentence(
    "The workbook is from Excel 95 or older. Open it, choose Save as, Excel workbook (.xlsx), and send that."
)
NO_WORKBOOK: Final = Sentence(
    "This old office file has no sheet. Save the list as an Excel workbook (.xlsx) and send that."
)
BROKEN: Final = (struct.error, IndexError, ValueError)  # a record shorter than its content

# Numbers of records ([MS-XLS] 2.3.1).
BOF, EOF, CONTINUE, FILEPASS, DATEMODE = 0x0809, 0x000A, 0x003C, 0x002F, 0x0022
BOUNDSHEET, FORMAT, XF, SST = 0x0085, 0x041E, 0x00E0, 0x00FC
ROW, LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK = 0x0208, 0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD
FORMULA, STRING, BOOLERR, MERGEDCELLS = 0x0006, 0x0207, 0x0205, 0x00E5
EXCEL_97: Final = 0x0600
ROW_HIDDEN: Final = 0x20
ERRORS: Final = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
ON_LOAD: Final = 2  # flag of a formula: to be calculated when the workbook is opened
EMPTY_TEXT: Final = b"\3\0\0\0\0\0\xff\xff"  # result of a formula that is an empty text
IN_STRING, AS_BOOL, AS_ERROR = range(3)  # type of a formula's result, if it is neither a number nor empty

Record = tuple[int, bytes]


@dataclass(slots=True)
class Records:
    """Records of the stream. `count`: records read so far; thirty sheets may be the same one."""

    stream: bytes
    count: int = 0

    def of(self, place: int) -> Iterator[Record]:
        """Yield records from BOF at `place` to its EOF, except those of nested charts. Raises Refused if broken."""
        depth = 0
        while place + 4 <= len(self.stream):
            kind, length = struct.unpack_from("<HH", self.stream, place)
            body = self.stream[place + 4 : place + 4 + length]
            place += 4 + length
            self.count += 1
            if self.count > MAX_RECORDS:
                raise WorkbookRefused(TOO_MUCH)
            depth += (kind == BOF) - (kind == EOF)
            if depth == 0 and kind == EOF:
                return
            if depth < 1 or len(body) < length:
                break
            if depth == 1:
                yield kind, body
        raise WorkbookRefused(DAMAGED)


@dataclass(slots=True)
class Globals:
    """Data before the sheets: name, state and place of those to read, number of all; cell formats; shared texts."""

    sheets: list[tuple[str, bool, int]] = field(default_factory=list)
    count: int = 0
    formats: dict[int, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)  # of formats, by the cell's style
    from_1904: bool = False
    texts: Sequence[str] = ()

    def add_sheet(self, body: bytes) -> None:
        place, state, type = struct.unpack_from("<IBB", body)
        self.count += type == 0
        if type == 0 and self.count <= MAX_SHEETS:
            self.sheets.append((text_at(body, 6, wide_count=False)[:80], bool(state & 3), place))

    def kinds(self) -> list[str]:
        """Return the kind of number by the number of a cell's style."""
        return [format_kind(self.formats.get(number) or builtin_format(number)) for number in self.numbers]


def read_xls(raw: bytes, max_rows: int) -> Workbook:
    """Return every sheet, in the workbook's order. Raises Refused if the workbook cannot be read."""
    if len(raw) > MAX_BYTES:
        raise WorkbookRefused(TOO_MUCH)
    try:
        records = Records(_stream(raw))
        about = _globals(records)
    except BROKEN:
        raise WorkbookRefused(DAMAGED) from None
    kinds, budget, sheets = about.kinds(), Budget(), []
    for name, hidden, place in about.sheets:
        grid = Grid(name=name, hidden=hidden, from_1904=about.from_1904, budget=budget, max_rows=max_rows)
        sheets.append(_sheet(records.of(place), Cells(grid, about.texts, kinds)))
    return Workbook(sheets=tuple(sheets), problems=sheet_limit_problems(about.count))


def _stream(raw: bytes) -> bytes:
    ole = open_ole(raw)
    if ole.has("EncryptedPackage"):
        raise WorkbookRefused(LOCKED)
    if not ole.has("Workbook"):
        raise WorkbookRefused(TOO_OLD if ole.has("Book") else NO_WORKBOOK)
    return ole.stream("Workbook")


def _globals(records: Records) -> Globals:
    found, texts, last = Globals(), SharedTexts(), 0
    for kind, body in records.of(0):
        if kind == BOF and struct.unpack_from("<H", body)[0] != EXCEL_97:
            raise WorkbookRefused(TOO_OLD)
        if kind == FILEPASS:
            raise WorkbookRefused(LOCKED)
        if kind == SST or (kind == CONTINUE and last == SST):
            texts.pieces.append(body)
            kind = SST
        elif kind == BOUNDSHEET:
            found.add_sheet(body)
        elif kind == FORMAT and len(found.formats) < MAX_CUSTOM_FORMATS:
            found.formats[struct.unpack_from("<H", body)[0]] = text_at(body, 2)[:MAX_FORMAT_CHARS]
        elif kind == XF and len(found.numbers) < MAX_FORMATS:
            found.numbers.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == DATEMODE:
            found.from_1904 = bool(struct.unpack_from("<H", body)[0])
        last = kind
    found.texts = texts.read()
    return found


@dataclass(slots=True)
class Cells:
    """Cells of one sheet. Those of a row come together; the rows' own records come before."""

    grid: Grid
    texts: Sequence[str]
    kinds: Sequence[str]
    hidden: set[int] = field(default_factory=set)
    formula_at: int = -1  # column whose result is in the following STRING

    def take(self, kind: int, body: bytes) -> None:
        if kind in CELL:
            row, column, style = struct.unpack_from("<HHH", body)
            if row + 1 != self.grid.row:
                self.grid.end_row()
                self.grid.begin_row(row + 1, hidden=row in self.hidden)
            self._cell(kind, body, column, style)
        elif kind == STRING and self.formula_at >= 0:
            self.grid.put(self.formula_at, text_at(body, 0))
            self.formula_at = -1
        elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & ROW_HIDDEN:
            self.hidden.add(struct.unpack_from("<H", body)[0])
        elif kind == MERGEDCELLS:
            for top, bottom, column, _ in struct.iter_unpack("<HHHH", body[2 : 2 + (len(body) - 2) // 8 * 8]):
                self.grid.merge(column, top + 1, bottom + 1)

    def _cell(self, kind: int, body: bytes, column: int, style: int) -> None:
        if kind == LABELSST:
            self.grid.put_shared(column, self.texts, struct.unpack_from("<I", body, 6)[0])
        elif kind in (LABEL, RSTRING):
            self.grid.put(column, text_at(body, 6))
        elif kind == NUMBER:
            self._number(column, style, struct.unpack_from("<d", body, 6)[0])
        elif kind == RK:
            self._number(column, style, _rk(struct.unpack_from("<I", body, 6)[0]))
        elif kind == MULRK:
            for at, (style, rk) in enumerate(struct.iter_unpack("<HI", body[4 : 4 + (len(body) - 6) // 6 * 6])):
                self._number(column + at, style, _rk(rk))
        elif kind == BOOLERR:
            self._flag(column, body[6], is_error=bool(body[7]))
        elif kind == FORMULA:
            self._result(column, style, body)

    def _result(self, column: int, style: int, body: bytes) -> None:
        """Add a formula's result; a formula not yet calculated has zero, or nothing, in place of its result."""
        if body[14] & ON_LOAD and body[6:14] in (bytes(8), EMPTY_TEXT):
            self.grid.put_uncalculated(column)
        elif body[12:14] != b"\xff\xff":
            self._number(column, style, struct.unpack_from("<d", body, 6)[0])
        elif body[6] == IN_STRING:
            self.formula_at = column
        elif body[6] in (AS_BOOL, AS_ERROR):
            self._flag(column, body[8], is_error=body[6] == AS_ERROR)

    def _number(self, column: int, style: int, number: float) -> None:
        self.grid.put_number(column, repr(number), self.kinds[style] if style < len(self.kinds) else "")

    def _flag(self, column: int, value: int, *, is_error: bool) -> None:
        if is_error:
            self.grid.put_error(column, ERRORS.get(value, "an error"))
        else:
            self.grid.put(column, "TRUE" if value else "FALSE")


CELL: Final = {LABELSST, LABEL, RSTRING, NUMBER, RK, MULRK, BOOLERR, FORMULA}


def _sheet(records: Iterator[Record], cells: Cells) -> Sheet:
    grid = cells.grid
    try:
        for kind, body in records:
            cells.take(kind, body)
        grid.end_row()
    except StopReading:
        pass
    except WorkbookRefused as refused:
        grid.break_off(refused)
    except BROKEN:
        grid.break_off(WorkbookRefused(DAMAGED))
    return grid.sheet()


def _rk(sent: int) -> float:
    """Return a number in four bytes ([MS-XLS] 2.5.217): an integer or half a double, perhaps times a hundred."""
    if sent & 2:
        number = float((sent >> 2) - (1 << 30 if sent & 1 << 31 else 0))
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (sent & ~3) << 32))[0])
    return number / 100 if sent & 1 else number
