"""The real list: everything in the library of published lists that we can read, each file under its own name.

Persons are asked for; organisations, vessels and aircraft stand beside them and must never be alerted for a person.
A list that lies there at two dates is taken at both: persons then stand on it twice, and the entry meant is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from bench.matching.library import LISTS
from roadstead.engine.formats.lists import UnableToLoad, load, recognise
from roadstead.engine.records import Entry, Kind

OWN_FORM: Final = "csv"  # our own form reads any csv with a column of names, and takes each row for a person


@cache
def entries() -> tuple[Entry, ...]:
    """All of it. Keys (list, id) are unique: the list is the file's path, the id is unique within the file."""
    return tuple(entry for path in published() for entry in read(path))


@cache
def persons() -> tuple[Entry, ...]:
    return tuple(entry for entry in entries() if entry.kind is Kind.PERSON)


def published() -> Iterator[Path]:
    """Files that a reader of their own knows. Others are left out: see `left_out`."""
    return (path for path in _files() if _reader(path) not in ("", OWN_FORM))


def left_out() -> list[str]:
    """Files that no reader of their own knows, but for the parts of lists and what explains them."""
    return [str(path.relative_to(LISTS)) for path in _files() if _reader(path) == OWN_FORM or _unknown(path)]


def read(path: Path) -> Iterator[Entry]:
    name = str(path.relative_to(LISTS).with_suffix(""))
    return (replace(entry, list=name) for entry in load(path).entries)


def figures() -> dict[str, int]:
    """How much it is, and how much of it is known: a check that nothing has been lost on the way."""
    people = persons()
    keys = Counter((entry.list, entry.id) for entry in entries())
    return {
        "entities": len(entries()),
        "persons": len(people),
        "names": sum(len(entry.names) for entry in people),
        "with a birth date": sum(bool(entry.born) for entry in people),
        "with a nationality": sum(bool(entry.nationalities) for entry in people),
        "with a sex": sum(bool(entry.sex) for entry in people),
        "with a document": sum(bool(entry.documents) for entry in people),
        "keys that stand twice": sum(count > 1 for count in keys.values()),
    }


@cache
def _files() -> tuple[Path, ...]:
    return tuple(sorted(path for path in LISTS.rglob("*") if path.is_file() and path.name[0] != "."))


@cache
def _reader(path: Path) -> str:
    try:
        return recognise(path).code
    except UnableToLoad:
        return ""


def _unknown(path: Path) -> bool:
    return _reader(path) == "" and path.suffix != ".md" and not path.stem.endswith(("add", "alt", "comments"))
