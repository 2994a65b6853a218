"""How far the names of travellers give their nationality away: of the listed who have such a part, those of the nation.

What was counted once stays in a table by declared part and nation, for parts of names repeat.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.screening.kernel.arrays import Asked, Entities, Names, Pool
from roadstead.screening.kernel.compiled import F64, I32, I64, compiled

DOUBT: Final = 10.0  # entries of the list at large, counted beside those who have the part: three are no custom
MOST_READ: Final = 512  # rows of a part; of one that more have, every second, third, … is read
NATIONS: Final = 512  # more than there are
SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
HIGH: Final = np.uint64(32)


@compiled
def shares(asked: Asked, pool: Pool, names: Names, entities: Entities, of_list: F64, stamp: I32, key: I64, value: F64,
           used: I64, into: F64) -> None:  # fmt: skip
    """By traveller, from 0 to 1: the highest by any part of the name, and never below the share of the whole list; 0
    where no nationality is declared.

    `key` [slot] is 0 where it is free, and has room for all parts of the batch; `used` [1]: slots that are taken;
    `stamp` [entity] holds nothing above `used`.
    """
    for traveller in range(into.shape[0]):
        nation = np.int64(asked.nation[traveller])
        into[traveller] = 0.0 if nation < 0 else of_list[nation]
        if nation >= 0:
            for at in range(asked.part_from[traveller], asked.part_from[traveller + 1]):
                part = np.int64(asked.part[at])
                slot = _slot(key, part * NATIONS + nation + 1)
                if key[slot] == 0:
                    used[0] += 1
                    key[slot] = part * NATIONS + nation + 1
                    value[slot] = _counted(part, nation, pool, names, entities, of_list[nation], stamp, used[0])
                into[traveller] = max(into[traveller], value[slot])


@compiled
def _slot(key: I64, sought: int) -> int:
    """Where it stands, or would."""
    last = key.shape[0] - 1
    place = np.int64(np.uint64(sought) * SPREAD >> HIGH) & last
    while key[place] != 0 and key[place] != sought:
        place = (place + 1) & last
    return place


@compiled
def _counted(part: int, nation: int, pool: Pool, names: Names, entities: Entities, of_list: float, stamp: I32,
             clock: int) -> float:  # fmt: skip
    """By the listed part that is most like the declared one; 0 where none is."""
    first = pool.near_from[part]
    if first == pool.near_from[part + 1]:
        return 0.0
    token = pool.near[first]
    same, known = _of_nation(token, nation, names, entities, stamp, clock)
    return (same + DOUBT * of_list) / (known + DOUBT)


@compiled
def _of_nation(token: int, nation: int, names: Names, entities: Entities, stamp: I32, clock: int) -> tuple[int, int]:
    """Of the entries that have this part: those of the nation, and those whose nationality is known. Each once."""
    start, end = names.posting_from[token], names.posting_from[token + 1]
    same, known = 0, 0
    for at in range(start, end, 1 + (end - start) // MOST_READ):
        entity = names.entity[names.row_name[names.posting[at]]]
        if stamp[entity] != clock:
            stamp[entity] = clock
            first, last = entities.nation_from[entity], entities.nation_from[entity + 1]
            known += first < last
            for each in range(first, last):
                same += entities.nation[each] == nation
    return same, known
