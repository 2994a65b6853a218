"""Evidence of numbers and addresses of listed organisations and craft, in bits."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2
from typing import Final

from roadstead.engine.matching.entities.names import REMEMBERED, words_of
from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.records import ADDRESS, Address, Entry
from roadstead.engine.reference.tables import word_table
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import document_key

# ── Numbers: IMO, call sign, MMSI, registration of a craft; register and tax numbers of an organisation


NOT_NUMBERS: Final = frozenset({"address", "vessel_type", "father"})
# Numbers inside the remarks of a list: "Tax ID No. 2013800375", "Company Number 1400-01-004182".
REMARKED: Final = re.compile(
    r"(?:Tax ID No\.|Registration (?:Number|ID)|Company Number|C\.R\. No\.|Identification Number|Commercial Registry "
    r"Number|RUC #|RTN|NIT #|R\.F\.C\.|V\.A\.T\. Number|Business Number|UK Company Number)\s*:?\s*([\w./-]*\d[\w./-]*)"
)
# Minimum characters, bits, remark: a short number may match by chance.
LENGTHS: Final = (
    (8, 25.0, "The number %(number)s is listed for %(name)s."),
    (6, 14.0, "The number %(number)s is listed for %(name)s. Numbers of this length sometimes match by chance."),
    (4, 6.0, "The number %(number)s is listed for %(name)s. Numbers this short match by chance every day."),
)


def plain(number: str) -> str:
    """Return capitals and digits only, without the prefix IMO."""
    return document_key(number).removeprefix("IMO")


def numbers_listed(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield (kind, normalised number) from identifiers, documents and remarks."""
    found = [*entry.identifiers.items(), *(("number", document.number) for document in entry.documents)]
    found += (("number", text) for text in REMARKED.findall(entry.reason))
    return ((name, number) for name, text in found if name not in NOT_NUMBERS and (number := plain(text)))


def by_number(entries: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    found: defaultdict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        for name, number in numbers_listed(entry):
            found[f"{name}:{number}"][id(entry)] = entry
            found[f":{number}"][id(entry)] = entry
    return {key: tuple(of_key.values()) for key, of_key in found.items()}


def same_number(declared: Iterable[str], entry: Entry) -> Score | None:
    """Return the score of the longest number that party and entry share, or None."""
    listed = {number for _, number in numbers_listed(entry)}
    both = sorted((number for each in declared if (number := plain(each)) in listed), key=len, reverse=True)
    for least, bits, words in LENGTHS if both else ():
        if len(both[0]) >= least:
            return Score(bits, Sentence(words, {"number": both[0], "name": entry.name}))
    return None


# ── Addresses as tokens: numbers, postcodes, words of street and town


ADDRESSES_REMARKED: Final = re.compile(r"(?:^|; )address ([^;]+)")  # addresses inside the remarks of a list
SAME_WORDS: Final = "The addresses share %(words)s."
OTHER_NUMBERS: Final = "The addresses share %(words)s, but their numbers differ."
FILLER_WORD: Final = "-"
MOST_TOKENS: Final = 24
MAX_ADDRESSES_PER_RARE_TOKEN: Final = 2_000  # addresses that share a token; a more common token alone is not searched
BACKGROUND: Final = 2_000  # addresses added to the count, so that ten listed ones do not make a town rare
OTHER_NUMBER: Final = -3.0
AS_EVIDENCE: Final = 8.0  # the most that an address adds to a name
MIN_ADDRESS_ALONE_BITS: Final = 16.0  # bits at which an address with a matching number is shown alone
MIN_ADDRESS_BITS: Final = 4.0

Tokens = frozenset[str]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Listed addresses: tokens and owner by address; addresses by token and by owner."""

    tokens: tuple[Tokens, ...]
    owner: tuple[Entry, ...]
    by_token: Mapping[str, tuple[int, ...]]
    by_owner: Mapping[int, tuple[int, ...]]

    def first_of(self, owner: int) -> int:
        """Return the number of the first address of this owner (by identity)."""
        return self.by_owner[owner][0]

    def owned_by(self, owner: int) -> Entry:
        return self.owner[self.first_of(owner)]

    def bits(self, token: str) -> float:
        """Return the bits of a shared token: the rarer the more, and less for a number than its rarity suggests."""
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
    """Return the addresses in the `address` identifier, separated by semicolons, and in the remarks."""
    own = (text.strip() for text in entry.identifiers.get(ADDRESS, "").split(";"))
    return tuple(text for text in (*own, *ADDRESSES_REMARKED.findall(entry.reason)) if text)


def text_of(address: Address) -> str:
    return ", ".join(filter(None, (address.street, address.city, address.region, address.postcode)))


@cache
def _abbreviations() -> Mapping[str, str]:
    return {word: row[0] for row in reversed(word_table("street_words")) for word in row}


@lru_cache(maxsize=REMEMBERED)
def tokens_of(text: str) -> Tokens:
    """Return the tokens, abbreviations expanded and filler words removed: "12 Rue du Port" matches "PORT STR. 12"."""
    known = _abbreviations()
    found = [known.get(word, word) for word in words_of(text)]
    return frozenset([token for token in found if token != FILLER_WORD][:MOST_TOKENS])


def matching_addresses(declared: Iterable[Address], listed: Addresses) -> dict[int, Score]:
    """Return the best score of each owner (by identity) of an address with `MIN_ADDRESS_BITS` or more in common."""
    best: dict[int, tuple[float, Tokens, bool]] = {}
    for tokens in (tokens_of(text_of(address)) for address in declared):
        worth, numbers = {token: listed.bits(token) for token in tokens}, _numbers(tokens)
        for place in _candidates(tokens, listed):
            theirs, owner = listed.tokens[place], id(listed.owner[place])
            both = tokens & theirs
            differ = bool(numbers) and numbers.isdisjoint(theirs) and bool(_numbers(theirs))
            bits = sum(worth[token] for token in both) + (OTHER_NUMBER if differ else 0.0)
            if bits >= max(MIN_ADDRESS_BITS, best[owner][0] if owner in best else 0.0):
                best[owner] = (bits, both, differ)
    return {owner: _score(*found) for owner, found in best.items()}


@lru_cache(maxsize=REMEMBERED)
def _numbers(tokens: Tokens) -> Tokens:
    return frozenset(token for token in tokens if any(map(str.isdigit, token)))


def _candidates(tokens: Tokens, listed: Addresses) -> list[int]:
    """Return addresses that share two or more tokens, one of them not common."""
    rare = [token for token in tokens if len(listed.by_token.get(token, ())) <= MAX_ADDRESSES_PER_RARE_TOKEN]
    found = Counter(place for token in rare for place in listed.by_token.get(token, ()))
    return [place for place, shared in found.items() if shared > 1 or len(tokens & listed.tokens[place]) > 1]


def _score(bits: float, both: Tokens, differ: bool) -> Score:
    words = " ".join(sorted(both)).upper()
    return Score(bits, Sentence(OTHER_NUMBERS if differ else SAME_WORDS, {"words": words}))


def has_number(score: Score) -> bool:
    """Return True if a number or postcode is shared: a street alone identifies nobody."""
    return any(map(str.isdigit, str(score.reason))) and score.reason.template != OTHER_NUMBERS
