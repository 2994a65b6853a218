"""Why a listed name reached a traveller, in words and bits: the same sum as the compiled walk, told slowly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roadstead.engine.matching.asked import as_far_as_it_goes
from roadstead.engine.matching.desk import SegmentDesk, Token
from roadstead.engine.matching.features.evidence import (
    Score,
    beyond,
    birth_date,
    declared_alone,
    listed_alone,
    name_part,
    nationality,
    nationality_code,
    open_pair,
    sex,
)
from roadstead.engine.matching.likeness import CONSONANTS_AGREE, SAME, likeness
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.records import Entry, Traveller

# ── What speaks for or against an entry beside its name: birth date, nationality, sex.


class Side(NamedTuple):
    """The evidence beside the name, and its sum in bits."""

    birth_date: Score
    nationality: Score
    sex: Score

    @property
    def bits(self) -> float:
        return self.birth_date.bits + self.nationality.bits + self.sex.bits


def beside_the_name(traveller: Traveller, entry: Entry, share: float) -> Side:
    """`share`: of the declared nationality among those who have such a name, from 0 to 1."""
    declared = nationality_code(traveller.nationality)
    listed = tuple(dict.fromkeys(filter(None, map(nationality_code, entry.nationalities))))
    return Side(
        birth_date(as_far_as_it_goes(traveller.born), entry.born),
        nationality(declared, listed, share),
        sex(traveller.sex, entry.sex),
    )


# ── Which declared part stands for which listed one, in words: the slow twin of `kernel.pairing`, for those who alert.
#
# Strongest pairs first, every part used once; ties are settled by place, so that two names always pair in one way.


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
    pairs = [
        (score, i, j)
        for i, a in enumerate(declared)
        for j, b in enumerate(listed)
        if (score := open_pair(a, b)) is not None
    ]
    found, here, there = [], set[int](), set[int]()
    for score, i, j in sorted(pairs, key=lambda pair: (-pair[0].bits, pair[1], pair[2])):
        if i not in here and j not in there:
            here.add(i)
            there.add(j)
            found.append(score)
    alone = [declared_alone(part) for i, part in enumerate(declared) if i not in here]
    return tuple(found), (*alone, *(listed_alone(part) for j, part in enumerate(listed) if j not in there))


ROUNDING = 1e-9


class Explainer:
    """Of one traveller in one segment; asked for each name that is to be shown.

    `share`: of the declared nationality among those who have such a name, from 0 to 1.
    """

    def __init__(self, traveller: Traveller, tokens: Sequence[Token], desk: SegmentDesk, share: float = 0.0) -> None:
        self._traveller, self._share = traveller, share
        self._parts = tuple(token.text for token in leading(tokens))
        self._segment, self._neighbours = desk.segment, desk.neighbours
        self._near = dict[int, list[tuple[int, int, str]]]()  # listed token: place in the pool, places, declared text
        pool = desk.neighbours.arrays
        for number, text, mask in tokens:
            first, last = int(pool.near_from[number]), int(pool.near_from[number + 1])
            for at, listed in enumerate(pool.near[first:last].tolist(), first):
                self._near.setdefault(listed, []).append((at, mask, text))

    def side(self, entity: int) -> Side:
        return beside_the_name(self._traveller, self._segment.entry(entity), self._share)

    def alignment(self, name: int) -> Alignment:
        tokens = listed_tokens(self._segment, name)
        listed = tuple(_text(self._segment, token) for token, _ in tokens[: int(self._segment.names.parts[name])])
        return align(self._parts, listed, self._pairs(tokens))

    def possible(self, name: int) -> Iterator[Pair]:
        """Every pair that the two names may have, also those that cannot stand beside each other."""
        return self._pairs(listed_tokens(self._segment, name))

    def _pairs(self, tokens: list[tuple[int, int]]) -> Iterator[Pair]:
        bits, neighbours = self._neighbours.arrays.bits, self._neighbours
        for token, there in tokens:
            for at, here, declared in self._near.get(token, ()):
                if not (is_joined(here) and is_joined(there)):
                    listed = _text(self._segment, token)
                    relation = _relation(declared, listed, float(neighbours.value[at]))
                    yield Pair(declared, listed, relation, float(bits[at]), float(neighbours.share[at]), here, there)


def leading(tokens: Sequence[Token]) -> Iterator[Token]:
    """The plain reading of each part: they come first, and no place comes twice."""
    return (token for place, token in enumerate(tokens) if token.places == 1 << place)


def is_joined(mask: int) -> bool:
    return mask & (mask - 1) != 0


def listed_tokens(segment: Segment, name: int) -> list[tuple[int, int]]:
    """Token and places, the parts first."""
    first, last = int(segment.names.token_from[name]), int(segment.names.token_from[name + 1])
    return list(zip(segment.names.token[first:last].tolist(), segment.names.mask[first:last].tolist(), strict=True))


def _text(segment: Segment, token: int) -> str:
    return bytes(segment.words.letters[token, : segment.words.length[token]]).decode("ascii")


def _relation(declared: str, listed: str, value: float) -> str:
    if declared == listed:
        return SAME
    found = likeness(declared, listed)
    return found.relation if found.value >= value - ROUNDING else CONSONANTS_AGREE.relation
