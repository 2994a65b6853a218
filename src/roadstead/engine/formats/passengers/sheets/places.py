"""Places in cells: IATA, ICAO or UN/LOCODE, or the name of a port or city. Unknown names are kept and reported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from roadstead.engine.formats.passengers.sheets.cells import Cell, note, warn
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Mode
from roadstead.engine.reference.countries import fold_name
from roadstead.engine.reference.countries import name as country_name
from roadstead.engine.reference.harbours import harbours, harbours_by_name
from roadstead.engine.reference.place_names import (
    ASIDE,
    airports_by_name,
    codes_of,
    country_behind,
    joined_key,
    reduced_key,
    town_and_country,
)
from roadstead.engine.reference.places import place, seaports
from roadstead.engine.sentences import Sentence, alternatives

CODE: Final = re.compile(r"[A-Z]{3}|[A-Z]{4}|[A-Z]{2}\s?[A-Z0-9]{3}")
MIN_NAME_LETTERS: Final = 6  # letters of names that are compared for similarity
MIN_SIMILARITY: Final = 78  # of 100: similarity from which one name may be meant by another
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
        choice = alternatives(_choice(cell.text, code) for code in found[:4])
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


# Texts of problems.


def _label(code: str) -> str:
    """Return a place's name and country with its code; an unknown code as it is."""
    where = place(code)
    return f"{where.name}, {country_name(where.country)} ({code})" if where else code


def _doubt(cell: Cell, code: str) -> Sentence | None:
    """Return a note if a harbour was read as the nearest port, or a name is close to another country's; else None."""
    where, bare = place(code), country_behind(cell.text)
    if where is None or "".join(cell.text.split()).upper().endswith(code):
        return None
    town, nation = town_and_country(bare)
    by_its_name = {
        fold_name(where.name),
        fold_name(ASIDE.sub(" ", where.name)),
        joined_key(where.name),
        f"~{fold_name(where.name)}",
    }
    if not {fold_name(town), fold_name(bare), joined_key(town), reduced_key(town)} & by_its_name:
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
    town, _ = town_and_country(country_behind(text))
    named = harbours_by_name().get(fold_name(town), ())
    near = [each for each in named if each.code == code and fold_name(town) in {fold_name(name) for name in each.names}]
    if where is None or not near or joined_key(where.name) == joined_key(town):
        return _label(code)
    return f"{near[0].name}, {country_name(where.country)}"


@lru_cache(maxsize=1024)
def _advice(text: str, mode: Mode) -> Sentence:
    """Return advice for a name that is not in our table."""
    town, nation = town_and_country(country_behind(text))
    known = {name: label for name, label in _labels(mode).items() if not nation or label[1] == nation}
    close = process.extract(fold_name(town), list(known), scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=6)
    labels = list(dict.fromkeys(known[name][0] for name, *_ in close))[:3]
    if labels:
        return Sentence("Did you mean %(labels)s?", {"labels": alternatives(labels)})
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
