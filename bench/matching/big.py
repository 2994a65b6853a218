"""Millions of invented persons: 51 countries, three in ten with aliases, other fields as on the published lists.

Share with each field: birth date to the day 72 %, only the year 15 %, nationality 80 %, sex 22 %, a passport 35 %.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Final

from bench.matching.people import anybody, paper
from bench.matching.tables import Country, countries
from bench.matching.variants import VARIANTS, Around
from bench.matching.writing import Name
from roadstead.engine.records import Entry, ListedName

LIST: Final = "invented"
WITH_ALIASES: Final = 0.30
ALIASES: Final = (1, 1, 1, 1, 2, 2, 3)
BORN: Final = (("day", 72), ("year", 15), ("", 13))
KNOWN: Final = {"nationality": 0.80, "sex": 0.22, "document": 0.35}
# Differences of an entry's aliases: other spellings, more or fewer parts, and slips as they occur on lists.
ALIAS_KINDS: Final = (
    "transliterated",
    "transliterated",
    "another order",
    "middle name missing",
    "extra name",
    "one slip",
)
MANY: Final = 1_000_000


def invented(count: int = MANY, seed: str = "the million") -> Iterator[Entry]:
    """Yield so many entries; the first of a longer list are the whole of a shorter one."""
    random, all_of_them = Random(seed), countries()
    weights = [country.listed for country in all_of_them]
    for number in range(count):
        yield _entry(number, random.choices(all_of_them, weights)[0], random)


def sample(count: int, out_of: int) -> list[Entry]:
    """Return the persons to be screened: the first of the list, which is in random order."""
    return list(islice(invented(out_of), count))


def _entry(number: int, country: Country, random: Random) -> Entry:
    truth = anybody(random, country.code)
    name = country.name(truth.sex, random)
    known = {field for field, share in KNOWN.items() if random.random() < share}
    born = {"day": truth.born.isoformat(), "year": f"{truth.born.year}", "": ""}[_drawn_born(random)]
    return Entry(
        id=str(number),
        list=LIST,
        names=tuple(ListedName(text=_written(each, random)) for each in (name, *_aliases(name, country, random))),
        born=(born,) if born else (),
        nationalities=(country.code,) if "nationality" in known else (),
        sex=truth.sex if "sex" in known else "",
        documents=(paper(country.code, random),) if "document" in known else (),
    )


def _drawn_born(random: Random) -> str:
    return random.choices([known for known, _ in BORN], [share for _, share in BORN])[0]


def _aliases(name: Name, country: Country, random: Random) -> list[Name]:
    if random.random() >= WITH_ALIASES:
        return []
    other = country.name("M", random)
    around = Around(nationalities=(country.code,), other_given=other.given[0], other_surname=other.surname[-1])
    kinds = (random.choice(ALIAS_KINDS) for _ in range(random.choice(ALIASES)))
    made = (VARIANTS[kind](name, around, random) or other for kind in kinds)
    return list(dict.fromkeys(alias for alias in made if alias != name))


def _written(name: Name, random: Random) -> str:
    """Write the name as lists do: mostly surname, comma, given names."""
    given, surname = " ".join(name.given).title(), " ".join(name.surname)
    return f"{surname}, {given}" if random.random() < 0.7 else f"{given} {surname.title()}"
