"""Keys of a whole vocabulary in two passes: count by first bits, then write each to its partition."""

from __future__ import annotations

import numpy as np

from roadstead.engine.matching.kernel.cards import beginnings
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, U8, U64, compiled
from roadstead.engine.matching.kernel.token_keys import BUFFER, MOST_KEYS, OF_ARABIC, OF_LATIN, coarse_key, keys_of


@compiled
def _of_token(
    letters: U8, length: int, alone: bool, arabic: bool, hashes: U64, kinds: I64, sizes: I64, buffers: U8
) -> int:
    found = keys_of(letters, length, alone, hashes, kinds, sizes, buffers)
    if alone or arabic:
        hashes[found] = coarse_key(letters, length, OF_ARABIC if arabic else OF_LATIN, buffers)
        found += 1 if hashes[found] else 0
    return found


@compiled
def _kind(key: int, bits: int) -> int:
    """Return the highest `bits` bits of a key."""
    return np.int64(key >> np.uint64(64 - bits)) if bits else 0


@compiled
def count_keys(letters: U8, length: U8, alone: U8, arabic: U8, form: U64, bits: int, counts: I64) -> None:
    """Count the keys by their first `bits` bits: the keys of all tokens, and the known keys `form`."""
    hashes, buffers = np.empty(MOST_KEYS, np.uint64), np.empty((3, BUFFER), np.uint8)
    kinds, sizes = np.empty(MOST_KEYS, np.int64), np.empty(MOST_KEYS, np.int64)
    for each in range(length.shape[0]):
        found = _of_token(
            letters[each], length[each], alone[each] != 0, arabic[each] != 0, hashes, kinds, sizes, buffers
        )
        for key in range(found):
            counts[_kind(hashes[key], bits)] += 1
    for key in form:
        counts[_kind(key, bits)] += 1


@compiled
def place_keys(
    letters: U8,
    length: U8,
    alone: U8,
    arabic: U8,
    form: U64,
    form_token: I32,
    bits: int,
    following: I64,
    into: U64,
    token: I32,
) -> None:
    """Write the same keys to their partitions. `following`: the next free place of each."""
    hashes, buffers = np.empty(MOST_KEYS, np.uint64), np.empty((3, BUFFER), np.uint8)
    kinds, sizes = np.empty(MOST_KEYS, np.int64), np.empty(MOST_KEYS, np.int64)
    for each in range(length.shape[0]):
        found = _of_token(
            letters[each], length[each], alone[each] != 0, arabic[each] != 0, hashes, kinds, sizes, buffers
        )
        for key in range(found):
            _put(hashes[key], each, bits, following, into, token)
    for place in range(form.shape[0]):
        _put(form[place], form_token[place], bits, following, into, token)


@compiled
def _put(key: int, of: int, bits: int, following: I64, into: U64, token: I32) -> None:
    place = following[_kind(key, bits)]
    into[place], token[place] = key, of
    following[_kind(key, bits)] += 1


@compiled
def sums(
    posting_from: I64, letters: U8, near: I32, near_from: I64, bits: F64, rows: I64, best: F64, begin: U64
) -> None:
    """Fill, by declared token, the number of rows and the highest bits of all its neighbours, and their beginnings."""
    for each in range(rows.shape[0]):
        rows[each], best[each] = 0, 0.0
        begin[each] = beginnings(letters, near[near_from[each] : near_from[each + 1]])
        for at in range(near_from[each], near_from[each + 1]):
            rows[each] += posting_from[near[at] + 1] - posting_from[near[at]]
            best[each] = max(best[each], bits[at])
