"""Which reader reads which message. `read` takes any bytes; what is nothing known becomes one reading that says so.

A form is recognised by its content, never by a file's name. `FORMATS` are asked in their order; EDIFACT has one reader
a message type, in `READERS`.
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
from roadstead.engine.formats.common.edifact_header import about_parts, header
from roadstead.engine.formats.common.xml_forms import forms as xml_forms
from roadstead.engine.formats.documents import scans
from roadstead.engine.formats.passengers import paxlst, pnrgov, sheets
from roadstead.engine.formats.reading import Notebook, Reading, with_cargo_packed
from roadstead.engine.formats.responses import aperak, contrl, cusres
from roadstead.engine.formats.unknown import unknown
from roadstead.engine.records import Manifest, Problem, Severity, Voyage
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.collector import resting_collector
from roadstead.engine.syntax.edifact import Interchange, Message, as_text, part
from roadstead.engine.syntax.table import looks_like_workbook, parse_workbook

# ── Messages that come in a mail (RFC 5322, MIME), as its text or attached: each part is read as if it had come alone.
#
# Nothing is unpacked but base64 and quoted-printable, which make the bytes fewer.


MAIL_HEAD: Final = 16_384  # bytes in which a mail tells that it is one
# The first line is a heading (or that of a mailbox), and one of the headings speaks of MIME.
MAIL_FIRST: Final = re.compile(rb"\s*(?:From [^\r\n]*\r?\n)?[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
MIME: Final = re.compile(rb"^(?:MIME-Version|Content-Type|Content-Transfer-Encoding):", re.IGNORECASE | re.MULTILINE)
BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
MOST_BOUNDARIES: Final = 40  # parts within parts; the parser goes down into each
MOST_PARTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPart:
    """One part of a mail: its name ("list.edi"), its kind ("text/plain") and what is in it."""

    name: str
    kind: str
    content: bytes


def is_mail(raw: bytes) -> bool:
    """Whether the bytes begin with the headings of a mail that has MIME parts or a coded text."""
    head = raw[:MAIL_HEAD]
    return MAIL_FIRST.match(head) is not None and MIME.search(head) is not None


def mail_parts(raw: bytes) -> list[MailPart]:
    """Every part that is not made of parts, in order; [] for what is no mail after all. Never raises."""
    if len(BOUNDARY.findall(raw)) > MOST_BOUNDARIES:
        return []
    try:
        whole = BytesParser(policy=policy.compat32).parsebytes(raw.lstrip())
        return list(_leaves(whole))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return []  # the parser of the standard library stumbles over some malformed headings


def _leaves(mail: Mail) -> Iterator[MailPart]:
    leaves = (each for each in mail.walk() if not each.is_multipart())
    for leaf, _ in zip(leaves, range(MOST_PARTS), strict=False):
        content = leaf.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            yield MailPart(name=str(leaf.get_filename() or ""), kind=leaf.get_content_type(), content=content)


def read_mail(raw: bytes, reader: Callable[[bytes], list[Reading]]) -> list[Reading]:
    """The readings of the parts that hold a message; [] for what is no mail, or one without any."""
    found: list[Reading] = []
    others: list[str] = []
    for piece in mail_parts(raw) if is_mail(raw) else ():
        readings = reader(piece.content)
        if any(reading.understood for reading in readings):
            found += readings
        else:
            others.append(piece.name or piece.kind)
    return [replace(found[0], problems=(*_other_parts(others), *found[0].problems)), *found[1:]] if found else []


def contents(raw: bytes) -> Iterator[bytes]:
    """What is in each part of a mail; nothing for what is none."""
    yield from (part.content for part in mail_parts(raw)) if is_mail(raw) else ()


def _other_parts(others: Sequence[str]) -> Iterator[Problem]:
    """A note, with the names of the parts that hold no message, for they may be what was meant."""
    text = "The message came in a mail; it was decoded."
    if others:
        text += f" Its other parts were not read: {len(others)}."
    yield Problem(severity=Severity.NOTE, code="came-by-mail", text=text, sent=", ".join(others)[:80])


# ── Readers.


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
# A message that lost its head is still known by what stands in it.
OF_A_PAXLST: Final = {("BGM", "745"), ("BGM", "250"), ("BGM", "336"), ("NAD", "FL"), ("NAD", "FM"), ("NAD", "DDU")}
OF_A_CUSRES: Final = {("BGM", "962"), ("BGM", "963"), ("ERP", "1"), ("ERP", "2"), ("ERC", "0Z"), ("ERC", "1Z")}
OF_A_PNRGOV: Final = {("SRC", ""), ("SSR", "DOCS"), ("SSR", "SEAT"), ("DAT", "700"), ("IFT", "4")}
HEADLESS: Final = {
    "PAXLST": OF_A_PAXLST,
    "CUSRES": OF_A_CUSRES,
    "PNRGOV": OF_A_PNRGOV,
    **cargo_edifact.HEADLESS,
}
HEADS: Final = (4_096, 65_536)  # bytes looked at for a hint: the voyage mostly stands in the first
SEGMENTS_SHOWN: Final = 1_000  # of a message that is not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form in which lists come. `looks_like` and `voyage` are quick; none of the three ever raises.

    Where `read` finds no message after all it gives [], and the next form is asked.
    """

    name: str
    looks_like: Callable[[bytes], bool]
    read: Callable[[bytes], list[Reading]]
    voyage: Callable[[bytes], Voyage | None] = lambda raw: None
    dated: Callable[[bytes, str], list[Reading]] | None = None  # `read` of a form whose days have no year


def read(raw: bytes, *, near: str = "") -> list[Reading]:
    """Every message in the bytes, in order; exactly one reading that says why where nothing is known. Never raises.

    `near`: ISO date of reception; where a form writes days without a year, the nearest to it is meant.
    """
    with resting_collector():
        readings = read_mail(raw, lambda part: _read(part, near)) or _read(raw, near)
    return [with_cargo_packed(reading) for reading in readings] or [unknown(raw)]


def _read(raw: bytes, near: str = "") -> list[Reading]:
    for form in FORMATS:
        if form.looks_like(raw) and (found := form.dated(raw, near) if form.dated else form.read(raw)):
            return found
    return []


def voyage_hint(raw: bytes) -> str:
    """The voyage's key, for queues that keep a voyage in order; "" where the beginning does not tell it."""
    return next((hint for each in (*contents(raw), raw) if (hint := _voyage_hint(each))), "")


def _voyage_hint(raw: bytes) -> str:
    voyages = (form.voyage(raw) for form in FORMATS if form.looks_like(raw))
    return next((voyage.key for voyage in voyages if voyage is not None and (voyage.number or voyage.legs)), "")


# ── Workbooks, parsed once for cargo and people.


def _workbook(raw: bytes) -> list[Reading]:
    book = parse_workbook(raw)
    return cargo_sheets.read_workbook(book) or sheets.read_workbook(book)


def _workbook_voyage(raw: bytes) -> Voyage | None:
    book = parse_workbook(raw, most_rows=sheets.HINT_ROWS)
    found = (voyage_of(book) for voyage_of in (cargo_sheets.workbook_voyage, sheets.workbook_voyage))
    return next((voyage for voyage in found if voyage is not None and (voyage.number or voyage.legs)), None)


# ── EDIFACT ─────────────────────────────────────────────────────────────────────────────────


def _edifact(raw: bytes) -> list[Reading]:
    interchanges = edifact.read(raw)
    readings = [reading for interchange in interchanges for reading in _interchange(interchange)]
    empty = [problem for one in interchanges if not one.messages for problem in one.problems]
    if empty and readings:
        readings[-1] = replace(readings[-1], problems=(*readings[-1].problems, *empty))
    return readings


def _edifact_voyage(raw: bytes) -> Voyage | None:
    return next((found for size in HEADS if (found := _voyage_in(raw[:size]))), None)


def _voyage_in(head: bytes) -> Voyage | None:
    for interchange in edifact.read(head):
        for message in interchange.messages:
            voyage = VOYAGES[_type(message)](message) if _type(message) in VOYAGES else None
            if voyage is not None and (voyage.number or voyage.legs):
                return voyage
    return None


def _interchange(interchange: Interchange) -> list[Reading]:
    """What is odd about the interchange is said once, with its first message."""
    readings = [_message(interchange, message) for message in interchange.messages]
    if readings:
        about = (*interchange.problems, *telex.about(interchange.before))
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
    return next((name for name, known in HEADLESS.items() if known & met), "")


def _not_read_yet(interchange: Interchange, message: Message) -> Reading:
    """An EDIFACT message of a type without reader: kept, and said."""
    notes = Notebook(reference=message.reference)
    head = header(interchange, message)
    about_parts(head, notes)
    name = head.type or "without a name"
    notes.error(
        "not-a-known-message",
        f"EDIFACT message {name[:20]} is not read yet. It is kept as it came; send people as PAXLST, cargo as CUSCAR.",
        1,
        segment="UNH",
        field="message type (0065)",
        sent=head.type,
    )
    for segment in islice(message.segments, SEGMENTS_SHOWN):
        notes.left(as_text(segment))
    notes.more_unread = max(len(message.segments) - SEGMENTS_SHOWN, 0)
    problems, unread = notes.finish()
    return Reading(
        manifest=Manifest(message=replace(head, type="", type_sent=head.type)),
        problems=(*message.problems, *problems),
        unread=unread,
    )


# Asked in this order: what begins with a mark of its own first, plain text last.
FORMATS: Final[tuple[Format, ...]] = (
    Format(name="US manifest", looks_like=us_manifest.looks_like, read=us_manifest.read, voyage=us_manifest.voyage_of),
    Format(name="workbook", looks_like=looks_like_workbook, read=_workbook, voyage=_workbook_voyage),
    Format(name="XML", looks_like=xml_forms.looks_like, read=xml_forms.read, voyage=xml_forms.voyage_of),
    # Asking first whether it is EDIFACT costs as much as reading it: bytes that are none give no reading.
    Format(name="EDIFACT", looks_like=bool, read=_edifact, voyage=_edifact_voyage),
    Format(name="Cargo-IMP", looks_like=cargo_imp.looks_like, read=cargo_imp.read, voyage=cargo_imp.voyage_of,
           dated=lambda raw, near: cargo_imp.read(raw, near=near)),
    Format(name="travel documents", looks_like=scans.looks_like, read=scans.read, voyage=scans.voyage_of),
    Format(name="cargo csv", looks_like=cargo_sheets.looks_like_csv, read=cargo_sheets.read_csv,
           voyage=cargo_sheets.csv_voyage),
    Format(name="csv", looks_like=sheets.looks_like_csv, read=sheets.read_csv, voyage=sheets.csv_voyage),
)  # fmt: skip
