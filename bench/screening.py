"""Speed of screening travellers against lists of 1,000, 10,000 and 100,000 persons, compared with comparing all pairs.

All names are made of syllables, drawn so that some are common and most are rare. `python -m bench.screening` prints the
table; `run` returns it. Seconds are processor time of one thread, so that other load does not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from random import Random
from time import process_time
from typing import Final

from rapidfuzz import fuzz, process

from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import alerts
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD
from roadstead.engine.records import Entry, ListedName, Traveller

SIZES: Final = (1_000, 10_000, 100_000)
FLIGHT: Final = 300  # travellers
TRAVELLERS: Final = 3_000
ALL_PAIRS: Final = 30  # travellers whom token-sort compares with every name, enough to measure its rate
COUNTRIES: Final = ("ATG", "BHS", "BRB", "BLZ", "GUY", "HTI", "JAM", "SUR", "TTO", "USA", "GBR", "VEN", "COL", "IND")
# fmt: off
ONSETS: Final = [
    "b", "br", "c", "ch", "d", "dr", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh", "st", "t", "th",
    "v", "w", "y", "z",
]
# fmt: on
VOWELS: Final = ["a", "a", "e", "e", "i", "o", "u", "ai", "ou", "ee"]
ENDS: Final = ["", "", "n", "r", "s", "l", "m", "d", "th"]

Figures = dict[str, float]


def run() -> dict[str, Figures]:
    """Return by list size: seconds to build, travellers per second (first and again), a flight, and the baseline."""
    random = Random(1)
    people = People(random)
    travellers = [people.traveller() for _ in range(TRAVELLERS)]
    return {f"{size:,}": _figures([people.entry(n) for n in range(size)], travellers) for size in SIZES}


def _figures(entries: list[Entry], travellers: list[Traveller]) -> Figures:
    started = process_time()
    index = build_index(entries)
    built = process_time() - started
    flight = _seconds(index, travellers[:FLIGHT])
    first = TRAVELLERS / (flight + _seconds(index, travellers[FLIGHT:]))
    again = TRAVELLERS / _seconds(index, travellers)
    baseline = _all_pairs(entries, travellers[:ALL_PAIRS])
    return {
        "index seconds": built,
        "first flight of 300, seconds": flight,
        "travellers a second": first,
        "travellers a second, parts met before": again,
        "token-sort of all pairs, travellers a second": baseline,
        "times the baseline": first / baseline,
    }


def _seconds(index: Index, travellers: list[Traveller]) -> float:
    started = process_time()
    for traveller in travellers:
        alerts(traveller, index, DEFAULT_THRESHOLD)
    return process_time() - started


def _all_pairs(entries: list[Entry], travellers: list[Traveller]) -> float:
    names = [" ".join(sorted(name.text.lower().split())) for entry in entries for name in entry.names]
    started = process_time()
    for traveller in travellers:
        asked = " ".join(sorted(f"{traveller.given} {traveller.surname}".lower().split()))
        process.extract(asked, names, scorer=fuzz.ratio, score_cutoff=85, limit=20)
    return len(travellers) / (process_time() - started)


class People:
    """Invented people: 3,000 given names and 12,000 surnames, the n-th with a frequency of about 1 ÷ (n + 20)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given, self._surnames = _words(random, 3_000), _words(random, 12_000)
        self._weights = {n: list(accumulate(1 / (i + 20) for i in range(n))) for n in (3_000, 12_000)}

    def begin_anew(self, random: Random) -> None:
        """Draw other people with the same words."""
        self._random = random

    def traveller(self) -> Traveller:
        surname, given = self._name()
        return Traveller(
            surname=surname.upper(),
            given=given.upper(),
            born=self._born(),
            nationality=self._random.choice(COUNTRIES),
            sex=self._random.choice("MF"),
        )

    def entry(self, number: int) -> Entry:
        """Return an entry: a third have an alias; 72 % of birth dates are complete, 13 % are missing."""
        names = [self._name() for _ in range(1 if self._random.random() < 0.7 else 2)]
        born = self._random.choices(("whole", "year", ""), (72, 15, 13))[0]
        return Entry(
            id=str(number),
            list="bench",
            names=tuple(ListedName(text=f"{surname}, {given}") for surname, given in names),
            born={"whole": (self._born(),), "year": (self._born()[:4],), "": ()}[born],
            nationalities=(self._random.choice(COUNTRIES),) if self._random.random() < 0.8 else (),
            sex=self._random.choice(("M", "F", "", "")),
        )

    def _name(self) -> tuple[str, str]:
        given = [self._draw(self._given) for _ in range(self._random.choice((1, 1, 2)))]
        return self._draw(self._surnames), " ".join(given)

    def _draw(self, words: list[str]) -> str:
        return self._random.choices(words, cum_weights=self._weights[len(words)])[0]

    def _born(self) -> str:
        random = self._random
        return f"{random.randint(1940, 2010)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _words(random: Random, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(_syllables(random)).capitalize()] = None
    return list(found)


def _syllables(random: Random) -> Iterator[str]:
    for _ in range(random.choice((2, 2, 3, 3, 4))):
        yield random.choice(ONSETS) + random.choice(VOWELS)
    yield random.choice(ENDS)


def main() -> None:
    for size, figures in run().items():
        print(f"{size} persons")
        for words, value in figures.items():
            print(f"  {words:48}{value:12,.2f}")


if __name__ == "__main__":
    main()
