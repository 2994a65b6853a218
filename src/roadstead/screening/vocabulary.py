"""Every token of a list by its keys, and for a declared token the listed ones that are the same or nearly so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Final, NamedTuple

from roadstead.screening.features.leftovers import most_as_leftover
from roadstead.screening.features.parts import evidence
from roadstead.screening.frequencies import Frequencies
from roadstead.screening.keys import coarse, deletions, forms, skeletons
from roadstead.screening.likeness import CONSONANTS_AGREE, NEIGHBOUR, Likeness, likeness
from roadstead.screening.tokens import Token

MOST_REMEMBERED: Final = 500_000  # declared tokens whose neighbours are kept; parts repeat, so most are asked again


class Neighbour(NamedTuple):
    """A listed token that a declared token may stand for: how, how rare, and the evidence in bits."""

    token: int
    declared: str
    listed: str
    relation: str
    bits: float
    share: float


class Vocabulary:
    """Numbers for tokens, their keys, and the memo of neighbours. Filled once by `add`, then only asked."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.frequencies = Frequencies(counts=Counter(), names=0)
        self._numbers: dict[tuple[str, bool], int] = {}
        self._keys: defaultdict[str, list[int]] = defaultdict(list)
        self._unvowelled: set[int] = set()
        self._in_order: list[str] = []
        self._left_over: dict[str, float] = {}
        self._neighbours: dict[tuple[str, bool], tuple[Neighbour, ...]] = {}

    def add(self, token: Token, *, arabic: bool) -> int:
        """The token's number; `arabic` where it was written without its vowels."""
        number = self._numbers.get((token.text, token.joined))
        if number is None:
            number = self._enter(token)
        if arabic and number not in self._unvowelled:
            self._unvowelled.add(number)
            self._enter_by_consonants(number)
        return number

    def neighbours(self, token: Token) -> tuple[Neighbour, ...]:
        """Best first. A pure function of the token's text, and so remembered."""
        asked = (token.text, token.joined)
        found = self._neighbours.get(asked)
        if found is None:
            if len(self._neighbours) >= MOST_REMEMBERED:
                self._neighbours.clear()
            found = self._neighbours[asked] = self._weighed(token)
        return found

    def most_left_over(self, part: str) -> float:
        """The most bits this part can give as a leftover, against any listed part."""
        found = self._left_over.get(part)
        if found is None:
            found = self._left_over[part] = most_as_leftover(part, self._sorted())
        return found

    def _sorted(self) -> list[str]:
        """Every single token in order of the alphabet; put in order once, when the first traveller is asked for."""
        if not self._in_order:
            self._in_order = sorted(token.text for token in self.tokens if not token.joined)
        return self._in_order

    def _enter(self, token: Token) -> int:
        number = self._numbers[token.text, token.joined] = len(self.tokens)
        self.tokens.append(token)
        for key in _keys(token):
            self._keys[key].append(number)
        return number

    def _enter_by_consonants(self, number: int) -> None:
        if key := _coarse_key(self.tokens[number]):
            self._keys[key].append(number)

    def _weighed(self, token: Token) -> tuple[Neighbour, ...]:
        """A looser relation is weighed against everything it would also have accepted."""
        met = {token.text}
        weighed: list[Neighbour] = []
        alike = sorted(self._alike(token), key=lambda found: (-found[1].value, found[0]))
        for value, group in groupby(alike, key=lambda found: found[1].value):
            same = [(number, self.tokens[number].text, like.relation) for number, like in group]
            met.update(text for _, text, _ in same)
            share = self.frequencies.share(met)
            bits = evidence(value, share)
            weighed += [Neighbour(n, token.text, text, relation, bits, share) for n, text, relation in same]
        return tuple(weighed)

    def _alike(self, token: Token) -> Iterator[tuple[int, Likeness]]:
        """A joined token is only sought among single ones: two joined ones have met part by part already."""
        by_consonants = set(self._keys.get(_coarse_key(token), ()))
        for number in by_consonants.union(*(self._keys.get(key, ()) for key in _keys(token))):
            other = self.tokens[number]
            if not (token.joined and other.joined):
                like = likeness(token.text, other.text)
                like = max(like, CONSONANTS_AGREE) if number in by_consonants else like
                if like.value >= NEIGHBOUR:
                    yield number, like


def _keys(token: Token) -> Iterator[str]:
    """Kinds of keys are marked, so that a skeleton never meets a word."""
    yield token.text
    yield from ("~" + skeleton for skeleton in skeletons(token.text))
    yield from (f"={group}" for group in forms(token.text))
    if not token.joined:
        yield from ("-" + rest for rest in deletions(token.text))


def _coarse_key(token: Token) -> str:
    """ "" where too little is left; no such key is kept."""
    key = coarse(token.text)
    return "≈" + key if key else ""
