"""Places in cells: IATA, ICAO or UN/LOCODE, or the name of a port or city. Unknown names are kept and reported."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

import airportsdata
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from roadstead.engine.formats.passengers.sheets.cells import Cell, note, warn
from roadstead.engine.formats.passengers.sheets.combined_cells import code_of
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Mode
from roadstead.engine.reference.countries import fold_name
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.reference.harbours import harbours, harbours_by_name, island_country
from roadstead.engine.reference.places import place, seaports
from roadstead.engine.sentences import Sentence

CODE: Final = re.compile(r"[A-Z]{3}|[A-Z]{4}|[A-Z]{2}\s?[A-Z0-9]{3}")
BRACKETED: Final = re.compile(r"[(\[]\s*([A-Za-z]{2}\s?[A-Za-z0-9]{3}|[A-Za-z]{3,4})\s*[)\]]")
ASIDE: Final = re.compile(r"\([^)]*\)|\[[^\]]*\]")
LEADING: Final = re.compile(r"([A-Z]{2}\s?[A-Z0-9]{3}|[A-Z]{3,4})\s*[-–/,:]\s*(?=\S)")
TRAILING: Final = re.compile(r".+[\s,/-]([A-Z]{5}|[A-Z]{3,4})")
APART: Final = re.compile(r"\s*[,/]\s*")
GENERAL: Final = frozenset({"port", "harbour", "harbor", "marina", "anchorage"})
MIN_NAME_LETTERS: Final = 6  # letters of names that are compared for similarity
MIN_SIMILARITY: Final = 78  # of 100: similarity from which one name may be meant by another
MAX_COUNTRY_WORDS: Final = 4  # words: "St Vincent and Grenadines"
# "Fort-de-France, France": towns of territories are often given with the state itself.
WITH_TERRITORIES: Final = frozenset({"FRA", "NLD", "GBR", "USA"})
SAID_TO_BE_NONE: Final = {"-", "n/a", "na", "nil", "none", "unknown", "x", "tba", "tbd"}


def place_in(cell: Cell, mode: Mode, field: str, notes: Notebook) -> str:
    """Return the place's code; the name as sent, with a warning, if no single code is known for it."""
    if cell.text.casefold() in SAID_TO_BE_NONE:
        return ""
    found = codes_of(cell.text, mode)
    if len(found) == 1:
        if mode is Mode.SEA and (doubt := _doubt(cell, found[0])):
            note(notes, cell, "place-taken-as", doubt, field)
        return found[0]
    if found:
        choice = " or ".join(_choice(cell.text, code) for code in found[:4])
        text = Sentence(
            "%(shown)s can mean %(choice)s. We kept it. Add the country, or write the code.",
            {"shown": cell.shown, "choice": choice},
        )
        warn(notes, cell, "place-ambiguous", text, field)
    elif CODE.fullmatch(cell.text.upper()):
        note(
            notes,
            cell,
            "place-unknown",
            Sentence(
                "%(shown)s is not a port or airport we know. We kept it. Check it for typing errors.",
                {"shown": cell.shown},
            ),
            field,
        )
    else:
        advice = _advice(cell.text, mode)
        warn(
            notes,
            cell,
            "place-unknown",
            Sentence(
                "%(shown)s is not a port or airport we know. We kept it. %(advice)s",
                {"shown": cell.shown, "advice": advice},
            ),
            field,
        )
    return cell.text.upper() if CODE.fullmatch(cell.text.upper()) else cell.text


@lru_cache(maxsize=4096)
def codes_of(text: str, mode: Mode) -> tuple[str, ...]:
    """Return the codes a text may mean: one for a code or the name of one place, several for a shared name."""
    code = _as_code(text, mode)
    if code:
        return (code,)
    if _is_name(text, mode):
        return codes_by_name(text, mode)  # the last word of "RODNEY BAY" is no code
    inner = BRACKETED.search(text) or LEADING.match(text) or TRAILING.fullmatch(text)
    if inner and not code_of(inner[1]) and (code := _as_code(inner[1], mode)):
        return (code,)  # "Castries (LCA)" names the country, not the airport with that code
    bare = _country_behind(text)
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
    town, nation = _town_and_country(text)
    found = names.get(fold_name(town)) or names.get(_reduced(town), ())
    near = (*found, *names.get(_close(town), ()), *_beside_a_country(town, mode)) if nation else ()
    there = tuple(code for code in near if (where := place(code)) and where.country == nation)
    if nation and nation not in WITH_TERRITORIES:
        return tuple(dict.fromkeys(there))
    return tuple(dict.fromkeys(there)) or (_with_those_elsewhere(town, found) if mode is Mode.SEA else found)


def _country_behind(text: str) -> str:
    """Return the text without bracketed parts; a bracketed country or island is put after a comma."""
    bare = ASIDE.sub(" ", text).strip(" ,-")
    aside = ASIDE.search(text)
    named = aside[0].strip("()[] ") if aside else ""
    return f"{bare}, {named}" if named and bare and _nation(named) else bare


def _nation(text: str) -> str:
    """Return the country that a text names, directly or by one of its islands; "" for none."""
    return code_of(text) or island_country(text)


def _beside_a_country(town: str, mode: Mode) -> tuple[str, ...]:
    """Return ports near harbours of this name, which without a country would mean another place."""
    return tuple(each.code for each in harbours_by_name().get(fold_name(town), ())) if mode is Mode.SEA else ()


def _with_those_elsewhere(name: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Add ports of the same name that are not in our table, since the name alone does not identify one."""
    named = [each for each in harbours_by_name().get(fold_name(name), ()) if fold_name(each.name) == fold_name(name)]
    others = [each.elsewhere for each in named if each.elsewhere]
    return (*codes, *(f"one in {place_name}" for place_name in others))


def _town_and_country(text: str) -> tuple[str, str]:
    """Return town and country of "Road Town, Tortola, BVI" or "Bridgetown Barbados"; "" without a country."""
    town, *others = [piece.strip(" .") for piece in APART.split(text)]
    if others:
        return town, _nation(others[-1])
    words = text.split()
    for behind in range(1, min(len(words), MAX_COUNTRY_WORDS + 1)):
        if nation := _nation(" ".join(words[-behind:])):
            return " ".join(words[:-behind]), nation
    return text, ""


def _close(name: str) -> str:
    """Return a key equal for "George Town" and "Georgetown", used only together with a country."""
    return f"={''.join(fold_name(name).split())}"


def _reduced(name: str) -> str:
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
            for folded in (fold_name(each), _close(each), _reduced(each) or f"~{fold_name(each)}")
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


# Texts of problems.


def _label(code: str) -> str:
    """Return a place's name and country with its code; an unknown code as it is."""
    where = place(code)
    return f"{where.name}, {country_name(where.country)} ({code})" if where else code


def _doubt(cell: Cell, code: str) -> Sentence | None:
    """Return a note if a harbour was read as the nearest port, or a name is close to another country's; else None."""
    where, bare = place(code), _country_behind(cell.text)
    if where is None or "".join(cell.text.split()).upper().endswith(code):
        return None
    town, nation = _town_and_country(bare)
    by_its_name = {
        fold_name(where.name),
        fold_name(ASIDE.sub(" ", where.name)),
        _close(where.name),
        f"~{fold_name(where.name)}",
    }
    if not {fold_name(town), fold_name(bare), _close(town), _reduced(town)} & by_its_name:
        return Sentence(
            "We read %(shown)s as %(port)s, the nearest port we know.",
            {"shown": cell.shown, "port": _label(code)},
        )
    alike = [port for port in seaports().values() if port.country != where.country and _is_alike(port.name, town)]
    if nation or not alike:
        return None
    return Sentence(
        "We read %(shown)s as %(port)s. If you mean %(other)s, add the country.",
        {"shown": cell.shown, "port": _label(code), "other": _label(alike[0].code)},
    )


def _is_alike(name: str, other: str) -> bool:
    one, two = fold_name(name), fold_name(other)
    return one != two and min(len(one), len(two)) >= MIN_NAME_LETTERS and Levenshtein.distance(one, two) == 1


def _choice(text: str, code: str) -> str:
    """Return the label of one possible place, by the harbour's name if that is the name sent."""
    where = place(code)
    town, _ = _town_and_country(_country_behind(text))
    named = harbours_by_name().get(fold_name(town), ())
    near = [each for each in named if each.code == code and fold_name(town) in {fold_name(name) for name in each.names}]
    if where is None or not near or _close(where.name) == _close(town):
        return _label(code)
    return f"{near[0].name}, {country_name(where.country)}"


@lru_cache(maxsize=1024)
def _advice(text: str, mode: Mode) -> Sentence:
    """Return advice for a name that is not in our table."""
    town, nation = _town_and_country(_country_behind(text))
    known = {name: label for name, label in _labels(mode).items() if not nation or label[1] == nation}
    close = process.extract(fold_name(town), list(known), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=6)
    labels = list(dict.fromkeys(known[name][0] for name, *_ in close))[:3]
    if labels:
        return Sentence("Did you mean %(labels)s?", {"labels": " or ".join(labels)})
    ours = sorted({label for label, _ in known.values()})[:6] if nation and mode is Mode.SEA else []
    if ours:
        return Sentence("We know these ports there: %(ours)s. Write the nearest one.", {"ours": "; ".join(ours)})
    return Sentence("Write the nearest town, a comma and the country.")


@cache
def _labels(mode: Mode) -> Mapping[str, tuple[str, str]]:
    """Return labels to suggest and their country, by folded name."""
    if mode is Mode.AIR:
        found = {name: codes[0] for name, codes in airports_by_name().items()}
        return {name: (_label(code), where.country) for name, code in found.items() if (where := place(code))}
    named = [(each.country, each.name, each.names) for each in harbours()]
    named += [
        (port.country, bare, (bare,)) for port in seaports().values() for bare in [ASIDE.sub("", port.name).strip()]
    ]
    return {
        fold_name(name): (f"{own}, {country_name(country)}", country) for country, own, names in named for name in names
    }
