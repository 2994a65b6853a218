"""Cards of listed names, 64 bits each: enough to reject most candidates without reading their parts.

From the lowest bit: beginnings of the tokens, number of parts, sex, a flag for births beyond the row by which the name
is reached, nationality.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.compiled import I16, I32, I64, U8, U64, compiled

BEGINNINGS: Final = 44  # number of different beginnings
PARTS: Final = 44  # this and the next: first bit of each field
SEX: Final = 48
SEVERAL: Final = 50
NATION: Final = 51
NO_NATION: Final = 0
SEVERAL_NATIONS: Final = 1
FIRST_NATION: Final = 2  # nation number 0


@compiled
def beginning(letters: U8) -> int:
    """Return one bit for the first two letters of a token."""
    return np.uint64(1) << np.uint64((np.int64(letters[0]) * 31 + np.int64(letters[1]) * 7) % BEGINNINGS)


@compiled
def beginnings(letters: U8, tokens: I32) -> int:
    """Return the bits of all these tokens."""
    found = np.uint64(0)
    for token in tokens:
        found |= beginning(letters[token])
    return found


@compiled
def cards(
    letters: U8,
    token_from: I64,
    token: I32,
    parts: U8,
    several: U8,
    entity: I32,
    sex: U8,
    nation_from: I32,
    nation: I16,
    into: U64,
) -> None:
    """Write the card of each name. `letters` is by token, `parts` and `several` by name, the others by entity."""
    for name in range(into.shape[0]):
        of = entity[name]
        first, last = nation_from[of], nation_from[of + 1]
        states = NO_NATION if first == last else SEVERAL_NATIONS if last - first > 1 else FIRST_NATION + nation[first]
        card = np.int64(parts[name]) << PARTS | np.int64(sex[of]) << SEX
        card |= np.int64(several[name]) << SEVERAL | np.int64(states) << NATION
        into[name] = np.uint64(card) | beginnings(letters, token[token_from[name] : token_from[name + 1]])


@compiled
def parts_of(card: int) -> int:
    return np.int64(card >> np.uint64(PARTS)) & 15


@compiled
def sex_of(card: int) -> int:
    return np.int64(card >> np.uint64(SEX)) & 3


@compiled
def has_several(card: int) -> int:
    return np.int64(card >> np.uint64(SEVERAL)) & 1


@compiled
def nation_of(card: int) -> int:
    """Return NO_NATION, SEVERAL_NATIONS, or FIRST_NATION plus the number of the only nation."""
    return np.int64(card >> np.uint64(NATION))
