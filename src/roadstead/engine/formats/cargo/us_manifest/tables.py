"""Tables in a body, as rows by column: one csv file, several one after the other, or several in a zip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.syntax.table import csv_sheet, decoded
from roadstead.engine.syntax.table.archive import Archive, WorkbookRefused, open_archive

KEY: Final = "identifier"
HEAD_BYTES: Final = 1 << 13  # bytes in which the first headings must be
MAX_FILES: Final = 100  # of a zip
# Columns that only this table has.
TABLE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "header": ("vessel_name", "port_of_unlading", "carrier_code"),
    "billgen": ("master_bol_number", "house_bol_number", "bill_type_code"),
    "cargodesc": ("description_text",),
    "container": ("equipment_description_code", "load_status", "seal_number_1", "seals"),
    "consignee": ("consignee_name",),
    "shipper": ("shipper_party_name", "shipper_name"),
    "notifyparty": ("notify_party_name", "notifyparty_name"),
    "hazmat": ("hazmat_code", "hazmat_class", "hazmat_classification"),
    "tariff": ("harmonized_number",),
    "marksnumbers": ("marks_and_numbers_1", "marks_and_numbers"),
}
ZIP: Final = re.compile(rb"PK\x03\x04")
QUOTES: Final = " \"'\ufeff"
Row = Mapping[str, str]


def is_table(raw: bytes) -> bool:
    """Return True if the first line has the key and a column that identifies a table."""
    if KEY.encode() not in raw[:HEAD_BYTES].lower().replace(b"\0", b""):
        return False
    first = decoded(raw[:HEAD_BYTES]).text.lstrip().partition("\n")[0]
    return bool(tables_of(tuple(name(cell) for cell in re.split(r"[,;\t|]", first))))


def tables_of(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the tables with these columns: several if they were joined; () if there are none."""
    if KEY not in columns:
        return ()
    return tuple(kind for kind, telling in TABLE_COLUMNS.items() if any(each in columns for each in telling))


def name(cell: str) -> str:
    """Return a column's name; "Vessel Name" and "vessel_name" are the same."""
    return re.sub(r"[\s-]+", "_", cell.strip(QUOTES + "\r").casefold())


def is_zip(raw: bytes) -> bool:
    """Return True for a zip whose first csv file is such a table."""
    return ZIP.match(raw) is not None and any(is_table(text) for text in _members(raw, most=1))


def rows(raw: bytes) -> Iterator[tuple[int, Row]]:
    """Yield each row with its number in its file; a row of headings begins a new table."""
    for text in _members(raw, MAX_FILES) if ZIP.match(raw) else (raw,):
        yield from _rows(decoded(text).text)


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    columns: tuple[str, ...] = ()
    for row in csv_sheet(text, _delimiter(text)).rows:
        names = tuple(name(cell) for cell in row.cells)
        if tables_of(names):
            columns = names
        elif columns:
            yield row.number, {column: cell.strip() for column, cell in zip(columns, row.cells, strict=False) if cell}


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _members(raw: bytes, most: int) -> Iterator[bytes]:
    """Yield the csv files of a zip; nothing if the archive is refused."""
    try:
        archive = open_archive(raw)
        for member in [each for each in archive.names() if each.casefold().endswith((".csv", ".txt"))][:most]:
            yield _whole(archive, member)
    except WorkbookRefused:
        return


def _whole(archive: Archive, member: str) -> bytes:
    return b"".join(archive.pieces(member))
