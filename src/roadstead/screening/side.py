"""What speaks for or against an entry beside its name: birth date, nationality, sex. Once an entry, not once a name."""

from __future__ import annotations

from typing import Final, NamedTuple

from roadstead.screening.features.births import BITS, CONTRADICTION, birth_date
from roadstead.screening.features.nationality import MOST as MOST_BY_NATIONALITY
from roadstead.screening.features.nationality import nationality
from roadstead.screening.features.score import Score
from roadstead.screening.features.sex import EQUAL as MOST_BY_SEX
from roadstead.screening.features.sex import sex
from roadstead.screening.index import Index, Person
from roadstead.screening.query import Query
from roadstead.text.dates import Relation


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


MOST_BESIDE_BIRTH: Final = MOST_BY_NATIONALITY + MOST_BY_SEX
MOST: Final = BITS[Relation.EQUAL] + MOST_BESIDE_BIRTH
MOST_IF_APART: Final = CONTRADICTION + MOST_BESIDE_BIRTH


def most_beside_the_name(asked: Query, person: Person) -> float:
    """What `beside_the_name` cannot exceed, told from the years of birth alone."""
    return MOST_IF_APART if asked.years and person.years.isdisjoint(asked.years) else MOST


def beside_the_name(asked: Query, person: Person, index: Index) -> Side:
    born = birth_date(asked.born, person.entry.born)
    share = index.nationality_shares.get(asked.nationality, 0.0)
    citizen = nationality(asked.nationality, person.nationalities, share)
    of_sex = sex(asked.sex, person.entry.sex)
    return Side(born, citizen, of_sex, born.bits + citizen.bits + of_sex.bits)
