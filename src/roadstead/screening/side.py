"""What speaks for or against an entry beside its name: birth date, nationality, sex. Once an entry, not once a name."""

from __future__ import annotations

from typing import Final, NamedTuple

from roadstead.screening.features.births import BITS, CONTRADICTION, birth_date
from roadstead.screening.features.nationality import MOST as MOST_BY_NATIONALITY
from roadstead.screening.features.nationality import nationality
from roadstead.screening.features.score import Score
from roadstead.screening.features.sex import EQUAL as MOST_BY_SEX
from roadstead.screening.features.sex import sex
from roadstead.screening.index import Index
from roadstead.screening.listed import Person
from roadstead.screening.query import UNDATED, Query
from roadstead.text.dates import Relation

NO_YEAR: Final = frozenset({UNDATED})


class Side(NamedTuple):
    """The evidence beside the name, and its sum in bits."""

    birth_date: Score
    nationality: Score
    sex: Score
    bits: float

    @property
    def contradicted(self) -> bool:
        """The birth dates cannot be the same person's, short of an error beyond a slip of the pen."""
        return self.birth_date.bits <= CONTRADICTION


def most_beside_the_name(asked: Query, person: Person) -> float:
    """What `beside_the_name` cannot exceed, told from the years of birth and from what was declared at all."""
    beside = MOST_BY_NATIONALITY * bool(asked.nationality) + MOST_BY_SEX * bool(asked.sex)
    return beside + _most_by_birth(asked, person)


def _most_by_birth(asked: Query, person: Person) -> float:
    if not asked.years:
        return 0.0
    if person.years.isdisjoint(asked.years):
        return CONTRADICTION
    # An entry without a year has no date, or a range of many years.
    return BITS[Relation.YEAR_EQUAL if person.years == NO_YEAR else Relation.EQUAL]


def beside_the_name(asked: Query, person: Person, index: Index) -> Side:
    born = birth_date(asked.born, person.entry.born)
    share = index.nationality_shares.get(asked.nationality, 0.0)
    citizen = nationality(asked.nationality, person.nationalities, share)
    of_sex = sex(asked.sex, person.entry.sex)
    return Side(born, citizen, of_sex, born.bits + citizen.bits + of_sex.bits)
