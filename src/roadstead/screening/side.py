"""What speaks for or against an entry beside its name: birth date, nationality, sex. Once an entry, not once a name."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.screening.features.births import CONTRADICTION, birth_date
from roadstead.screening.features.nationality import nationality
from roadstead.screening.features.score import Score
from roadstead.screening.features.sex import sex
from roadstead.screening.index import Index, Person
from roadstead.screening.query import Query


@dataclass(frozen=True, slots=True)
class Side:
    """The evidence beside the name, and its sum in bits."""

    birth_date: Score
    nationality: Score
    sex: Score
    bits: float

    @property
    def contradicted(self) -> bool:
        """The birth dates cannot be the same person's, short of an error beyond a slip of the pen."""
        return self.birth_date.bits <= CONTRADICTION


def beside_the_name(asked: Query, person: Person, index: Index) -> Side:
    born = birth_date(asked.born, person.entry.born)
    share = index.nationality_shares.get(asked.nationality, 0.0)
    citizen = nationality(asked.nationality, person.nationalities, share)
    of_sex = sex(asked.sex, person.entry.sex)
    return Side(born, citizen, of_sex, born.bits + citizen.bits + of_sex.bits)
