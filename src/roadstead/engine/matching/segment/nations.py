"""Nationalities as small numbers, and what agreeing in one says: the rarer on the list, the more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

import numpy as np

from roadstead.engine.matching.features.nationality import KEYED_WRONG, MOST, code
from roadstead.engine.matching.kernel.compiled import F64, I16, I32
from roadstead.engine.reference.tables import table

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
    """As `features.nationality.bits`, of many at once; 0 where the share is 0, for then no nationality is declared."""
    found = np.clip(-np.log2(np.maximum(of_shares, LEAST_SHARE)) - KEYED_WRONG, 0.0, MOST)
    return np.where(of_shares > 0.0, found, 0.0)
