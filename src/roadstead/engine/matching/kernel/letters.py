"""Letters of a name part as bytes, a to z and 0 to 9: distance and hash."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import U8, U64, compiled

MAX_LETTERS: Final = 24  # letters of a part or of joined parts
SEED: Final = np.uint64(0xCBF29CE484222325)
PRIME: Final = np.uint64(0x100000001B3)
MIX: Final = np.uint64(0xFF51AFD7ED558CCD)
HALF: Final = np.uint64(32)


@compiled
def hash_begin(salt: int) -> int:
    """Begin a hash (FNV-1a, 64 bits); keys of different kinds have different salts."""
    return (SEED ^ np.uint64(salt)) * PRIME


@compiled
def hash_add(state: int, letter: int) -> int:
    return (np.uint64(state) ^ np.uint64(letter)) * PRIME


@compiled
def hash_end(state: int) -> int:
    """Finish a hash by mixing it, so that sorted hashes are evenly spread."""
    value = np.uint64(state)
    value ^= value >> HALF
    value *= MIX
    return value ^ (value >> HALF)


@compiled
def hashed(letters: U8, length: int, salt: int) -> int:
    """Return the hash of a text under a salt."""
    state = hash_begin(salt)
    for place in range(length):
        state = hash_add(state, letters[place])
    return hash_end(state)


@compiled
def _slot(letter: int) -> int:
    """Return one of 37 numbers: 26 letters, 10 digits, everything else."""
    if 97 <= letter <= 122:
        return letter - 97
    if 48 <= letter <= 57:
        return letter - 22
    return 36


@compiled
def masks(letters: U8, length: int, into: U64) -> None:
    """Write the places of each letter as bits, the input of `distance`."""
    into[:] = 0
    for place in range(length):
        into[_slot(letters[place])] |= np.uint64(1) << np.uint64(place)


@compiled
def distance_at_least(of: U64, length: int, other: U8, other_length: int) -> int:
    """Return a lower bound of the distance: letters of the other that the first lacks, or the difference in length."""
    number = 0
    for place in range(other_length):
        number += 1 if of[_slot(other[place])] == 0 else 0
    return max(number, max(length, other_length) - min(length, other_length))  # unsigned bytes must not go below 0


@compiled
def distance(of: U64, length: int, other: U8, other_length: int) -> int:
    """Return the optimal string alignment distance, bit-parallel (Hyyrö 2003): deletions, insertions, substitutions and
    swaps of neighbours.
    """
    if length == 0:
        return other_length
    one = np.uint64(1)
    positive, negative, before, matched_before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    last = one << np.uint64(length - 1)
    found = length
    for place in range(other_length):
        matched = of[_slot(other[place])]
        swapped = (((~before) & matched) << one) & matched_before
        diagonal = ((((matched & positive) + positive) ^ positive) | matched | negative) | swapped
        rising, falling = negative | ~(diagonal | positive), diagonal & positive
        if rising & last:
            found += 1
        if falling & last:
            found -= 1
        rising = (rising << one) | one
        falling = falling << one
        positive = falling | ~(diagonal | rising)
        negative = rising & diagonal
        before, matched_before = diagonal, matched
    return found
