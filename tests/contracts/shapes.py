"""The shape of a JSON value as a table from path to type, and a record of the engine with every field filled."""

from __future__ import annotations

import types
from collections import abc
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from roadstead.engine.sentences import Sentence

TYPES = {str: "text", bool: "true or false", int: "number", float: "number", type(None): "null"}


def shape(value: object, path: str = "") -> dict[str, str]:
    """Return {"travellers[].documents[].number": "text", …}: every key at any depth with the type of its value."""
    if isinstance(value, Mapping):
        inner = {f"{path}.{name}".removeprefix("."): each for name, each in value.items()}
        return _merged({path: "object"} if path else {}, *(shape(each, name) for name, each in inner.items()))
    if isinstance(value, list):
        return _merged({path: "list"}, *(shape(each, f"{path}[]") for each in value))
    return {path: TYPES[type(value)]}


def _merged(*shapes: Mapping[str, str]) -> dict[str, str]:
    """Union of `shapes`; a key with values of two types has both: "number | text"."""
    found: dict[str, set[str]] = {}
    for each in shapes:
        for path, kind in each.items():
            found.setdefault(path, set()).update(kind.split(" | "))
    return {path: " | ".join(sorted(kinds)) for path, kinds in sorted(found.items())}


def merged(values: abc.Iterable[object]) -> dict[str, str]:
    """The union of the shapes of several JSON values."""
    return _merged(*(shape(value) for value in values))


def leaves(value: object, path: str = "") -> abc.Iterator[tuple[str, object]]:
    """Yield the path and the value of everything that is no object and no list."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from leaves(each, f"{path}.{name}".removeprefix("."))
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each, f"{path}[]")
    else:
        yield path, value


def filled(kind: Any) -> Any:
    """Return an instance of the record class `kind` in which every field has a value, at every depth."""
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{field.name: filled(hints[field.name]) for field in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    inner, origin = get_args(kind), get_origin(kind)
    if origin in (types.UnionType, Union):
        return filled(next(each for each in inner if each is not type(None)))
    if origin is abc.Mapping:
        return {"KEY": filled(inner[1])}
    if origin in (tuple, abc.Sequence):
        return (filled(inner[0]),) if inner[-1] is Ellipsis or len(inner) == 1 else tuple(map(filled, inner))
    return {str: "x", int: 1, float: 1.5, bool: True, Sentence: Sentence("x")}[kind]
