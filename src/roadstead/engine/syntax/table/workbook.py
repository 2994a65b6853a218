"""Reader of workbooks of any kind (xlsx, xls, ods), recognised by content."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from roadstead.engine.records import Severity
from roadstead.engine.syntax.table.archive import WorkbookRefused
from roadstead.engine.syntax.table.ods import read_ods
from roadstead.engine.syntax.table.sheet import MAX_ROWS, Workbook, table_problem
from roadstead.engine.syntax.table.xls import read_xls
from roadstead.engine.syntax.table.xlsx import read_xlsx

STREAMS: Final = ("Workbook", "Book", "EncryptedPackage")  # of an old office file that is a workbook, or locked
# First bytes, a mark somewhere in the file, and its reader. The parts of an xlsx are named in the index at its end, in
# its writer's spelling.
KINDS: Final[tuple[tuple[bytes, re.Pattern[bytes], Callable[[bytes, int], Workbook]], ...]] = (
    (b"PK\x03\x04", re.compile(rb"xl/workbook\.xml|/sheets/sheet1\.xml|worksheets/"), read_xlsx),
    (b"PK\x03\x04", re.compile(rb"application/vnd\.oasis\.opendocument\.spreadsheet"), read_ods),
    (
        b"\xd0\xcf\x11\xe0",
        re.compile("Workbook|Book|EncryptedPackage".encode("utf-16-le").replace(b"|\0", b"|")),
        read_xls,
    ),
)


def looks_like_workbook(raw: bytes) -> bool:
    return _reader(raw) is not None


def parse_workbook(raw: bytes, *, max_rows: int = MAX_ROWS) -> Workbook:
    """Return every sheet, in the workbook's order, up to `max_rows` of each. Never raises: failures are problems."""
    try:
        return (_reader(raw) or read_xlsx)(raw, max_rows)
    except WorkbookRefused as refused:
        return Workbook(problems=(table_problem("workbook-not-read", refused.text, severity=Severity.ERROR),))


def _reader(raw: bytes) -> Callable[[bytes, int], Workbook] | None:
    return next((read for start, mark, read in KINDS if raw.startswith(start) and mark.search(raw)), None)
