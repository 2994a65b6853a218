"""Places in cells: IATA, ICAO or UN/LOCODE, or the name of a port or city. An unknown name is kept, and said."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

import airportsdata

from roadstead.messages.notebook import Notebook
from roadstead.messages.sheets.cells import Cell, note, warn
from roadstead.messages.sheets.nations import code_of
from roadstead.model import Mode
from roadstead.reference.places import place, seaports
from roadstead.reference.words import key

CODE: Final = re.compile(r"[A-Z]{3}|[A-Z]{4}|[A-Z]{2}\s?[A-Z0-9]{3}")
BRACKETED: Final = re.compile(r"[(\[]\s*([A-Za-z]{2}\s?[A-Za-z0-9]{3}|[A-Za-z]{3,4})\s*[)\]]")
ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEADING: Final = re.compile(r"([A-Z]{2}\s?[A-Z0-9]{3}|[A-Z]{3,4})\s*[-–/,:]\s*(?=\S)")
TRAILING: Final = re.compile(r".+[\s,/-]([A-Z]{5}|[A-Z]{3,4})")
APART: Final = re.compile(r"\s*[,/]\s*")
MOST_OF_A_COUNTRY: Final = 4  # words: "St Vincent and Grenadines"
# "Fort-de-France, France": a town of theirs is often said to lie in the state itself.
WITH_TERRITORIES: Final = frozenset({"FRA", "NLD", "GBR", "USA"})
SAID_TO_BE_NONE: Final = {"-", "n/a", "na", "nil", "none", "unknown", "x", "tba", "tbd"}


def place_in(cell: Cell, mode: Mode, field: str, notes: Notebook) -> str:
    """The code; the name as sent where we know none for it."""
    if cell.text.casefold() in SAID_TO_BE_NONE:
        return ""
    found = codes_of(cell.text, mode)
    if len(found) == 1:
        return found[0]
    if found:
        choice = " or ".join(found[:4])
        warn(notes, cell, "place-ambiguous", f"{cell.shown} may be {choice}. It was kept; write the code.", field)
    elif CODE.fullmatch(cell.text.upper()):
        note(notes, cell, "place-unknown", f"{cell.shown} is no port or airport in our table. It was kept.", field)
    else:
        like = "BGI" if mode is Mode.AIR else "BBBGI"
        warn(notes, cell, "place-unknown", f"{cell.shown} is no port or airport in our table. It was kept; write "
             f"the code, such as {like}.", field)  # fmt: skip
    return cell.text.upper() if CODE.fullmatch(cell.text.upper()) else cell.text


@lru_cache(maxsize=4096)
def codes_of(text: str, mode: Mode) -> tuple[str, ...]:
    """The codes a text may mean: one if it is a code or a name of one place, several if the name is shared."""
    code = _as_code(text, mode)
    if code:
        return (code,)
    inner = BRACKETED.search(text) or LEADING.match(text) or TRAILING.fullmatch(text)
    if inner and not code_of(inner[1]) and (code := _as_code(inner[1], mode)):
        return (code,)  # "Castries (LCA)" names the country, and not the airport of that code
    bare = ASIDE.sub(" ", text).strip(" ,-")
    if code := _as_code(bare, mode):
        return (code,)
    return _by_name(bare, mode) if bare else ()


def _as_code(text: str, mode: Mode) -> str:
    """A code we know. By sea three letters behind a country are a port, and three alone are hardly an airport."""
    close = "".join(text.split()).upper()
    if place(close):
        return close
    return ""


def _by_name(text: str, mode: Mode) -> tuple[str, ...]:
    names = _airports() if mode is Mode.AIR else _ports()
    whole = names.get(key(text), ())
    if len(whole) == 1:
        return whole
    town, nation = _town_and_country(text)
    found = names.get(key(town), ())
    near = (*found, *names.get(_close(town), ())) if nation else ()
    there = tuple(code for code in near if (where := place(code)) and where.country == nation)
    return tuple(dict.fromkeys(there)) or (() if nation and nation not in WITH_TERRITORIES else found)


def _town_and_country(text: str) -> tuple[str, str]:
    """ "Road Town, Tortola, BVI", "Bridgetown Barbados": the town, and the country where one is named."""
    town, *others = [piece.strip(" .") for piece in APART.split(text)]
    if others:
        return town, code_of(others[-1])
    words = text.split()
    for behind in range(1, min(len(words), MOST_OF_A_COUNTRY + 1)):
        if nation := code_of(" ".join(words[-behind:])):
            return " ".join(words[:-behind]), nation
    return text, ""


def _close(name: str) -> str:
    """ "George Town" and "Georgetown" alike: by itself too little, beside a country enough."""
    return f"={''.join(key(name).split())}"


@cache
def _ports() -> Mapping[str, tuple[str, ...]]:
    """Seaports by name, and by the name without what stands in brackets."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, port in seaports().items():
        for name in {key(port.name), key(ASIDE.sub(" ", port.name)), _close(port.name)}:
            found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def _airports() -> Mapping[str, tuple[str, ...]]:
    """Airports with an IATA code, by their own name and by their city's."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, row in airportsdata.load("IATA").items():
        for name in {key(row["name"]), key(row["city"]), key(row["name"].replace("Airport", ""))}:
            if name:
                found[name].append(code)
    return {name: tuple(codes) for name, codes in found.items()}
