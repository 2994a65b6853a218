"""Every token of a segment once. Names are gathered as text and told some thousands at a time, in compiled code."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import U8
from roadstead.engine.matching.kernel.letters import LONGEST
from roadstead.engine.matching.kernel.vocabulary import MOST_OF_A_NAME, STROKE, Lines, Told, placed_anew, tell
from roadstead.engine.text.names import Readings

TOGETHER: Final = 4096  # names
FIRST_ROOM: Final = 1 << 12  # tokens


class Tokens:
    """Tokens in the order in which they are first met. `of_kinds`: those of travellers, see `kernel.vocabulary`."""

    def __init__(self, *, of_kinds: bool = False) -> None:
        self._told = _told(FIRST_ROOM, of_kinds)

    def tell(self, lines: Sequence[str], arabic: bytes | bytearray) -> Lines:
        """Of names as lines (`line_of`): their tokens, and hashes of the whole of each."""
        if not lines:
            return _lines(0, 0, 0)
        text = np.frombuffer(("\n".join(lines) + "\n").encode(), np.uint8)
        room = min(len(lines) * MOST_OF_A_NAME, 3 * len(text))  # a token has a letter at least, and stands in three
        self._make_room(room)
        into = _lines(room, len(lines), len(lines) + int(np.count_nonzero(text == STROKE)))
        number, wholes = tell(self._told, text, np.frombuffer(arabic, np.uint8), into)
        return into._replace(token=into.token[:number], mask=into.mask[:number], whole=into.whole[:wholes])

    def _make_room(self, more: int) -> None:
        told, known = self._told, len(self)
        if known + more <= len(told.length):
            return
        larger = _told(max(known + more, len(told.length) * 3 // 2), told.of_kinds)
        for new, old in zip(larger[:4], told[:4], strict=True):
            new[:known] = old[:known]
        larger.number[0] = known
        placed_anew(larger)
        self._told = larger

    def __len__(self) -> int:
        return int(self._told.number[0])

    def arrays(self, first: int = 0) -> tuple[U8, U8, U8, U8]:
        """Letters, length, alone, Arabic: by number of the token, from that one on."""
        known = len(self)
        letters, length, alone, arabic = (np.ascontiguousarray(each[first:known]) for each in self._told[:4])
        return letters, length, alone, arabic

    def texts(self, begin: int = 0) -> Iterator[str]:
        """In order of their numbers."""
        letters, length = self._told.letters, self._told.length
        for first in range(begin, len(self), TOGETHER):
            last = min(first + TOGETHER, len(self))
            lines = letters[first:last].tobytes().decode("ascii")
            for place, size in enumerate(length[first:last].tolist()):
                yield lines[place * LONGEST : place * LONGEST + size]

    def text(self, number: int) -> str:
        return bytes(self._told.letters[number, : self._told.length[number]]).decode("ascii")


class Vocabulary(Tokens):
    """Those of the names of a list, and which of them each name has."""

    def __init__(self) -> None:
        super().__init__()
        self.token_from: array[int] = array("q", [0])
        self.token: array[int] = array("i")
        self.mask: array[int] = array("H")
        self.whole: array[int] = array("Q")
        self.whole_name: array[int] = array("i")
        self._waiting: list[str] = []
        self._arabic = bytearray()

    def add(self, name: tuple[Readings, ...], *, arabic: bool) -> None:
        """The next name, which has parts."""
        self._waiting.append(line_of(name))
        self._arabic.append(arabic)
        if len(self._waiting) == TOGETHER:
            self.finish()

    def finish(self) -> None:
        """Tell those that wait."""
        found, before = self.tell(self._waiting, self._arabic), len(self.token_from) - 1
        each = np.repeat(np.arange(len(self._waiting), dtype=np.int32), np.diff(found.whole_ends, prepend=0))
        self.token_from.frombytes((found.ends + len(self.token)).tobytes())
        self.token.frombytes(found.token.tobytes())
        self.mask.frombytes(found.mask.tobytes())
        self.whole.frombytes(found.whole.tobytes())
        self.whole_name.frombytes((each + np.int32(before)).tobytes())
        self._waiting, self._arabic = [], bytearray()


def line_of(name: tuple[Readings, ...]) -> str:
    """A name as the compiled code reads it."""
    return " ".join([part[0] if len(part) == 1 else "/".join(part) for part in name])


def _lines(tokens: int, names: int, wholes: int) -> Lines:
    return Lines(
        token=np.empty(tokens, np.int32),
        mask=np.empty(tokens, np.uint16),
        ends=np.empty(names, np.int64),
        whole=np.empty(wholes, np.uint64),
        whole_ends=np.empty(names, np.int64),
    )


def _told(room: int, of_kinds: bool) -> Told:
    """Memory that is not written to costs nothing."""
    return Told(
        letters=np.zeros((room, LONGEST), np.uint8),
        length=np.zeros(room, np.uint8),
        alone=np.zeros(room, np.uint8),
        arabic=np.zeros(room, np.uint8),
        slot=np.zeros(1 << (3 * room // 2).bit_length(), np.int32),
        number=np.zeros(1, np.int64),
        of_kinds=of_kinds,
    )
