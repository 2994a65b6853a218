"""Travellers who are on no list: half from our name tables, half from published sets of invented persons.

Other fields are drawn by the same function as for the listed. A few share name and date with a listed person by chance,
as among real travellers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from random import Random
from typing import Final

from bench.matching.asked import Asked
from bench.matching.harvest import SEXES, innocent_rows
from bench.matching.people import Truth, alpha3, anybody, declared
from bench.matching.tables import countries
from bench.matching.writing import Name, capitals

COUNT: Final = 14_000
KIND: Final = "innocent"


def innocents(count: int = COUNT) -> list[Asked]:
    """Return so many, alternately from each half; only names that can be written in letters A–Z."""
    published = _published(count // 2)
    return [*of_our_tables(count - len(published)), *published]


def of_our_tables(count: int, seed: str = "innocents of our tables") -> Iterator[Asked]:
    random, all_of_them = Random(seed), countries()
    weights = [country.travellers for country in all_of_them]
    for country in random.choices(all_of_them, weights, k=count):
        truth = anybody(random, country.code)
        yield _asked(country.name(truth.sex, random), truth, random)


def _published(count: int) -> list[Asked]:
    """Return a sample of yente's invented persons that are in Latin letters."""
    random, rows = Random("published innocents"), list(innocent_rows())
    random.shuffle(rows)
    readable = ((row, name) for row in rows if (name := _name(row, random)) is not None)
    return [_asked(name, _truth(row, random), random) for row, name in islice(readable, count)]


def _name(row: dict[str, str], random: Random) -> Name | None:
    given = capitals(f"{row['first_name']} {row['middle_name']}", random)
    surname = capitals(row["last_name"], random)
    return Name(tuple(given.split()), tuple(surname.split())) if given and surname else None


def _truth(row: dict[str, str], random: Random) -> Truth:
    sex = SEXES.get(row["gender"], "")
    return Truth(
        born=date.fromisoformat(row["date_of_birth"]),
        nationality=alpha3(row["nationality"]),
        sex=sex or anybody(random).sex,
    )


def _asked(name: Name, truth: Truth, random: Random) -> Asked:
    return Asked(kind=KIND, traveller=declared(name, truth, random))
