"""Why a listed name reached a traveller, in words and bits: the same sum as the compiled walk, told slowly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadstead.engine.matching.alignment import Alignment, Pair, align
from roadstead.engine.matching.desk import SegmentDesk, Token
from roadstead.engine.matching.likeness import CONSONANTS_AGREE, SAME, likeness
from roadstead.engine.matching.segment.segment import Segment
from roadstead.engine.matching.side import Side, beside_the_name
from roadstead.engine.records import Traveller

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
