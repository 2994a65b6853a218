"""Xls workbooks by hand, record by record, as careless or hostile writers make them."""

from __future__ import annotations

import struct
from collections.abc import Callable

SECTOR = 512
END, OF_FAT, FREE = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
Fat = list[int]


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def bof(kind: int, version: int = 0x0600) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", version, kind, 0, 1997, 0, 6))


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, style, value))


def shared(row: int, column: int, place: int) -> bytes:
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, place))


def stream(*sheets: bytes, before: bytes = b"", version: int = 0x0600) -> bytes:
    """The records of a workbook with these sheets; `before`: what stands before them."""
    head = bof(5, version) + before
    place = len(head) + len(sheets) * len(_bound(0)) + 4
    bounds = b""
    for sheet in sheets:
        bounds += _bound(place)
        place += len(bof(16)) + len(sheet) + 4
    return head + bounds + record(0x000A) + b"".join(bof(16) + sheet + record(0x000A) for sheet in sheets)


def _bound(place: int) -> bytes:
    return record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"A")


def ole(
    inside: bytes,
    name: str = "Workbook",
    *,
    spoilt: Callable[[Fat], None] | None = None,
    size: int = 0,
    embedded: bytes = b"",
) -> bytes:
    """An OLE file with one stream. `spoilt` may change the table of sectors, `size` what the stream is said to have.
    `embedded`: the records of a workbook in a folder, which stands before the other in the directory."""
    if embedded:
        embedded = embedded.ljust(max(4096, -(-len(embedded) // SECTOR) * SECTOR), b"\0")
    inside = inside.ljust(max(4096, -(-len(inside) // SECTOR) * SECTOR), b"\0")
    own_count, other_count = len(inside) // SECTOR, len(embedded) // SECTOR
    count = own_count + other_count
    tables = (count + 1) // 127 + 1
    fat = [*range(1, count), END, END, *[OF_FAT] * tables]
    fat[own_count - 1] = END
    fat += [FREE] * (tables * 128 - len(fat))
    if spoilt:
        spoilt(fat)
    places = [*range(count + 1, count + 1 + tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, tables, count, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    own = _entry(name, 2, -1, 0, size or len(inside))
    entries = _entry("Root Entry", 5, 1, END, 0) + own
    if embedded:
        below = _entry(name, 2, -1, own_count, len(embedded))
        entries = _entry("Root Entry", 5, 2, END, 0) + below + _entry("MBD0001", 1, 1, 0, 0, right=3) + own
    return head + inside + embedded + entries.ljust(SECTOR, b"\0") + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, start: int, size: int, *, right: int = -1) -> bytes:
    sign = name.encode("utf-16-le")
    head = sign.ljust(64, b"\0") + struct.pack("<HBB3i", len(sign) + 2, kind, 1, -1, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def book(*sheets: bytes, before: bytes = b"") -> bytes:
    return ole(stream(*sheets, before=before))
