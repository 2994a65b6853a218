"""Name tables of 51 countries for invented persons; the frequency of the n-th part is about 1 ÷ n.

Three sources, all free to use: the demo's tables; parts gathered at run time from the library (`harvest`), for
countries with enough of them; and parts made of syllables that sound like the country's language (`sounds`).
"""

from __future__ import annotations

import csv
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

from bench.matching.harvest import by_country
from bench.matching.sounds import words
from bench.matching.writing import Name
from demo.names import Part, names

GIVEN, SURNAMES = 1_500, 9_000  # invented parts per country
HARVESTED: Final = 0.35  # share of names drawn from such a table, where there is one
FROM_DEMO: Final = 0.08  # these tables are short: with a larger share every tenth person would have a namesake
ENOUGH: Final = 25  # minimum number of gathered parts of a country to draw from them


class Drawn:
    """Words; the n-th is drawn with a weight of 1 ÷ (n + 10), or with given weights."""

    def __init__(self, words: Sequence[str], weights: Sequence[float] = ()) -> None:
        self.words = tuple(words)
        self._sums = list(accumulate(weights or (1 / (n + 10) for n in range(len(words)))))

    def __call__(self, random: Random) -> str:
        return self.words[bisect(self._sums, random.random() * self._sums[-1], hi=len(self.words) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One source of names of one country."""

    men: Drawn
    women: Drawn
    surnames: Drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Shares of a country among travellers and invented listed persons, and its form of names."""

    code: str
    travellers: int
    listed: int
    custom: str
    tables: tuple[Table, ...]
    shares: tuple[float, ...]

    def name(self, sex: str, random: Random) -> Name:
        table = random.choices(self.tables, self.shares)[0]
        given = table.women if sex == "F" else table.men
        return CUSTOMS[self.custom](given, table.men, table.surnames, random)


@cache
def countries() -> tuple[Country, ...]:
    with (Path(__file__).parent / "countries.csv").open(encoding="utf-8", newline="") as file:
        return tuple(map(_country, csv.DictReader(file)))


def _country(row: dict[str, str]) -> Country:
    found = [(share, table) for share, table in _sources(row) if table is not None]
    return Country(
        code=row["code"],
        travellers=int(row["travellers"]),
        listed=int(row["listed"]),
        custom=row["custom"],
        tables=tuple(table for _, table in found),
        shares=tuple(share for share, _ in found),
    )


def _sources(row: dict[str, str]) -> tuple[tuple[float, Table | None], ...]:
    invented = 1.0 - HARVESTED - FROM_DEMO
    return (
        (HARVESTED, _harvested(row["code"])),
        (FROM_DEMO, _of_demo(row["demo"]) if row["demo"] else None),
        (invented, _invented(row["sounds"], row["code"])),
    )


def _harvested(code: str) -> Table | None:
    counted = by_country().get(code)
    if counted is None or min(len(counted.given), len(counted.surname)) < ENOUGH:
        return None
    given, surnames = (Drawn(tuple(parts), tuple(parts.values())) for parts in counted)
    return Table(men=given, women=given, surnames=surnames)


def _of_demo(origin: str) -> Table:
    own = names(origin)
    men, women, surnames = map(_sent, (own.male, own.female, own.surname))
    return Table(men=men, women=women, surnames=surnames)


def _sent(parts: Sequence[Part]) -> Drawn:
    return Drawn([part.sent for part in parts])


def _invented(language: str, code: str) -> Table:
    men, women = (Drawn(words(language, GIVEN, f"{code} {sex}")) for sex in "MF")
    return Table(men=men, women=women, surnames=Drawn(words(language, SURNAMES, code, surnames=True)))


# ── forms of names


def _plain(given: Drawn, men: Drawn, surnames: Drawn, random: Random) -> Name:
    return Name(_some(given, random, (1, 1, 2, 2, 3)), (surnames(random),))


def _two_surnames(given: Drawn, men: Drawn, surnames: Drawn, random: Random) -> Name:
    return Name(_some(given, random, (1, 2, 2)), (surnames(random), surnames(random)))


def _patronymic(given: Drawn, men: Drawn, surnames: Drawn, random: Random) -> Name:
    return Name((given(random), men(random).rstrip("AEIOUY") + random.choice(("OVICH", "EVICH"))), (surnames(random),))


def _chain(given: Drawn, men: Drawn, surnames: Drawn, random: Random) -> Name:
    """Return own name, father's, grandfather's, and the family's place of origin."""
    article = ("AL",) if random.random() < 0.5 else ()
    return Name((given(random), *_some(men, random, (1, 1, 2))), (*article, surnames(random)))


def _short(given: Drawn, men: Drawn, surnames: Drawn, random: Random) -> Name:
    return Name(_some(given, random, (1, 2)), (surnames(random),))


def _some(parts: Drawn, random: Random, how_many: tuple[int, ...]) -> tuple[str, ...]:
    drawn = [parts(random) for _ in range(random.choice(how_many))]
    return tuple(word for text in dict.fromkeys(drawn) for word in text.split())


CUSTOMS: Final = {
    "plain": _plain, "two surnames": _two_surnames, "patronymic": _patronymic, "chain": _chain, "short": _short,
}  # fmt: skip
