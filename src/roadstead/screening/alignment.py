"""Which declared part stands for which listed one: strongest pairs first, every part used once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roadstead.screening.features.leftovers import declared_alone, listed_alone, open_pair
from roadstead.screening.features.parts import name_part
from roadstead.screening.features.score import Score
from roadstead.screening.listed import ListedRow
from roadstead.screening.vocabulary import Neighbour

Reached = Mapping[int, Sequence[tuple[Neighbour, int]]]  # listed token → declared tokens near it, and their places


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs that agree, and what remains on either side."""

    pairs: tuple[Neighbour, ...]
    leftovers: tuple[Score, ...]

    @property
    def bits(self) -> float:
        return sum(pair.bits for pair in self.pairs) + sum(score.bits for score in self.leftovers)

    @property
    def reasons(self) -> tuple[Score, ...]:
        return (*(name_part(p.declared, p.listed, p.relation, p.bits, p.share) for p in self.pairs), *self.leftovers)


class Pairing(NamedTuple):
    """The pairs alone, their bits, and the places they take on either side."""

    pairs: tuple[Neighbour, ...]
    bits: float
    declared: int
    listed: int


def pair_up(reached: Reached, row: ListedRow) -> Pairing:
    """Greedy. A joined token uses the places of all its parts."""
    pairs: list[Neighbour] = []
    declared = listed = 0
    for neighbour, here, there in _by_strength(reached, row):
        if not (declared & here or listed & there):
            pairs.append(neighbour)
            declared |= here
            listed |= there
    return Pairing(tuple(pairs), sum(pair.bits for pair in pairs), declared, listed)


def align(parts: tuple[str, ...], pairing: Pairing, row: ListedRow) -> Alignment:
    """The pairs, and what the parts without partner say."""
    leftovers = _leftovers(_open(parts, pairing.declared), _open(row.parts, pairing.listed))
    return Alignment(pairing.pairs, leftovers)


def _by_strength(reached: Reached, row: ListedRow) -> list[tuple[Neighbour, int, int]]:
    found = [
        (neighbour, here, there)
        for token, there in row.tokens
        if token in reached
        for neighbour, here in reached[token]
    ]
    return sorted(found, key=lambda pair: (-pair[0].bits, pair[0].declared, pair[0].listed))


def _open(parts: tuple[str, ...], used: int) -> list[str]:
    return [part for place, part in enumerate(parts) if not used >> place & 1]


def _leftovers(declared: list[str], listed: list[str]) -> tuple[Score, ...]:
    """Beginnings, initials and the merely similar pair up first; what then stays alone speaks against."""
    pairs = [(score, a, b) for a in declared for b in listed if (score := open_pair(a, b)) is not None]
    found: list[Score] = []
    for score, a, b in sorted(pairs, key=lambda pair: (-pair[0].bits, pair[1], pair[2])):
        if a in declared and b in listed:
            declared.remove(a)
            listed.remove(b)
            found.append(score)
    return (*found, *map(declared_alone, declared), *map(listed_alone, listed))
