"""What speaks for or against an entry beside its name: birth date, nationality, sex."""

from __future__ import annotations

from typing import NamedTuple

from roadstead.engine.matching.asked import as_far_as_it_goes
from roadstead.engine.matching.features.evidence import CONTRADICTION, Score, birth_date, code, nationality, sex
from roadstead.engine.records import Entry, Traveller


class Side(NamedTuple):
    """The evidence beside the name, and its sum in bits."""

    birth_date: Score
    nationality: Score
    sex: Score

    @property
    def bits(self) -> float:
        return self.birth_date.bits + self.nationality.bits + self.sex.bits

    @property
    def contradicted(self) -> bool:
        """The birth dates cannot be the same person's, short of an error beyond a slip of the pen."""
        return self.birth_date.bits <= CONTRADICTION


def beside_the_name(traveller: Traveller, entry: Entry, share: float) -> Side:
    """`share`: of the declared nationality among those who have such a name, from 0 to 1."""
    declared = code(traveller.nationality)
    listed = tuple(dict.fromkeys(filter(None, map(code, entry.nationalities))))
    return Side(
        birth_date(as_far_as_it_goes(traveller.born), entry.born),
        nationality(declared, listed, share),
        sex(traveller.sex, entry.sex),
    )
