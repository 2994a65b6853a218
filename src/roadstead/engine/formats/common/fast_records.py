"""Fast construction of frozen records, for lists with thousands of them.

A frozen dataclass sets each of its fields through `object.__setattr__`, which was two thirds of the time to read a
plain traveller.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar, cast

Record = TypeVar("Record")


def fast_constructor(record: type[Record]) -> type[Record]:
    """Return a function that makes the same frozen records as `record`, with the same arguments, four times as fast.

    It fills an object of an ordinary class with the same slots and then changes its class to the record's. The
    function's source is generated, as `dataclass` does for `__init__`; the record needs slots and no default factories.
    """
    return cast(type[Record], _written(record, _source))


def fast_replace(record: type[Record]) -> Callable[..., Record]:
    """Return a function that does the same as `dataclasses.replace` for such a record, ten times as fast."""
    return cast(Callable[..., Record], _written(record, _source_of_replace))


def _written(record: type[Any], source: Callable[[tuple[Field[Any], ...]], Iterator[str]]) -> object:
    known = fields(record)
    twin = type(f"Quick{record.__name__}", (), {"__slots__": tuple(each.name for each in known)})
    defaults = {each.name: each.default for each in known}
    scope: dict[str, Any] = {"record": record, "twin": twin, "defaults": defaults, "same": object()}
    exec("\n".join(source(known)), scope)  # noqa: S102 (of our own fields' names only, as `dataclass` does)
    return scope["make"]


def _source_of_replace(known: tuple[Field[Any], ...]) -> Iterator[str]:
    yield f"def make(old, /, *, {', '.join(f'{each.name}=same' for each in known)}):"
    yield "    made = twin()"
    yield from (f"    made.{each.name} = old.{each.name} if {each.name} is same else {each.name}" for each in known)
    yield "    made.__class__ = record"
    yield "    return made"


def _source(known: tuple[Field[Any], ...]) -> Iterator[str]:
    required = [each.name for each in known if each.default is MISSING]
    optional = [f"{each.name}=defaults['{each.name}']" for each in known if each.default is not MISSING]
    yield f"def make(*, {', '.join([*required, *optional])}):"
    yield "    made = twin()"
    yield from (f"    made.{each.name} = {each.name}" for each in known)
    yield "    made.__class__ = record"
    yield "    return made"
