"""Sorting of entries and their names by birth date, so that entries of one time are adjacent in memory.

A traveller is compared with people of about the same age, so only a few ranges of memory are read.
"""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np

from roadstead.engine.matching.kernel.compiled import I32, I64
from roadstead.engine.matching.kernel.ordering import moved
from roadstead.engine.matching.segment.rows import Rows

Array = np.ndarray[Any, Any]


def flat(values: Any, kind: Any) -> Array:
    """Return a numpy view of an array or bytearray, without a copy."""
    return np.frombuffer(values, kind) if len(values) else np.empty(0, kind)


def sort_by_birth(rows: Rows) -> I32:
    """Renumber entries and names in place. Returns the former number of each entry."""
    order = np.argsort(flat(rows.entry_code, np.int32), kind="stable")
    rows.birth_from, rows.birth = _moved(rows.birth_from, rows.birth, order, width=4)
    rows.nation_from, rows.nation = _moved(rows.nation_from, rows.nation, order)
    rows.key = _as_array("Q", flat(rows.key, np.uint64)[order])
    rows.sex = bytearray(flat(rows.sex, np.uint8)[order].tobytes())
    new = _inverse(order)
    by_name = np.argsort(new[flat(rows.entity, np.int32)], kind="stable")
    _names(rows, by_name, new)
    rows.paper_entity = _as_array("i", new[flat(rows.paper_entity, np.int32)])
    return order.astype(np.int32)


def _names(rows: Rows, order: I64, new_entity: I32) -> None:
    rows.entity = _as_array("i", new_entity[flat(rows.entity, np.int32)[order]])
    rows.name_place = _as_array("i", flat(rows.name_place, np.int32)[order])
    rows.weak = bytearray(flat(rows.weak, np.uint8)[order].tobytes())
    rows.parts = bytearray(flat(rows.parts, np.uint8)[order].tobytes())
    of = rows.vocabulary
    _, of.token = _moved(of.token_from, of.token, order)
    of.token_from, of.mask = _moved(of.token_from, of.mask, order)
    new = _inverse(order)
    rows.row_name = _as_array("i", new[flat(rows.row_name, np.int32)])
    of.whole_name = _as_array("i", new[flat(of.whole_name, np.int32)])


def _moved(bounds: array[int], values: array[int], order: I64, width: int = 1) -> tuple[array[int], array[int]]:
    """Return slices of values in another order, and their new bounds."""
    first, of_values = flat(bounds, np.dtype(bounds.typecode)), flat(values, np.dtype(values.typecode))
    new_first = np.zeros(len(first), np.int64)
    np.cumsum(np.diff(first)[order], out=new_first[1:])
    into = np.empty_like(of_values)
    moved(first, of_values, width, order, new_first, into)
    return _as_array(bounds.typecode, new_first), _as_array(values.typecode, into)


def _inverse(order: I64) -> I32:
    new = np.empty(len(order), np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    return new


def _as_array(kind: str, values: Array) -> array[int]:
    kept = array(kind)
    kept.frombytes(np.ascontiguousarray(values, np.dtype(kind)).view(np.uint8).data)
    return kept
