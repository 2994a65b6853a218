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
    if inner and (code := _as_code(inner[1], mode)):
        return (code,)
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
    town, comma, land = text.replace("/", ",").partition(",")
    nation = code_of(land.strip(" .,")) if comma else ""
    found = names.get(key(town), ()) if comma else whole
    there = tuple(code for code in found if (where := place(code)) and where.country == nation)
    return there or found


@cache
def _ports() -> Mapping[str, tuple[str, ...]]:
    """Seaports by name, and by the name without what stands in brackets."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, port in seaports().items():
        for name in {key(port.name), key(ASIDE.sub(" ", port.name))}:
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
