"""Choice of the reader for a message.

`read` takes any bytes; bytes in no known format give one reading with an error. A format is recognised by its content,
never by a file's name. `FORMATS` are tried in order; EDIFACT has one reader per message type, in `READERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email import policy
from email.message import Message as Mail
from email.parser import BytesParser
from itertools import islice
from typing import Final

from roadstead.engine.formats.cargo import cargo_imp, us_manifest
from roadstead.engine.formats.cargo import edifact as cargo_edifact
from roadstead.engine.formats.cargo import sheets as cargo_sheets
from roadstead.engine.formats.common import telex
from roadstead.engine.formats.common.edifact_header import header, note_parts
from roadstead.engine.formats.common.xml_forms import recognition as xml_forms
from roadstead.engine.formats.documents import scans
from roadstead.engine.formats.passengers import paxlst, pnrgov, sheets
from roadstead.engine.formats.reading import Notebook, Reading, pack_cargo
from roadstead.engine.formats.responses import aperak, contrl, cusres
from roadstead.engine.formats.unknown import unknown_reading
from roadstead.engine.records import Manifest, Problem, Severity, Voyage
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import Interchange, Message, as_text, part
from roadstead.engine.syntax.gc_pause import paused_gc
from roadstead.engine.syntax.table import looks_like_workbook, parse_workbook

# ── MIME mail (RFC 5322): each part is read as if it had come alone
#
# Only base64 and quoted-printable are decoded, because decoding them never makes the content larger.


MAIL_HEAD: Final = 16_384  # bytes in which the headers of a mail are searched
# The first line is a header (or the "From " line of a mailbox), and one of the headers is a MIME header.
MAIL_FIRST: Final = re.compile(rb"\s*(?:From [^\r\n]*\r?\n)?[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
MIME: Final = re.compile(rb"^(?:MIME-Version|Content-Type|Content-Transfer-Encoding):", re.IGNORECASE | re.MULTILINE)
BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
MAX_BOUNDARIES: Final = 40  # nested parts; the parser recurses into each
MAX_MAIL_PARTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """One part of a mail: its file name ("list.edi"), content type ("text/plain") and decoded content."""

    name: str
    kind: str
    content: bytes


def is_mail(raw: bytes) -> bool:
    """Return True if the bytes begin with the headers of a mail that has MIME parts or an encoded text."""
    head = raw[:MAIL_HEAD]
    return MAIL_FIRST.match(head) is not None and MIME.search(head) is not None


def mail_parts(raw: bytes) -> list[MailPart]:
    """Return the parts that have no parts of their own, in order; [] if the bytes are no mail. Never raises."""
    if len(BOUNDARY.findall(raw)) > MAX_BOUNDARIES:
        return []
    try:
        whole = BytesParser(policy=policy.compat32).parsebytes(raw.lstrip())
        return list(_leaves(whole))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return []  # email.parser raises on some malformed headers


def _leaves(mail: Mail) -> Iterator[MailPart]:
    leaves = (each for each in mail.walk() if not each.is_multipart())
    for leaf, _ in zip(leaves, range(MAX_MAIL_PARTS), strict=False):
        content = leaf.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            yield MailPart(name=str(leaf.get_filename() or ""), kind=leaf.get_content_type(), content=content)


def read_mail(raw: bytes, reader: Callable[[bytes], list[Reading]]) -> list[Reading]:
    """Return the readings of the parts that hold a message; [] if the bytes are no mail or hold no message."""
    found: list[Reading] = []
    others: list[str] = []
    for piece in mail_parts(raw) if is_mail(raw) else ():
        readings = reader(piece.content)
        if any(reading.is_understood for reading in readings):
            found += readings
        else:
            others.append(piece.name or piece.kind)
    return [replace(found[0], problems=(*_other_parts(others), *found[0].problems)), *found[1:]] if found else []


def mail_contents(raw: bytes) -> Iterator[bytes]:
    """Yield the content of each part of a mail; nothing if the bytes are no mail."""
    yield from (part.content for part in mail_parts(raw)) if is_mail(raw) else ()


def _other_parts(others: Sequence[str]) -> Iterator[Problem]:
    """Note that the message came by mail, with the names of the parts that hold no message."""
    text = Sentence("The message was in an e-mail. We decoded it.")
    if others:
        text = Sentence(
            "The message was in an e-mail. We decoded it. Other parts of the e-mail that we did not read: %(count)s.",
            {"count": len(others)},
        )
    yield Problem.of(severity=Severity.NOTE, code="came-by-mail", text=text, sent=", ".join(others))


# ── Readers by EDIFACT message type


Reader = Callable[[Interchange, Message], Reading]

READERS: Final[Mapping[str, Reader]] = {
    "PAXLST": paxlst.read,
    "PNRGOV": pnrgov.read,
    "CUSRES": cusres.read,
    "CONTRL": contrl.read,
    "APERAK": aperak.read,
    **dict.fromkeys(cargo_edifact.TYPES, cargo_edifact.read),
}
VOYAGES: Final[Mapping[str, Callable[[Message], Voyage | None]]] = {
    "PAXLST": paxlst.voyage_of,
    "PNRGOV": pnrgov.voyage_of,
    "CUSRES": cusres.voyage_of,
    **dict.fromkeys(cargo_edifact.TYPES, cargo_edifact.voyage_of),
}
# A message without its head is recognised by its segments (tag and first element).
PAXLST_SEGMENTS: Final = {("BGM", "745"), ("BGM", "250"), ("BGM", "336"), ("NAD", "FL"), ("NAD", "FM"), ("NAD", "DDU")}
CUSRES_SEGMENTS: Final = {("BGM", "962"), ("BGM", "963"), ("ERP", "1"), ("ERP", "2"), ("ERC", "0Z"), ("ERC", "1Z")}
PNRGOV_SEGMENTS: Final = {("SRC", ""), ("SSR", "DOCS"), ("SSR", "SEAT"), ("DAT", "700"), ("IFT", "4")}
SEGMENTS_BY_TYPE: Final = {
    "PAXLST": PAXLST_SEGMENTS,
    "CUSRES": CUSRES_SEGMENTS,
    "PNRGOV": PNRGOV_SEGMENTS,
    **cargo_edifact.HEADLESS,
}
HINT_BYTES: Final = (4_096, 65_536)  # bytes searched for the voyage; it is mostly in the first
MAX_SEGMENTS_SHOWN: Final = 1_000  # segments shown of a message that is not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format in which lists come. `looks_like` and `voyage` are quick; none of the three functions raises.

    If `read` finds no message after all, it returns [] and the next format is tried.
    """

    name: str
    looks_like: Callable[[bytes], bool]
    read: Callable[[bytes], list[Reading]]
    voyage: Callable[[bytes], Voyage | None] = lambda raw: None
    dated: Callable[[bytes, str], list[Reading]] | None = None  # `read` of a format whose dates have no year


def read(raw: bytes, *, near: str = "") -> list[Reading]:
    """Return a reading for each message in the bytes, in order. Never raises.

    Bytes in no known format give exactly one reading, with an error that says why. `near`: ISO date of reception; a
    date without a year is taken to be the nearest to it.
    """
    with paused_gc():
        readings = read_mail(raw, lambda part: _read(part, near)) or _read(raw, near)
    return [pack_cargo(reading) for reading in readings] or [unknown_reading(raw)]


def _read(raw: bytes, near: str = "") -> list[Reading]:
    for form in FORMATS:
        if form.looks_like(raw) and (found := form.dated(raw, near) if form.dated else form.read(raw)):
            return found
    return []


def voyage_hint(raw: bytes) -> str:
    """Return the voyage's key, for queues that keep the messages of a voyage in order.

    "" if the beginning of the message does not name the voyage.
    """
    return next((hint for each in (*mail_contents(raw), raw) if (hint := _voyage_hint(each))), "")


def _voyage_hint(raw: bytes) -> str:
    voyages = (form.voyage(raw) for form in FORMATS if form.looks_like(raw))
    return next((voyage.key for voyage in voyages if voyage is not None and (voyage.number or voyage.legs)), "")


# ── Workbooks, parsed once for cargo and passengers


def _workbook(raw: bytes) -> list[Reading]:
    book = parse_workbook(raw)
    return cargo_sheets.read_workbook(book) or sheets.read_workbook(book)


def _workbook_voyage(raw: bytes) -> Voyage | None:
    book = parse_workbook(raw, max_rows=sheets.HINT_ROWS)
    found = (voyage_of(book) for voyage_of in (cargo_sheets.workbook_voyage, sheets.workbook_voyage))
    return next((voyage for voyage in found if voyage is not None and (voyage.number or voyage.legs)), None)


# ── EDIFACT


def _edifact(raw: bytes) -> list[Reading]:
    interchanges = edifact.read(raw)
    readings = [reading for interchange in interchanges for reading in _interchange(interchange)]
    empty = [problem for one in interchanges if not one.messages for problem in one.problems]
    if empty and readings:
        readings[-1] = replace(readings[-1], problems=(*readings[-1].problems, *empty))
    return readings


def _edifact_voyage(raw: bytes) -> Voyage | None:
    return next((found for size in HINT_BYTES if (found := _voyage_in(raw[:size]))), None)


def _voyage_in(head: bytes) -> Voyage | None:
    for interchange in edifact.read(head):
        for message in interchange.messages:
            voyage = VOYAGES[_type(message)](message) if _type(message) in VOYAGES else None
            if voyage is not None and (voyage.number or voyage.legs):
                return voyage
    return None


def _interchange(interchange: Interchange) -> list[Reading]:
    """Read every message; problems of the interchange itself are reported with its first message."""
    readings = [_message(interchange, message) for message in interchange.messages]
    if readings:
        about = (*interchange.problems, *telex.telex_notes(interchange.before))
        if any(reading.manifest.message.type == "PNRGOV" for reading in readings):
            about = pnrgov.without_text(about)
        readings[0] = replace(readings[0], problems=(*about, *readings[0].problems))
    return readings


def _message(interchange: Interchange, message: Message) -> Reading:
    reader = READERS.get(_type(message), _not_read_yet)
    return reader(interchange, message)


def _type(message: Message) -> str:
    if message.type or not message.head_missing:
        return message.type
    met = {(part(each, 0), part(each, 1)) for each in message.segments}
    return next((name for name, known in SEGMENTS_BY_TYPE.items() if known & met), "")


def _not_read_yet(interchange: Interchange, message: Message) -> Reading:
    """Return an error for an EDIFACT message type without a reader, with its segments as unread."""
    notes = Notebook(reference=message.reference)
    head = header(interchange, message)
    note_parts(head, notes)
    name = head.type or "without a name"
    notes.error(
        "not-a-known-message",
        Sentence(
            "We do not read EDIFACT message %(name)s yet. We stored it. Send people as PAXLST and cargo as CUSCAR.",
            {"name": name[:20]},
        ),
        1,
        segment="UNH",
        field="message type (0065)",
        sent=head.type,
    )
    for segment in islice(message.segments, MAX_SEGMENTS_SHOWN):
        notes.keep_unread(as_text(segment))
    notes.further_unread = max(len(message.segments) - MAX_SEGMENTS_SHOWN, 0)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=replace(head, type="", type_sent=head.type)),
        problems=(*message.problems, *problems),
        unread=unread,
    )


# Formats with a distinctive beginning are tried first, plain text last.
FORMATS: Final[tuple[Format, ...]] = (
    Format(name="US manifest", looks_like=us_manifest.looks_like, read=us_manifest.read, voyage=us_manifest.voyage_of),
    Format(name="workbook", looks_like=looks_like_workbook, read=_workbook, voyage=_workbook_voyage),
    Format(name="XML", looks_like=xml_forms.looks_like, read=xml_forms.read, voyage=xml_forms.voyage_of),
    # A test for EDIFACT costs as much as reading it, and other bytes give no reading.
    Format(name="EDIFACT", looks_like=bool, read=_edifact, voyage=_edifact_voyage),
    Format(name="Cargo-IMP", looks_like=cargo_imp.looks_like, read=cargo_imp.read, voyage=cargo_imp.voyage_of,
           dated=lambda raw, near: cargo_imp.read(raw, near=near)),
    Format(name="travel documents", looks_like=scans.looks_like, read=scans.read, voyage=scans.voyage_of),
    Format(name="cargo csv", looks_like=cargo_sheets.looks_like_csv, read=cargo_sheets.read_csv,
           voyage=cargo_sheets.csv_voyage),
    Format(name="csv", looks_like=sheets.looks_like_csv, read=sheets.read_csv, voyage=sheets.csv_voyage),
)  # fmt: skip
