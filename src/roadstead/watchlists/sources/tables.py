"""Csv as people save it: any of three delimiters, a byte order mark or none, UTF-8, UTF-16 or Latin-1."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from io import StringIO
from itertools import count
from typing import Final

DELIMITERS: Final = (",", ";", "\t", "|")
MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(raw: bytes) -> str:
    """The text. What is not UTF-8 is taken as Windows-1252, which spreadsheets in the region write; nothing raises."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows numbered from 1, as a spreadsheet shows them; a row the csv reader cannot take is an empty one."""
    reader = csv.reader(StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    for number in count(1):
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, []


def first_row(text: str, delimiter: str) -> list[str]:
    return next((row for _, row in rows(text[:65536], delimiter) if any(cell.strip() for cell in row)), [])


def folded(heading: str) -> str:
    """A heading without what people vary: capitals, blanks, dashes, underscores, dots."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())
