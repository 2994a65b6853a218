"""Entries and their names put in order of birth, so that those of one time stand together in memory.

A traveller is weighed against people of about one age: what is read of them is then a few stretches, not the whole.
"""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

from roadstead.screening.kernel.compiled import I32, I64
from roadstead.screening.segment.rows import Rows

Array = np.ndarray[Any, Any]


def flat(values: Any, kind: Any) -> Array:
    """A view of an array or bytearray, without a copy."""
    return np.frombuffer(values, kind) if len(values) else np.empty(0, kind)


def put_by_birth(rows: Rows) -> I32:
    """Renumbers entries and names where they stand; the former number of each entry comes back."""
    order = np.argsort(flat(rows.entry_code, np.int32), kind="stable")
    _renumber(rows, "birth_from", "birth", order, width=4)
    _renumber(rows, "nation_from", "nation", order)
    rows.key = _kept("Q", flat(rows.key, np.uint64)[order])
    rows.sex = bytearray(flat(rows.sex, np.uint8)[order].tobytes())
    new = _inverse(order)
    by_name = np.argsort(new[flat(rows.entity, np.int32)], kind="stable")
    _names(rows, by_name, new)
    rows.paper_entity = _kept("i", new[flat(rows.paper_entity, np.int32)])
    return order.astype(np.int32)


def _names(rows: Rows, order: I64, new_entity: I32) -> None:
    rows.entity = _kept("i", new_entity[flat(rows.entity, np.int32)[order]])
    rows.name_place = _kept("i", flat(rows.name_place, np.int32)[order])
    rows.weak = bytearray(flat(rows.weak, np.uint8)[order].tobytes())
    rows.parts = bytearray(flat(rows.parts, np.uint8)[order].tobytes())
    before = array("q", rows.token_from)
    _renumber(rows, "token_from", "token", order)
    rows.token_from, after = before, rows.token_from
    _renumber(rows, "token_from", "mask", order)
    rows.token_from = after
    new = _inverse(order)
    rows.row_name = _kept("i", new[flat(rows.row_name, np.int32)])
    rows.whole_name = _kept("i", new[flat(rows.whole_name, np.int32)])


def _renumber(rows: Rows, bounds: str, values: str, order: I64, width: int = 1) -> None:
    """Stretches of values, in another order."""
    of_bounds, of_values = getattr(rows, bounds), getattr(rows, values)
    first = flat(of_bounds, np.dtype(of_bounds.typecode)).astype(np.int64)
    many = np.diff(first)[order]
    last = np.cumsum(many)
    within = np.arange(last[-1] if len(last) else 0) - np.repeat(last - many, many)
    taken = np.repeat(first[:-1][order], many) + within
    moved = flat(of_values, np.dtype(of_values.typecode)).reshape(-1, width)[taken]
    setattr(rows, bounds, _kept(of_bounds.typecode, np.concatenate([[0], last])))
    setattr(rows, values, _kept(of_values.typecode, moved.reshape(-1)))


def _inverse(order: I64) -> I32:
    new = np.empty(len(order), np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return new


def _kept(kind: str, values: Array) -> array[int]:
    kept = array(kind)
    kept.frombytes(values.astype(np.dtype(kind)).tobytes())
    return kept
