"""Cache of declared tokens and their neighbours in a segment. Name parts repeat, so most tokens are in it already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import numpy as np

from roadstead.engine.matching.forms import keys_of_forms
from roadstead.engine.matching.frequencies import background
from roadstead.engine.matching.kernel.all_keys import sums
from roadstead.engine.matching.kernel.arrays import Pool
from roadstead.engine.matching.kernel.compiled import F64, I32, I64
from roadstead.engine.matching.kernel.letters import MAX_LETTERS
from roadstead.engine.matching.kernel.near import by_base, near
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.matching.segment.vocabulary import Tokens

ROOM: Final = 1 << 16  # neighbours found per call
MAX_CACHED_TOKENS: Final = 200_000  # declared tokens; the cache is emptied above this number


class NeighbourCache:
    """Neighbours of all declared tokens so far. `arrays` is for the walk, `value` and `share` are for explanations.

    `base`: the cache of the segment whose frequencies also apply to this one; it must learn the same tokens first.
    """

    def __init__(self, segment: Segment, base: NeighbourCache | None = None) -> None:
        self._segment, self._base = segment, base
        self.names = float(len(segment.names.entity))
        self._seen: I32 = np.zeros(len(segment.words.length), np.int32)
        self._letters, self._length = GrowingArray(np.uint8, MAX_LETTERS), GrowingArray(np.uint8)
        self._from, self._best, self._rows = GrowingArray(np.int64), GrowingArray(np.float64), GrowingArray(np.int64)
        self._near, self._bits = GrowingArray(np.int32), GrowingArray(np.float64)
        self._begin = GrowingArray(np.uint64)
        self._value, self._share = GrowingArray(np.float64), GrowingArray(np.float64)
        self._from.extend(np.zeros(1, np.int64))

    @property
    def arrays(self) -> Pool:
        return Pool(
            self._letters.filled,
            self._length.filled,
            self._from.filled,
            self._near.filled,
            self._bits.filled,
            self._best.filled,
            self._rows.filled,
            self._begin.filled,
        )

    @property
    def value(self) -> F64:
        value: F64 = self._value.filled
        return value

    @property
    def share(self) -> F64:
        share: F64 = self._share.filled
        return share

    def learn(self, declared: Tokens) -> None:
        """Find the neighbours of the tokens that are new."""
        first = len(self._length.filled)
        if first == len(declared):
            return
        texts, (letters, length, alone, arabic) = list(declared.texts(first)), declared.arrays(first)
        known = _background_shares(texts)
        ask = partial(
            near,
            self._segment.words,
            self.names,
            letters,
            length,
            1 - alone,
            arabic,
            known,
            *keys_of_forms(texts, letters, length),
            self._seen,
        )
        near_from, near_to, value, share, bits = _near(ask, len(length))
        if self._base:
            base = self._base
            by_base(
                near_from,
                value,
                share,
                bits,
                first,
                base.arrays.near_from,
                base.value,
                base.share,
                length,
                known,
                base.names,
            )
        rows, best, begin = np.zeros_like(near_from[1:]), np.zeros(len(length)), np.zeros(len(length), np.uint64)
        sums(self._segment.names.posting_from, self._segment.words.letters, near_to, near_from, bits, rows, best, begin)
        self._from.extend(near_from[1:] + self._from.filled[-1])
        for growing, more in (
            (self._letters, letters),
            (self._length, length),
            (self._near, near_to),
            (self._value, value),
            (self._share, share),
            (self._bits, bits),
            (self._rows, rows),
            (self._best, best),
            (self._begin, begin),
        ):
            growing.extend(more)


class GrowingArray:
    """A numpy array that doubles its capacity when it is full."""

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


def _background_shares(texts: Sequence[str]) -> F64:
    """Return the share of travellers who have each part, by the background table; 0 if it is not in the table."""
    shares = background()
    return np.array([shares.get(text, 0.0) for text in texts])


Found = tuple[I64, I32, F64, F64, F64]


def _near(ask: Callable[..., int], tokens: int) -> Found:
    """Call `ask` for as many tokens as fit until all are done. The buffers grow if a single token does not fit."""
    out_from, done, out = np.zeros(tokens + 1, np.int64), 0, _room(min(ROOM, 256 * tokens))
    found: list[tuple[Any, ...]] = []
    while done < tokens:
        begun, done = done, ask(done, out_from, *out)
        if done == begun:
            out = _room(4 * len(out[0]))
        else:
            found.append(tuple(each[: out_from[done]].copy() for each in out))
            out_from[begun + 1 : done + 1] += out_from[begun]
    near_to, value, share, bits = (np.concatenate(each) for each in zip(*found, strict=True))
    return out_from, near_to, value, share, bits


def _room(number: int) -> tuple[I32, F64, F64, F64]:
    return np.empty(number, np.int32), np.empty(number), np.empty(number), np.empty(number)
