"""Counting of travellers by sex, age and nationality from one row of bytes a voyage. Pure.

A traveller is eight bytes: `born` in the lowest 27 bits as 19800131, above it four letters of 7 bits, the sex and the
nationality; 0 where there is none. The database writes them (`voyages_traveller_code`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final

import numpy as np

from roadstead.oversight.statistics.logic.disparity import BANDS, bounds

Group = tuple[str, str, str]  # sex, age band, nationality
BORN_BITS: Final = 27
LETTER_BITS: Final = 7
UNREADABLE: Final = 127  # stands for a letter outside ASCII


def count_groups(rows: Iterable[bytes | memoryview], until: date) -> Counter[Group]:
    """Return the number of travellers of each group, by their age on the last day."""
    codes = np.frombuffer(b"".join(rows), dtype=">i8").astype(np.int64)
    ages = np.searchsorted(np.array(bounds(until)), codes & ((1 << BORN_BITS) - 1), side="right")
    found, numbers = np.unique((codes >> BORN_BITS) * len(BANDS) + ages, return_counts=True)
    groups = Counter[Group]()
    for code, number in zip(found.tolist(), numbers.tolist(), strict=True):
        letters, age = divmod(code, len(BANDS))
        groups[_letters(letters, 3, 1), BANDS[age], _letters(letters, 0, 3)] += number
    return groups


def in_ascii(text: str) -> str:
    """Return a sex or nationality as it is counted: letters outside ASCII as question marks."""
    return "".join(letter if ord(letter) < UNREADABLE else "?" for letter in text)


def _letters(code: int, place: int, number: int) -> str:
    """Return so many letters of which the last has `place` others after it."""
    values = [code >> LETTER_BITS * (place + at) & (1 << LETTER_BITS) - 1 for at in reversed(range(number))]
    return "".join("?" if value == UNREADABLE else chr(value) for value in values if value)
