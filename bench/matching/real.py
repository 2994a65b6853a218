"""The real list: all published lists of the library that we can read, each file under its own name.

Persons are screened; organisations, vessels and aircraft are listed too and must never raise an alert for a person. A
list present at two dates is used at both: persons are then on it twice, and the entry meant is counted.
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

# the reader of our own csv accepts any csv with a column of names, and takes each row for a person
OWN_FORM: Final = "csv"


@cache
def entries() -> tuple[Entry, ...]:
    """Yield all entries. Keys (list, id) are unique: the list is the file's path, the id is unique within the file."""
    return tuple(entry for path in published() for entry in read(path))


@cache
def persons() -> tuple[Entry, ...]:
    return tuple(entry for entry in entries() if entry.kind is Kind.PERSON)


def published() -> Iterator[Path]:
    """Return files with a reader of their own. For the others see `left_out`."""
    return (path for path in _files() if _reader(path) not in ("", OWN_FORM))


def left_out() -> list[str]:
    """Return files without a reader of their own, except parts of lists and documentation."""
    return [str(path.relative_to(LISTS)) for path in _files() if _reader(path) == OWN_FORM or _unknown(path)]


def read(path: Path) -> Iterator[Entry]:
    name = str(path.relative_to(LISTS).with_suffix(""))
    return (replace(entry, list=name) for entry in load(path).entries)


def figures() -> dict[str, int]:
    """Return the number of entries and of fields present, as a check that no data was lost."""
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
