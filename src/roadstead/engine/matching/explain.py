"""Explanation of a match in words and bits: the same sum as in the compiled walk, computed in plain Python."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roadstead.engine.matching.features.evidence import (
    Score,
    birth_date,
    damping,
    declared_alone,
    listed_alone,
    name_part,
    nationality,
    nationality_code,
    open_pair,
    sex,
)
from roadstead.engine.matching.likeness import CONSONANTS_AGREE, SAME, likeness
from roadstead.engine.matching.queries import valid_part
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.matching.workspace import SegmentWorkspace, Token
from roadstead.engine.records import Entry, Traveller

# ── Secondary evidence: birth date, nationality, sex


class SecondaryEvidence(NamedTuple):
    """Evidence besides the name, and its sum in bits."""

    birth_date: Score
    nationality: Score
    sex: Score

    @property
    def bits(self) -> float:
        return self.birth_date.bits + self.nationality.bits + self.sex.bits


def secondary_evidence(traveller: Traveller, entry: Entry, share: float) -> SecondaryEvidence:
    """Return the secondary evidence. `share`: of the declared nationality among listed persons with the name (0–1)."""
    declared = nationality_code(traveller.nationality)
    listed = tuple(dict.fromkeys(filter(None, map(nationality_code, entry.nationalities))))
    return SecondaryEvidence(
        birth_date(valid_part(traveller.born), entry.born),
        nationality(declared, listed, share),
        sex(traveller.sex, entry.sex),
    )


# ── Pairing of declared and listed name parts, in words: the Python twin of `kernel.pairing`, for names that alert
#
# The strongest pairs are taken first and every part is used once. Ties are broken by place, so that two names always
# pair in the same way.


class Pair(NamedTuple):
    """A declared token and a listed one that may be the same name part.

    `here`, `there`: places of the parts they cover, as bits; `share`: of other people with such a part.
    """

    declared: str
    listed: str
    relation: str
    bits: float
    share: float
    here: int
    there: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two paired names: pairs that agree, pairs that begin alike or are similar, and parts without a partner."""

    pairs: tuple[Pair, ...]
    open_pairs: tuple[Score, ...] = ()
    alone: tuple[Score, ...] = ()  # parts without a partner, and the reduction of a high sum (`damping`)
    parts: tuple[str, ...] = ()  # all declared parts
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
    """Pair the parts of two names, and score the parts without a partner."""
    pairs: list[Pair] = []
    here = there = 0
    for pair in sorted(possible, key=lambda each: (-each.bits, each.here, each.there)):
        if not (here & pair.here or there & pair.there):
            pairs.append(pair)
            here |= pair.here
            there |= pair.there
    open_pairs, alone = _leftovers(_open(parts, here), _open(listed_parts, there))
    together = damping(sum(pair.bits for pair in pairs) + sum(score.bits for score in open_pairs if score.bits > 0))
    alone = (*alone, together) if together else alone
    return Alignment(tuple(pairs), open_pairs, alone, tuple(parts), tuple(listed_parts))


def _open(parts: Sequence[str], used: int) -> list[str]:
    return [part for place, part in enumerate(parts) if not used >> place & 1]


def _leftovers(declared: list[str], listed: list[str]) -> tuple[tuple[Score, ...], tuple[Score, ...]]:
    """Pair parts by beginning, initial or similarity first; every part that is then alone is evidence against."""
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
    """Explains the names of one segment that are shown for one traveller.

    `share`: of the declared nationality among listed persons with such a name (0–1).
    """

    def __init__(
        self, traveller: Traveller, tokens: Sequence[Token], desk: SegmentWorkspace, share: float = 0.0
    ) -> None:
        self._traveller, self._share = traveller, share
        self._parts = tuple(token.text for token in leading(tokens))
        self._segment, self._neighbours = desk.segment, desk.neighbours
        # listed token: position in the pool, places, declared text
        self._near = dict[int, list[tuple[int, int, str]]]()
        pool = desk.neighbours.arrays
        for number, text, mask in tokens:
            first, last = int(pool.near_from[number]), int(pool.near_from[number + 1])
            for at, listed in enumerate(pool.near[first:last].tolist(), first):
                self._near.setdefault(listed, []).append((at, mask, text))

    def secondary_evidence(self, entity: int) -> SecondaryEvidence:
        return secondary_evidence(self._traveller, self._segment.entry(entity), self._share)

    def alignment(self, name: int) -> Alignment:
        tokens = listed_tokens(self._segment, name)
        listed = tuple(_text(self._segment, token) for token, _ in tokens[: int(self._segment.names.parts[name])])
        return align(self._parts, listed, self._pairs(tokens))

    def possible(self, name: int) -> Iterator[Pair]:
        """Return every possible pair of the two names, including pairs that exclude each other."""
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
    """Return the plain reading of each part: these tokens come first, and each has its own place."""
    return (token for place, token in enumerate(tokens) if token.places == 1 << place)


def is_joined(mask: int) -> bool:
    return mask & (mask - 1) != 0


def listed_tokens(segment: Segment, name: int) -> list[tuple[int, int]]:
    """Return token and places of a listed name, name parts first."""
    first, last = int(segment.names.token_from[name]), int(segment.names.token_from[name + 1])
    return list(zip(segment.names.token[first:last].tolist(), segment.names.mask[first:last].tolist(), strict=True))


def _text(segment: Segment, token: int) -> str:
    return bytes(segment.words.letters[token, : segment.words.length[token]]).decode("ascii")


def _relation(declared: str, listed: str, value: float) -> str:
    if declared == listed:
        return SAME
    found = likeness(declared, listed)
    return found.relation if found.value >= value - ROUNDING else CONSONANTS_AGREE.relation
