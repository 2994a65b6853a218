"""Addresses as their own tokens: numbers, postcodes, words of street and town; what two have in common, in bits."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2
from typing import Final

from roadstead.engine.matching.features.score import Score
from roadstead.engine.matching.tables import table
from roadstead.engine.matching.things.names import REMEMBERED, words_of
from roadstead.engine.records import ADDRESS, Address, Entry

REMARKED: Final = re.compile(r"(?:^|; )address ([^;]+)")  # where a list writes addresses into its remarks
NOTHING: Final = "-"
MOST_TOKENS: Final = 24
COMMON: Final = 2_000  # addresses that share a token: nobody is looked for by such a one alone
BACKGROUND: Final = 2_000  # addresses added, so that ten listed ones do not make a town rare
OTHER_NUMBER: Final = -3.0
AS_EVIDENCE: Final = 8.0  # the most that an address adds to a name
ALONE: Final = 16.0  # bits at which an address is shown by itself, with a number in common
LEAST: Final = 4.0

Tokens = frozenset[str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Listed addresses: their tokens and whose they are; by token; how many have each."""

    tokens: tuple[Tokens, ...]
    owner: tuple[Entry, ...]
    by_token: Mapping[str, tuple[int, ...]]
    by_owner: Mapping[int, tuple[int, ...]]

    def first_of(self, owner: int) -> int:
        """Where the first address of this owner (by identity) stands."""
        return self.by_owner[owner][0]

    def owned_by(self, owner: int) -> Entry:
        return self.owner[self.first_of(owner)]

    def bits(self, token: str) -> float:
        """Of one token in common: the rarer the more, and a number less than its rarity says."""
        share = (len(self.by_token.get(token, ())) + 1) / (len(self.tokens) + BACKGROUND)
        return min(log2(1 / share), 8.0 if token.isdigit() and len(token) < 5 else 11.0)


def build_addresses(entries: Iterable[Entry]) -> Addresses:
    found = [(tokens_of(text), entry) for entry in entries for text in addresses_listed(entry)]
    by_token, by_owner = defaultdict[str, list[int]](list), defaultdict[int, list[int]](list)
    for place, (tokens, owner) in enumerate(found):
        by_owner[id(owner)].append(place)
        for token in tokens:
            by_token[token].append(place)
    return Addresses(
        tuple(tokens for tokens, _ in found),
        tuple(owner for _, owner in found),
        {token: tuple(places) for token, places in by_token.items()},
        {owner: tuple(places) for owner, places in by_owner.items()},
    )


def addresses_listed(entry: Entry) -> tuple[str, ...]:
    """In an identifier of that name, several apart by semicolons, or among the remarks."""
    own = (text.strip() for text in entry.identifiers.get(ADDRESS, "").split(";"))
    return tuple(text for text in (*own, *REMARKED.findall(entry.reason)) if text)


def text_of(address: Address) -> str:
    return ", ".join(filter(None, (address.street, address.city, address.region, address.postcode)))


@cache
def _abbreviations() -> Mapping[str, str]:
    return {word: row[0] for row in reversed(table("street_words")) for word in row}


@lru_cache(maxsize=REMEMBERED)
def tokens_of(text: str) -> Tokens:
    """Abbreviations written out, words that say nothing left aside: "12 Rue du Port" and "PORT STR. 12" meet."""
    known = _abbreviations()
    found = [known.get(word, word) for word in words_of(text)]
    return frozenset([token for token in found if token != NOTHING][:MOST_TOKENS])


def addresses_met(declared: Iterable[Address], listed: Addresses) -> dict[int, Score]:
    """Owners (by identity) of addresses that have at least `LEAST` bits in common, with the best of each."""
    best: dict[int, tuple[float, Tokens, bool]] = {}
    for tokens in (tokens_of(text_of(address)) for address in declared):
        worth, numbers = {token: listed.bits(token) for token in tokens}, _numbers(tokens)
        for place in _candidates(tokens, listed):
            theirs, owner = listed.tokens[place], id(listed.owner[place])
            both = tokens & theirs
            differ = bool(numbers) and numbers.isdisjoint(theirs) and bool(_numbers(theirs))
            bits = sum(worth[token] for token in both) + (OTHER_NUMBER if differ else 0.0)
            if bits >= max(LEAST, best[owner][0] if owner in best else 0.0):
                best[owner] = (bits, both, differ)
    return {owner: _score(*found) for owner, found in best.items()}


@lru_cache(maxsize=REMEMBERED)
def _numbers(tokens: Tokens) -> Tokens:
    return frozenset(token for token in tokens if any(map(str.isdigit, token)))


def _candidates(tokens: Tokens, listed: Addresses) -> list[int]:
    """Those that share two tokens or more, one of them not common."""
    rare = [token for token in tokens if len(listed.by_token.get(token, ())) <= COMMON]
    found = Counter(place for token in rare for place in listed.by_token.get(token, ()))
    return [place for place, shared in found.items() if shared > 1 or len(tokens & listed.tokens[place]) > 1]


def _score(bits: float, both: Tokens, differ: bool) -> Score:
    words = " ".join(sorted(both)).upper()
    return Score(bits, f"The addresses share {words}{'; their numbers differ' if differ else ''}.")


def has_number(score: Score) -> bool:
    """Whether a number or postcode is among what is shared: a street alone is nobody's."""
    return any(map(str.isdigit, score.reason)) and "differ" not in score.reason
