"""Frozen records made at the price of ordinary ones, where a list makes thousands of them.

A frozen dataclass sets each of its fields through `object.__setattr__`, which was two thirds of what reading a plain
traveller took.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


def quick(record: type[Record]) -> type[Record]:
    """A function that makes what `record` makes, of the same arguments and as frozen, four times as fast.

    It fills an object of an ordinary class with the same slots, which then becomes one of the record's. The function
    is written out, as `dataclass` writes `__init__`, for a record with slots and without default factories.
    """
    known = fields(cast(Any, record))
    names = [each.name for each in known]
    twin = type(f"Quick{record.__name__}", (), {"__slots__": tuple(names)})
    defaults = {each.name: each.default for each in known}
    scope: dict[str, Any] = {"record": record, "twin": twin, "defaults": defaults}
    exec("\n".join(_source(known)), scope)  # noqa: S102 (of our own fields' names only, as `dataclass` does)
    return cast(type[Record], scope["make"])


def _source(known: tuple[Field[Any], ...]) -> Iterator[str]:
    required = [each.name for each in known if each.default is MISSING]
    optional = [f"{each.name}=defaults['{each.name}']" for each in known if each.default is not MISSING]
    yield f"def make(*, {', '.join([*required, *optional])}):"
    yield "    made = twin()"
    yield from (f"    made.{each.name} = {each.name}" for each in known)
    yield "    made.__class__ = record"
    yield "    return made"
