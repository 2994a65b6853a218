"""Ports and airports by their names, as carriers and people write them: town and country, harbours, cities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

import airportsdata

from roadstead.engine.records import Mode
from roadstead.engine.reference.countries import fold_name
from roadstead.engine.reference.country_names import country_code
from roadstead.engine.reference.harbours import harbours, harbours_by_name, island_country
from roadstead.engine.reference.places import place, seaports

BRACKETED: Final = re.compile(r"[(\[]\s*([A-Za-z]{2}\s?[A-Za-z0-9]{3}|[A-Za-z]{3,4})\s*[)\]]")
ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEADING: Final = re.compile(r"([A-Z]{2}\s?[A-Z0-9]{3}|[A-Z]{3,4})\s*[-–/,:]\s*(?=\S)")
TRAILING: Final = re.compile(r".+[\s,/-]([A-Z]{5}|[A-Z]{3,4})")
APART: Final = re.compile(r"\s*[,/]\s*")
GENERAL: Final = frozenset({"port", "harbour", "harbor", "marina", "anchorage"})
MAX_COUNTRY_WORDS: Final = 4  # words: "St Vincent and Grenadines"
# "Fort-de-France, France": towns of territories are often given with the state itself.
WITH_TERRITORIES: Final = frozenset({"FRA", "NLD", "GBR", "USA"})


@lru_cache(maxsize=4096)
def codes_of(text: str, mode: Mode) -> tuple[str, ...]:
    """Return the codes a text may mean: one for a code or the name of one place, several for a shared name."""
    code = _as_code(text, mode)
    if code:
        return (code,)
    if _is_name(text, mode):
        return codes_by_name(text, mode)  # the last word of "RODNEY BAY" is no code
    inner = BRACKETED.search(text) or LEADING.match(text) or TRAILING.fullmatch(text)
    if inner and not country_code(inner[1]) and (code := _as_code(inner[1], mode)):
        return (code,)  # "Castries (LCA)" names the country, not the airport with that code
    bare = country_behind(text)
    if code := _as_code(bare, mode):
        return (code,)
    return codes_by_name(bare, mode) if bare else ()


def _is_name(text: str, mode: Mode) -> bool:
    return fold_name(text) in (airports_by_name() if mode is Mode.AIR else ports_by_name())


def _as_code(text: str, mode: Mode) -> str:
    """Return the text as a code if it is in our table, else ""."""
    close = "".join(text.split()).upper()
    if place(close):
        return close
    return ""


def codes_by_name(text: str, mode: Mode) -> tuple[str, ...]:
    """Return the codes of the places of this name, which may end with the country."""
    names = airports_by_name() if mode is Mode.AIR else ports_by_name()
    whole = names.get(fold_name(text), ())
    if len(whole) == 1:
        return _with_those_elsewhere(text, whole) if mode is Mode.SEA else whole
    town, nation = town_and_country(text)
    found = names.get(fold_name(town)) or names.get(reduced_key(town), ())
    near = (*found, *names.get(joined_key(town), ()), *_beside_a_country(town, mode)) if nation else ()
    there = tuple(code for code in near if (where := place(code)) and where.country == nation)
    if nation and nation not in WITH_TERRITORIES:
        return tuple(dict.fromkeys(there))
    return tuple(dict.fromkeys(there)) or (_with_those_elsewhere(town, found) if mode is Mode.SEA else found)


def country_behind(text: str) -> str:
    """Return the text without bracketed parts; a bracketed country or island is put after a comma."""
    bare = ASIDE.sub(" ", text).strip(" ,-")
    aside = ASIDE.search(text)
    named = aside[0].strip("()[] ") if aside else ""
    return f"{bare}, {named}" if named and bare and _nation(named) else bare


def _nation(text: str) -> str:
    """Return the country that a text names, directly or by one of its islands; "" for none."""
    return country_code(text) or island_country(text)


def _beside_a_country(town: str, mode: Mode) -> tuple[str, ...]:
    """Return ports near harbours of this name, which without a country would mean another place."""
    return tuple(each.code for each in harbours_by_name().get(fold_name(town), ())) if mode is Mode.SEA else ()


def _with_those_elsewhere(name: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Add ports of the same name that are not in our table, since the name alone does not identify one."""
    named = [each for each in harbours_by_name().get(fold_name(name), ()) if fold_name(each.name) == fold_name(name)]
    others = [each.elsewhere for each in named if each.elsewhere]
    return (*codes, *(f"one in {place_name}" for place_name in others))


def town_and_country(text: str) -> tuple[str, str]:
    """Return town and country of "Road Town, Tortola, BVI" or "Bridgetown Barbados"; "" without a country."""
    town, *others = [piece.strip(" .") for piece in APART.split(text)]
    if others:
        return town, _nation(others[-1])
    words = text.split()
    for behind in range(1, min(len(words), MAX_COUNTRY_WORDS + 1)):
        if nation := _nation(" ".join(words[-behind:])):
            return " ".join(words[:-behind]), nation
    return text, ""


def joined_key(name: str) -> str:
    """Return a key equal for "George Town" and "Georgetown", used only together with a country."""
    return f"={''.join(fold_name(name).split())}"


def reduced_key(name: str) -> str:
    """Return a key without words that are often added or omitted ("Port Castries", "Rodney Bay Marina"), or ""."""
    words = [word for word in fold_name(name).split() if word not in GENERAL]
    return f"~{' '.join(words)}" if words and len(words) < len(fold_name(name).split()) else ""


@cache
def ports_by_name() -> Mapping[str, tuple[str, ...]]:
    """Return seaports by name, by the name without bracketed parts, and by the names of harbours near them."""
    found: dict[str, list[str]] = defaultdict(list)
    named = [(code, (port.name, ASIDE.sub(" ", port.name))) for code, port in seaports().items()]
    for code, names in [*named, *((each.code, each.names) for each in harbours())]:
        for name in {
            folded
            for each in names
            for folded in (fold_name(each), joined_key(each), reduced_key(each) or f"~{fold_name(each)}")
        }:
            found[name].append(code)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


@cache
def airports_by_name() -> Mapping[str, tuple[str, ...]]:
    """Return airports with an IATA code, by their own name and by their city's."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, row in airportsdata.load("IATA").items():
        for name in {fold_name(row["name"]), fold_name(row["city"]), fold_name(row["name"].replace("Airport", ""))}:
            if name:
                found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}
