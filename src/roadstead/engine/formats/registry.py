"""Which reader reads which message. `read` takes any bytes; what is nothing known becomes one reading that says so.

A form is recognised by its content, never by a file's name. `FORMATS` are asked in their order; EDIFACT has one reader
a message type, in `READERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from roadstead.engine.formats.cargo import cargo_imp, us_manifest
from roadstead.engine.formats.cargo import edifact as cargo_edifact
from roadstead.engine.formats.cargo import sheets as cargo_sheets
from roadstead.engine.formats.common import telex
from roadstead.engine.formats.common.edifact_header import about_parts, header
from roadstead.engine.formats.common.xml_forms import forms as xml_forms
from roadstead.engine.formats.common.xml_forms.look import about_xml
from roadstead.engine.formats.documents import scans
from roadstead.engine.formats.passengers import paxlst, pnrgov, sheets
from roadstead.engine.formats.passengers.sheets import names_alone
from roadstead.engine.formats.reading import Notebook, Reading, with_cargo_packed
from roadstead.engine.formats.responses import aperak, contrl, cusres
from roadstead.engine.records import Manifest, Problem, Severity, Voyage
from roadstead.engine.syntax import edifact, mail
from roadstead.engine.syntax.collector import resting_collector
from roadstead.engine.syntax.edifact import Interchange, Message, as_text, part
from roadstead.engine.syntax.table import looks_like_xlsx

# ── Messages that come in a mail, as its text or attached: each part is read as if it had come alone.


def read_mail(raw: bytes, reader: Callable[[bytes], list[Reading]]) -> list[Reading]:
    """The readings of the parts that hold a message; [] for what is no mail, or one without any."""
    found: list[Reading] = []
    others: list[str] = []
    for piece in mail.parts(raw) if mail.looks_like(raw) else ():
        readings = reader(piece.content)
        if any(reading.understood for reading in readings):
            found += readings
        else:
            others.append(piece.name or piece.kind)
    return [replace(found[0], problems=(*_other_parts(others), *found[0].problems)), *found[1:]] if found else []


def contents(raw: bytes) -> Iterator[bytes]:
    """What is in each part of a mail; nothing for what is none."""
    yield from (part.content for part in mail.parts(raw)) if mail.looks_like(raw) else ()


def _other_parts(others: Sequence[str]) -> Iterator[Problem]:
    """A note, with the names of the parts that hold no message, for they may be what was meant."""
    text = "The message came in a mail; it was decoded."
    if others:
        text += f" Its other parts were not read: {len(others)}."
    yield Problem(severity=Severity.NOTE, code="came-by-mail", text=text, sent=", ".join(others)[:80])


# ── Bytes that are nothing we read: one reading with one error, which says what they look like and what to send.


HEAD: Final = 1024  # bytes looked at
MARKUP_WITHIN: Final = 16_384
SHOWN: Final = 80  # characters of the beginning shown
# What the first bytes look like, and what to do about it. Nothing is ever unpacked here.
LOOKS: Final[tuple[tuple[re.Pattern[bytes], str, str], ...]] = (
    (re.compile(rb"\s*\Z"), "is empty", "Export the list again and check that it holds text."),
    (re.compile(rb"\x1f\x8b"), "is compressed (gzip)", "Unpack it and send the message itself."),
    (re.compile(rb"PK\x03\x04.{0,900}mimetypeapplication/vnd\.oasis", re.DOTALL), "is an OpenDocument file (.ods)",
     "Open it, choose Save as, Excel workbook (.xlsx) or csv, and send that."),
    (re.compile(rb"PK\x03\x04.{0,900}(?:xl/|\[Content_Types\])", re.DOTALL), "is an office file without any sheet",
     "Save the list as an Excel workbook (.xlsx) or csv and send that."),
    (re.compile(rb"PK[\x03\x05\x07]"), "is compressed (zip)", "Unpack it and send the message itself."),
    (re.compile(rb"(?:7z\xbc\xaf|Rar!|BZh|\xfd7zXZ)"), "is compressed", "Unpack it and send the message itself."),
    (re.compile(rb"%PDF"), "is a PDF document", "Send the message from which it was printed."),
    (re.compile(rb"(?:\x89PNG|\xff\xd8\xff|GIF8)"), "is a picture", "Send the message itself, not a picture of it."),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "is an old office file (.xls), or one with a password",
     "Open it, take the password off, choose Save as, Excel workbook (.xlsx) or csv, and send that."),
    (re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[?!a-z]", re.IGNORECASE), "is XML of a kind not read yet", "Send PAXLST."),
    (re.compile(rb"\s*[{\[][\s\"{\[\d]"), "is JSON", "Send PAXLST."),
)  # fmt: skip
# At the beginning, behind a mark, a declaration or a comment; or, as in mail, behind lines of other text.
WEB_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,800}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|table|div|p|span|meta|script|style|form|center)[\s>]"
    rb"|.{0,1000}<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
OF_A_PAGE: Final = (
    "Perhaps an error page was saved instead of the list: export it again. If the list stands in the page, copy it into"
    " a spreadsheet with headings as in the template and send that."
)
MARKED_UP: Final = re.compile(rb"^#{1,6} \S|\]\(\S+\)|^\s*\|?\s*:?-{3,}:?\s*\||^```", re.MULTILINE)
EDIFACT_WITHOUT_MESSAGE: Final = re.compile(rb"UNB[^\w\s][A-Z]{4}")


def unknown(raw: bytes) -> Reading:
    """The one reading of bytes that hold no message."""
    problem = Problem(
        severity=Severity.ERROR,
        code="not-a-known-message",
        text=_about_page(raw) or about_xml(raw) or _about(raw),
        sent=_beginning(raw),
    )
    return Reading(manifest=Manifest(), problems=(problem,))


def _about_page(raw: bytes) -> str:
    """A sentence for a web page, also one that begins with a table as programs export them; "" for anything else."""
    is_page = WEB_PAGE.match(raw[:HEAD].replace(b"\0", b"")) is not None
    return f"This is a web page (HTML), not a message that can be read. {OF_A_PAGE}" if is_page else ""


def _about(raw: bytes) -> str:
    look, remedy = _look(raw)
    return f"This {look}, not a message that can be read. {remedy}"


def _look(raw: bytes) -> tuple[str, str]:
    head = raw[:HEAD]
    for pattern, look, remedy in LOOKS:
        if pattern.match(head) and (len(raw) <= HEAD or look != "is empty"):
            return look, remedy
    if EDIFACT_WITHOUT_MESSAGE.search(head):
        return "is an EDIFACT interchange without any message", "Send it again from the start (UNB) to the end (UNZ)."
    if _is_text(head):
        return _look_of_text(raw)
    return "is no text", "Check which file was sent, and send the message itself."


def _look_of_text(raw: bytes) -> tuple[str, str]:
    otherwise = "Send PAXLST, or a sheet with headings as in the template."
    if MARKED_UP.search(raw[:MARKUP_WITHIN]):
        return "is a text document with headings and tables (Markdown)", otherwise
    if names_alone(raw):
        return (
            "is a table of names without a birth date or a document beside any family name",
            "A list of people on board needs them: add the columns Date of birth and Passport number, as in the"
            " template, and send it again.",
        )
    return "is text of no form known here", otherwise


def _is_text(head: bytes) -> bool:
    """Whether nearly all bytes are printable, or letters beyond ASCII."""
    odd = sum(byte < 0x20 and byte not in b"\t\r\n\f" for byte in head)
    return odd * 50 < len(head) and b"\0" not in head


def _beginning(raw: bytes) -> str:
    text = raw[: SHOWN * 2].decode("latin-1")
    return "".join(char if char.isprintable() else " " for char in text).strip()[:SHOWN]


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
    return next((found for form in FORMATS if form.looks_like(raw) and (found := _by(form, raw, near))), [])


def _by(form: Format, raw: bytes, near: str) -> list[Reading]:
    return form.dated(raw, near) if form.dated else form.read(raw)


def voyage_hint(raw: bytes) -> str:
    """The voyage's key, for queues that keep a voyage in order; "" where the beginning does not tell it."""
    return next((hint for each in (*contents(raw), raw) if (hint := _voyage_hint(each))), "")


def _voyage_hint(raw: bytes) -> str:
    voyages = (form.voyage(raw) for form in FORMATS if form.looks_like(raw))
    return next((voyage.key for voyage in voyages if voyage is not None and (voyage.number or voyage.legs)), "")


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
    Format(name="cargo workbook", looks_like=looks_like_xlsx, read=cargo_sheets.read_workbook,
           voyage=cargo_sheets.workbook_voyage),
    Format(name="workbook", looks_like=looks_like_xlsx, read=sheets.read_workbook, voyage=sheets.workbook_voyage),
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
