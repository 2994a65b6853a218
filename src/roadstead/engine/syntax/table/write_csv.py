"""Writer of csv: UTF-8 with the mark that spreadsheet programs expect, and no cell that they would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

FORMULA: Final = re.compile(r"'*[=+\-@]")


def csv_bytes(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """Return the rows as csv; `csv_sheet` reads back the same cells, except for surrounding blanks."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return f"'{cell}" if FORMULA.match(cell) else cell
