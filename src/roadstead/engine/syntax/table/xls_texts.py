"""Texts in records of an xls workbook ([MS-XLS] 2.5.293 and 2.5.294): single ones, and those shared by cells."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from roadstead.engine.syntax.table.parts import MAX_TEXT_CHARS
from roadstead.engine.syntax.table.sheet import MAX_CELL_CHARS, MAX_CELLS

WIDE, PHONETIC, RICH = 1, 4, 8  # flags before the characters


def text_at(body: bytes, place: int, *, wide_count: bool = True) -> str:
    """Return the text at `place` of a record: its number of characters (two bytes, or one), flags, characters."""
    count = struct.unpack_from("<H", body, place)[0] if wide_count else body[place]
    place += 1 + wide_count
    return _decoded(body[place + 1 : place + 1 + count * (1 + (body[place] & WIDE))], body[place])


def _decoded(raw: bytes, flags: int) -> str:
    return raw.decode("utf-16-le" if flags & WIDE else "latin-1", "replace").replace("\0", "")


@dataclass(slots=True)
class SharedTexts:
    """Record SST and its continuations. A text may go on in the next one, after a new flag."""

    pieces: list[bytes] = field(default_factory=list)
    piece: bytes = b""
    next: int = 0
    at: int = 0

    def read(self) -> list[str]:
        """Return the texts that are complete and within the limits of a list, each cut to a cell's length."""
        found: list[str] = []
        try:
            count = struct.unpack("<4xI", self._take(8))[0]
            left = MAX_TEXT_CHARS
            while len(found) < min(count, MAX_CELLS) and left > 0:
                found.append(self._text())
                left -= len(found[-1])
        except (EOFError, struct.error):
            pass
        return found

    def _text(self) -> str:
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & RICH else 0
        phonetic = struct.unpack("<I", self._take(4))[0] if flags & PHONETIC else 0
        text = self._characters(count, flags)
        self._skip(4 * runs + phonetic)
        return text[: MAX_CELL_CHARS + 1]

    def _characters(self, count: int, flags: int) -> str:
        """Return characters, decoded as a whole, since a character of four bytes may be split between records."""
        wide: list[bytes] = []
        while count:
            if self.at == len(self.piece):
                self._next()
                flags, self.at = self.piece[0], 1
            size = 1 + (flags & WIDE)
            raw = self.piece[self.at : self.at + count * size]
            if len(raw) < size:
                raise EOFError
            self.at += len(raw)
            count -= len(raw) // size
            wide.append(raw[: len(raw) // size * size] if flags & WIDE else raw.decode("latin-1").encode("utf-16-le"))
        return _decoded(b"".join(wide), WIDE)

    def _take(self, size: int) -> bytes:
        """Return bytes of a head, which a careless writer may split between records."""
        taken = b""
        while len(taken) < size:
            if self.at >= len(self.piece):
                self._next()
            part = self.piece[self.at : self.at + size - len(taken)]
            taken, self.at = taken + part, self.at + len(part)
        return taken

    def _skip(self, size: int) -> None:
        while size:
            if self.at >= len(self.piece):
                self._next()
            step = min(size, len(self.piece) - self.at)
            self.at += step
            size -= step

    def _next(self) -> None:
        """Move to the next record that is not empty."""
        while self.next < len(self.pieces):
            self.piece, self.at = self.pieces[self.next], 0
            self.next += 1
            if self.piece:
                return
        raise EOFError
