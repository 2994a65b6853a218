"""Reader of CUSRES, the response of an authority: responses by traveller, and problems of the message.

UN/EDIFACT D.95B to D.21B. The passenger use (WCO/IATA/ICAO guide, appendix II B) is read completely: BGM, RFF+TN, the
legs from RFF+AF with DTM and LOC, and for each ERP its RFF, ERC and FTX. Of the customs use the error points are read
with the bill that each concerns, and GIS if no point has a code; the rest (goods, AUT) is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.common.edifact_header import header, note_parts
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.passengers.paxlst.voyage import voyage
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.formats.responses.cusres_bills import bill_of, responses_for_goods
from roadstead.engine.formats.responses.cusres_points import read_points
from roadstead.engine.formats.responses.heading import document, note_unread, texts
from roadstead.engine.records import Function, Manifest, MessageHeader, Response, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Interchange, Message, Segment, as_text, part

# 1001 of the passenger and the customs use.
KINDS: Final = {"961", "962", "963", "132", "312"}
REJECTED: Final = "963"
APPLICATION: Final = 7  # 0026 in UNB


def read(interchange: Interchange, message: Message) -> Reading:
    """Read one CUSRES. Never raises; a response that cannot be read does not lose the others."""
    notes = Notebook(reference=message.reference)
    groups = group_segments(message.segments)
    head = replace(header(interchange, message), type="CUSRES", function=Function.ANSWER)
    head = _heading(head, groups, notes)
    note_parts(head, notes)
    where = voyage(groups.voyage, notes) if groups.voyage else Voyage()
    said = _answers(groups, part(interchange.header, APPLICATION), notes)
    _about_the_whole(head, groups, said, notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=head, voyage=where, answers=said),
        problems=(*message.problems, *problems),
        unread=unread,
    )


def voyage_of(message: Message) -> Voyage | None:
    """Return only the voyage; None if the message, or the part given, ends before its first response."""
    groups = group_segments(message.segments)
    return voyage(groups.voyage, Notebook()) if groups.points and groups.voyage else None


def _heading(head: MessageHeader, groups: Groups, notes: Notebook) -> MessageHeader:
    made, named = head, ""
    for each in groups.head:
        if each.tag == "BGM":
            made = document(made, each, KINDS, notes)
        elif each.tag == "RFF" and each.code == "TN":
            named = named or each.value
            made = replace(made, revision=part(each.segment, 1, 4))
        elif each.tag != "FTX" and not bill_of(each) and not (each.tag == "GIS" and _needs_status(groups)):
            notes.keep_unread(as_text(each.segment))
    return replace(made, reference=named or made.reference)


def _needs_status(groups: Groups) -> bool:
    """Return True if GIS is the response, because no point has a code of its own."""
    return not any(each.tag == "ERC" for group in groups.points for each in group)


def _answers(groups: Groups, application: str, notes: Notebook) -> tuple[Response, ...]:
    """Return the responses. A text before a single point belongs to it; other texts of the head are a response."""
    whole = texts(each.segment for each in groups.head if each.tag == "FTX")
    if not groups.points and (of_bills := tuple(responses_for_goods(groups.head, whole, notes))):
        return of_bills
    said = read_points(groups.points, application, notes, groups.head)
    if not whole:
        return tuple(said)
    if len(said) == 1 and not said[0].text:
        return (replace(said[0], text=whole),)
    return (Response(text=whole), *said)


def _about_the_whole(head: MessageHeader, groups: Groups, said: tuple[Response, ...], notes: Notebook) -> None:
    if not any(each.tag == "BGM" for each in groups.head):
        notes.warning(
            "answer-kind-missing",
            "BGM is missing, so the kind of response is not known. Ask the sender.",
            segment="BGM",
        )
    if head.code == REJECTED:
        text = Sentence("The authority could not use your message (963). Correct it and send it again.")
        notes.note("answer-is-a-rejection", text, segment="BGM", field="kind of answer (1001)", sent=head.code)
    if not said:
        notes.warning(
            "nothing-answered", "The response has no people and no error (no ERP). Ask the authority.", segment="ERP"
        )
    note_unread(notes)


# ── Parts of a CUSRES: head, voyage (RFF+AF, DTM, LOC, or TDT), and the points of the response (ERP)


SERVICE: Final = {"UNH", "UNT"}
VOYAGE_TAGS: Final = {"TDT", "DTM", "LOC"}
AIR: Final = "AF"
SEA: Final = "VON"
MODES: Final = {AIR: "", SEA: "1"}  # RFF 1153, and the mode of transport (8067) that it means
PERSON_REFERENCES: Final = {"AVF", "ABO"}


@dataclass(slots=True)
class Groups:
    """Segments by part. `voyage` is as in a PAXLST: an RFF that names the flight is replaced by a TDT."""

    head: list[NumberedSegment] = field(default_factory=list)
    voyage: list[NumberedSegment] = field(default_factory=list)
    points: list[list[NumberedSegment]] = field(default_factory=list)


def group_segments(segments: list[Segment]) -> Groups:
    """Return every segment except UNH and UNT in exactly one group, in order."""
    groups = Groups()
    for number, segment in enumerate(segments, 1):
        found = NumberedSegment(number, segment)
        if found.tag in SERVICE:
            continue
        if _begins_a_point(groups.points, found):
            groups.points.append([found])
        elif groups.points:
            groups.points[-1].append(found)
        elif found.tag in VOYAGE_TAGS:
            groups.voyage.append(found)
        elif found.tag == "RFF" and found.code in MODES:
            groups.voyage.append(_as_transport(found))
        else:
            groups.head.append(found)
    return _without_a_voyage(groups)


def _begins_a_point(points: list[list[NumberedSegment]], found: NumberedSegment) -> bool:
    """Return True for ERP, else for the reference of the next person, or a code before any point."""
    if found.tag == "ERP":
        return True
    answered = not points or any(each.tag == "ERC" for each in points[-1])
    is_reference = found.tag == "RFF" and found.code in PERSON_REFERENCES
    return (is_reference and answered) or (found.tag == "ERC" and not points)


def _as_transport(found: NumberedSegment) -> NumberedSegment:
    return NumberedSegment(found.number, [["TDT"], ["20"], [found.value], [MODES[found.code]]])


def _without_a_voyage(groups: Groups) -> Groups:
    """Move dates and places that belong to no voyage to the head, as in a customs response."""
    if groups.voyage and not any(found.tag == "TDT" for found in groups.voyage):
        groups.head, groups.voyage = sorted([*groups.head, *groups.voyage], key=lambda found: found.number), []
    return groups
