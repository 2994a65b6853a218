"""Parties of a consignment against listed organisations: by number, by name, by address. One match an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from roadstead.engine.matching.features.nationality import code
from roadstead.engine.matching.features.score import NOTHING_KNOWN, Score
from roadstead.engine.matching.things.addresses import ALONE, AS_EVIDENCE, addresses_met, has_number
from roadstead.engine.matching.things.asking import Named, named
from roadstead.engine.matching.things.built import Things
from roadstead.engine.matching.things.match import Evidence, Match, Means, Party, best_first
from roadstead.engine.matching.things.names import organisations
from roadstead.engine.matching.things.numbers import plain, same_number
from roadstead.engine.matching.things.rows import CRAFT
from roadstead.engine.records import Entry, Kind
from roadstead.engine.reference import countries

DEFAULT_THRESHOLD: Final = 15.0
SAME_COUNTRY, OTHER_COUNTRY = 1.5, -1.0
WHOLE: Final = 8.0  # bits of a name that is equal in every part, from which it is shown whatever the rest says


def met_parties(parties: Sequence[Party], things: Things, threshold: float = DEFAULT_THRESHOLD) -> list[list[Match]]:
    """For each party every listed organisation at or above the threshold (bits) or shown by policy, best first."""
    texts = [party.name for party in parties]
    by_name = named(texts, organisations, things.organisations)
    return [_of_party(*each, things, threshold) for each in zip(parties, by_name, strict=True)]


def _of_party(party: Party, by_name: Mapping[int, Named], things: Things, threshold: float) -> list[Match]:
    names = {id(one.entry): one for one in by_name.values()}
    places = addresses_met(party.addresses, things.addresses)
    numbered = {id(e): e for n in party.numbers for e in things.numbers.get(f":{plain(n)}", ()) if e.kind not in CRAFT}
    alone = [key for key, place in places.items() if key in names or key in numbered or _tells(place, threshold)]
    addressed = {key: things.addresses.owned_by(key) for key in sorted(alone, key=things.addresses.first_of)}
    entries = {**addressed, **numbered, **{key: one.entry for key, one in names.items()}}
    found = (_match(party, entry, names.get(key), places.get(key)) for key, entry in entries.items())
    return sorted((one for one in found if one.always or _enough(one, threshold)), key=best_first)


def _tells(place: Score, threshold: float) -> bool:
    """Whether an address could show an entry without its name or number: few do, of the many that share a street."""
    if has_number(place):
        return place.bits >= ALONE
    return min(AS_EVIDENCE, place.bits) + SAME_COUNTRY >= threshold


def _enough(one: Match, threshold: float) -> bool:
    """An address alone has its own measure."""
    return one.score >= (ALONE if one.means is Means.ADDRESS else threshold)


def _match(party: Party, entry: Entry, by_name: Named | None, place: Score | None) -> Match:
    number = same_number(party.numbers, entry)
    weight = by_name.weight if by_name else None
    if number is None and place is not None and has_number(place) and (weight is None or weight.bits <= 0):
        return Match(entry=entry, name=entry.name, means=Means.ADDRESS, evidence=(("address", place),))
    names = tuple(("name", score) for score in weight.scores) if weight and (weight.bits > 0 or not number) else ()
    return Match(
        entry=entry,
        name=by_name.name if by_name else entry.name,
        means=Means.NUMBER if number else Means.NAME,
        evidence=(*((("number", number),) if number else ()), *names, *_beside(party, entry, place)),
        always=bool(weight and weight.whole and weight.bits >= WHOLE),
    )


def _beside(party: Party, entry: Entry, place: Score | None) -> Evidence:
    found = [("country", _country(party.country, entry))]
    if place is not None:
        found.append(("address", Score(min(AS_EVIDENCE, place.bits), place.reason)))
    return tuple(each for each in found if each[1].reason)


def _country(declared: str, entry: Entry) -> Score:
    """Companies sit in several; differing costs little."""
    mine, listed = code(declared), [code(each) for each in entry.nationalities]
    if not mine or not any(listed) or entry.kind is Kind.PERSON:
        return NOTHING_KNOWN
    name = countries.name(mine) or mine
    if mine in listed:
        return Score(SAME_COUNTRY, f"{name} is the country, as listed.")
    others = ", ".join(countries.name(each) or each for each in listed)
    return Score(OTHER_COUNTRY, f"The country differs ({name}, listed {others}).")
