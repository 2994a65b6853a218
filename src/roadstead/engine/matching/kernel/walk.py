"""Walk of a batch of travellers through a segment: finds the candidates, weighs them, and keeps those at the floor.

Rows whose birth date agrees are read for every token. In other rows (no date, year only, contradiction) a common token
is skipped if a candidate known only by such tokens could not reach the floor.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import DECLARED_ALONE
from roadstead.engine.matching.features.evidence import SEX_EQUAL as SAME_SEX
from roadstead.engine.matching.kernel.arrays import Job, Names, Pool, QueryArrays, Scratch, Workspace
from roadstead.engine.matching.kernel.compiled import F64, I32, I64, U8, compiled, inlined
from roadstead.engine.matching.kernel.letters import masks
from roadstead.engine.matching.kernel.pairing import MOST_LEFT_OVER, damped, find_slot, is_joined
from roadstead.engine.matching.kernel.ranges import (
    AGREES,
    CLASSES,
    CONTRADICTS,
    UNDATED,
    clear,
    mark,
    most_by_class,
    ranges,
)
from roadstead.engine.matching.kernel.sift import sift
from roadstead.engine.matching.kernel.weigh import weigh

LATEST: Final = 2_000_000_000  # of the clock that stamps names
COMMON_TOKEN_ROWS: Final = 200  # rows; for a rarer token the other parts may have any partner
MAX_POSTING_READ_WHOLE: Final = 256  # rows of a posting; up to this it is read whole
MAX_ROWS_TOGETHER: Final = 8192  # rows of several postings that are looked up together


@compiled
def walk(job: Job) -> None:
    """Walk through the segment for every traveller of the batch."""
    for traveller in range(job.asked.floor.shape[0]):
        _one(job, traveller)


@inlined
def _one(job: Job, traveller: int) -> None:
    asked, desk, scratch = job.asked, job.desk, job.scratch
    if desk.clock[0] > LATEST - desk.stamp.shape[0]:
        desk.stamp[:], desk.clock[0] = 0, 1
    is_dated = asked.birth[traveller, 0] != 0
    count = ranges(asked.birth[traveller], job.names.row_code, scratch.ranges) if is_dated else 0
    mark(scratch.ranges, count, desk.row_class)
    known = asked.nation_bits[traveller] + (SAME_SEX if asked.sex[traveller] else 0.0)
    most_by_class(is_dated, scratch.most)
    _lay_out(job.pool, asked, traveller, desk)
    first = asked.part_from[traveller]
    for place in range(asked.part_from[traveller + 1] - first):
        part = asked.part[first + place]
        masks(job.pool.letters[part], job.pool.length[part], scratch.masks[place])
    same = _same_names(job, traveller)
    undated = np.searchsorted(job.names.row_code, np.int32(1)) if is_dated else job.names.row_code.shape[0]
    number = _read(job, traveller, known, undated, count, same)
    weigh(job, traveller, sift(job, traveller, number, same), same)
    desk.clock[0] += number
    _clear_table(desk)
    clear(scratch.ranges, count, desk.row_class)


# ── Table of the traveller: listed token → declared tokens near it


@inlined
def _lay_out(pool: Pool, asked: QueryArrays, traveller: int, desk: Workspace) -> None:
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
def _clear_table(desk: Workspace) -> None:
    for at in range(desk.taken[0]):
        desk.slot[desk.taken[at + 1]] = 0


# ── Candidates


@inlined
def _same_names(job: Job, traveller: int) -> int:
    """Add the names equal as a whole, in any order: shown unless the birth dates contradict (policy)."""
    asked, names, desk, number = job.asked, job.names, job.desk, 0
    for at in range(asked.whole_from[traveller], asked.whole_from[traveller + 1]):
        place = np.searchsorted(names.whole, asked.whole[at])
        while place < names.whole.shape[0] and names.whole[place] == asked.whole[at]:
            number = _add(
                names.whole_name[place],
                AGREES,
                0,
                0.0,
                desk.clock[0],
                number,
                desk.stamp,
                desk.candidate,
                desk.candidate_class,
                desk.candidate_via,
                desk.candidate_links,
                desk.candidate_bits,
            )
            place += 1
    return number


@compiled
def _add(
    name: int,
    of_class: int,
    via: int,
    bits: float,
    clock: int,
    number: int,
    stamp: I32,
    candidate: I32,
    classes: U8,
    of_via: U8,
    links: U8,
    of_bits: F64,
) -> int:
    """Add a name, once per traveller. Without a branch, since new names are unpredictable."""
    is_new = stamp[name] < clock
    place = number if is_new else stamp[name] - clock
    candidate[number], classes[number], of_via[number], of_bits[number] = name, of_class, via, bits
    links[place] = 1 if is_new else 2
    stamp[name] = clock + place
    return number + is_new


@inlined
def _read(job: Job, traveller: int, known: float, undated: int, count: int, number: int) -> int:
    first, last = job.asked.token_from[traveller], job.asked.token_from[traveller + 1]
    order = job.scratch.order[: last - first]
    _commonest_first(job.pool.rows, job.asked.token, first, order)
    may_skip, readable = job.scratch.may_skip, job.scratch.readable
    may_skip[: last - first] = 0
    for of_class in range(CLASSES):
        job.scratch.skips[of_class] = 0
        if of_class != AGREES:
            _choose(job.asked, job.pool, job.scratch, traveller, known, order, of_class)
    for at in order[::-1]:
        for of_class in range(CLASSES):
            readable[of_class] = 1 - may_skip[at - first, of_class]
        number = _postings(
            job.pool, job.names, job.desk, job.scratch, job.asked.token[at], at - first, undated, count, number
        )
    return number


@compiled
def _commonest_first(rows: I64, token: I32, first: int, order: I64) -> None:
    """Sort tokens, commonest first. Insertion sort, since a traveller has about a dozen tokens."""
    for place in range(order.shape[0]):
        at = first + place
        while place > 0 and rows[token[order[place - 1]]] < rows[token[at]]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = at


@compiled
def _choose(
    asked: QueryArrays, pool: Pool, scratch: Scratch, traveller: int, known: float, order: I64, of_class: int
) -> None:
    """Choose tokens to skip, commonest first, as long as a candidate known only by skipped tokens stays below the
    floor.

    The parts that are read then have no partner, and cost bits. If even all tokens together stay below the floor, no
    row of the class is read.
    """
    first = asked.token_from[traveller]
    parts = asked.part_from[traveller + 1] - asked.part_from[traveller]
    skipped, passed = 0.0, 0
    for at in order:
        token = asked.token[at]
        others, known_so_far = max(0, parts - passed - 1), skipped + pool.best[token]
        if pool.rows[token] >= COMMON_TOKEN_ROWS:
            could = damped(known_so_far) + others * DECLARED_ALONE
        else:
            could = damped(known_so_far + others * MOST_LEFT_OVER)
        if could + scratch.most[of_class] + known >= asked.floor[traveller]:
            return
        scratch.may_skip[at - first, of_class] = 1
        scratch.skip_begin[of_class, scratch.skips[of_class]] = pool.begin[token]
        scratch.skip_bits[of_class, scratch.skips[of_class]] = pool.best[token]
        scratch.skips[of_class] += 1
        skipped += pool.best[token]
        passed += 0 if is_joined(asked.mask[at]) else 1


@inlined
def _postings(
    pool: Pool,
    names: Names,
    desk: Workspace,
    scratch: Scratch,
    token: int,
    via: int,
    undated: int,
    count: int,
    number: int,
) -> int:
    """Read the postings of all listed tokens near a declared one, several tokens at a time."""
    near, posting_from, posting, readable = pool.near, names.posting_from, names.posting, scratch.readable
    row, row_bits, into = desk.row, desk.row_bits, scratch.ranges[:count]
    first, last = pool.near_from[token], pool.near_from[token + 1]
    scratch.used[0] = _prefetch(near[first:last], posting_from, posting)
    rows, room = 0, row.shape[0] - 1
    for each in range(first, last):
        start, end, bits = posting_from[near[each]], posting_from[near[each] + 1], pool.bits[each]
        if rows + end - start > min(room, MAX_ROWS_TOGETHER):
            number, rows = _taken(names.row_name, desk, readable, rows, undated, via, number), 0
        if end - start <= MAX_POSTING_READ_WHOLE or readable[CONTRADICTS]:
            rows = _stretch(posting[start:end], bits, row, row_bits, rows)
        else:
            rows = _parts(posting[start:end], bits, undated, into, readable, row, row_bits, rows)
    return _taken(names.row_name, desk, readable, rows, undated, via, number)


@compiled
def _prefetch(near: I32, posting_from: I64, posting: I32) -> int:
    """Read the beginnings of postings, so that their cache misses overlap instead of following one another."""
    found, last = 0, posting.shape[0] - 1
    for token in near:
        found ^= posting[min(posting_from[token], last)]
    return found


@compiled
def _parts(
    posting: I32, bits: float, undated: int, ranges: I32, readable: U8, row: I32, row_bits: F64, rows: int
) -> int:
    """Read the ranges of a posting whose rows can agree, skipping contradictions."""
    after = np.searchsorted(posting, np.int32(undated))
    if readable[UNDATED]:
        rows = _stretch(posting[:after], bits, row, row_bits, rows)
    for one in range(ranges.shape[0]):
        if readable[ranges[one, 2]]:
            low = after + np.searchsorted(posting[after:], ranges[one, 0])
            high = low + np.searchsorted(posting[low:], ranges[one, 1])
            rows = _stretch(posting[low:high], bits, row, row_bits, rows)
    return rows


@compiled
def _stretch(posting: I32, bits: float, row: I32, row_bits: F64, rows: int) -> int:
    for at in range(posting.shape[0]):
        row[rows + at], row_bits[rows + at] = posting[at], bits
    return rows + posting.shape[0]


@inlined
def _taken(row_name: I32, desk: Workspace, readable: U8, rows: int, undated: int, via: int, number: int) -> int:
    """Add the names of the rows that are to be read, by their classes.

    In separate loops and without a branch, so that cache misses overlap.
    """
    row, of_row, row_bits, row_class = desk.row, desk.of_row, desk.row_bits, desk.row_class
    stamp, clock, candidate, classes = desk.stamp, desk.clock[0], desk.candidate, desk.candidate_class
    of_via, links, of_bits = desk.candidate_via, desk.candidate_links, desk.candidate_bits
    kept = 0
    for at in range(rows):
        of_class = UNDATED if row[at] < undated else row_class[row[at]]
        row[kept], of_row[kept], row_bits[kept] = row[at], of_class, row_bits[at]
        kept += readable[of_class]
    for at in range(kept):
        row[at] = row_name[row[at]]
    for at in range(kept):
        number = _add(
            row[at], of_row[at], via, row_bits[at], clock, number, stamp, candidate, classes, of_via, links, of_bits
        )
    return number
