"""Name parts by country, gathered at run time from the lists and labelled sets of the library. Never stored.

Only parts that several people have: a part of one listed person alone would make an innocent a namesake.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Final, NamedTuple

from bench.matching import real
from bench.matching.library import pairs
from bench.matching.people import alpha3
from bench.matching.writing import Name, listed_name

INNOCENT: Final = ("yente_negatives_global.csv", "yente_negatives_us.csv")
SEVERAL: Final = 3  # people with a part
SEXES: Final = {"male": "M", "female": "F"}


class Counted(NamedTuple):
    """Number of people of a country with each part."""

    given: Counter[str]
    surname: Counter[str]


@cache
def by_country() -> dict[str, Counted]:
    found: defaultdict[str, Counted] = defaultdict(lambda: Counted(Counter(), Counter()))
    for country, name in (*_listed(), *_innocent()):
        found[country].given.update(name.given)
        found[country].surname.update(name.surname)
    return {country: Counted(*map(_common, counted)) for country, counted in found.items()}


def _common(parts: Counter[str]) -> Counter[str]:
    return Counter({part: count for part, count in parts.items() if count >= SEVERAL and len(part) > 1})


def _listed() -> Iterator[tuple[str, Name]]:
    random = Random("harvest")
    for entry in real.persons():
        for country in entry.nationalities[:1]:
            yield from ((country, name) for text in entry.names[:1] if (name := _name(text.text, country, random)))


def _innocent() -> Iterator[tuple[str, Name]]:
    random = Random("harvest")
    for row in innocent_rows():
        if name := _name(f"{row['last_name']}, {row['first_name']} {row['middle_name']}", "", random):
            yield alpha3(row["nationality"]), name


def innocent_rows() -> Iterable[dict[str, str]]:
    return (row for file in INNOCENT for row in pairs(file))


def _name(text: str, country: str, random: Random) -> Name | None:
    return listed_name(text, (country,), random)
