"""Arrays of a segment put in order without arrays of places beside them: each value is read once and written once."""

from __future__ import annotations

from typing import Any, Final

from roadstead.engine.matching.kernel.compiled import I32, I64, U64, compiled

Stretches = Any  # an array of any kind

MOST_BITS: Final = 16  # of a key, by which it is put among its like before they are sorted


@compiled
def moved(first: Stretches, values: Stretches, width: int, order: I64, new_first: I64, into: Stretches) -> None:
    """Stretches of values in another order; `first` and `new_first` in rows of so many values."""
    for place in range(order.shape[0]):
        start, end = first[order[place]] * width, first[order[place] + 1] * width
        at = new_first[place] * width
        for each in range(start, end):
            into[at + each - start] = values[each]


@compiled
def _is_first(token: I32, start: int, at: int) -> bool:
    """Of a name that has a token twice, one counts."""
    before = start
    while token[before] != token[at]:
        before += 1
    return before == at


@compiled
def counted(token_from: I64, token: I32, rows: I64, having: I32, posting_from: I64) -> None:
    """By token: names that have it, and (behind it) how many `rows` these names have in all."""
    for name in range(rows.shape[0]):
        for at in range(token_from[name], token_from[name + 1]):
            if _is_first(token, token_from[name], at):
                having[token[at]] += 1
                posting_from[token[at] + 1] += rows[name]


@compiled
def posted(token_from: I64, token: I32, row_name: I32, following: I64, posting: I32) -> None:
    """Rows to the tokens of their names, ascending; `following`: where the next of each token goes."""
    for row in range(row_name.shape[0]):
        name = row_name[row]
        for at in range(token_from[name], token_from[name + 1]):
            if _is_first(token, token_from[name], at):
                posting[following[token[at]]] = row
                following[token[at]] += 1


@compiled
def sorted_within(bounds: I64, key: U64, token: I32) -> None:
    """Keys with their tokens, each stretch by itself; of equal keys the lower token first."""
    for one in range(bounds.shape[0] - 1):
        for at in range(bounds[one] + 1, bounds[one + 1]):
            this, of, place = key[at], token[at], at
            while place > bounds[one] and (key[place - 1] > this or (key[place - 1] == this and token[place - 1] > of)):
                key[place], token[place] = key[place - 1], token[place - 1]
                place -= 1
            key[place], token[place] = this, of
