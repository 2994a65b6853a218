"""Listed organisations and craft made ready: numbers, addresses, names, and what two have in common, in bits."""

from __future__ import annotations

import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import log2
from typing import Final, NamedTuple

from roadstead.engine.matching.desk import Worker
from roadstead.engine.matching.features.evidence import Score
from roadstead.engine.matching.segment.rows import Rows, entry_key
from roadstead.engine.matching.segment.segment import Segment, put_in_order
from roadstead.engine.matching.things.names import REMEMBERED, Written, by_initials, crafts, organisations, words_of
from roadstead.engine.records import ADDRESS, Address, Entry, Kind
from roadstead.engine.reference.tables import word_table
from roadstead.engine.text.identifiers import document_key
from roadstead.engine.text.names import leaves_vowels_out

# ── Numbers of things: IMO, call sign, MMSI, registration of a craft; register and tax numbers of an organisation.


NOT_NUMBERS: Final = frozenset({"address", "vessel_type", "father"})
# Where a list writes numbers into its remarks: "Tax ID No. 2013800375", "Company Number 1400-01-004182".
REMARKED: Final = re.compile(
    r"(?:Tax ID No\.|Registration (?:Number|ID)|Company Number|C\.R\. No\.|Identification Number|Commercial Registry "
    r"Number|RUC #|RTN|NIT #|R\.F\.C\.|V\.A\.T\. Number|Business Number|UK Company Number)\s*:?\s*([\w./-]*\d[\w./-]*)"
)
# Characters at least, bits, remark: a short number is met by chance.
LENGTHS: Final = ((8, 25.0, ""), (6, 14.0, "; numbers of this length are met by chance now and then"),
                  (4, 6.0, "; so short a number is met by chance every day"))  # fmt: skip


def plain(number: str) -> str:
    """Capitals and digits only, without the letters IMO before it."""
    return document_key(number).removeprefix("IMO")


def numbers_listed(entry: Entry) -> Iterator[tuple[str, str]]:
    """What it is and the number, plain: identifiers, documents and remarks."""
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
    """The longest number that a party and an entry have in common."""
    listed = {number for _, number in numbers_listed(entry)}
    both = sorted((number for each in declared if (number := plain(each)) in listed), key=len, reverse=True)
    for least, bits, remark in LENGTHS if both else ():
        if len(both[0]) >= least:
            return Score(bits, f"The number {both[0]} is listed for {entry.name}{remark}.")
    return None


# ── Addresses as their own tokens: numbers, postcodes, words of street and town; what two have in common, in bits.


ADDRESSES_REMARKED: Final = re.compile(r"(?:^|; )address ([^;]+)")  # where a list writes addresses into its remarks
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
    return tuple(text for text in (*own, *ADDRESSES_REMARKED.findall(entry.reason)) if text)


def text_of(address: Address) -> str:
    return ", ".join(filter(None, (address.street, address.city, address.region, address.postcode)))


@cache
def _abbreviations() -> Mapping[str, str]:
    return {word: row[0] for row in reversed(word_table("street_words")) for word in row}


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


# ── Listed things taken apart for a segment: undated, each name in every way it is read, and by its initials.


CRAFT = frozenset({Kind.VESSEL, Kind.AIRCRAFT})


class Way(NamedTuple):
    """One way in which a name is read; `full`: the name of which these are the initials; `aside`: without its brackets
    or from within them, so that it is not the whole of the name."""

    written: Written
    full: str = ""
    aside: bool = False


def ways_of(text: str, read: Callable[[str], Sequence[Written]]) -> Iterator[Way]:
    """The name in every way it is read, and by its initials."""
    for place, written in enumerate(read(text)):
        yield Way(written, aside=place > 0)
        yield from (Way(initials, text) for initials in by_initials(written))


@dataclass(slots=True)
class ThingRows(Rows):
    """What speaks beside the name is weighed apart, so the rows hold names only; a weak alias costs, and is kept.

    Nobody has a date, so that names stay in the order in which they came: `ways` is by number of the name.
    """

    ways: list[Way] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        number = len(self.sex)
        self.birth_from.append(0)
        self.nation_from.append(0)
        self.sex.append(0)
        self.entry_code.append(0)
        self.key.append(entry_key(entry.list, entry.id))
        for text, place in {name.text: place for place, name in enumerate(entry.names)}.items():
            arabic = not text.isascii() and leaves_vowels_out(text)
            for way in ways_of(text, crafts if entry.kind in CRAFT else organisations):
                self._way(number, place, way, arabic and not way.full)

    def _way(self, entity: int, place: int, way: Way, arabic: bool) -> None:
        name, parts = len(self.entity), way.written.parts
        self.ways.append(way)
        self.entity.append(entity)
        self.name_place.append(place)
        self.weak.append(0)
        self.parts.append(len(parts))
        self.vocabulary.add(parts, arabic=arabic)
        self.code.append(0)
        self.row_name.append(name)


def _thing_segment(entries: Iterable[Entry]) -> tuple[Segment, Sequence[Way]]:
    """And the way in which each of its names is read, by its number."""
    rows, kept = ThingRows(), list(entries)
    for entry in kept:
        rows.add(entry)
    rows.vocabulary.finish()
    return put_in_order(rows, kept), rows.ways


ORGANISATIONS: Final = frozenset({Kind.ORGANISATION, Kind.OTHER})


@dataclass(frozen=True, slots=True)
class Names:
    """A segment of names, with a worker for each thread."""

    segment: Segment
    ways: Sequence[Way]
    _workers: threading.local = field(default_factory=threading.local)

    def worker(self) -> Worker:
        found: Worker | None = getattr(self._workers, "worker", None)
        if found is None:
            found = self._workers.worker = Worker()
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Built whole, then only read. `numbers`: listed things by each of their numbers ("imo:9074729")."""

    organisations: Names
    crafts: Names
    numbers: Mapping[str, tuple[Entry, ...]]
    addresses: Addresses


def build_things(entries: Iterable[Entry]) -> Things:
    """Of all that is listed what is no person."""
    listed = [entry for entry in entries if entry.kind is not Kind.PERSON]
    organisations = [entry for entry in listed if entry.kind in ORGANISATIONS]
    return Things(
        organisations=Names(*_thing_segment(organisations)),
        crafts=Names(*_thing_segment(entry for entry in listed if entry.kind in CRAFT)),
        numbers=by_number(listed),
        addresses=build_addresses(organisations),
    )
