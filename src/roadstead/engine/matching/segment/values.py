"""Nationalities as small numbers, and what agreeing in one says: the rarer on the list, the more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Final

import numpy as np

from roadstead.engine.matching.features.evidence import KEYED_WRONG, MOST, MOST_YEARS, code
from roadstead.engine.matching.kernel.compiled import F64, I16, I32
from roadstead.engine.reference.tables import table
from roadstead.engine.text.dates.relation import span

# ── Birth dates as numbers: the days they cover, and the codes by which rows are put in order.


UNDATED: Final = 0  # the code of a row without a birth date
NOT_KNOWN: Final = (0, 0, 0, 0)
WHOLE: Final = len("2000-01-01")

Covered = tuple[int, int, int, int]  # first and last day as ordinals, then as yyyymmdd


@lru_cache(maxsize=131_072)
def covered(born: str) -> Covered:
    """The days an ISO date, partial date or interval may mean; NOT_KNOWN where it is none."""
    return covered_anew(born)


def covered_anew(born: str) -> Covered:
    """The same without remembering: for dates that hardly come again."""
    if len(born) == WHOLE and born[4] == born[7] == "-":  # as most are
        return _whole(born)
    found = span(born)
    if found is None:
        return NOT_KNOWN
    first, last = found
    return (
        first.toordinal(),
        last.toordinal(),
        _code(first.year, first.month, first.day),
        _code(last.year, last.month, last.day),
    )


def _whole(born: str) -> Covered:
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return NOT_KNOWN
    ordinal, code = day.toordinal(), _code(day.year, day.month, day.day)
    return ordinal, ordinal, code, code


def codes(born: tuple[str, ...]) -> tuple[int, ...]:
    """A code for each row of an entry: yyyymmdd, yyyymm00, yyyy0000, or UNDATED."""
    if len(born) == 1:
        return _codes(born[0])
    found = dict.fromkeys(code for each in born for code in _codes(each))
    return tuple(found) or (UNDATED,)


@lru_cache(maxsize=131_072)
def _codes(born: str) -> tuple[int, ...]:
    first_day, last_day, first, last = covered(born)
    if first_day == last_day:
        return (first,)
    if first // 100 == last // 100:
        return (first // 100 * 100,)
    years = range(first // 10_000, last // 10_000 + 1)
    return tuple(year * 10_000 for year in years) if len(years) <= MOST_YEARS else (UNDATED,)


def _code(year: int, month: int, day: int) -> int:
    return year * 10_000 + month * 100 + day


# ── Nationalities as small numbers, and what agreeing in one says: the rarer on the list, the more.


UNKNOWN: Final = -1
LEAST_SHARE: Final = 1e-9
FEWEST_ENTRIES: Final = 50  # added to every count, so that ten warrants do not make a nationality rare or common


@cache
def numbers() -> Mapping[str, int]:
    """By alpha-3 code, those of ICAO Doc 9303 included."""
    return {each: place for place, each in enumerate(sorted(row["code"] for row in table("countries")))}


def number(text: str) -> int:
    """Of the state behind whatever a carrier or a list writes; UNKNOWN where it is none."""
    return numbers().get(code(text), UNKNOWN)


@lru_cache(maxsize=65_536)
def several(texts: tuple[str, ...]) -> tuple[int, ...]:
    """Each known one once."""
    return tuple(dict.fromkeys(found for text in texts if (found := number(text)) != UNKNOWN))


def shares(nation_from: I32, nation: I16) -> F64:
    """By number: the share, from 0 to 1, that it has among entries whose nationality is known."""
    counts = np.bincount(nation, minlength=len(numbers()))
    return (counts + 1) / (np.count_nonzero(np.diff(nation_from)) + FEWEST_ENTRIES)


def bits_of(of_shares: F64) -> F64:
    """As `features.evidence.nationality_bits`, of many at once; 0 where the share is 0, for then no nationality is declared."""
    found = np.clip(-np.log2(np.maximum(of_shares, LEAST_SHARE)) - KEYED_WRONG, 0.0, MOST)
    return np.where(of_shares > 0.0, found, 0.0)
