"""Streams of an OLE file ([MS-CFB]), the small file system that contains an xls workbook.

Only streams of the root are read; those in folders, such as embedded workbooks, are not the file's own. Chains of
sectors that go in circles or out of the file are refused, so that nothing is longer than the file.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import Final

from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.table.archive import WorkbookRefused

DAMAGED: Final = Sentence("The workbook is damaged or incomplete. Open it, save it again and send it.")
SIZES: Final = {9: 512, 12: 4096}  # bytes of a sector, by the head's exponent
SMALL_SECTOR: Final = 64
ENTRY: Final = 128  # bytes
KIND, SIBLINGS, CHILD = 66, 68, 76  # offsets in an entry
STREAM: Final = 2  # kind of an entry that is not a folder
END: Final = 0xFFFFFFFE


@dataclass(slots=True)
class Ole:
    """Open file. `tables`: by sector, the next one in its chain. `streams`: the entries of the directory by name."""

    raw: bytes
    size: int
    tables: array[int]
    directory: bytes
    streams: dict[str, bytes]
    small_from: int  # first sector of the table of small sectors
    cutoff: int  # bytes; a shorter stream is in small sectors

    def has(self, name: str) -> bool:
        return name in self.streams

    def stream(self, name: str) -> bytes:
        """Return the stream's bytes. Raises Refused if it is missing or broken."""
        entry = self.streams.get(name)
        if entry is None:
            raise WorkbookRefused(DAMAGED)
        start, length = struct.unpack_from("<II", entry, 116)
        if length >= self.cutoff:
            return self._read(start)[:length]
        small = array("I", self._read(self.small_from))
        inside = self._read(struct.unpack_from("<I", self.directory, 116)[0])
        return b"".join(inside[place * SMALL_SECTOR : (place + 1) * SMALL_SECTOR] for place in _chain(start, small))[
            :length
        ]

    def _read(self, start: int) -> bytes:
        return b"".join(_sector(self.raw, self.size, place) for place in _chain(start, self.tables))


def open_ole(raw: bytes) -> Ole:
    """Read the table of sectors and the directory. Raises Refused, struct.error or ValueError for other files."""
    size = SIZES.get(struct.unpack_from("<H", raw, 30)[0])
    if size is None:
        raise WorkbookRefused(DAMAGED)
    directory, _, cutoff, small_from, _, more = struct.unpack_from("<6I", raw, 48)
    ole = Ole(raw, size, _tables(raw, size, more), b"", {}, small_from, cutoff)
    ole.directory = ole._read(directory)
    ole.streams = _streams(ole.directory)
    return ole


def _streams(directory: bytes) -> dict[str, bytes]:
    """Return the streams of the root: a tree of entries, each with a left and a right sibling."""
    found: dict[str, bytes] = {}
    seen: set[int] = set()
    to_do = list(struct.unpack_from("<I", directory, CHILD))
    while to_do:
        place = to_do.pop()
        entry = directory[place * ENTRY : (place + 1) * ENTRY]
        if place in seen or len(entry) < ENTRY:
            continue
        seen.add(place)
        to_do += struct.unpack_from("<2I", entry, SIBLINGS)
        if entry[KIND] == STREAM:
            found.setdefault(entry[:KIND].decode("utf-16-le", "replace").partition("\0")[0], entry)
    return found


def _tables(raw: bytes, size: int, more: int) -> array[int]:
    """Return the sector tables. `more`: first of the sectors that continue the head's list of tables.

    No more tables are read than the file has sectors for.
    """
    listed, count = [*struct.unpack_from("<109I", raw, 76)], len(raw) // size
    wanted = count // (size // 4) + 1
    while more < count and len(listed) < wanted:
        *some, more = struct.unpack(f"<{size // 4}I", _sector(raw, size, more))
        listed += some
    tables = array("I")
    for place in listed[:wanted]:
        if place < count:
            tables.frombytes(_sector(raw, size, place))
    return tables


def _sector(raw: bytes, size: int, place: int) -> bytes:
    return raw[(place + 1) * size : (place + 2) * size]


def _chain(start: int, tables: array[int]) -> list[int]:
    places: list[int] = []
    while start < len(tables) and len(places) < len(tables):
        places.append(start)
        start = tables[start]
    if start != END:
        raise WorkbookRefused(DAMAGED)
    return places
