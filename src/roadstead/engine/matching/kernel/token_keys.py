"""Keys of a token as 64-bit hashes, by which it is found and finds others."""

from __future__ import annotations

from typing import Final

from roadstead.engine.matching.kernel.compiled import I64, U8, U64, compiled
from roadstead.engine.matching.kernel.letters import MAX_LETTERS, hash_add, hash_begin, hash_end, hashed
from roadstead.engine.matching.kernel.skeleton import coarse, skeleton
from roadstead.engine.matching.keys import SHORTEST_COARSE, SHORTEST_SKELETON, SHORTEST_TO_DELETE

# Salts of the kinds of key, so that a skeleton never equals a word.
EXACT: Final = 1
SKELETON: Final = 2
DELETION: Final = 3
FORM: Final = 4
OF_ARABIC: Final = 5  # coarse keys of tokens that were in Arabic script
OF_LATIN: Final = 6  # coarse keys of all others: searched only for tokens in Arabic script
MOST_KEYS: Final = MAX_LETTERS + 10
C, E, H, I, J, K, S, Y, Z = (ord(letter) for letter in "cehijksyz")  # noqa: E741
BUFFER: Final = 2 * MAX_LETTERS + 8


@compiled
def keys_of(token: U8, length: int, alone: bool, hashes: U64, kinds: I64, sizes: I64, buffers: U8) -> int:
    """Write the keys of a token; return their number. `sizes`: symbols of skeletons. No deletions if not `alone`."""
    hashes[0], kinds[0] = hashed(token, length, EXACT), EXACT
    found = _skeletons(token, length, hashes, kinds, sizes, buffers, 1)
    if alone and length >= SHORTEST_TO_DELETE:
        found = _deletions(token, length, hashes, kinds, found)
    return found


@compiled
def coarse_key(token: U8, length: int, salt: int, buffers: U8) -> int:
    """Return the coarse key, or 0 if it is too short."""
    left = coarse(token, length, buffers[0], buffers[1], buffers[2])
    return hashed(buffers[1], left, salt) if left >= SHORTEST_COARSE else 0


@compiled
def form_key(group: int) -> int:
    return hash_end(hash_add(hash_add(hash_begin(FORM), group & 255), group >> 8))


@compiled
def _skeletons(token: U8, length: int, hashes: U64, kinds: I64, sizes: I64, buffers: U8, found: int) -> int:
    """Write the skeletons, as `matching.keys.skeletons`: also with j as vowel (Jurij), and with c as ts (Gorobcov)."""
    first = found
    found = _another(token, length, hashes, kinds, sizes, buffers, first, found)
    has_j = has_c = False
    for place in range(length):
        has_j = has_j or token[place] == J
        has_c = has_c or token[place] == C
    if has_j:
        for place in range(length):
            buffers[2, place] = I if token[place] == J else token[place]
        found = _another(buffers[2], length, hashes, kinds, sizes, buffers, first, found)
    if has_c:
        for place in range(length):
            buffers[2, place] = S if _is_alone(token, length, place) else token[place]
        found = _another(buffers[2], length, hashes, kinds, sizes, buffers, first, found)
    return found


@compiled
def _is_alone(token: U8, length: int, place: int) -> bool:
    """Return True for a c not followed by h, k, e, i, y or z."""
    if token[place] != C:
        return False
    after = token[place + 1] if place + 1 < length else 0
    return after not in (H, K, E, I, Y, Z)


@compiled
def _another(token: U8, length: int, hashes: U64, kinds: I64, sizes: I64, buffers: U8, first: int, found: int) -> int:
    """Add a skeleton, unless it equals one from `first` on."""
    more = _skeleton(token, length, hashes, kinds, sizes, buffers, found)
    for known in range(first, found):
        if more > found and hashes[known] == hashes[found]:
            return found
    return more


@compiled
def _skeleton(token: U8, length: int, hashes: U64, kinds: I64, sizes: I64, buffers: U8, found: int) -> int:
    size = skeleton(token, length, buffers[0], buffers[1])
    if size < SHORTEST_SKELETON:
        return found
    hashes[found], kinds[found], sizes[found] = hashed(buffers[1], size, SKELETON), SKELETON, size
    return found + 1


@compiled
def _deletions(token: U8, length: int, hashes: U64, kinds: I64, found: int) -> int:
    """Add the token, and the token without each letter; once for a run of equal letters."""
    hashes[found], kinds[found] = hashed(token, length, DELETION), DELETION
    found += 1
    for left_out in range(length):
        if left_out and token[left_out] == token[left_out - 1]:
            continue
        state = hash_begin(DELETION)
        for place in range(length):
            if place != left_out:
                state = hash_add(state, token[place])
        hashes[found], kinds[found] = hash_end(state), DELETION
        found += 1
    return found
