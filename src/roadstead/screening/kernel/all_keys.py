"""The keys of a whole vocabulary, in two passes: count, then fill."""

from __future__ import annotations

import numpy as np

from roadstead.screening.kernel.cards import beginnings
from roadstead.screening.kernel.compiled import F64, I32, I64, U8, U64, compiled
from roadstead.screening.kernel.token_keys import BUFFER, MOST_KEYS, OF_ARABIC, OF_LATIN, coarse_key, keys_of


@compiled
def all_keys(letters: U8, length: U8, alone: U8, arabic: U8, into: U64, token: I32) -> int:
    """How many there are; they are written as far as there is room."""
    hashes, buffers = np.empty(MOST_KEYS, np.uint64), np.empty((3, BUFFER), np.uint8)
    kinds, sizes = np.empty(MOST_KEYS, np.int64), np.empty(MOST_KEYS, np.int64)
    number = 0
    for each in range(length.shape[0]):
        found = keys_of(letters[each], length[each], alone[each] != 0, hashes, kinds, sizes, buffers)
        if alone[each] or arabic[each]:
            salt = OF_ARABIC if arabic[each] else OF_LATIN
            hashes[found] = coarse_key(letters[each], length[each], salt, buffers)
            found += 1 if hashes[found] else 0
        for key in range(found):
            if number < into.shape[0]:
                into[number], token[number] = hashes[key], each
            number += 1
    return number


@compiled
def sums(
    posting_from: I64, letters: U8, near: I32, near_from: I64, bits: F64, rows: I64, best: F64, begin: U64
) -> None:
    """By declared token: how many rows all its listed ones have, the most bits of any, and how they begin."""
    for each in range(rows.shape[0]):
        rows[each], best[each] = 0, 0.0
        begin[each] = beginnings(letters, near[near_from[each] : near_from[each + 1]])
        for at in range(near_from[each], near_from[each + 1]):
            rows[each] += posting_from[near[at] + 1] - posting_from[near[at]]
            best[each] = max(best[each], bits[at])
