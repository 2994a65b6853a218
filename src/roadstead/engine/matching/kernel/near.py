"""Search of listed neighbours, with bits, for a batch of declared tokens."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.arrays import Words
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, U8, U64, compiled
from roadstead.engine.matching.kernel.letters import MAX_LETTERS
from roadstead.engine.matching.kernel.neighbours import BY_LENGTH, evidence, exact, gather, likeness, share_of, weigh
from roadstead.engine.matching.kernel.token_keys import (
    BUFFER,
    FORM,
    MOST_KEYS,
    OF_ARABIC,
    OF_LATIN,
    coarse_key,
    keys_of,
)

MOST_FORMS: Final = 8
MAX_INSERTION_SORT: Final = 32


@compiled
def near(
    words: Words,
    names: float,
    letters: U8,
    length: U8,
    joined: U8,
    arabic: U8,
    known: F64,
    form_from: I64,
    form: U64,
    seen: I32,
    first: int,
    out_from: I64,
    out: I32,
    out_value: F64,
    out_share: F64,
    out_bits: F64,
) -> int:
    """Search from token `first` on, as long as there is room. Returns the next token. `form`: keys of groups of equal
    forms.

    `out_from` counts from the first token of this call.
    """
    hashes, buffers = np.empty(MOST_KEYS + MOST_FORMS, np.uint64), np.empty((3, BUFFER), np.uint8)
    kinds, sizes = np.zeros(MOST_KEYS + MOST_FORMS, np.int64), np.zeros(MOST_KEYS + MOST_FORMS, np.int64)
    most = words.length.shape[0]  # as many as there are; pages that are never written cost no memory
    found, met, of = np.empty(most, np.int32), np.empty(most, np.uint8), np.empty(37, np.uint64)
    value, share, places = np.empty(most + 1), np.empty(most), np.empty(MOST_KEYS + MOST_FORMS + 1, np.int64)
    order = np.empty(most, np.int64)
    number = 0
    for each in range(first, length.shape[0]):
        token, size, is_joined = letters[each], length[each], joined[each] != 0
        keys = keys_of(token, size, not is_joined, hashes, kinds, sizes, buffers)
        keys = _more(
            token, size, arabic[each] != 0, form_from[each], form_from[each + 1], form, hashes, kinds, keys, buffers
        )
        kept = gather(words, hashes, kinds, sizes, places, keys, is_joined, seen, found, met)
        kept = likeness(words, token, size, of, found, met, kept, value)
        if number + kept > out.shape[0]:
            return each
        most_alike_first(value, order, kept)
        own = exact(words, hashes[0], places[0])
        weigh(words, own, size, known[each], names, found, value, order, kept, share)
        for place in range(kept):
            at = order[place]
            out[number], out_value[number], out_share[number] = found[at], value[at], share[place]
            out_bits[number] = evidence(value[at], share[place])
            number += 1
        out_from[each + 1] = number
    return length.shape[0]


@compiled
def most_alike_first(value: F64, order: I64, number: int) -> None:
    """Sort by likeness, descending and stable. Insertion sort for short lists, which most are."""
    if number > MAX_INSERTION_SORT:
        order[:number] = np.argsort(-value[:number], kind="mergesort")
        return
    for each in range(number):
        place = each
        while place > 0 and value[order[place - 1]] < value[each]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = each


@compiled
def by_base(
    near_from: I64,
    value: F64,
    share: F64,
    bits: F64,
    first: int,
    base_from: I64,
    base_value: F64,
    base_share: F64,
    length: U8,
    known: F64,
    names: float,
) -> None:
    """Weigh neighbours in a small segment by the frequencies of the large segment it supplements.

    `first`: number of the first of these tokens in the base, whose neighbours are sorted by likeness. A part that the
    base lacks counts as occurring once in it, so that its bits stay the same when the base is rebuilt.
    """
    for each in range(length.shape[0]):
        alone = share_of(1.0, known[each], BY_LENGTH[min(length[each], MAX_LETTERS)], names + 1.0)
        for at in range(near_from[each], near_from[each + 1]):
            share[at] = alone
            for place in range(base_from[first + each], base_from[first + each + 1]):
                if base_value[place] < value[at]:
                    break
                share[at] = base_share[place]
            bits[at] = evidence(value[at], share[at])


@compiled
def _more(
    token: U8,
    length: int,
    is_arabic: bool,
    first: int,
    last: int,
    form: U64,
    hashes: U64,
    kinds: I64,
    keys: int,
    buffers: U8,
) -> int:
    """Add the keys of consonants, which find Arabic script, and of forms of a name. Returns the number of keys."""
    consonants = coarse_key(token, length, OF_ARABIC, buffers)
    if consonants:
        hashes[keys], kinds[keys] = consonants, OF_ARABIC
        keys += 1
        if is_arabic:
            hashes[keys], kinds[keys] = coarse_key(token, length, OF_LATIN, buffers), OF_LATIN
            keys += 1
    for at in range(first, min(last, first + MOST_FORMS)):
        hashes[keys], kinds[keys] = form[at], FORM
        keys += 1
    return keys
