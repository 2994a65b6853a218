"""Travellers made ready to be asked for: names taken apart, dates and nationalities as numbers, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from roadstead.model import Traveller
from roadstead.screening.hashing import hash_of_name
from roadstead.screening.kernel.arrays import Asked
from roadstead.screening.pool import Declared, Token
from roadstead.screening.segment import nations
from roadstead.screening.segment.dates import Covered, covered
from roadstead.screening.segment.rows import SEXES
from roadstead.screening.tokens import parts_and_joined
from roadstead.text.dates import earliest
from roadstead.text.names import Readings, readings_anew
from roadstead.text.scripts import leaves_vowels_out


class Apart(NamedTuple):
    """A name taken apart: its tokens and the places of each, as bits; the first `parts` of them are the parts."""

    tokens: tuple[Token, ...]
    masks: tuple[int, ...]
    parts: int
    whole: tuple[int, ...]


class Query(NamedTuple):
    """One traveller."""

    name: Apart
    born: str
    birth: Covered
    nation: int
    sex: int


def query(traveller: Traveller) -> Query:
    """Surname and given names in natural order; either may hold the whole name."""
    text = f"{traveller.given} {traveller.surname}" if traveller.given and traveller.surname else (
        traveller.given or traveller.surname)  # fmt: skip
    born, birth = _birth(traveller.born)
    return Query(_apart(text), born, birth, nations.number(traveller.nationality), SEXES.get(traveller.sex, 0))


@lru_cache(maxsize=65_536)
def _apart(text: str) -> Apart:
    return apart(readings_anew(text), arabic=not text.isascii() and leaves_vowels_out(text))


def apart(name: tuple[Readings, ...], *, arabic: bool) -> Apart:
    """`arabic`: it was written without its vowels."""
    found = parts_and_joined(name)
    return Apart(
        tokens=tuple([(text, mask & (mask - 1) != 0, arabic) for text, mask in found]),
        masks=tuple([mask for _, mask in found]),
        parts=len(name),
        whole=hash_of_name(name),
    )


@lru_cache(maxsize=65_536)
def _birth(text: str) -> tuple[str, Covered]:
    born = as_far_as_it_goes(text)
    return born, covered(born)


def as_far_as_it_goes(born: str) -> str:
    """30 February 1975 is still a birth in February 1975; "" where not even the year makes sense."""
    if earliest(born) is not None:
        return born
    return next((part for part in (born[:7], born[:4]) if earliest(part) is not None), "")


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries as arrays, with the numbers that their tokens have among those declared."""

    queries: Sequence[Query]
    arrays: Asked


def batch(queries: Sequence[Query], declared: Declared, floors: Sequence[float]) -> Batch:
    """`floors`: bits, by traveller."""
    names = [each.name for each in queries]
    numbered = [declared.numbers(name.tokens) for name in names]
    parts = [each[: name.parts] for name, each in zip(names, numbered, strict=True)]
    arrays = Asked(
        token_from=_from([len(each) for each in numbered]),
        token=np.array(list(chain.from_iterable(numbered)), np.int32),
        mask=np.array(list(chain.from_iterable([name.masks for name in names])), np.uint16),
        part_from=_from([name.parts for name in names]),
        part=np.array(list(chain.from_iterable(parts)), np.int32),
        whole_from=_from([len(name.whole) for name in names]),
        whole=np.array(list(chain.from_iterable([name.whole for name in names])), np.uint64),
        birth=np.array([each.birth for each in queries], np.int32).reshape(-1, 4),
        nation=np.array([each.nation for each in queries], np.int16),
        nation_bits=np.zeros(len(queries)),
        sex=np.array([each.sex for each in queries], np.uint8),
        floor=np.array(floors, np.float64),
    )
    return Batch(queries, arrays)


def _from(lengths: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=found[1:])
    return found
