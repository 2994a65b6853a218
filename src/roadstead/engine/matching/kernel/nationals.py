"""Share of a traveller's nation among the listed persons with one of the traveller's name parts.

Counts are cached in a table by declared part and nation, since name parts repeat.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.kernel.arrays import Entities, Names, Pool, QueryArrays
from roadstead.engine.matching.kernel.cards import FIRST_NATION, NO_NATION, SEVERAL_NATIONS, nation_of
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, compiled

SMOOTHING_ENTRIES: Final = (
    10.0  # entries with the share of the whole list, added to those with the part: three are no pattern
)
MOST_READ: Final = 512  # rows of a part; of a more common part only every second, third, … row is read
NATIONS: Final = 512  # more than there are
SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
HIGH: Final = np.uint64(32)


@compiled
def shares(
    asked: QueryArrays,
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
    """Fill `into` with the share by traveller (0–1): the highest of any part of the name, at least that of the whole
    list; 0 if no nationality is declared.

    `key` [slot] is 0 if the slot is free, and has room for all parts of the batch; `used` [1]: number of slots taken;
    `stamp` [entity] is never above `used`.
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
    """Return the slot of the key, or the free slot for it."""
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
    """Return the share by the listed parts most similar to the declared one, all of them if several tie; 0 if there are
    none.

    Neighbours are sorted by likeness, and equally similar ones have equal bits.
    """
    first, same, known = pool.near_from[part], 0, 0
    for at in range(first, pool.near_from[part + 1]):
        if pool.bits[at] != pool.bits[first]:
            break
        of_them, of_all = _of_nation(pool.near[at], nation, names, entities, stamp, clock, met)
        same, known = same + of_them, known + of_all
    return 0.0 if known == 0 else (same + SMOOTHING_ENTRIES * of_list) / (known + SMOOTHING_ENTRIES)


@compiled
def _of_nation(
    token: int, nation: int, names: Names, entities: Entities, stamp: I32, clock: int, met: I32
) -> tuple[int, int]:
    """Count the entries with this part, each once: those of the nation, and those with a known nationality.

    Scattered data is read in separate loops, so that cache misses overlap (`met`: names, entities, nations).
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
