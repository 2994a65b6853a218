"""Declared tokens and their neighbours in a segment. Parts of names repeat, so most were asked for before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from roadstead.screening.forms import keys_of_forms
from roadstead.screening.frequencies import background
from roadstead.screening.kernel.all_keys import sums
from roadstead.screening.kernel.arrays import Pool, Words
from roadstead.screening.kernel.compiled import F64, I32, I64, U8
from roadstead.screening.kernel.letters import LONGEST
from roadstead.screening.kernel.near import by_base, near
from roadstead.screening.segment.segment import Segment

ROOM: Final = 1 << 16  # neighbours found at a time
MOST_REMEMBERED: Final = 200_000  # declared tokens; then the memory of them begins anew
Token = tuple[str, bool, bool]  # text, joined, Arabic script


@dataclass(slots=True)
class Declared:
    """Declared tokens in the order in which they were met."""

    tokens: list[Token] = field(default_factory=list)
    _number: dict[Token, int] = field(default_factory=dict)

    def numbers(self, tokens: Sequence[Token]) -> list[int]:
        """Of each; those that are new get one."""
        found = list(map(self._number.get, tokens))
        if None not in found:
            return found  # type: ignore[return-value]
        return [self._new(token) if number is None else number for token, number in zip(tokens, found, strict=True)]

    def _new(self, token: Token) -> int:
        """A name may have one token twice."""
        number = self._number.setdefault(token, len(self.tokens))
        if number == len(self.tokens):
            self.tokens.append(token)
        return number


class Neighbours:
    """Grows with the tokens declared; `arrays` is for the walk, `value` and `share` are for explaining.

    `base`: those of the segment whose frequencies hold for this one too; it learns the same tokens first.
    """

    def __init__(self, segment: Segment, base: Neighbours | None = None) -> None:
        self._segment, self._base = segment, base
        self.names = float(len(segment.names.entity))
        self._seen: I32 = np.zeros(len(segment.words.length), np.int32)
        self._letters, self._length = Growing(np.uint8, LONGEST), Growing(np.uint8)
        self._from, self._best, self._rows = Growing(np.int64), Growing(np.float64), Growing(np.int64)
        self._near, self._bits = Growing(np.int32), Growing(np.float64)
        self._begin = Growing(np.uint64)
        self._value, self._share = Growing(np.float64), Growing(np.float64)
        self._from.extend(np.zeros(1, np.int64))

    @property
    def arrays(self) -> Pool:
        return Pool(self._letters.filled, self._length.filled, self._from.filled, self._near.filled,
                    self._bits.filled, self._best.filled, self._rows.filled, self._begin.filled)  # fmt: skip

    @property
    def value(self) -> F64:
        value: F64 = self._value.filled
        return value

    @property
    def share(self) -> F64:
        share: F64 = self._share.filled
        return share

    def learn(self, tokens: list[Token]) -> None:
        """Find the neighbours of those that are new."""
        new = tokens[len(self._length.filled) :]
        if not new:
            return
        letters, length = letters_of(new)
        near_from, near, value, share, bits = _near(self._segment.words, self.names, new, letters, length, self._seen)
        if self._base:
            base, known = self._base, _known(new)
            by_base(near_from, value, share, bits, len(self._length.filled), base.arrays.near_from, base.value,
                    base.share, length, known, base.names)  # fmt: skip
        rows, best, begin = np.zeros(len(new), np.int64), np.zeros(len(new)), np.zeros(len(new), np.uint64)
        sums(self._segment.names.posting_from, self._segment.words.letters, near, near_from, bits, rows, best, begin)
        self._from.extend(near_from[1:] + self._from.filled[-1])
        for growing, more in (
            (self._letters, letters), (self._length, length), (self._near, near), (self._value, value),
            (self._share, share), (self._bits, bits), (self._rows, rows), (self._best, best),
            (self._begin, begin),
        ):  # fmt: skip
            growing.extend(more)


class Growing:
    """An array that doubles its room when it is full."""

    def __init__(self, kind: Any, *shape: int) -> None:
        self._array = np.zeros((1024, *shape), kind)
        self._size = 0

    @property
    def filled(self) -> Any:
        return self._array[: self._size]

    def extend(self, more: Any) -> None:
        size = self._size + len(more)
        if size > len(self._array):
            larger = np.zeros((max(size, 2 * len(self._array)), *self._array.shape[1:]), self._array.dtype)
            larger[: self._size] = self.filled
            self._array = larger
        self._array[self._size : size] = more
        self._size = size


def _known(tokens: list[Token]) -> F64:
    """Shares of travellers who have each, by the background table."""
    shares = background()
    return np.array([shares.get(text, 0.0) for text, _, _ in tokens])


def letters_of(tokens: Sequence[Token]) -> tuple[U8, U8]:
    """[token, 24] and how many."""
    lines = "".join([text.ljust(LONGEST, "\0") for text, _, _ in tokens]).encode()
    letters = np.frombuffer(lines, np.uint8).reshape(-1, LONGEST)
    return letters, np.array([len(text) for text, _, _ in tokens], np.uint8)


Found = tuple[I64, I32, F64, F64, F64]


def _near(words: Words, names: float, tokens: list[Token], letters: U8, length: U8, seen: I32) -> Found:
    """As many tokens at a time as there is room for; asked again with more where one alone has too little."""
    given = (
        words, names, letters, length,
        np.array([joined for _, joined, _ in tokens], np.uint8),
        np.array([arabic for _, _, arabic in tokens], np.uint8),
        _known(tokens),
        *keys_of_forms([text for text, _, _ in tokens], letters, length), seen,
    )  # fmt: skip
    out_from, done, out = np.zeros(len(tokens) + 1, np.int64), 0, _room(min(ROOM, 256 * len(tokens)))
    found: list[tuple[Any, ...]] = []
    while done < len(tokens):
        begun, done = done, near(*given, done, out_from, *out)
        if done == begun:
            out = _room(4 * len(out[0]))
        else:
            found.append(tuple(each[: out_from[done]].copy() for each in out))
            out_from[begun + 1 : done + 1] += out_from[begun]
    near_to, value, share, bits = (np.concatenate(each) for each in zip(*found, strict=True))
    return out_from, near_to, value, share, bits


def _room(number: int) -> tuple[I32, F64, F64, F64]:
    return np.empty(number, np.int32), np.empty(number), np.empty(number), np.empty(number)
