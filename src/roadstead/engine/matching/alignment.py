"""Which declared part stands for which listed one, in words: the slow twin of `kernel.pairing`, for those who alert.

Strongest pairs first, every part used once; ties are settled by place, so that two names always pair in one way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roadstead.engine.matching.features.leftovers import declared_alone, listed_alone, open_pair
from roadstead.engine.matching.features.parts import beyond, name_part
from roadstead.engine.matching.features.score import Score


class Pair(NamedTuple):
    """A declared token and a listed one that it may stand for; places as bits, `share` of others with such a part."""

    declared: str
    listed: str
    relation: str
    bits: float
    share: float
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs that agree, pairs that are only begun alike or similar, and what remains on either side."""

    pairs: tuple[Pair, ...]
    open_pairs: tuple[Score, ...] = ()
    alone: tuple[Score, ...] = ()  # parts without any partner, and what is taken off the whole
    parts: tuple[str, ...] = ()  # all that were declared
    listed_parts: tuple[str, ...] = ()

    @property
    def leftovers(self) -> tuple[Score, ...]:
        return (*self.open_pairs, *self.alone)

    @property
    def bits(self) -> float:
        return sum(pair.bits for pair in self.pairs) + sum(score.bits for score in self.leftovers)

    @property
    def reasons(self) -> tuple[Score, ...]:
        return (*(name_part(p.declared, p.listed, p.relation, p.bits, p.share) for p in self.pairs), *self.leftovers)


def align(parts: Sequence[str], listed_parts: Sequence[str], possible: Iterable[Pair]) -> Alignment:
    """The pairs of two names, and what the parts without partner say."""
    pairs: list[Pair] = []
    here = there = 0
    for pair in sorted(possible, key=lambda each: (-each.bits, each.here, each.there)):
        if not (here & pair.here or there & pair.there):
            pairs.append(pair)
            here |= pair.here
            there |= pair.there
    open_pairs, alone = _leftovers(_open(parts, here), _open(listed_parts, there))
    together = beyond(sum(pair.bits for pair in pairs) + sum(score.bits for score in open_pairs if score.bits > 0))
    alone = (*alone, together) if together else alone
    return Alignment(tuple(pairs), open_pairs, alone, tuple(parts), tuple(listed_parts))


def _open(parts: Sequence[str], used: int) -> list[str]:
    return [part for place, part in enumerate(parts) if not used >> place & 1]


def _leftovers(declared: list[str], listed: list[str]) -> tuple[tuple[Score, ...], tuple[Score, ...]]:
    """Beginnings, initials and the merely similar pair up first; what then stays alone speaks against: each kind."""
    pairs = [(score, i, j) for i, a in enumerate(declared) for j, b in enumerate(listed)
             if (score := open_pair(a, b)) is not None]  # fmt: skip
    found, here, there = [], set[int](), set[int]()
    for score, i, j in sorted(pairs, key=lambda pair: (-pair[0].bits, pair[1], pair[2])):
        if i not in here and j not in there:
            here.add(i)
            there.add(j)
            found.append(score)
    alone = [declared_alone(part) for i, part in enumerate(declared) if i not in here]
    return tuple(found), (*alone, *(listed_alone(part) for j, part in enumerate(listed) if j not in there))
