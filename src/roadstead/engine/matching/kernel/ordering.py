"""Sorting of a segment's arrays without index arrays: each value is read once and written once."""

from __future__ import annotations

from typing import Any, Final

from roadstead.engine.matching.kernel.compiled import I32, I64, U64, compiled

Stretches = Any  # an array of any type

MOST_BITS: Final = 16  # of a key, for partitioning before the sort


@compiled
def moved(first: Stretches, values: Stretches, width: int, order: I64, new_first: I64, into: Stretches) -> None:
    """Copy slices of values in another order. `first`, `new_first`: bounds in rows of `width` values."""
    for place in range(order.shape[0]):
        start, end = first[order[place]] * width, first[order[place] + 1] * width
        at = new_first[place] * width
        for each in range(start, end):
            into[at + each - start] = values[each]


@compiled
def _is_first(token: I32, start: int, at: int) -> bool:
    """Return True for the first occurrence of a token in a name; repetitions are not counted."""
    before = start
    while token[before] != token[at]:
        before += 1
    return before == at


@compiled
def counted(token_from: I64, token: I32, rows: I64, having: I32, posting_from: I64) -> None:
    """Count by token the names that have it, and (one place later) the rows of these names."""
    for name in range(rows.shape[0]):
        for at in range(token_from[name], token_from[name + 1]):
            if _is_first(token, token_from[name], at):
                having[token[at]] += 1
                posting_from[token[at] + 1] += rows[name]


@compiled
def posted(token_from: I64, token: I32, row_name: I32, following: I64, posting: I32) -> None:
    """Write the rows of each token's names, ascending. `following`: the next free place of each token."""
    for row in range(row_name.shape[0]):
        name = row_name[row]
        for at in range(token_from[name], token_from[name + 1]):
            if _is_first(token, token_from[name], at):
                posting[following[token[at]]] = row
                following[token[at]] += 1


@compiled
def sorted_within(bounds: I64, key: U64, token: I32) -> None:
    """Sort each slice of keys with their tokens; of equal keys the lower token first."""
    for one in range(bounds.shape[0] - 1):
        for at in range(bounds[one] + 1, bounds[one + 1]):
            this, of, place = key[at], token[at], at
            while place > bounds[one] and (key[place - 1] > this or (key[place - 1] == this and token[place - 1] > of)):
                key[place], token[place] = key[place - 1], token[place - 1]
                place -= 1
            key[place], token[place] = this, of
