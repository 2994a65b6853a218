"""Every token of a segment once. Names are gathered as text and told some thousands at a time, in compiled code."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final

import numpy as np

from roadstead.screening.kernel.compiled import U8
from roadstead.screening.kernel.letters import LONGEST
from roadstead.screening.kernel.vocabulary import MOST_OF_A_NAME, Told, placed_anew, tell
from roadstead.text.names import Readings

TOGETHER: Final = 4096  # names
FIRST_ROOM: Final = 1 << 12  # tokens


class Vocabulary:
    """The tokens of names in the order in which they are first met, and which of them each name has."""

    def __init__(self) -> None:
        self.token_from: array[int] = array("q", [0])
        self.token: array[int] = array("i")
        self.mask: array[int] = array("H")
        self._waiting: list[str] = []
        self._arabic = bytearray()
        self._told = _told(FIRST_ROOM)

    def add(self, name: tuple[Readings, ...], *, arabic: bool) -> None:
        """The next name, which has parts."""
        self._waiting.append(" ".join(["/".join(part) for part in name]))
        self._arabic.append(arabic)
        if len(self._waiting) == TOGETHER:
            self.finish()

    def finish(self) -> None:
        """Tell those that wait."""
        if self._waiting:
            text = np.frombuffer(("\n".join(self._waiting) + "\n").encode(), np.uint8)
            self._tell(text, np.frombuffer(self._arabic, np.uint8))
            self._waiting, self._arabic = [], bytearray()

    def _tell(self, text: U8, arabic: U8) -> None:
        room = min(len(arabic) * MOST_OF_A_NAME, 3 * len(text))  # a token has a letter at least, and stands in three
        self._make_room(room)
        token, mask, ends = np.empty(room, np.int32), np.empty(room, np.uint16), np.empty(len(arabic), np.int64)
        number = tell(self._told, text, arabic, token, mask, ends)
        self.token_from.frombytes((ends + len(self.token)).tobytes())
        self.token.frombytes(token[:number].tobytes())
        self.mask.frombytes(mask[:number].tobytes())

    def _make_room(self, more: int) -> None:
        told, known = self._told, len(self)
        if known + more <= len(told.length):
            return
        larger = _told(max(known + more, len(told.length) * 3 // 2))
        for new, old in zip(larger[:4], told[:4], strict=True):
            new[:known] = old[:known]
        larger.number[0] = known
        placed_anew(larger)
        self._told = larger

    def __len__(self) -> int:
        return int(self._told.number[0])

    def arrays(self) -> tuple[U8, U8, U8, U8]:
        """Letters, length, alone, Arabic: by number of the token."""
        known = len(self)
        letters, length, alone, arabic = (np.ascontiguousarray(each[:known]) for each in self._told[:4])
        return letters, length, alone, arabic

    def texts(self) -> Iterator[str]:
        """In order of their numbers."""
        letters, length = self._told.letters, self._told.length
        for first in range(0, len(self), TOGETHER):
            last = min(first + TOGETHER, len(self))
            lines = letters[first:last].tobytes().decode("ascii")
            for place, size in enumerate(length[first:last].tolist()):
                yield lines[place * LONGEST : place * LONGEST + size]


def _told(room: int) -> Told:
    """Memory that is not written to costs nothing."""
    return Told(
        letters=np.zeros((room, LONGEST), np.uint8),
        length=np.zeros(room, np.uint8),
        alone=np.zeros(room, np.uint8),
        arabic=np.zeros(room, np.uint8),
        slot=np.zeros(1 << (3 * room // 2).bit_length(), np.int32),
        number=np.zeros(1, np.int64),
    )
