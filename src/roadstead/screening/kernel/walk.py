"""One traveller after the other through a segment: who can be meant, how surely, and who reaches the floor.

Rows whose birth date agrees are read for every token. In the others (no date, a year only, a contradiction) a token
that many have is passed over where a candidate known only by such tokens could not reach the floor.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.screening.features.leftovers import DECLARED_ALONE
from roadstead.screening.features.sex import EQUAL as SAME_SEX
from roadstead.screening.kernel.arrays import Asked, Desk, Job, Names, Pool, Scratch
from roadstead.screening.kernel.compiled import I32, I64, U8, compiled
from roadstead.screening.kernel.letters import masks
from roadstead.screening.kernel.pairing import MOST_LEFT_OVER, find_slot, is_joined
from roadstead.screening.kernel.ranges import (
    AGREES,
    CLASSES,
    CONTRADICTS,
    UNDATED,
    clear,
    mark,
    most_by_class,
    ranges,
)
from roadstead.screening.kernel.weigh import weigh

MANY: Final = 200  # rows; of a token that fewer have, the other parts are taken for whatever they might be
FEW: Final = 256  # rows of a posting; up to here it is read whole


@compiled
def walk(job: Job) -> None:
    """Every traveller of the batch."""
    for traveller in range(job.asked.floor.shape[0]):
        _one(job, traveller)


@compiled
def _one(job: Job, traveller: int) -> None:
    asked, desk, scratch = job.asked, job.desk, job.scratch
    desk.clock[0] += 1
    is_dated = asked.birth[traveller, 0] != 0
    count = ranges(asked.birth[traveller], job.names.row_code, scratch.ranges) if is_dated else 0
    mark(scratch.ranges, count, desk.row_class)
    nation = asked.nation[traveller]
    known = (job.entities.nation_bits[nation] if nation >= 0 else 0.0) + (SAME_SEX if asked.sex[traveller] else 0.0)
    most_by_class(is_dated, known, scratch.most)
    _lay_out(job.pool, asked, traveller, desk)
    first = asked.part_from[traveller]
    for place in range(asked.part_from[traveller + 1] - first):
        part = asked.part[first + place]
        masks(job.pool.letters[part], job.pool.length[part], scratch.masks[place])
    same = _same_names(job, traveller)
    undated = np.searchsorted(job.names.row_code, np.int32(1)) if is_dated else job.names.row_code.shape[0]
    number = _read(job, traveller, undated, count, same)
    weigh(job, traveller, number, same)
    _clear_table(desk)
    clear(scratch.ranges, count, desk.row_class)


# ── the table of this traveller: listed token → declared ones near it ────────────────────────


@compiled
def _lay_out(pool: Pool, asked: Asked, traveller: int, desk: Desk) -> None:
    links, taken = 0, 0
    for at in range(asked.token_from[traveller], asked.token_from[traveller + 1]):
        token = asked.token[at]
        for near in range(pool.near_from[token], pool.near_from[token + 1]):
            place = find_slot(desk.slot, pool.near[near])
            if desk.slot[place] == 0:
                desk.slot[place], desk.first[place] = pool.near[near] + 1, -1
                desk.taken[taken + 1] = place
                taken += 1
            desk.chain_bits[links], desk.chain_mask[links] = pool.bits[near], asked.mask[at]
            desk.chain_next[links] = desk.first[place]
            desk.first[place] = links
            links += 1
    desk.taken[0] = taken


@compiled
def _clear_table(desk: Desk) -> None:
    for at in range(desk.taken[0]):
        desk.slot[desk.taken[at + 1]] = 0


# ── candidates ──────────────────────────────────────────────────────────────────────────────


@compiled
def _same_names(job: Job, traveller: int) -> int:
    """Whoever has the whole name, in whatever order: shown unless the birth dates contradict (policy)."""
    asked, names, desk, number = job.asked, job.names, job.desk, 0
    for at in range(asked.whole_from[traveller], asked.whole_from[traveller + 1]):
        place = np.searchsorted(names.whole, asked.whole[at])
        while place < names.whole.shape[0] and names.whole[place] == asked.whole[at]:
            number = _add(
                names.whole_name[place], desk.stamp, desk.clock[0], desk.candidate, desk.candidate_class, AGREES, number
            )
            place += 1
    return number


@compiled
def _add(name: int, stamp: I32, clock: int, candidate: I32, classes: U8, of_class: int, number: int) -> int:
    """Each name once for a traveller."""
    if stamp[name] != clock:
        stamp[name] = clock
        candidate[number], classes[number] = name, of_class
        number += 1
    return number


@compiled
def _read(job: Job, traveller: int, undated: int, count: int, number: int) -> int:
    first, last = job.asked.token_from[traveller], job.asked.token_from[traveller + 1]
    order = job.scratch.order[: last - first]
    _commonest_first(job.pool.rows, job.asked.token, first, order)
    may_skip, readable = job.scratch.may_skip, job.scratch.readable
    may_skip[: last - first] = 0
    for of_class in range(CLASSES):
        if of_class != AGREES:
            _choose(job.asked, job.pool, job.scratch, traveller, order, of_class)
    for at in order[::-1]:
        for of_class in range(CLASSES):
            readable[of_class] = 1 - may_skip[at - first, of_class]
        number = _postings(job.pool, job.names, job.desk, readable, job.scratch.ranges, job.asked.token[at], undated,
                           count, number)  # fmt: skip
    return number


@compiled
def _commonest_first(rows: I64, token: I32, first: int, order: I64) -> None:
    """By insertion: a traveller has a dozen tokens."""
    for place in range(order.shape[0]):
        at = first + place
        while place > 0 and rows[token[order[place - 1]]] < rows[token[at]]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = at


@compiled
def _choose(asked: Asked, pool: Pool, scratch: Scratch, traveller: int, order: I64, of_class: int) -> None:
    """Commonest first, as long as a candidate known only by what is passed over stays below the floor.

    The parts that are read are then not met, and cost. Where even all of them together would not do, nobody of that
    class is looked at.
    """
    first = asked.token_from[traveller]
    parts = asked.part_from[traveller + 1] - asked.part_from[traveller]
    skipped, passed = 0.0, 0
    for at in order:
        token = asked.token[at]
        others = DECLARED_ALONE if pool.rows[token] >= MANY else MOST_LEFT_OVER
        could = skipped + pool.best[token] + scratch.most[of_class] + others * max(0, parts - passed - 1)
        if could >= asked.floor[traveller]:
            return
        scratch.may_skip[at - first, of_class] = 1
        skipped += pool.best[token]
        passed += 0 if is_joined(asked.mask[at]) else 1


@compiled
def _postings(
    pool: Pool, names: Names, desk: Desk, readable: U8, into: I32, token: int, undated: int, count: int, number: int
) -> int:
    """All listed tokens near a declared one, in the rows that are to be read."""
    near, posting_from, posting, row_name = pool.near, names.posting_from, names.posting, names.row_name
    stamp, clock, candidate, row_class = desk.stamp, desk.clock[0], desk.candidate, desk.row_class
    classes = desk.candidate_class
    for each in range(pool.near_from[token], pool.near_from[token + 1]):
        start, end = posting_from[near[each]], posting_from[near[each] + 1]
        if end - start <= FEW:
            for at in range(start, end):
                row = posting[at]
                of_class = UNDATED if row < undated else row_class[row]
                if readable[of_class]:
                    number = _add(row_name[row], stamp, clock, candidate, classes, of_class, number)
            continue
        after = start + np.searchsorted(posting[start:end], np.int32(undated))
        if readable[UNDATED]:
            number = _stretch(posting, row_name, start, after, stamp, clock, candidate, classes, UNDATED, number)
        for one in range(count):
            if readable[into[one, 2]]:
                low = after + np.searchsorted(posting[after:end], into[one, 0])
                high = low + np.searchsorted(posting[low:end], into[one, 1])
                number = _stretch(posting, row_name, low, high, stamp, clock, candidate, classes, into[one, 2], number)
        if readable[CONTRADICTS]:
            number = _stretch(posting, row_name, after, end, stamp, clock, candidate, classes, CONTRADICTS, number)
    return number


@compiled
def _stretch(
    posting: I32,
    row_name: I32,
    start: int,
    end: int,
    stamp: I32,
    clock: int,
    candidate: I32,
    classes: U8,
    of_class: int,
    number: int,
) -> int:
    for at in range(start, end):
        number = _add(row_name[posting[at]], stamp, clock, candidate, classes, of_class, number)
    return number
