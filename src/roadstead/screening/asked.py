"""Travellers made ready to be asked for: names taken apart, dates and nationalities as numbers, a batch at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from roadstead.model import Traveller
from roadstead.screening.hashing import hash_of_name
from roadstead.screening.kernel.arrays import Asked
from roadstead.screening.pool import Declared
from roadstead.screening.segment import nations
from roadstead.screening.segment.dates import Covered, covered
from roadstead.screening.segment.rows import SEXES
from roadstead.screening.tokens import parts_and_joined
from roadstead.text.dates import earliest
from roadstead.text.names import readings
from roadstead.text.scripts import leaves_vowels_out


class Query(NamedTuple):
    """One traveller: the tokens as (text, places, Arabic script), the first `parts` of them the parts themselves."""

    tokens: tuple[tuple[str, int, bool], ...]
    parts: int
    whole: tuple[int, ...]
    born: str
    birth: Covered
    nation: int
    sex: int


def query(traveller: Traveller) -> Query:
    """Surname and given names in natural order; either may hold the whole name."""
    text = f"{traveller.given} {traveller.surname}" if traveller.given and traveller.surname else (
        traveller.given or traveller.surname)  # fmt: skip
    name = readings(text)
    arabic = not text.isascii() and leaves_vowels_out(text)
    born = as_far_as_it_goes(traveller.born)
    return Query(
        tokens=tuple((token, mask, arabic) for token, mask in parts_and_joined(name)),
        parts=len(name),
        whole=tuple(hash_of_name(name)) if name else (),
        born=born,
        birth=covered(born),
        nation=nations.number(traveller.nationality),
        sex=SEXES.get(traveller.sex, 0),
    )


def as_far_as_it_goes(born: str) -> str:
    """30 February 1975 is still a birth in February 1975; "" where not even the year makes sense."""
    return next((part for part in (born, born[:7], born[:4]) if earliest(part) is not None), "")


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries as arrays, with the numbers that their tokens have among those declared."""

    queries: Sequence[Query]
    arrays: Asked


def batch(queries: Sequence[Query], declared: Declared, floors: Sequence[float]) -> Batch:
    """`floors`: bits, by traveller."""
    numbered = [[declared.number(text, mask & (mask - 1) != 0, arabic) for text, mask, arabic in each.tokens]
                for each in queries]  # fmt: skip
    parts = [numbers[: each.parts] for each, numbers in zip(queries, numbered, strict=True)]
    arrays = Asked(
        token_from=_from([len(each) for each in numbered]),
        token=np.array([number for each in numbered for number in each], np.int32),
        mask=np.array([mask for each in queries for _, mask, _ in each.tokens], np.uint16),
        part_from=_from([each.parts for each in queries]),
        part=np.array([number for each in parts for number in each], np.int32),
        whole_from=_from([len(each.whole) for each in queries]),
        whole=np.array([whole for each in queries for whole in each.whole], np.uint64),
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
