"""Listed tokens that a declared token may stand for, their similarity, and their evidence in bits.

Follows the ladder of `matching.likeness` and `features.evidence.evidence`: a looser relation is weighed by the
frequency of all tokens that it would also have accepted.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import MAX_PART_BITS as MOST
from roadstead.engine.matching.features.evidence import MIN_PART_BITS, SHARE_OF_MATCHES
from roadstead.engine.matching.frequencies import BACKGROUND_NAMES, MIN_SHARE_BY_LENGTH, UNKNOWN_PART_SHARE
from roadstead.engine.matching.kernel.arrays import Words
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, U8, U64, compiled
from roadstead.engine.matching.kernel.keyed import places_of
from roadstead.engine.matching.kernel.letters import distance, masks
from roadstead.engine.matching.kernel.token_keys import EXACT, FORM, OF_ARABIC, OF_LATIN, SKELETON
from roadstead.engine.matching.likeness import ANOTHER_FORM, CONSONANTS_AGREE, NEIGHBOUR

RUNGS: Final = np.array([least for least, _ in SHARE_OF_MATCHES])
MATCHES: Final = np.array([matches for _, matches in SHARE_OF_MATCHES])
BY_LENGTH: Final = np.array(
    [MIN_SHARE_BY_LENGTH.get(length, 0.0) for length in range(25)]
)  # minimum share of short parts, by length
FORMS_AGREE: Final = ANOTHER_FORM.value
CONSONANTS: Final = CONSONANTS_AGREE.value

# Common keys of two tokens, as flags.
BY_FORM: Final = 1
BY_SKELETON: Final = 2
BY_LONG_SKELETON: Final = 4
BY_CONSONANTS: Final = 8
LONG_SKELETON: Final = 3


@compiled
def key_flags(kind: int, size: int) -> int:
    if kind == FORM:
        return BY_FORM
    if kind == SKELETON:
        return BY_SKELETON | (BY_LONG_SKELETON if size >= LONG_SKELETON else 0)
    return BY_CONSONANTS if kind in (OF_ARABIC, OF_LATIN) else 0


@compiled
def ladder(length: int, other: int, apart: int, met: int) -> float:
    """Return the best relation of two different tokens (0–1). `apart`: their distance; `met`: flags of common keys."""
    if met & BY_FORM:
        value = FORMS_AGREE
    else:
        value = max(_spelling(apart, met), _slip(min(length, other), apart), 1.0 - apart / max(length, other))
    return max(value, CONSONANTS) if met & BY_CONSONANTS else value


@compiled
def _spelling(apart: int, met: int) -> float:
    if not met & BY_SKELETON:
        return 0.0
    return 0.93 if apart <= 1 else 0.90 if met & BY_LONG_SKELETON else 0.82


@compiled
def _slip(shorter: int, apart: int) -> float:
    if apart == 1 and shorter >= 4:
        return 0.85 if shorter >= 5 else 0.78
    return 0.80 if apart == 2 and shorter >= 7 else 0.0


@compiled
def gather(
    words: Words,
    hashes: U64,
    kinds: I64,
    sizes: I64,
    places: I64,
    keys: int,
    joined: bool,
    seen: I32,
    found: I32,
    met: U8,
) -> int:
    """Find every listed token that shares a key, with flags of the keys. `seen` [token] is zero before and after."""
    places_of(words, hashes, keys, places)
    number = 0
    for key in range(keys):
        place = places[key]
        while place < words.key.shape[0] and words.key[place] == hashes[key]:
            token = words.key_token[place]
            if not joined or words.alone[token]:
                if seen[token] == 0:
                    found[number], met[number] = token, 0
                    number += 1
                    seen[token] = number
                met[seen[token] - 1] |= key_flags(kinds[key], sizes[key])
            place += 1
    for place in range(number):
        seen[found[place]] = 0
    return number


@compiled
def likeness(words: Words, token: U8, length: int, of: U64, found: I32, met: U8, number: int, value: F64) -> int:
    """Move the tokens at or above NEIGHBOUR to the front, with their likeness. Returns their number."""
    masks(token, length, of)
    value[number] = _prefetch(words.letters, found, number)
    kept = 0
    for place in range(number):
        other = found[place]
        apart = distance(of, length, words.letters[other], words.length[other])
        alike = 1.0 if apart == 0 else ladder(length, words.length[other], apart, met[place])
        if alike >= NEIGHBOUR:
            found[kept], value[kept] = other, alike
            kept += 1
    return kept


@compiled
def _prefetch(letters: U8, found: I32, number: int) -> int:
    """Read the letters of all tokens, so that their cache misses overlap instead of following one another."""
    touched = 0
    for place in range(number):
        touched ^= letters[found[place], 0]
    return touched


@compiled
def exact(words: Words, token_hash: int, place: int) -> int:
    """Return the token with this exact key, which would be at `place`; -1 if the segment has none."""
    if place < words.key.shape[0] and words.key[place] == np.uint64(token_hash):
        return words.key_token[place]
    return -1


@compiled
def share_of(counts: float, known: float, short: float, names: float) -> float:
    """Return the chance (0–1) that another person has one of these parts (see `matching.frequencies`)."""
    at_least = max(short, known)
    mixed = (counts + BACKGROUND_NAMES * max(UNKNOWN_PART_SHARE, at_least)) / (names + BACKGROUND_NAMES)
    return min(1.0, max(at_least, mixed))


@compiled
def evidence(alike: float, share: float) -> float:
    """Return the bits of a pair of tokens (see `features.evidence.evidence`)."""
    for rung in range(RUNGS.shape[0]):
        if alike >= RUNGS[rung]:
            return max(MIN_PART_BITS, min(MOST, np.log2(MATCHES[rung] / share)))
    return MIN_PART_BITS


@compiled
def weigh(
    words: Words,
    own: int,
    length: int,
    own_known: float,
    names: float,
    found: I32,
    value: F64,
    order: I64,
    kept: int,
    share: F64,
) -> None:
    """Fill `share` by rank in `order` (most similar first). `own`: the number of the token itself, or -1."""
    counts = float(words.having[own]) if own >= 0 else 0.0
    known, short = own_known, BY_LENGTH[min(length, 24)]
    place = 0
    while place < kept:
        end = place
        while end < kept and value[order[end]] == value[order[place]]:
            token = found[order[end]]
            if token != own:
                counts += words.having[token]
                known += words.known[token]
            short = max(short, BY_LENGTH[min(words.length[token], 24)])
            end += 1
        for each in range(place, end):
            share[each] = share_of(counts, known, short, names)
        place = end


__all__ = ["EXACT", "evidence", "exact", "gather", "ladder", "likeness", "share_of", "weigh"]
