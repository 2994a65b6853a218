"""Where a key stands among the sorted ones: a directory by their first bits leaves a few of them to be looked through.

Keys are hashes, so they are spread evenly, and one look into the directory takes the place of twenty steps of a search.
"""

from __future__ import annotations

import numpy as np

from roadstead.engine.matching.kernel.arrays import Words
from roadstead.engine.matching.kernel.compiled import I32, I64, U64, compiled


@compiled
def directory(key: U64, bits: int, into: I32) -> None:
    """`into` [2 ** bits + 1]: how many keys begin with less than each pattern of so many bits."""
    at = 0
    for pattern in range(into.shape[0]):
        while at < key.shape[0] and np.int64(key[at] >> np.uint64(64 - bits)) < pattern:
            at += 1
        into[pattern] = at


@compiled
def shift_of(words: Words) -> int:
    """By how many bits a key is moved to be looked up in the directory."""
    bits, patterns = 0, words.key_from.shape[0] - 1
    while 1 << bits < patterns:
        bits += 1
    return 64 - bits


@compiled
def places_of(words: Words, keys: U64, number: int, into: I64) -> None:
    """Of the first `number` keys; one more is written and not kept. What is looked up is fetched in loops of its own,
    so that many are waited for at once."""
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
