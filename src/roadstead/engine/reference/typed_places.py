"""Ports and airports that people type on a page, by code or name, and those that they probably meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from roadstead.engine.records import Mode
from roadstead.engine.reference.caricom import participants
from roadstead.engine.reference.countries import alpha3, fold_name, without_asides
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.reference.harbours import harbours
from roadstead.engine.reference.place_names import airports_by_name, codes_by_name, codes_of
from roadstead.engine.reference.places import place, ports_in, seaports

SPACED: Final = re.compile(r"[A-Za-z]{2}\s[A-Za-z0-9]{3}")
ICAO_CHARS: Final = 4
MIN_WORD_CHARS: Final = 3  # of the words of a name that stand for the whole name
MIN_SIMILARITY: Final = 78  # of 100
CONTAINED: Final = 90  # similarity of a name that contains all words typed, before the rest is compared
NEAR_CODE: Final = 88  # similarity of a code that differs in one character
OF_REGION: Final = 6  # added for places of the region's states
OF_SEAPORT: Final = 2  # added for seaports, whose codes cover the airport of the town
BY_CITY: Final = 4  # taken off an airport of which only the city is alike


class NamedPlace(NamedTuple):
    """A name of a place, as it is shown, and the place's code."""

    name: str
    code: str

    @property
    def label(self) -> str:
        """Return "Rodney Bay, Saint Lucia (LCCAS)"."""
        where = place(self.code)
        country = country_name(where.country) if where else ""
        shown = f"{self.name}, {country}" if country and country not in self.name else self.name
        return f"{shown} ({self.code})"


def label(code: str) -> str:
    """Return name, country and code of a place; of an unknown one the code."""
    where = place(code)
    return NamedPlace(where.short_name, code).label if where else code


@lru_cache(maxsize=1024)
def codes_typed(text: str) -> tuple[str, ...]:
    """Return the codes that a text may mean: UN/LOCODE or IATA, ICAO only for airports without IATA code.

    A name that a seaport and an airport share is the seaport's: its UN/LOCODE covers both.
    """
    code = "".join(text.split()).upper()
    is_word = len(code) == ICAO_CHARS and not text.isupper()  # "Lima" is not the airfield LIMA
    where = place(code)
    by_code = (where.iata or code,) if where else ()
    return by_code if by_code and not is_word else _by_name(text) or by_code or _code_beside(text)


@lru_cache(maxsize=1024)
def places_near(text: str, limit: int = 5) -> tuple[str, ...]:
    """Return labels of the places that an unknown text may mean, the likeliest first."""
    best: dict[str, tuple[float, str]] = {}
    near = (*_near_names(fold_name(text)), *_near_codes("".join(text.split()).upper()), *_of_country(alpha3(text)))
    for score, found in near:
        where = place(found.code)
        if where is None:
            continue
        total = score + OF_REGION * (where.country in _states()) + OF_SEAPORT * (where.mode is Mode.SEA)
        best[found.code] = max(best.get(found.code, (0.0, "")), (total, found.label))
    ranked = sorted(best.values(), key=lambda each: (-each[0], each[1]))
    return tuple(shown for _, shown in ranked[:limit])


def _by_name(text: str) -> tuple[str, ...]:
    by_sea = [code for code in codes_by_name(text, Mode.SEA) if place(code)]
    by_air = codes_by_name(text, Mode.AIR) or _airports_by_short_name().get(fold_name(text), ())
    return tuple(by_sea if len(by_sea) == 1 else dict.fromkeys((*by_sea, *by_air)))


def _code_beside(text: str) -> tuple[str, ...]:
    """Return the code that stands beside a name ("Bridgetown, Barbados (BBBGI)")."""
    if SPACED.fullmatch(text):
        return ()  # "US MIB" is one wrong code
    return tuple(dict.fromkeys(code for mode in (Mode.SEA, Mode.AIR) for code in codes_of(text, mode) if place(code)))


def _near_names(typed: str) -> Iterable[tuple[float, NamedPlace]]:
    words = {word for word in typed.split() if len(word) >= MIN_WORD_CHARS}
    for name, found in _names().items():
        alike = fuzz.ratio(typed, name, score_cutoff=MIN_SIMILARITY)
        if words and words <= set(name.split()):
            alike = max(alike, CONTAINED + fuzz.ratio(typed, name) / 10)
        if alike:
            yield from ((alike - BY_CITY * (fold_name(each.name) != name), each) for each in found)


def _near_codes(typed: str) -> Iterable[tuple[float, NamedPlace]]:
    """Yield seaports, and airports of the region, whose code differs in one character or in the order of two."""
    for code in (*seaports(), *(port for state in _states() for port in ports_in(state))):
        if OSA.distance(typed, code, score_cutoff=1) <= 1 and (where := place(code)):
            yield NEAR_CODE, NamedPlace(where.short_name, code)


def _of_country(country: str) -> Iterable[tuple[float, NamedPlace]]:
    """Yield the seaports of a country that was typed in place of a port; of a state of the region the airports too."""
    codes = ports_in(country) if country in _states() else ()
    for code in (*seaports(), *codes):
        if (where := place(code)) and where.country == country:
            yield CONTAINED, NamedPlace(where.short_name, code)


@cache
def _states() -> frozenset[str]:
    return frozenset(state.code for state in participants())


@cache
def _airports_by_short_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code in {code for codes in airports_by_name().values() for code in codes}:
        if where := place(code):
            found[fold_name(where.short_name)].add(code)
    return {name: tuple(sorted(codes)) for name, codes in found.items()}


@cache
def _names() -> Mapping[str, tuple[NamedPlace, ...]]:
    """Return all places by each of their names, folded."""
    found: dict[str, set[NamedPlace]] = defaultdict(set)
    for port in seaports().values():
        bare = without_asides(port.name).strip()
        found[fold_name(bare)].add(NamedPlace(bare, port.code))
    for harbour in harbours():
        for name in harbour.names:
            found[fold_name(name)].add(NamedPlace(name, harbour.code))
    for names in (airports_by_name(), _airports_by_short_name()):
        for name, codes in names.items():
            found[name] |= {NamedPlace(where.short_name, code) for code in codes if (where := place(code))}
    return {name: tuple(places) for name, places in found.items() if name}
