"""Merging of the rows that a list writes for one entry (one per name, address or date)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

from roadstead.engine.formats.lists.values import Identifiers, addresses, identifiers
from roadstead.engine.records import ADDRESS, Entry, ListedName

Value = TypeVar("Value")


def derive_id(*parts: str) -> str:
    """Make an id for an entry whose list gives none, from what identifies it, so that it is the same on later days."""
    return sha256("\x1f".join(part.casefold() for part in parts).encode()).hexdigest()[:12]


def merge_entries(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Return one entry per id, in the order of their first rows. Holds the whole list in memory."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.id, []).append(entry)
    return (rows[0] if len(rows) == 1 else _merge(rows) for rows in found.values())


def _merge(rows: list[Entry]) -> Entry:
    """Merge the rows of one entry. It expires with the row that expires last, or never if one row never does."""
    ends = {row.expires for row in rows}
    return replace(
        rows[0],
        names=_names(rows),
        born=_each(day for row in rows for day in row.born),
        birth_places=_each(place for row in rows for place in row.birth_places),
        nationalities=_each(country for row in rows for country in row.nationalities),
        sex=next(iter(sexes)) if len(sexes := {row.sex for row in rows if row.sex}) == 1 else "",
        documents=_each(document for row in rows for document in row.documents),
        identifiers=_identifiers(rows),
        reason="; ".join(_each(row.reason for row in rows if row.reason)),
        expires="" if "" in ends else max(ends),
    )


def _identifiers(rows: list[Entry]) -> Identifiers:
    """Return the first identifier of each kind, and all addresses."""
    known = {key: value for row in reversed(rows) for key, value in row.identifiers.items()}
    return identifiers(known | addresses((row.identifiers.get(ADDRESS, "") for row in rows), rows[0].kind))


def _names(rows: list[Entry]) -> tuple[ListedName, ...]:
    """Return the names; one that is weak in one row and not in another is not weak."""
    found: dict[str, ListedName] = {}
    for name in (name for row in rows for name in row.names):
        if name.text not in found or (found[name.text].weak and not name.weak):
            found[name.text] = name
    return tuple(found.values())


def _each(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys(values))
