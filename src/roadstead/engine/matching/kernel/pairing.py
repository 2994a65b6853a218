"""Pairing of declared parts with the parts of one listed name: strongest pairs first, then the parts left over.

Ties are broken by place, so that the same two names always pair in the same way (see `matching.explain`).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import (
    BEGINNINGS,
    DAMPED_SHARE,
    DECLARED_ALONE,
    LISTED_ALONE,
    SIMILAR,
    UNDAMPED_BITS,
)
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, U8, U16, U64, compiled
from roadstead.engine.matching.kernel.letters import distance, distance_at_least

MOST_PAIRS: Final = 128  # pairs of tokens of two names
MOST_PARTS: Final = 9
BEGINNING_LETTERS: Final = np.array([letters for letters, _, _ in BEGINNINGS])
BEGINNING_BITS: Final = np.array([bits for _, bits, _ in BEGINNINGS])
SIMILAR_FROM: Final = np.array([least for least, _, _ in SIMILAR])
SIMILAR_BITS: Final = np.array([bits for _, bits, _ in SIMILAR])
NO_PAIR: Final = -99.0
MOST_LEFT_OVER: Final = max(float(BEGINNING_BITS.max()), float(SIMILAR_BITS.max()))


@compiled
def is_joined(mask: int) -> bool:
    return mask & (mask - 1) != 0


@compiled
def ones(mask: int) -> int:
    """Return the number of places that the mask covers."""
    number = 0
    while mask:
        mask &= mask - 1
        number += 1
    return number


@compiled
def find_slot(slot: I32, token: int) -> int:
    """Return the slot of a listed token in the table of this traveller, or the free slot for it."""
    last = slot.shape[0] - 1
    place = (token * 2654435761) & last
    while slot[place] != 0 and slot[place] != token + 1:
        place = (place + 1) & last
    return place


@compiled
def pairs(
    slot: I32,
    first: I32,
    chain_next: I32,
    chain_bits: F64,
    chain_mask: U16,
    token: I32,
    mask: U16,
    start: int,
    end: int,
    bits: F64,
    declared: U16,
    listed: U16,
) -> int:
    """List every possible pair of tokens. Two joined tokens are left out: their parts have paired already."""
    number = 0
    for at in range(start, end):
        place = find_slot(slot, token[at])
        if slot[place] == 0:
            continue
        link = first[place]
        while link >= 0 and number < MOST_PAIRS:
            if not (is_joined(mask[at]) and is_joined(chain_mask[link])):
                bits[number] = chain_bits[link]
                declared[number], listed[number] = chain_mask[link], mask[at]
                number += 1
            link = chain_next[link]
    return number


@compiled
def greedy(bits: F64, declared: U16, listed: U16, number: int, used: I64) -> float:
    """Choose the strongest pairs without overlap. Returns the sum of bits; `used` gets the parts on either side."""
    total = 0.0
    used[0] = used[1] = 0
    while True:
        best = -1
        for place in range(number):
            if not (used[0] & declared[place] or used[1] & listed[place]) and (
                best < 0 or _stronger(bits, declared, listed, place, best)
            ):
                best = place
        if best < 0:
            return total
        total += bits[best]
        used[0] |= declared[best]
        used[1] |= listed[best]


@compiled
def _stronger(bits: F64, declared: U16, listed: U16, one: int, other: int) -> bool:
    if bits[one] != bits[other]:
        return bits[one] > bits[other]
    if declared[one] != declared[other]:
        return declared[one] < declared[other]
    return listed[one] < listed[other]


@compiled
def damped(bits: float) -> float:
    """Reduce the evidence for a name above ALONE (`features.evidence.damping`). Evidence against counts in full."""
    return bits if bits <= UNDAMPED_BITS else UNDAMPED_BITS + DAMPED_SHARE * (bits - UNDAMPED_BITS)


@compiled
def bound(paired: float, open_declared: int, open_listed: int) -> float:
    """Return an upper bound of the score of a name whose pairs come to `paired` bits."""
    both = min(open_declared, open_listed)
    alone = (open_declared - both) * DECLARED_ALONE + (open_listed - both) * LISTED_ALONE
    return damped(paired + both * MOST_LEFT_OVER) + alone


@compiled
def _beginning(one: U8, length: int, other: U8, other_length: int) -> float:
    """Return the bits of one part being the beginning of the other, else NO_PAIR."""
    shorter = min(length, other_length)
    for place in range(shorter):
        if one[place] != other[place]:
            return NO_PAIR
    for row in range(BEGINNING_LETTERS.shape[0]):
        if shorter >= BEGINNING_LETTERS[row]:
            return BEGINNING_BITS[row]
    return NO_PAIR


@compiled
def _rung(apart: int, longer: int) -> float:
    """Return the bits of two merely similar parts, by their distance."""
    alike = 1.0 - apart / longer
    for row in range(SIMILAR_FROM.shape[0]):
        if alike >= SIMILAR_FROM[row]:
            return SIMILAR_BITS[row]
    return NO_PAIR


@compiled
def leftovers(
    declared: U8,
    declared_length: U8,
    part: I32,
    part_from: int,
    open_declared: I64,
    left: int,
    listed: U8,
    listed_length: U8,
    token: I32,
    token_from: int,
    open_listed: I64,
    right: int,
    of: U64,
    matrix: F64,
    paired: float,
    needed: float,
) -> float:
    """Return the score of the whole name, whose pairs come to `paired` bits. Of the parts left over, beginnings,
    initials and similar parts pair up first; parts that are then alone are evidence against.

    `open_…`: places of the `left` and `right` parts without partner; `of`: the letter masks of each declared part. If a
    cheap upper bound, from letters that the other part lacks, is below `needed`, that bound is returned.
    """
    against = DECLARED_ALONE * max(0, left - right) + LISTED_ALONE * max(0, right - left)
    speaking, highest = paired, DECLARED_ALONE + LISTED_ALONE
    for i in range(left):
        one, best = part[part_from + open_declared[i]], DECLARED_ALONE + LISTED_ALONE
        for j in range(right):
            other = token[token_from + open_listed[j]]
            length, other_length = declared_length[one], listed_length[other]
            matrix[i, j] = _beginning(declared[one], length, listed[other], other_length)
            if matrix[i, j] > NO_PAIR:
                best = max(best, matrix[i, j])
            else:
                apart = distance_at_least(of[open_declared[i]], length, listed[other], other_length)
                best = max(best, _rung(apart, max(length, other_length)))
        highest = max(highest, best)
        if left <= right:
            speaking, against = speaking + max(best, 0.0), against + min(best, 0.0)
    if left > right:  # only so many declared parts can have a partner
        speaking, against = speaking + right * max(highest, 0.0), against + right * min(highest, 0.0)
    most = damped(speaking) + against
    if most < needed:
        return most
    for i in range(left):
        one = part[part_from + open_declared[i]]
        for j in range(right):
            if matrix[i, j] == NO_PAIR:
                other = token[token_from + open_listed[j]]
                apart = distance(of[open_declared[i]], declared_length[one], listed[other], listed_length[other])
                matrix[i, j] = _rung(apart, max(declared_length[one], listed_length[other]))
    return _greedily(matrix, left, right, paired)


@compiled
def _greedily(matrix: F64, left: int, right: int, speaking: float) -> float:
    against, paired = 0.0, 0
    while True:
        best, row, column = _best(matrix, left, right)
        if row < 0:
            alone = (left - paired) * DECLARED_ALONE + (right - paired) * LISTED_ALONE
            return damped(speaking) + against + alone
        speaking, against = speaking + max(best, 0.0), against + min(best, 0.0)
        paired += 1
        matrix[row, :right] = NO_PAIR
        matrix[:left, column] = NO_PAIR


@compiled
def _best(matrix: F64, left: int, right: int) -> tuple[float, int, int]:
    best, row, column = NO_PAIR, -1, -1
    for i in range(left):
        for j in range(right):
            if matrix[i, j] > best:
                best, row, column = matrix[i, j], i, j
    return best, row, column


@compiled
def open_places(used: int, parts: int, into: I64) -> None:
    """Write the places of the parts that no pair uses."""
    number = 0
    for place in range(parts):
        if not used >> place & 1:
            into[number] = place
            number += 1
