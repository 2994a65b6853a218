"""The segment groups of a PAXLST: head, reporting party (1), voyage (2 and 3), persons (4 and 5), totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from roadstead.messages.paxlst.codes import REPORTING_PARTY, ROLES
from roadstead.syntax.edifact import Segment, part

OF_A_PERSON: Final = {"ATT", "NAT", "DOC"}  # no other party has these
OF_THE_WHOLE: Final = {"CNT", "AUT", "UNT"}
SERVICE: Final = {"UNH", "UNT"}


class Found(NamedTuple):
    """A segment and its number in the message, counted from 1."""

    number: int
    segment: Segment

    @property
    def tag(self) -> str:
        return self.segment[0][0]

    @property
    def code(self) -> str:
        """The qualifier: the first component of the first element."""
        return part(self.segment, 1).upper()

    @property
    def value(self) -> str:
        """What the qualifier is about: `DTM+329:800416`, and of those who confuse the marks `DTM+329+800416`."""
        return part(self.segment, 1, 1) or part(self.segment, 2)


@dataclass(slots=True)
class Groups:
    """`other_parties` are NADs that are neither the sender nor a person, each with its segments."""

    head: list[Found] = field(default_factory=list)
    reporting_party: list[Found] = field(default_factory=list)
    voyage: list[Found] = field(default_factory=list)
    persons: list[list[Found]] = field(default_factory=list)
    other_parties: list[list[Found]] = field(default_factory=list)
    totals: list[Found] = field(default_factory=list)


def grouped(segments: list[Segment]) -> Groups:
    """Every segment but UNH and UNT, in exactly one group and in the order it came."""
    groups = Groups()
    current = groups.head
    for number, segment in enumerate(segments, 1):
        found = Found(number, segment)
        tag = segment[0][0]
        if tag == "NAD":
            current = _party(groups, found)
        elif tag in OF_THE_WHOLE:
            current = groups.totals
        elif tag == "TDT" and not groups.persons:
            current = groups.voyage
        if tag not in SERVICE:
            current.append(found)
    _sort_out(groups)
    return groups


def _party(groups: Groups, found: Found) -> list[Found]:
    if found.code == REPORTING_PARTY and not groups.reporting_party:
        return groups.reporting_party
    fresh: list[Found] = []
    (groups.persons if found.code in ROLES else groups.other_parties).append(fresh)
    return fresh


def _sort_out(groups: Groups) -> None:
    """A party with a nationality or a document is a person, whatever its code: nobody on board may be lost."""
    people = [party for party in groups.other_parties if any(found.tag in OF_A_PERSON for found in party)]
    if people:
        groups.persons = sorted([*groups.persons, *people], key=lambda person: person[0].number)
        groups.other_parties = [party for party in groups.other_parties if party not in people]
