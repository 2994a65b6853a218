"""A traveller made ready to be asked for: name taken apart, years of birth that fit, nationality as a code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roadstead.model import Traveller
from roadstead.screening.features.births import year
from roadstead.screening.features.nationality import code
from roadstead.screening.tokens import Token, tokens, whole_names
from roadstead.text.dates import earliest
from roadstead.text.names import readings

UNDATED: Final = 0  # the year of an entry without a birth date


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of the index. `years` includes 0, entries without a date; () where the traveller has none."""

    parts: tuple[str, ...]
    tokens: tuple[Token, ...]
    whole_names: frozenset[tuple[str, ...]]
    born: str
    years: frozenset[int]
    nationality: str
    sex: str


def query(traveller: Traveller) -> Query:
    """Surname and given names in natural order; either may hold the whole name."""
    name = readings(" ".join(filter(None, (traveller.given, traveller.surname))))
    born = as_far_as_it_goes(traveller.born)
    around = year(born)
    return Query(
        parts=tuple(part[0] for part in name),
        tokens=tuple(tokens(name)),
        whole_names=whole_names(name),
        born=born,
        years=_years(around) if around else frozenset(),
        nationality=code(traveller.nationality),
        sex=traveller.sex,
    )


def _years(around: int) -> frozenset[int]:
    """Outside of these every listed birth date contradicts: unknown, a year off, or two digits that changed places."""
    digits = str(around)
    turned = (int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]) for i in range(len(digits) - 1))
    return frozenset({UNDATED, around - 1, around, around + 1, *turned})


def as_far_as_it_goes(born: str) -> str:
    """30 February 1975 is still a birth in February 1975; "" where not even the year makes sense."""
    return next((part for part in (born, born[:7], born[:4]) if earliest(part) is not None), "")
