"""Contents of our CONTRL on an interchange: received, acknowledged, or rejected with the place of the fault.

A list is never rejected for one bad person: errors that an APERAK names are pointed out here, and the message is
acknowledged (action 7). Only messages that cannot be read as a known type are rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.responses.acknowledgement import (
    ACKNOWLEDGED,
    ELEMENT,
    GROUP,
    INTERCHANGE,
    MESSAGE,
    RECEIVED,
    REJECTED,
    SEGMENT,
    Acknowledgement,
)
from roadstead.engine.records import Problem, Severity
from roadstead.engine.syntax.edifact import Interchange, Message, Segment, part

# Our problem codes as 0085; all others are an invalid value.
ERRORS: Final[Mapping[str, str]] = {
    "unt-count-wrong": "29",
    "une-count-wrong": "29",
    "unz-count-wrong": "29",
    "unt-reference-differs": "28",
    "unz-reference-differs": "28",
    "no-unt": "13",
    "head-missing": "13",
    "interchange-too-long": "39",
    "segment-too-long": "39",
    "too-many-segments": "35",
    "too-many-messages": "35",
    "character-set-differs": "21",
}
INVALID: Final = "12"
MISSING: Final = "13"
NO_AGREEMENT: Final = "17"
# Position of a data element: (tag, data element) → (element, component). The tag of a segment counts as 1.
PLACES: Final[Mapping[tuple[str, str], tuple[int, int | None]]] = {
    ("DTM", "2380"): (2, 2),
    ("NAD", "3036"): (5, 1),
    ("NAD", "3035"): (2, None),
    ("NAT", "3293"): (3, 1),
    ("ATT", "9019"): (4, 1),
    ("LOC", "3225"): (3, 1),
    ("DOC", "1001"): (2, 1),
    ("DOC", "1004"): (3, 1),
    ("TDT", "8028"): (3, None),
    ("TDT", "8213"): (9, 1),
    ("BGM", "1001"): (2, 1),
    ("CNT", "6066"): (2, 2),
    ("MEA", "6314"): (4, 2),
    ("UNH", "0068"): (4, None),
    ("UNH", "0070"): (5, 1),
}
DATA_ELEMENT: Final = re.compile(r"\(([0-9]{4})\)")
MAX_FAULTS: Final = 99  # segments pointed out per message; the APERAK has all of them


def acknowledge_receipt(interchange: Interchange) -> tuple[Acknowledgement, ...]:
    """Return the acknowledgement of receipt (action 8), before anything but the UNB is examined."""
    return (_about(interchange, RECEIVED),)


def acknowledge_interchange(
    interchange: Interchange, problems: Sequence[Sequence[Problem]], understood: Sequence[bool]
) -> tuple[Acknowledgement, ...]:
    """Return UCI, and for each message its UCM with the segments at fault. Groups are in the sender's places.

    `problems` and `understood` have an item per message: its problems, and True if its type is known.
    """
    said = [_about(interchange, ACKNOWLEDGED, *_first_of_the_envelope(interchange.problems))]
    group: Segment = []
    for message, found, known in zip(interchange.messages, problems, understood, strict=True):
        if message.group and message.group is not group:
            group = message.group
            said.append(_of_group(group))
        said += _of_message(message, found, known)
    return tuple(said)


def _about(interchange: Interchange, action: str, error: str = "", at: str = "") -> Acknowledgement:
    unb = interchange.header
    return Acknowledgement(
        level=INTERCHANGE,
        reference=part(unb, 5),
        sender=_party(unb, 2),
        recipient=_party(unb, 3),
        action=action,
        error=error,
        segment=at,
    )


def _of_group(group: Segment) -> Acknowledgement:
    return Acknowledgement(
        level=GROUP,
        reference=part(group, 5),
        sender=_party(group, 2),
        recipient=_party(group, 3),
        action=ACKNOWLEDGED,
    )


def _of_message(message: Message, problems: Sequence[Problem], known: bool) -> Iterator[Acknowledgement]:
    unh = [] if message.head_missing else message.segments[0]
    kind = tuple(part(unh, 2, at) for at in range(len(unh[2]))) if len(unh) > 2 else ()
    about = Acknowledgement(level=MESSAGE, reference=part(unh, 1), kind=_without_empty_end(kind), action=ACKNOWLEDGED)
    if not known:
        yield _with(about, REJECTED, NO_AGREEMENT, "UNH")
        return
    of_the_trailer = next((each for each in problems if each.segment == "UNT" or each.code == "no-unt"), None)
    yield _with(about, ACKNOWLEDGED, ERRORS.get(of_the_trailer.code, "") if of_the_trailer else "", "UNT")
    yield from _faults(message, problems)


def _with(about: Acknowledgement, action: str, error: str, at: str) -> Acknowledgement:
    return replace(about, action=action, error=error, segment=at if error else "")


def _faults(message: Message, problems: Iterable[Problem]) -> Iterator[Acknowledgement]:
    """Yield errors that have a place, grouped by segment."""
    placed = [each for each in problems if each.severity is Severity.ERROR and each.number and each.segment != "UNT"]
    numbers = sorted({each.number for each in placed if each.number is not None})[:MAX_FAULTS]
    for number in numbers:
        here = [each for each in placed if each.number == number]
        elements = [found for each in here if (found := _element(message, each))]
        error = "" if elements else _error(here[0])
        yield Acknowledgement(level=SEGMENT, position=number, error=error)
        yield from dict.fromkeys(elements)


def _element(message: Message, problem: Problem) -> Acknowledgement | None:
    named = DATA_ELEMENT.search(problem.field)
    place = PLACES.get((problem.segment, named[1])) if named else None
    if place is None or problem.number is None or problem.number > len(message.segments):
        return None
    return Acknowledgement(level=ELEMENT, error=_error(problem), position=place[0], component=place[1])


def _error(problem: Problem) -> str:
    return ERRORS.get(problem.code, MISSING if problem.code.endswith("-missing") else INVALID)


def _first_of_the_envelope(problems: Iterable[Problem]) -> tuple[str, str]:
    """Return code and segment of the first fault in UNB or UNZ."""
    found = next((each for each in problems if each.code in ERRORS), None)
    return (ERRORS[found.code], found.segment or "UNB") if found else ("", "")


def _party(segment: Segment, element: int) -> tuple[str, ...]:
    if element >= len(segment):
        return ()
    return _without_empty_end(tuple(part(segment, element, at) for at in range(len(segment[element]))))


def _without_empty_end(parts: tuple[str, ...]) -> tuple[str, ...]:
    return _without_empty_end(parts[:-1]) if parts and not parts[-1] else parts
