"""Queries: travellers prepared for matching in batches, with parsed names, and dates and nationalities as numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from roadstead.engine.matching.kernel.arrays import QueryArrays
from roadstead.engine.matching.kernel.compiled import I64
from roadstead.engine.matching.segment import vocabulary as nations
from roadstead.engine.matching.segment.rows import SEXES
from roadstead.engine.matching.segment.vocabulary import NOT_KNOWN, Covered, Tokens, covered, covered_uncached, line_of
from roadstead.engine.records import Traveller
from roadstead.engine.text.dates import earliest
from roadstead.engine.text.names import Readings, compute_readings, omits_vowels


class NameLine(NamedTuple):
    """A parsed name, as a line (`segment.vocabulary.line_of`)."""

    line: str
    parts: int
    arabic: bool  # written without vowels


class Query(NamedTuple):
    """One traveller, prepared for matching."""

    name: NameLine
    born: str
    birth: Covered
    nation: int
    sex: int


def query(traveller: Traveller) -> Query:
    """Prepare a traveller. Surname and given names are joined in natural order; either may hold the whole name."""
    text = (
        f"{traveller.given} {traveller.surname}"
        if traveller.given and traveller.surname
        else (traveller.given or traveller.surname)
    )
    born, birth = _birth(traveller.born)
    return Query(_name_line(text), born, birth, nations.number(traveller.nationality), SEXES.get(traveller.sex, 0))


@lru_cache(maxsize=65_536)
def _name_line(text: str) -> NameLine:
    return name_line(compute_readings(text), arabic=not text.isascii() and omits_vowels(text))


def name_line(name: tuple[Readings, ...], *, arabic: bool) -> NameLine:
    return NameLine(line_of(name), len(name), arabic)


@lru_cache(maxsize=65_536)
def _birth(text: str) -> tuple[str, Covered]:
    found = covered_uncached(text)
    if found != NOT_KNOWN:
        return text, found
    born = valid_part(text)
    return born, covered(born)


def valid_part(born: str) -> str:
    """Return the valid part of a date: 30 February 1975 is a birth in February 1975. "" if the year is invalid."""
    if earliest(born) is not None:
        return born
    return next((part for part in (born[:7], born[:4]) if earliest(part) is not None), "")


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries as arrays, with the numbers of their tokens among all declared tokens."""

    queries: Sequence[Query]
    arrays: QueryArrays

    def tokens(self, traveller: int) -> Iterator[tuple[int, int]]:
        """Return number and places of each token of one traveller, name parts first."""
        first, last = self.arrays.token_from[traveller : traveller + 2].tolist()
        return zip(self.arrays.token[first:last].tolist(), self.arrays.mask[first:last].tolist(), strict=True)


def build_batch(queries: Sequence[Query], declared: Tokens, floors: Sequence[float]) -> Batch:
    """Build a batch. `floors`: bits, by traveller."""
    names = [each.name for each in queries]
    told = declared.tokenise([name.line for name in names], bytes([name.arabic for name in names]))
    token_from, part_from = _from(told.ends), _from(np.cumsum(np.array([name.parts for name in names], np.int64)))
    arrays = QueryArrays(
        token_from=token_from,
        token=told.token,
        mask=told.mask,
        part_from=part_from,
        part=told.token[_firsts(token_from, part_from)],
        whole_from=_from(told.whole_ends),
        whole=told.whole,
        birth=np.array([each.birth for each in queries], np.int32).reshape(-1, 4),
        nation=np.array([each.nation for each in queries], np.int16),
        nation_bits=np.zeros(len(queries)),
        sex=np.array([each.sex for each in queries], np.uint8),
        floor=np.array(floors, np.float64),
    )
    return Batch(queries, arrays)


def _from(ends: I64) -> I64:
    return np.concatenate([np.zeros(1, np.int64), ends])


def _firsts(token_from: I64, part_from: I64) -> I64:
    """Return the position of each name part among the tokens: parts are the first tokens of a name."""
    return np.arange(part_from[-1]) + np.repeat(token_from[:-1] - part_from[:-1], np.diff(part_from))
