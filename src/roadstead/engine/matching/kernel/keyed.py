"""Lookup of keys among sorted keys: a directory by their first bits leaves only a few to compare.

Keys are hashes, so they are evenly spread, and one lookup replaces twenty steps of a binary search.
"""

from __future__ import annotations

import numpy as np

from roadstead.engine.matching.kernel.arrays import Words
from roadstead.engine.matching.kernel.compiled import I32, I64, U64, compiled


@compiled
def directory(key: U64, bits: int, into: I32) -> None:
    """Write to `into` [2 ** bits + 1] the number of keys whose first `bits` bits are below each pattern."""
    at = 0
    for pattern in range(into.shape[0]):
        while at < key.shape[0] and np.int64(key[at] >> np.uint64(64 - bits)) < pattern:
            at += 1
        into[pattern] = at


@compiled
def shift_of(words: Words) -> int:
    """Return the number of bits by which a key is shifted for the directory."""
    bits, patterns = 0, words.key_from.shape[0] - 1
    while 1 << bits < patterns:
        bits += 1
    return 64 - bits


@compiled
def places_of(words: Words, keys: U64, number: int, into: I64) -> None:
    """Write the place of each of the first `number` keys, plus one value that is never read.

    Data is read in separate loops, so that cache misses overlap.
    """
    shift, touched, last = shift_of(words), np.uint64(0), words.key.shape[0] - 1
    for each in range(number):
        into[each] = words.key_from[keys[each] >> np.uint64(shift)]
    for each in range(number):
        touched ^= words.key[min(into[each], last)]
    for each in range(number):
        place = into[each]
        while place <= last and words.key[place] < keys[each]:
            place += 1
        into[each] = place
    into[number] = np.int64(touched & np.uint64(1))
