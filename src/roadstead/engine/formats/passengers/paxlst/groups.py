"""The segment groups of a PAXLST: head, reporting party (1), voyage (2 and 3), persons (4 and 5), totals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress, count, pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from roadstead.engine.formats.passengers.paxlst.codes import REPORTING_PARTY, ROLES
from roadstead.engine.syntax.edifact import Segment, part

OF_A_PERSON: Final = {"ATT", "NAT", "DOC"}  # no other party has these
# Segments that begin a group, and the group's name; a NAD may also begin a person or another party.
GROUPS: Final = {"NAD": "reporting_party", "TDT": "voyage", "CNT": "totals", "AUT": "totals", "UNT": "totals"}
SERVICE: Final = {"UNH", "UNT"}


class NumberedSegment(NamedTuple):
    """A segment and its number in the message, counted from 1."""

    number: int
    segment: Segment

    @property
    def tag(self) -> str:
        return self.segment[0][0]

    @property
    def code(self) -> str:
        """Return the qualifier: the first component of the first element."""
        return part(self.segment, 1).upper()

    @property
    def value(self) -> str:
        """Return the qualified value: `DTM+329:800416`, or `DTM+329+800416` of senders who confuse the separators."""
        return part(self.segment, 1, 1) or part(self.segment, 2)


class Party(NamedTuple):
    """A NAD and the segments up to the next: segments `number` to `last` of the message, both counted from 1.

    The segments are not copied: that would cost as much as reading half of them.
    """

    number: int
    last: int
    whole: list[Segment]

    @property
    def nad(self) -> Segment:
        return self.whole[self.number - 1]

    @property
    def code(self) -> str:
        return part(self.nad, 1).upper()

    @property
    def others(self) -> list[Segment]:
        """Return the segments after the NAD."""
        return self.whole[self.number : self.last]

    @property
    def found(self) -> list[NumberedSegment]:
        return [
            NumberedSegment(self.number, self.nad),
            *map(NumberedSegment, range(self.number + 1, self.last + 1), self.others),
        ]


@dataclass(slots=True)
class Groups:
    """Groups of one message. `other_parties`: neither sender nor person; `tags`: those of the whole message."""

    tags: list[str]
    head: list[NumberedSegment] = field(default_factory=list)
    reporting_party: list[NumberedSegment] = field(default_factory=list)
    voyage: list[NumberedSegment] = field(default_factory=list)
    persons: list[Party] = field(default_factory=list)
    other_parties: list[Party] = field(default_factory=list)
    totals: list[NumberedSegment] = field(default_factory=list)

    def shapes(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each person's segment number and the tags of its segments."""
        for number, last, _ in self.persons:
            yield number, tuple(self.tags[number - 1 : last])

    def around_persons(self) -> list[str]:
        """Return the tags of the message with all persons reduced to the first person's NAD."""
        begin = self.persons[0].number if self.persons else len(self.tags)
        end = self.persons[-1].last if self.persons else begin
        return self.tags[:begin] + self.tags[end:]


def grouped(segments: list[Segment], tags: list[str]) -> Groups:
    """Put every segment but UNH and UNT into exactly one group, in the order sent. `tags`: tags of `segments`."""
    groups = Groups(tags=tags)
    current = groups.head
    latest: list[Party] = []  # the list to which the last party was added
    for begin, end in pairwise(_beginnings(groups.tags)):
        party = Party(begin + 1, end, segments)
        tag = groups.tags[begin]
        if tag == "NAD" and (parties := _parties(groups, party)) is not None:
            parties.append(party)
            latest = parties
        elif tag == "TDT" and groups.persons and latest:
            latest[-1] = latest[-1]._replace(last=end)
        else:
            latest = []
            current = current if tag == "TDT" and groups.persons else getattr(groups, GROUPS.get(tag, "head"))
            current += [found for found in party.found if found.tag not in SERVICE]
    _sort_out(groups)
    return groups


def _parties(groups: Groups, party: Party) -> list[Party] | None:
    """Return the list for a party, persons or others; None for the sender's own NAD, which is the first NAD+MS."""
    if party.code in ROLES:
        return groups.persons
    return None if party.code == REPORTING_PARTY and not groups.reporting_party else groups.other_parties


def _beginnings(tags: list[str]) -> list[int]:
    """Return the indexes at which groups begin (the message, each NAD, TDT and total) and the end."""
    found = compress(count(), map(GROUPS.__contains__, tags))
    return [0, *(at for at in found if at > 0), len(tags)]


def _sort_out(groups: Groups) -> None:
    """Treat a party with nationality or document as a person, whatever its code: no one on board may be lost."""
    people = [each for each in groups.other_parties if any(one[0][0] in OF_A_PERSON for one in each.others)]
    if people:
        groups.persons = sorted([*groups.persons, *people], key=attrgetter("number"))
        numbers = {party.number for party in people}
        groups.other_parties = [party for party in groups.other_parties if party.number not in numbers]
