"""Folded spellings of a token of Korean syllables, as in `matching.korean`, compiled."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import U8, U64, compiled
from roadstead.engine.matching.kernel.crc import crc32
from roadstead.engine.matching.korean import (
    BESIDE_THE_OTHERS,
    FOLDS,
    MAX_TOKEN_LETTERS,
    MIN_TOKEN_LETTERS,
    MOST_SYLLABLES,
)

A, C, E, G, H, I, N, O, S, U, W, Y = (ord(letter) for letter in "aceghinosuwy")  # noqa: E741


def _bytes(texts: list[str], longest: int) -> U8:
    return np.array([list(text.encode().ljust(longest, b"\0")) for text in texts], np.uint8)


FOLD: Final = _bytes(list(FOLDS), 2)
FOLD_LENGTH: Final = np.array([len(text) for text in FOLDS], np.int64)
AS: Final = _bytes(list(FOLDS.values()), 2)
AS_LENGTH: Final = np.array([len(text) for text in FOLDS.values()], np.int64)


@compiled
def _in(letter: int, text: U8) -> bool:
    found = False
    for each in text:
        found |= each == letter
    return found


def _set(text: str) -> U8:
    return np.frombuffer(text.encode(), np.uint8)


SINGLE, DOUBLE, ENDS = _set("gkndtrlmbpsjhyw"), _set("ktpsj"), _set("nmlrkgpbtds")
VOWELS, OPENS, CLOSE = _set("aeou"), _set("aeiouyw"), _set("klmnp")


@compiled
def _at(token: U8, length: int, place: int) -> int:
    """Return the letter at `place`, or 0 beyond the end."""
    return np.int64(token[place]) if place < length else 0


@compiled
def _behind_vowels(token: U8, length: int, place: int) -> int:
    """Return the possible ends of a vowel that begins at `place`, as bits of its number of letters."""
    one, two, three = _at(token, length, place), _at(token, length, place + 1), _at(token, length, place + 2)
    found = 0
    if _in(one, VOWELS) or one == I:
        found |= 2
    if one == Y and _in(two, VOWELS):
        found |= 4
    if one == Y and two == E and three == O:
        found |= 8
    if one == W and (two in (A, E, I, O)):
        found |= 4
    if one == W and two == A and three == E:
        found |= 8
    if _is_long(one, two):
        found |= 4
    return found


@compiled
def _is_long(one: int, two: int) -> bool:
    """Return True for vowels of two letters: eo, eu, ee, ae, oe, oo, ou, ui."""
    if one == E:
        return two in (O, U, E)
    if one == O:
        return two in (E, O, U)
    return (one == A and two == E) or (one == U and two == I)


@compiled
def _behind_syllable(token: U8, length: int, place: int) -> int:
    """Return the possible ends of a syllable that begins at `place`, as bits."""
    one, two = _at(token, length, place), _at(token, length, place + 1)
    starts = 1 | (2 if _in(one, SINGLE) else 0)
    if (one == two and _in(one, DOUBLE)) or (two == H and (one in (C, S))):
        starts |= 4
    ends = 0
    for start in range(3):
        if starts >> start & 1:
            ends |= _behind_vowels(token, length, place + start) << start
    found = 0
    for size in range(1, 6):
        if ends >> size & 1:
            last, after = _at(token, length, place + size), _at(token, length, place + size + 1)
            found |= 1 << (place + size)
            if last == N and after == G:
                found |= 1 << (place + size + 2)
            if _in(last, ENDS) and not _in(after, OPENS):
                found |= 1 << (place + size + 1)
    return found


@compiled
def _is_syllables(token: U8, length: int) -> bool:
    """Return True for one to three syllables and nothing else."""
    reached = 1
    for _ in range(MOST_SYLLABLES):
        further = 0
        for place in range(length):
            if reached >> place & 1:
                further |= _behind_syllable(token, length, place)
        reached = further
        if reached >> length & 1:
            return True
    return False


@compiled
def _folded(token: U8, length: int, one: U8, into: U8) -> int:
    """Write each sound in one spelling, and drop one of two equal neighbours. Returns the length."""
    place, made = 0, 0
    while place < length:
        row = 0
        while row < FOLD_LENGTH.shape[0] and not _is_at(token, length, place, row):
            row += 1
        if row == FOLD_LENGTH.shape[0]:
            one[made] = token[place]
            place, made = place + 1, made + 1
        else:
            for each in range(AS_LENGTH[row]):
                one[made + each] = AS[row, each]
            place, made = place + FOLD_LENGTH[row], made + AS_LENGTH[row]
    kept, place = 0, 0
    while place < made:
        into[kept] = one[place]
        kept += 1
        place += 2 if place + 1 < made and one[place + 1] == one[place] else 1
    return kept


@compiled
def _is_at(token: U8, length: int, place: int, row: int) -> bool:
    same = True
    for each in range(FOLD_LENGTH[row]):
        same &= _at(token, length, place + each) == FOLD[row, each]
    return same


@compiled
def _as_families_write(plain: U8, length: int, into: U8) -> bool:
    """Replace u by o where families write it for eo. Returns True if the spelling changed."""
    is_other = False
    for place in range(length):
        into[place] = plain[place]
        if plain[place] == U:
            after, next_but_one = _at(plain, length, place + 1), _at(plain, length, place + 2)
            if (after == N and next_but_one == G) or (_in(after, CLOSE) and not _in(next_but_one, OPENS)):
                into[place] = O
                is_other = True
    return is_other


@compiled
def korean(token: U8, length: int, room: U8, into: U64, found: int) -> int:
    """Add the numbers of the spellings after the `found` first. Returns the new number. `room` [3, 2 * LONGEST]."""
    if length < MIN_TOKEN_LETTERS or length > MAX_TOKEN_LETTERS or not _is_syllables(token, length):
        return found
    size = _folded(token, length, room[0], room[1])
    into[found] = np.uint64(BESIDE_THE_OTHERS) | crc32(room[1], size)
    found += 1
    if _as_families_write(room[1], size, room[2]):
        into[found] = np.uint64(BESIDE_THE_OTHERS) | crc32(room[2], size)
        found += 1
    return found
