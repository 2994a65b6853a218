"""The parts of a CUSRES: head, voyage (RFF+AF, DTM, LOC, or TDT), and the points it answers about (ERP)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.paxlst.groups import Found
from roadstead.engine.syntax.edifact import Segment

SERVICE: Final = {"UNH", "UNT"}
OF_THE_VOYAGE: Final = {"TDT", "DTM", "LOC"}
OF_A_POINT: Final = {"RFF", "ERC", "FTX"}
AIR: Final = "AF"
SEA: Final = "VON"
MODES: Final = {AIR: "", SEA: "1"}  # RFF 1153, and the mode of transport (8067) it speaks of
OF_A_PERSON: Final = {"AVF", "ABO"}


@dataclass(slots=True)
class Groups:
    """`voyage` is as in a PAXLST: an RFF that names the flight stands there as a TDT."""

    head: list[Found] = field(default_factory=list)
    voyage: list[Found] = field(default_factory=list)
    points: list[list[Found]] = field(default_factory=list)


def grouped(segments: list[Segment]) -> Groups:
    """Every segment but UNH and UNT, in exactly one group and in the order it came."""
    groups = Groups()
    for number, segment in enumerate(segments, 1):
        found = Found(number, segment)
        if found.tag in SERVICE:
            continue
        if _begins_a_point(groups.points, found):
            groups.points.append([found])
        elif groups.points:
            groups.points[-1].append(found)
        elif found.tag in OF_THE_VOYAGE:
            groups.voyage.append(found)
        elif found.tag == "RFF" and found.code in MODES:
            groups.voyage.append(_as_transport(found))
        else:
            groups.head.append(found)
    return _without_a_voyage(groups)


def _begins_a_point(points: list[list[Found]], found: Found) -> bool:
    """ERP; or, of those who leave it out, the reference of the next person, or a code before any."""
    if found.tag == "ERP":
        return True
    answered = not points or any(each.tag == "ERC" for each in points[-1])
    is_reference = found.tag == "RFF" and found.code in OF_A_PERSON
    return (is_reference and answered) or (found.tag == "ERC" and not points)


def _as_transport(found: Found) -> Found:
    return Found(found.number, [["TDT"], ["20"], [found.value], [MODES[found.code]]])


def _without_a_voyage(groups: Groups) -> Groups:
    """Of a customs answer: dates and places that belong to no voyage are the head's."""
    if groups.voyage and not any(found.tag == "TDT" for found in groups.voyage):
        groups.head, groups.voyage = sorted([*groups.head, *groups.voyage], key=lambda found: found.number), []
    return groups
