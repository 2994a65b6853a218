"""How far the names of travellers give their nationality away: of the listed who have such a part, those of the nation.

What was counted once stays in a table by declared part and nation, for parts of names repeat.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.arrays import Asked, Entities, Names, Pool
from roadstead.engine.matching.kernel.cards import FIRST_NATION, NO_NATION, SEVERAL_NATIONS, nation_of
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, compiled

DOUBT: Final = 10.0  # entries of the list at large, counted beside those who have the part: three are no custom
MOST_READ: Final = 512  # rows of a part; of one that more have, every second, third, … is read
NATIONS: Final = 512  # more than there are
SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
HIGH: Final = np.uint64(32)


@compiled
def shares(
    asked: Asked,
    pool: Pool,
    names: Names,
    entities: Entities,
    of_list: F64,
    stamp: I32,
    key: I64,
    value: F64,
    used: I64,
    into: F64,
) -> None:
    """By traveller, from 0 to 1: the highest by any part of the name, and never below the share of the whole list; 0
    where no nationality is declared.

    `key` [slot] is 0 where it is free, and has room for all parts of the batch; `used` [1]: slots that are taken;
    `stamp` [entity] holds nothing above `used`.
    """
    met = np.empty(3 * MOST_READ, np.int32)
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
                    value[slot] = _counted(part, nation, pool, names, entities, of_list[nation], stamp, used[0], met)
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
def _counted(
    part: int,
    nation: int,
    pool: Pool,
    names: Names,
    entities: Entities,
    of_list: float,
    stamp: I32,
    clock: int,
    met: I32,
) -> float:
    """By the listed parts that are most like the declared one, all of them where several are; 0 where none is.

    Neighbours stand in order of likeness, and those equally like have equal bits.
    """
    first, same, known = pool.near_from[part], 0, 0
    for at in range(first, pool.near_from[part + 1]):
        if pool.bits[at] != pool.bits[first]:
            break
        of_them, of_all = _of_nation(pool.near[at], nation, names, entities, stamp, clock, met)
        same, known = same + of_them, known + of_all
    return 0.0 if known == 0 else (same + DOUBT * of_list) / (known + DOUBT)


@compiled
def _of_nation(
    token: int, nation: int, names: Names, entities: Entities, stamp: I32, clock: int, met: I32
) -> tuple[int, int]:
    """Of the entries that have this part: those of the nation, and those whose nationality is known. Each once.

    What lies far apart is fetched in loops of its own, so that many are waited for at once (`met`: names, entities).
    """
    start, end = names.posting_from[token], names.posting_from[token + 1]
    step = 1 + (end - start) // MOST_READ
    number, same, known = (end - start + step - 1) // step, 0, 0
    for each in range(number):
        met[each] = names.row_name[names.posting[start + each * step]]
    for each in range(number):
        name = met[each]
        met[MOST_READ + each], met[2 * MOST_READ + each] = names.entity[name], nation_of(names.card[name])
    for each in range(number):
        entity, states = met[MOST_READ + each], met[2 * MOST_READ + each]
        is_new = stamp[entity] != clock
        stamp[entity] = clock
        known += is_new & (states != NO_NATION)
        same += is_new & (states == FIRST_NATION + nation)
        if is_new and states == SEVERAL_NATIONS:
            for at in range(entities.nation_from[entity], entities.nation_from[entity + 1]):
                same += entities.nation[at] == nation
    return same, known
