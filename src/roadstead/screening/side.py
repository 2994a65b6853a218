"""What speaks for or against an entry beside its name: birth date, nationality, sex."""

from __future__ import annotations

from typing import NamedTuple

from roadstead.model import Entry, Traveller
from roadstead.screening.asked import as_far_as_it_goes
from roadstead.screening.features.births import CONTRADICTION, birth_date
from roadstead.screening.features.nationality import code, nationality
from roadstead.screening.features.score import Score
from roadstead.screening.features.sex import sex
from roadstead.screening.segment import nations
from roadstead.screening.segment.segment import Segment


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


def beside_the_name(traveller: Traveller, entry: Entry, segment: Segment) -> Side:
    declared = code(traveller.nationality)
    listed = tuple(dict.fromkeys(filter(None, map(code, entry.nationalities))))
    share = float(segment.nation_shares[nations.numbers()[declared]]) if declared in nations.numbers() else 0.0
    return Side(
        birth_date(as_far_as_it_goes(traveller.born), entry.born),
        nationality(declared, listed, share),
        sex(traveller.sex, entry.sex),
    )
