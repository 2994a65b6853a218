"""A traveller made ready to be asked for: name taken apart, years of birth that fit, nationality as a code."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.model import Traveller
from roadstead.screening.features.births import year
from roadstead.screening.features.nationality import code
from roadstead.screening.tokens import Token, tokens, whole_names
from roadstead.text.dates import earliest
from roadstead.text.names import readings


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of the index. `years` includes 0, entries without a date; () where the traveller has none."""

    parts: tuple[str, ...]
    tokens: tuple[Token, ...]
    whole_names: frozenset[tuple[str, ...]]
    born: str
    years: tuple[int, ...]
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
        years=(0, around - 1, around, around + 1) if around else (),
        nationality=code(traveller.nationality),
        sex=traveller.sex,
    )


def as_far_as_it_goes(born: str) -> str:
    """30 February 1975 is still a birth in February 1975; "" where not even the year makes sense."""
    return next((part for part in (born, born[:7], born[:4]) if earliest(part) is not None), "")
