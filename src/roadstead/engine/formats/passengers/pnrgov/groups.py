"""Segment groups of a PNRGOV: the flight (level 0), and each booking (group 1, from SRC to SRC)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Final, NamedTuple

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.formats.redaction.lost_terminators import may_hold_several, split_at_lost_terminators
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Segment, part

BEGINS: Final = "SRC"
LOCATORS: Final = "RCI"
OF_THE_FLIGHT: Final = frozenset({"UNH", "MSG", "ORG", "TVL", "EQN", "UNT"})
SERVICE: Final = frozenset({"UNH", "UNT"})


class NumberedSegment(NamedTuple):
    """A segment and its number in the message, counted from 1."""

    number: int
    segment: Segment

    @property
    def tag(self) -> str:
        return self.segment[0][0]


@dataclass(slots=True)
class Groups:
    """Groups of one message. `begin_without_src`: bookings without SRC were separated by their RCI."""

    flight: list[NumberedSegment] = field(default_factory=list)
    bookings: list[list[NumberedSegment]] = field(default_factory=list)
    begin_without_src: bool = False


def grouped(segments: list[Segment], tags: list[str], notes: Notebook) -> Groups:
    """Put every segment but UNH and UNT into exactly one group, in order. `tags`: tags of `segments`."""
    groups = Groups()
    has_src = BEGINS in tags
    distinct = {id(segment): segment for segment in segments}  # segments of equal text are one object
    together = {place for place, segment in distinct.items() if may_hold_several(segment)}
    if together:
        _one_by_one(groups, map(NumberedSegment, count(1), segments), together, has_src, notes)
        return groups
    begins = [place for place, tag in enumerate(tags) if tag == BEGINS]
    found = list(map(NumberedSegment, count(1), segments))
    _one_by_one(groups, found[: begins[0] if begins else None], together, has_src, notes)
    for begin, end in pairwise((*begins, None)):
        is_plain = SERVICE.isdisjoint(tags[begin:end])
        groups.bookings.append([each for each in found[begin:end] if is_plain or each.tag not in SERVICE])
    return groups


def _one_by_one(
    groups: Groups, segments: Iterable[NumberedSegment], together: set[int], has_src: bool, notes: Notebook
) -> None:
    """Group the segments one at a time. `together`: ids of segments that ran together."""
    current = groups.flight
    for found in segments:
        if id(found.segment) in together:
            _warn_run_together(found.segment, found.number, notes)
            for piece in split_at_lost_terminators(found.segment):
                current = _into(groups, current, NumberedSegment(found.number, piece.segment), has_src)
        else:
            current = _into(groups, current, found, has_src)


def _warn_run_together(segment: Segment, number: int, notes: Notebook) -> None:
    text = Sentence("Segments run together, because an end mark is missing. We separated them. Check your export.")
    notes.warning("segments-run-together", text, number, segment=segment[0][0])


def _into(
    groups: Groups, current: list[NumberedSegment], each: NumberedSegment, has_src: bool
) -> list[NumberedSegment]:
    """Add the segment to its group and return that group."""
    tag = each.tag
    if tag == BEGINS or (not has_src and tag == LOCATORS and _is_another(current, each, groups)):
        groups.bookings.append([each])
        groups.begin_without_src = groups.begin_without_src or tag != BEGINS
        return groups.bookings[-1]
    if not groups.bookings and tag not in OF_THE_FLIGHT:
        groups.bookings.append([])
        groups.begin_without_src = True
        current = groups.bookings[-1]
    if tag not in SERVICE:
        current.append(each)
    return current


def _is_another(current: list[NumberedSegment], each: NumberedSegment, groups: Groups) -> bool:
    """Return True if this RCI begins a booking.

    It does if none is open, or if it names another booking and the open one already has its people.
    """
    if not groups.bookings:
        return True
    known = {part(found.segment, 1, 1) for found in current if found.tag == LOCATORS}
    return part(each.segment, 1, 1) not in known and any(found.tag == "TIF" for found in current) and bool(known)
