"""Reader of APERAK, the response of an application (UN/EDIFACT D.95B to D.21B): each error with text and place."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.common.edifact_header import header
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.formats.responses.heading import document, note_unread, texts
from roadstead.engine.records import Function, Manifest, MessageHeader, Response
from roadstead.engine.syntax.edifact import Interchange, Message, Segment, as_text, element_text, part

# 1001: acknowledgement, application error, and codes for both; 961 and 963 where customs send APERAK.
KINDS: Final = {"294", "305", "312", "313", "961", "962", "963"}
SERVICE: Final = {"UNH", "UNT"}
# 1153: references to the message that is answered; the first one present is used.
ANSWERED: Final = ("TN", "ACW", "AGO", "ACE", "DM")
LINE_NUMBER: Final = "LI"


def read(interchange: Interchange, message: Message) -> Reading:
    """Read one APERAK; each ERC is a response with code and text, and its place in `level`. Never raises."""
    notes = Notebook(reference=message.reference)
    head, points = _grouped(message.segments)
    made = replace(header(interchange, message), type="APERAK", function=Function.ANSWER)
    made = _heading(made, head, notes)
    whole = texts(found.segment for found in head if found.tag == "FTX")
    said = [*([Response(text=whole)] if whole else []), *(_answer(point, notes) for point in points)]
    note_unread(notes)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=made, answers=tuple(said)), problems=(*message.problems, *problems), unread=unread
    )


def _grouped(segments: list[Segment]) -> tuple[list[NumberedSegment], list[list[NumberedSegment]]]:
    """Return the head, and each ERC with the segments after it; an ERP before its ERC belongs to it."""
    head: list[NumberedSegment] = []
    points: list[list[NumberedSegment]] = []
    for number, segment in enumerate(segments, 1):
        found = NumberedSegment(number, segment)
        if found.tag in SERVICE:
            continue
        begins = found.tag == "ERP" or (found.tag == "ERC" and _has(points, "ERC"))
        if begins:
            points.append([])
        (points[-1] if points else head).append(found)
    return head, points


def _has(points: list[list[NumberedSegment]], tag: str) -> bool:
    """Return True if the current point already has such a segment, or if there is no point yet."""
    return not points or any(found.tag == tag for found in points[-1])


def _heading(made: MessageHeader, head: list[NumberedSegment], notes: Notebook) -> MessageHeader:
    named: dict[str, str] = {}
    for found in head:
        if found.tag == "BGM":
            made = document(made, found, KINDS, notes)
        elif found.tag == "RFF" and found.code in ANSWERED:
            named.setdefault(found.code, found.value)
        elif found.tag != "FTX":
            notes.keep_unread(as_text(found.segment))
    if not made.code:
        notes.warning(
            "answer-kind-missing",
            "BGM is missing, so the kind of response is not known. Ask the sender.",
            segment="BGM",
        )
    return replace(made, reference=next((named[code] for code in ANSWERED if named.get(code)), made.reference))


def _answer(point: list[NumberedSegment], notes: Notebook) -> Response:
    code = next((part(found.segment, 1) for found in point if found.tag == "ERC"), "")
    place = ""
    for found in point:
        if found.tag == "ERP" and len(found.segment) > 1:
            place = element_text(found.segment[1])
        elif found.tag == "RFF" and found.code == LINE_NUMBER:
            place = found.value
        elif found.tag not in {"ERC", "FTX", "ERP"}:
            notes.keep_unread(as_text(found.segment))
    text = texts(found.segment for found in point if found.tag == "FTX")
    return Response(code=code, text=text, level=place)
