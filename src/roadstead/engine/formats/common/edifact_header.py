"""Message header from UNB, UNG and UNH, where every EDIFACT reader starts (ISO 9735; part numbers S010)."""

from __future__ import annotations

from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import MessageHeader
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact import Interchange, Message, Segment, element_text, part
from roadstead.engine.text import dates

LAST_PART: Final = {"F": True, "C": False}
ONLY_PART: Final = "1"


def header(interchange: Interchange, message: Message) -> MessageHeader:
    """Return the header from the envelope; readers add values from BGM and RFF."""
    unb, unh = interchange.header, [] if message.head_missing else message.segments[0]
    return MessageHeader(
        type=part(unh, 2).upper(),
        release=_release(unh, message.group),
        association=part(unh, 2, 4),
        reference=part(unh, 1),
        access_reference=part(unh, 3),
        part=part(unh, 4),
        last_part=LAST_PART.get(part(unh, 4, 1).upper()),
        sender=part(unb, 2) or part(message.group, 2),
        recipient=part(unb, 3) or part(message.group, 3),
        interchange=part(unb, 5),
        sent_at=_sent_at(unb) or _sent_at(message.group),
        syntax=element_text(unb[1]) if len(unb) > 1 else "",
    )


def is_part(head: MessageHeader) -> bool:
    """Return True if other messages belong to this list, as far as the sender declares."""
    return bool(head.part) and not (head.part.lstrip("0") == ONLY_PART and head.last_part is True)


def note_parts(head: MessageHeader, notes: Notebook) -> None:
    """Note that the message is a part, or that a part lacks the flag C or F."""
    if head.part and head.last_part is None:
        text = Sentence(
            "Part %(part)s does not say whether it is the last part (F) or not (C). Send F or C with each part.",
            {"part": head.part},
        )
        notes.note("part-without-flag", text, 1, segment="UNH", field="part (0070)", sent=head.part)
    elif is_part(head):
        text = Sentence(
            "This is part %(part)s of a list in several messages. The list is complete when all parts have arrived.",
            {"part": head.part},
        )
        notes.note("part-of-a-split-list", text, 1, segment="UNH", field="part (0070)", sent=head.part)


def _release(unh: Segment, group: Segment) -> str:
    """Return `D:05B`, from UNH or else from UNG."""
    own = (part(unh, 2, 1), part(unh, 2, 2))
    of_group = (part(group, 7), part(group, 7, 1))
    return ":".join(own if any(own) else of_group).strip(":")


def _sent_at(segment: Segment) -> str:
    """Date and time of UNB or UNG: YYMMDD or CCYYMMDD, and HHMM (some add seconds)."""
    day, time = part(segment, 4), part(segment, 4, 1)[: len("HHMM")]
    found = dates.parse(day, century="20")
    if found.problem or not found.iso or len(time) != len("HHMM") or not time.isdecimal():
        return found.iso
    return f"{found.iso}T{time[:2]}:{time[2:]}"
