"""Names as the systems compare them that know nothing of names: romanised, lower-case, parts in alphabetical order."""

from __future__ import annotations

from collections.abc import Sequence

from anyascii import anyascii

from bench.matching.engine import Met
from bench.matching.others.dates import may_be
from roadstead.engine.records import Entry, Kind, Traveller


def sorted_parts(text: str) -> str:
    plain = "".join(each if each.isalnum() else " " for each in anyascii(text).lower())
    return " ".join(sorted(plain.split()))


def whole_name(traveller: Traveller) -> str:
    return sorted_parts(f"{traveller.given} {traveller.surname}")


def rows(entries: Sequence[Entry]) -> tuple[list[str], list[Entry]]:
    """Every name of every person, and whose it is."""
    found = [(sorted_parts(name.text), entry) for entry in entries if entry.kind is Kind.PERSON for name in entry.names]
    return [name for name, _ in found], [entry for _, entry in found]


def met(traveller: Traveller, pairs: Sequence[tuple[Entry, float]]) -> list[Met]:
    """Each entry once, by its best name, if the birth date allows it."""
    best: dict[tuple[str, str], Met] = {}
    for entry, score in pairs:
        known = best.get((entry.list, entry.id))
        if (known is None or known.score < score) and may_be(traveller, entry):
            best[(entry.list, entry.id)] = Met(entry.list, entry.id, score, False)
    return list(best.values())
