"""Listed persons who travel under a variant of a listed name: so many per kind, drawn from the given entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Final

from bench.matching.asked import Asked, asked, key
from bench.matching.origins import RULES, origin_of
from bench.matching.people import Truth, anybody, behind, declared
from bench.matching.tables import countries
from bench.matching.variants import VARIANTS, Around
from bench.matching.writing import Name, latin_names
from roadstead.engine.records import Entry

CYRILLIC: Final = re.compile(r"^[\u0400-\u04ff '’.-]+$")
TRIES: Final = 400  # draws per wanted variant: few entries have a rare one


def planted(entries: Sequence[Entry], each: int, seed: str = "planted") -> Iterator[Asked]:
    """Return up to `each` of every kind; fewer where the entries have no such variant.

    Other spellings are one kind per origin: a rule that helps one may harm another, and the mean would hide it.
    """
    for kind in (*(kind for kind in VARIANTS if kind != SPELLING), BIRTH_DATE_OFF, PAPER):
        yield from _some(kind, entries, each, Random(f"{seed} {kind}"))
    for origin, own in _by_origin(entries).items():
        made = _some(SPELLING, own, min(each, 3 * len(own)), Random(f"{seed} {SPELLING} {origin}"))
        yield from (replace(one, kind=f"{SPELLING}, {origin}") for one in made)


SPELLING: Final = "transliterated"
BIRTH_DATE_OFF: Final = "birth date off"
PAPER: Final = "listed document, other name"


def _some(kind: str, entries: Sequence[Entry], each: int, random: Random) -> Iterator[Asked]:
    return islice(_of_kind(kind, entries, random, each * TRIES), each)


def _by_origin(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Return entries of every origin with spelling rules, in the order of the rules."""
    found: dict[str, list[Entry]] = {origin: [] for origin in RULES}
    for entry in entries:
        if origin := origin_of(entry.nationalities):
            found[origin].append(entry)
    return {origin: own for origin, own in found.items() if own}


def _of_kind(kind: str, entries: Sequence[Entry], random: Random, tries: int) -> Iterator[Asked]:
    make = {BIRTH_DATE_OFF: birth_date_off, PAPER: listed_paper}.get(kind)
    for _ in range(tries):
        entry = random.choice(entries)
        names = latin_names(entry, random)
        if not names:
            continue
        name = random.choice(names)
        made = make(entry, name, random) if make else _variant(kind, entry, name, entries, random)
        if made is not None:
            yield made


def _variant(kind: str, entry: Entry, name: Name, entries: Sequence[Entry], random: Random) -> Asked | None:
    other = next(filter(None, (latin_names(random.choice(entries), random) for _ in range(50))), [name])[0]
    around = Around(
        nationalities=entry.nationalities,
        sex=entry.sex,
        cyrillic=tuple(each.text for each in entry.names if CYRILLIC.match(each.text) and " " in each.text),
        other_given=other.given[0],
        other_surname=other.surname[-1],
    )
    made = VARIANTS[kind](name, around, random)
    return asked(kind, made, entry, random) if made else None


def birth_date_off(entry: Entry, name: Name, random: Random) -> Asked | None:
    """Change only the birth date: day and month exchanged, or the day, the year or one digit wrong. Complete dates
    only.
    """
    whole = [born for born in entry.born if len(born) == len("2000-01-01")]
    if not whole:
        return None
    truth = behind(replace(entry, born=(random.choice(whole),)), random)
    made = asked(BIRTH_DATE_OFF, name, entry, random)
    return replace(made, traveller=declared(name, replace(truth, born=_off(truth, random)), random))


def _off(truth: Truth, random: Random) -> date:
    born = truth.born
    ways = [born + timedelta(days=random.choice((-1, 1))), _other_year(truth, random), _other_digit(truth, random)]
    if born.day <= 12 and born.day != born.month:
        ways.append(born.replace(month=born.day, day=born.month))
    return random.choice(ways)


def _other_year(truth: Truth, random: Random) -> date:
    return truth.born.replace(year=truth.born.year + random.choice((-1, 1)), day=min(truth.born.day, 28))


def _other_digit(truth: Truth, random: Random) -> date:
    """Change one digit of the day."""
    days = [day for day in range(1, 29) if (day // 10 == truth.born.day // 10) ^ (day % 10 == truth.born.day % 10)]
    return truth.born.replace(day=random.choice(days))


def listed_paper(entry: Entry, name: Name, random: Random) -> Asked | None:
    """Return another person, by name and other fields, with a listed passport."""
    papers = [paper for paper in entry.documents if len(paper.number) >= 8]
    if not papers:
        return None
    truth = anybody(random)
    stranger = random.choice(countries()).name(truth.sex, random)
    carried = replace(declared(stranger, truth, random), documents=(random.choice(papers),))
    return Asked(kind=PAPER, traveller=carried, meant=frozenset({key(entry)}))
