"""Matches of parties of a consignment and of craft with listed organisations, vessels and aircraft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from roadstead.engine.matching.entities.evidence import (
    AS_EVIDENCE,
    MIN_ADDRESS_ALONE_BITS,
    has_number,
    matching_addresses,
    plain,
    same_number,
)
from roadstead.engine.matching.entities.index import CRAFT, EntityIndex
from roadstead.engine.matching.entities.names import crafts as written
from roadstead.engine.matching.entities.names import organisations, words_of
from roadstead.engine.matching.entities.weighing import EntityCandidate, search_names
from roadstead.engine.matching.features.evidence import NO_EVIDENCE, Score, nationality_code
from roadstead.engine.records import Address, Craft, Entry, Kind
from roadstead.engine.reference import countries
from roadstead.engine.sentences import Sentence

ENTITY_MATCHER_VERSION: Final = "things-5"
Evidence = tuple[tuple[str, Score], ...]  # feature, and its score


class Means(StrEnum):
    """Kind of match, the surest first. A match by address alone is weaker: many share a house."""

    NUMBER = "number"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyQuery:
    """An organisation as declared: consignor, consignee, carrier, owner. `numbers`: as sent (tax, register, IMO)."""

    name: str = ""
    numbers: tuple[str, ...] = ()
    country: str = ""
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMatch:
    """An entry that may be the party or craft. `score`: sum of the evidence in bits; `name`: the matching name."""

    entry: Entry
    name: str
    means: Means
    evidence: Evidence
    shown_by_policy: bool = False  # shown by policy, whatever the score
    version: str = ENTITY_MATCHER_VERSION

    @property
    def score(self) -> float:
        return sum(score.bits for _, score in self.evidence)


def best_first(found: EntityMatch) -> tuple[float, str, str]:
    return (-found.score, found.entry.list, found.entry.id)


# ── Parties of a consignment and listed organisations: by number, name and address, one match per entry


DEFAULT_THRESHOLD: Final = 15.0
SAME_COUNTRY, OTHER_COUNTRY = 1.5, -1.0
MIN_WHOLE_NAME_BITS: Final = (
    8.0  # bits; a name equal in all parts and at least this strong is shown whatever the other evidence
)


def match_parties(
    parties: Sequence[PartyQuery], things: EntityIndex, threshold: float = DEFAULT_THRESHOLD
) -> list[list[EntityMatch]]:
    """Return for each party the listed organisations at or above the threshold (bits) or shown by policy."""
    texts = [party.name for party in parties]
    by_name = search_names(texts, organisations, things.organisations)
    return [_of_party(*each, things, threshold) for each in zip(parties, by_name, strict=True)]


def _of_party(
    party: PartyQuery, by_name: Mapping[int, EntityCandidate], things: EntityIndex, threshold: float
) -> list[EntityMatch]:
    names = {id(one.entry): one for one in by_name.values()}
    places = matching_addresses(party.addresses, things.addresses)
    numbered = {id(e): e for n in party.numbers for e in things.numbers.get(f":{plain(n)}", ()) if e.kind not in CRAFT}
    alone = [
        key for key, place in places.items() if key in names or key in numbered or _is_enough_alone(place, threshold)
    ]
    addressed = {key: things.addresses.owned_by(key) for key in sorted(alone, key=things.addresses.first_of)}
    entries = {**addressed, **numbered, **{key: one.entry for key, one in names.items()}}
    found = (_match(party, entry, names.get(key), places.get(key)) for key, entry in entries.items())
    # An address alone has its own threshold.
    enough = (
        one
        for one in found
        if one.shown_by_policy or one.score >= (MIN_ADDRESS_ALONE_BITS if one.means is Means.ADDRESS else threshold)
    )
    return sorted(enough, key=best_first)


def _is_enough_alone(place: Score, threshold: float) -> bool:
    """Return True if the address could show an entry without a name or number. Few can, as many share a street."""
    if has_number(place):
        return place.bits >= MIN_ADDRESS_ALONE_BITS
    return min(AS_EVIDENCE, place.bits) + SAME_COUNTRY >= threshold


def _match(party: PartyQuery, entry: Entry, by_name: EntityCandidate | None, place: Score | None) -> EntityMatch:
    number = same_number(party.numbers, entry)
    weight = by_name.weight if by_name else None
    if number is None and place is not None and has_number(place) and (weight is None or weight.bits <= 0):
        return EntityMatch(entry=entry, name=entry.name, means=Means.ADDRESS, evidence=(("address", place),))
    names = tuple(("name", score) for score in weight.scores) if weight and (weight.bits > 0 or not number) else ()
    return EntityMatch(
        entry=entry,
        name=by_name.name if by_name else entry.name,
        means=Means.NUMBER if number else Means.NAME,
        evidence=(*((("number", number),) if number else ()), *names, *_beside(party, entry, place)),
        shown_by_policy=bool(weight and weight.whole and weight.bits >= MIN_WHOLE_NAME_BITS),
    )


def _beside(party: PartyQuery, entry: Entry, place: Score | None) -> Evidence:
    found = [("country", _country(party.country, entry))]
    if place is not None:
        found.append(("address", Score(min(AS_EVIDENCE, place.bits), place.reason)))
    return tuple(each for each in found if each[1].reason)


def _country(declared: str, entry: Entry) -> Score:
    """Compare countries. A difference costs little, as companies have several."""
    mine, listed = nationality_code(declared), [nationality_code(each) for each in entry.nationalities]
    if not mine or not any(listed) or entry.kind is Kind.PERSON:
        return NO_EVIDENCE
    name = countries.name(mine) or mine
    if mine in listed:
        return Score(SAME_COUNTRY, Sentence("Country %(name)s, as listed.", {"name": name}))
    others = ", ".join(countries.name(each) or each for each in listed)
    return Score(
        OTHER_COUNTRY, Sentence("Different country (%(name)s, listed %(others)s).", {"name": name, "others": others})
    )


# ── Craft of a voyage and listed vessels and aircraft
#
# Names of vessels have one or two parts and are reused, so the IMO number (or call sign, or registration) decides.
# Name, flag and type only suggest a match, and are ignored if the numbers differ. A former name is an alias.


# Field of the craft, key in an entry's identifiers, bits, words. The first number known on both sides decides.
NUMBERS: Final = (
    ("imo", "imo", 25.0, "IMO number"),
    ("registration", "tail_number", 25.0, "registration"),
    ("call_sign", "call_sign", 20.0, "call sign"),
    ("mmsi", "mmsi", 20.0, "MMSI"),
)
NAME: Final = 10.0  # bits of an equal name, and the maximum for a similar one
SIMILAR_NAME_FACTOR: Final = 0.75  # factor on the bits if a part is spelt differently
MIN_SHOWN_BITS: Final = 6.0  # bits of a name (of 10) from which it is shown
SAME_FLAG, OTHER_FLAG, SAME_TYPE = 1.0, -1.0, 0.5


def match_crafts(crafts: Sequence[Craft], things: EntityIndex) -> list[list[EntityMatch]]:
    """Return for each craft every listed one it may be, best first."""
    names = [craft.name for craft in crafts]
    by_name = search_names(names, written, things.crafts)
    return [_of_craft(craft, list(each.values()), things) for craft, each in zip(crafts, by_name, strict=True)]


def _of_craft(craft: Craft, by_name: list[EntityCandidate], things: EntityIndex) -> list[EntityMatch]:
    names = {id(one.entry): one for one in by_name}
    entries = {id(entry): entry for entry in _numbered(craft, things)} | {k: one.entry for k, one in names.items()}
    found = (_match_craft(craft, entry, names.get(key)) for key, entry in entries.items())
    return sorted((one for one in found if one is not None), key=best_first)


def _numbered(craft: Craft, things: EntityIndex) -> list[Entry]:
    keys = (f"{key}:{number}" for field, key, *_ in NUMBERS if (number := plain(getattr(craft, field))))
    return [entry for key in keys for entry in things.numbers.get(key, ()) if entry.kind in CRAFT]


def _match_craft(craft: Craft, entry: Entry, by_name: EntityCandidate | None) -> EntityMatch | None:
    """Match by the first number known on both sides, or by name if there is none."""
    for field, key, bits, words in NUMBERS:
        mine, theirs = plain(getattr(craft, field)), plain(entry.identifiers.get(key, ""))
        if mine and theirs:
            score = Score(
                bits,
                Sentence(
                    "The %(words)s %(number)s is listed for %(name)s.",
                    {"words": Sentence(words), "number": mine, "name": entry.name},
                ),
            )
            return _by_number(entry, score, by_name) if mine == theirs else None
    return _by_name(craft, entry, by_name) if by_name else None


def _by_number(entry: Entry, score: Score, by_name: EntityCandidate | None) -> EntityMatch:
    name = _name(by_name) if by_name else NO_EVIDENCE
    beside = (("craft", name),) if name.bits > 0 else ()
    return EntityMatch(
        entry=entry, name=entry.name, means=Means.NUMBER, evidence=(("craft", score), *beside), shown_by_policy=True
    )


def _by_name(craft: Craft, entry: Entry, by_name: EntityCandidate) -> EntityMatch | None:
    name = _name(by_name)
    if name.bits < MIN_SHOWN_BITS:
        return None
    words = Sentence(
        "%(name)s: %(reason)s There is no number to compare, and vessel names are reused.",
        {"name": craft.name, "reason": name.reason},
    )
    beside = [score for score in (_flag(craft, entry), _type(craft, entry)) if score.reason]
    evidence = (("craft", Score(name.bits, words)), *(("craft", score) for score in beside))
    return EntityMatch(entry=entry, name=by_name.name, means=Means.NAME, evidence=evidence)


def _name(found: EntityCandidate) -> Score:
    """Score a name equal or similar in all its parts. One with an extra part or digit is another ship."""
    if found.weight.whole:
        return Score(NAME, Sentence("Same name as %(name)s.", {"name": found.name}))
    nearly = all(score.bits > 0 for score in found.weight.scores)
    bits = min(NAME, found.weight.bits) * SIMILAR_NAME_FACTOR if nearly else 0.0
    return Score(bits, Sentence("Similar name to %(name)s.", {"name": found.name}))


def _flag(craft: Craft, entry: Entry) -> Score:
    """Compare flags. A difference costs little: ships change flag for a day's fee."""
    mine, listed = nationality_code(craft.flag), [nationality_code(each) for each in entry.nationalities]
    if not mine or not any(listed):
        return NO_EVIDENCE
    flag = countries.name(mine) or mine
    if mine in listed:
        return Score(SAME_FLAG, Sentence("Flag of %(flag)s, as listed.", {"flag": flag}))
    return Score(OTHER_FLAG, Sentence("Different flag (%(flag)s).", {"flag": flag}))


def _type(craft: Craft, entry: Entry) -> Score:
    both = set(words_of(craft.kind)) & set(words_of(entry.identifiers.get("vessel_type", "")))
    return (
        Score(SAME_TYPE, Sentence("Same type (%(words)s).", {"words": " ".join(sorted(both))})) if both else NO_EVIDENCE
    )
