"""A traveller to be screened, and the entries meant. Without an entry meant: an innocent."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from bench.matching.people import behind, declared
from bench.matching.writing import Name
from roadstead.engine.records import Entry, Traveller

Key = tuple[str, str]  # list and id


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`kind`: change made to the name, in words; `list`: the list of the entry meant."""

    kind: str
    traveller: Traveller
    meant: frozenset[Key] = frozenset()

    @property
    def lists(self) -> frozenset[str]:
        return frozenset(of for of, _ in self.meant)


def key(entry: Entry) -> Key:
    return (entry.list, entry.id)


def asked(kind: str, name: Name, entry: Entry, random: Random) -> Asked:
    """Return the person of an entry, travelling under this name."""
    return Asked(kind=kind, traveller=declared(name, behind(entry, random), random), meant=frozenset({key(entry)}))
