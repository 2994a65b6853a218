"""Keys of the forms of a name, for many tokens at once: those of a whole list, and those of travellers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from roadstead.engine.matching.kernel.compiled import I64, U8, U64
from roadstead.engine.matching.kernel.forms import form_keys
from roadstead.engine.matching.keys import groups


def keys_of_forms(texts: Iterable[str], letters: U8, length: U8) -> tuple[I64, U64]:
    """Return where the keys of each token begin, and the keys. Repeats the call with more room if needed."""
    table_from, table = _groups(texts, len(length))
    out_from, room = np.zeros(len(length) + 1, np.int64), len(length) + len(table)
    while True:
        out = np.empty(room, np.uint64)
        number = form_keys(letters, length, table_from, table, out_from, out)
        if number <= room:
            return out_from, out[:number]
        room = number


def _groups(texts: Iterable[str], number: int) -> tuple[I64, U64]:
    """Return the groups of each token from the table of equal forms."""
    known, sizes, found = groups(), np.zeros(number + 1, np.int64), list[int]()
    for place, text in enumerate(texts, 1):
        if text in known:
            sizes[place] = len(known[text])
            found += known[text]
    return np.cumsum(sizes), np.array(found, np.uint64)
