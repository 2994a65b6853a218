"""Keys of the forms of a name for many tokens: by table, as Chinese syllables, as Korean syllables."""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.chinese import LINE, MOST_FORMS, ROOM, chinese
from roadstead.engine.matching.kernel.compiled import I64, U8, U64, compiled
from roadstead.engine.matching.kernel.korean import korean
from roadstead.engine.matching.kernel.token_keys import form_key

MOST_OF_SYLLABLES: Final = MOST_FORMS + 2  # for one token


@compiled
def form_keys(letters: U8, length: U8, table_from: I64, table: U64, out_from: I64, out: U64) -> int:
    """Write the keys by token, as `matching.keys.forms`, as far as there is room. Returns the total number.

    `table`: groups of `equals.csv` by token.
    """
    room, found = np.empty((2 * ROOM + 1, LINE), np.uint8), np.empty(MOST_OF_SYLLABLES, np.uint64)
    number = 0
    for each in range(length.shape[0]):
        for at in range(table_from[each], table_from[each + 1]):
            number = _put(table[at], out, number)
        several = chinese(letters[each], length[each], room, found)
        several = korean(letters[each], length[each], room, found, several)
        for at in range(several):
            number = _put(found[at], out, number)
        out_from[each + 1] = number
    return number


@compiled
def _put(group: int, out: U64, number: int) -> int:
    if number < out.shape[0]:
        out[number] = form_key(np.int64(group))
    return number + 1
