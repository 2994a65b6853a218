"""Reader of Cargo-IMP text: one reading per message, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp import aircraft, ffm, fhl, fwb, status
from roadstead.engine.formats.cargo.cargo_imp.awb import NUMBER, read_waybill
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.dates import DateReader
from roadstead.engine.formats.common import telex
from roadstead.engine.formats.reading import Notebook, Reading
from roadstead.engine.records import Function, Manifest, MessageHeader, Movement, Problem, Severity, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import MAX_LINES, Message, messages

# ── FMA and FNA: a message was accepted, or refused with the reason.


ABOUT: Final = re.compile(r"F[A-Z]{2}/[0-9]{1,2}")


def _acknowledgement(context: ReaderContext) -> Manifest:
    """Return one movement: message type and waybill that are acknowledged, and the text of the acknowledgement."""
    texts: list[str] = []
    about, number, packages, mass = "", "", None, None
    for record in context.message.records:
        head = f"{record.tag}/{record.lines[0]}" if record.tag else record.lines[0]
        if record.tag == "ACK":
            texts += [line.strip() for line in record.lines if line.strip()]
        elif not about and ABOUT.fullmatch(head.strip()):
            about = head.strip()
        elif (
            not number
            and not record.tag
            and NUMBER.match(head)
            and (told := read_waybill(record.fields[0], record, context))
        ) or (not number and record.tag == "MBI" and (told := read_waybill(record.fields[0], record, context))):
            number, packages, mass = told.number, told.quantity.packages, told.quantity.mass_kg
        else:
            context.keep_unread(record)
    if not texts:
        text = Sentence(
            "There is no ACK line, so the response does not say what was accepted or rejected. Ask the sender."
        )
        context.notes.warning("answer-missing", text, segment="ACK", field="answer")
    movement = Movement(
        code=context.message.type,
        number=number,
        packages=packages,
        gross_mass_kg=mass,
        text=": ".join(filter(None, (about, " ".join(texts)))),
    )
    return Manifest(movements=(movement,))


MAX_MESSAGES: Final = 2_000  # in one text; a small airport has some hundred a day
SINGLE_WAYBILL_TYPES: Final = frozenset({"FWB", "FSU", "FSA"})
HEAD_BYTES: Final = 16_384  # bytes in which the voyage is mostly found
READERS: Final[Mapping[str, tuple[Function, Callable[[ReaderContext], Manifest]]]] = {
    "FWB": (Function.CARGO, fwb.read),
    "FHL": (Function.CARGO, fhl.read),
    "FSU": (Function.MOVEMENT, status.read),
    "FSA": (Function.MOVEMENT, status.read),
    "FMA": (Function.MOVEMENT, _acknowledgement),
    "FNA": (Function.MOVEMENT, _acknowledgement),
    "MVT": (Function.MOVEMENT, aircraft.read),
    "MVA": (Function.MOVEMENT, aircraft.read),
}


def read(raw: bytes, *, near: str = "") -> list[Reading]:
    """Return one reading per message; [] if none. `near`: ISO date of reception, from which years are inferred."""
    found, more = messages(raw)
    readings = [_reading(message, near) for message in found[:MAX_MESSAGES]]
    said = list(_limit_problems(len(found) - MAX_MESSAGES, more))
    if readings and said:
        readings[0] = replace(readings[0], problems=(*said, *readings[0].problems))
    return readings


def voyage_of(raw: bytes) -> Voyage | None:
    """Return the flight of the first message that names one."""
    voyages = (reading.manifest.voyage for reading in read(raw[:HEAD_BYTES]))
    return next((voyage for voyage in voyages if voyage.number), None)


def _reading(message: Message, near: str) -> Reading:
    notes = Notebook(reference=message.type)
    work = ReaderContext(message=message, days=DateReader(near=near, notes=notes), notes=notes)
    _about(message, notes)
    manifest = _manifest(message, work)
    problems, unread = notes.finish()
    return Reading(manifest=manifest, problems=(*_heading(message), *problems), unread=unread)


def _manifest(message: Message, context: ReaderContext) -> Manifest:
    head = _header(message)
    if message.type == "FFM":
        made, part, last = ffm.read(context)
        return replace(made, message=replace(head, function=ffm.function(), part=part, last_part=last))
    if message.type not in READERS:
        return _not_read(message, context)
    function, reader = READERS[message.type]
    return replace(reader(context), message=replace(head, function=function))


def _header(message: Message) -> MessageHeader:
    """Build the header; the waybill's number is the reference, since Cargo-IMP messages have none of their own."""
    addresses = message.heading.addresses
    first = next((record.lines[0] for record in message.records), "")
    number = NUMBER.match(first)
    return MessageHeader(
        type=message.type,
        release=message.version,
        reference=f"{number[1]}-{number[2]}" if number and message.type in SINGLE_WAYBILL_TYPES else "",
        sender=message.heading.origin,
        recipient=addresses[0] if addresses else "",
    )


def _not_read(message: Message, context: ReaderContext) -> Manifest:
    text = Sentence(
        "We do not read Cargo-IMP message %(type)s yet. We stored it. Send FFM, FWB or FHL.",
        {"type": message.type},
    )
    context.notes.error("not-a-known-message", text, message.number, segment=message.type, sent=message.type)
    for record in message.records:
        context.keep_unread(record)
    return Manifest()


def _about(message: Message, notes: Notebook) -> None:
    if message.lower_case:
        notes.note("lower-case", "The message is in lower case. We read it as capitals.", message.number)
    for line in message.before:
        notes.keep_unread(line)


def _heading(message: Message) -> Iterator[Problem]:
    return telex.heading_notes(message.heading)


def _limit_problems(messages_more: int, lines_more: int) -> Iterator[Problem]:
    if messages_more > 0:
        text = Sentence(
            "There are too many messages. We did not read the last %(messages_more)s. Send at most %(limit)s "
            "in one file.",
            {"messages_more": f"{messages_more:,}", "limit": f"{MAX_MESSAGES:,}"},
        )
        yield Problem.of(severity=Severity.ERROR, code="too-many-messages", text=text)
    if lines_more:
        text = Sentence(
            "There are too many lines. We did not read the last %(lines_more)s. Send at most %(limit)s in one file.",
            {"lines_more": f"{lines_more:,}", "limit": f"{MAX_LINES:,}"},
        )
        yield Problem.of(severity=Severity.ERROR, code="too-many-lines", text=text)
