"""Reading of bytes in no known format: one error that says what they look like and what to send instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from roadstead.engine.formats.passengers.sheets import is_names_without_list
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Manifest, Problem, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import folded, looks_like, name_of

HEAD_BYTES: Final = 1024  # bytes examined
MARKUP_BYTES: Final = 16_384
SHOWN_CHARS: Final = 80  # characters of the beginning that are shown
EMPTY: Final = Sentence("The file is empty. Export the list again and check that it holds text.")
# Pattern of the first bytes, and what to do. Nothing is unpacked here.
LOOKS: Final[tuple[tuple[re.Pattern[bytes], Sentence], ...]] = (
    (re.compile(rb"\s*\Z"), EMPTY),
    (re.compile(rb"\x1f\x8b"), Sentence("The file is compressed (gzip). Unpack it and send the message itself.")),
    (
        re.compile(rb"PK\x03\x04.{0,900}mimetypeapplication/vnd\.oasis", re.DOTALL),
        Sentence(
            "This OpenDocument file has no sheet. Save the list as a workbook (.ods or .xlsx) or csv and send that."
        ),
    ),
    (
        re.compile(rb"PK\x03\x04.{0,900}(?:xl/|\[Content_Types\])", re.DOTALL),
        Sentence("This office file has no sheet. Save the list as an Excel workbook (.xlsx) or csv and send that."),
    ),
    (
        re.compile(rb"PK[\x03\x05\x07]"),
        Sentence("The file is compressed (zip). Unpack it and send the message itself."),
    ),
    (
        re.compile(rb"(?:7z\xbc\xaf|Rar!|BZh|\xfd7zXZ)"),
        Sentence("The file is compressed. Unpack it and send the message itself."),
    ),
    (re.compile(rb"%PDF"), Sentence("This is a PDF document. Send the message from which it was printed.")),
    (
        re.compile(rb"(?:\x89PNG|\xff\xd8\xff|GIF8)"),
        Sentence("This is a picture. Send the message itself, not a picture of it."),
    ),
    (
        re.compile(rb"\xd0\xcf\x11\xe0"),
        Sentence(
            "This is an old office file (.doc, .ppt, or a workbook that was cut). Open it, save the list as an Excel "
            "workbook (.xlsx or .xls) or csv, and send that."
        ),
    ),
    (
        re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[?!a-z]", re.IGNORECASE),
        Sentence("We do not read this kind of XML yet. Send PAXLST."),
    ),
    (re.compile(rb"\s*[{\[][\s\"{\[\d]"), Sentence("We do not read JSON. Send PAXLST.")),
)
# At the beginning, after a byte order mark, a declaration or a comment; in mail, after lines of other text.
WEB_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,800}?-->\s*)?"
    rb"<(?:!doctype\s+html|html|head|body|table|div|p|span|meta|script|style|form|center)[\s>]"
    rb"|.{0,1000}<(?:!doctype\s+html|html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
WEB_PAGE_TEXT: Final = Sentence(
    "This is a web page (HTML), not a message. If it is an error page, export the list again. If it has "
    "the list, copy it into a spreadsheet with headings as in the template and send that."
)
# Bounded, and within a line: else a page of blank lines or brackets would take minutes.
MARKED_UP: Final = re.compile(
    rb"^#{1,6} \S|\]\(\S{1,400}\)|^[ \t]{0,20}\|?[ \t]{0,20}:?-{3,200}:?[ \t]{0,20}\||^```", re.MULTILINE
)
EDIFACT_WITHOUT_MESSAGE: Final = re.compile(rb"UNB[^\w\s][A-Z]{4}")


def unknown_reading(raw: bytes) -> Reading:
    """Return the reading of bytes that hold no message: an empty manifest and one error."""
    problem = Problem.of(
        severity=Severity.ERROR,
        code="not-a-known-message",
        text=_about_page(raw) or about_xml(raw) or _about(raw),
        sent=_beginning(raw),
    )
    return Reading(manifest=Manifest(), problems=(problem,))


def _about_page(raw: bytes) -> Sentence | None:
    """Return a sentence for a web page, also for one that begins with an exported table; None for anything else."""
    return WEB_PAGE_TEXT if WEB_PAGE.match(raw[:HEAD_BYTES].replace(b"\0", b"")) else None


def _about(raw: bytes) -> Sentence:
    head = raw[:HEAD_BYTES]
    for pattern, text in LOOKS:
        if pattern.match(head) and (len(raw) <= HEAD_BYTES or text is not EMPTY):
            return text
    if EDIFACT_WITHOUT_MESSAGE.search(head):
        return Sentence(
            "This EDIFACT interchange has no message. Send it again, from the start (UNB) to the end (UNZ)."
        )
    if _is_text(head):
        return _about_text(raw)
    return Sentence("This file is not text. Check which file was sent, and send the message itself.")


def _about_text(raw: bytes) -> Sentence:
    if MARKED_UP.search(raw[:MARKUP_BYTES]):
        return Sentence(
            "This is a text document with headings and tables (Markdown). Send PAXLST, or a sheet with headings as in "
            "the template."
        )
    if is_names_without_list(raw):
        return Sentence(
            "This table has names, but no birth date or document beside any family name. A list of people on board "
            "needs them: add the columns Date of birth and Passport number, as in the template, and send it again."
        )
    return Sentence("We do not recognise this format. Send PAXLST, or a sheet with headings as in the template.")


def _is_text(head: bytes) -> bool:
    """Return True if nearly all bytes are printable or letters beyond ASCII."""
    odd = sum(byte < 0x20 and byte not in b"\t\r\n\f" for byte in head)
    return odd * 50 < len(head) and b"\0" not in head


def _beginning(raw: bytes) -> str:
    text = raw[: SHOWN_CHARS * 2].decode("latin-1")
    return "".join(char if char.isprintable() else " " for char in text).strip()[:SHOWN_CHARS]


# ── XML of a kind that is not read: its root and namespace, from the first tags, well-formed or not


XML_HEAD_BYTES: Final = 16_384  # bytes in which the first tags are searched
TAG: Final = re.compile(r"<([A-Za-z_][\w.:-]{0,80})([^<>]{0,4000})>?")
NAMESPACE: Final = re.compile(r"xmlns(?::([\w.-]+))?\s*=\s*[\"']([^\"'<>]{1,200})[\"']")
ENVELOPES: Final = {"envelope", "header", "body", "soapenvelope", "message", "govtalkmessage", "govtalkdetails"}
MAX_TAGS: Final = 20
# Folded root name and what the message is.
KNOWN: Final[Mapping[str, str]] = {
    "cc015a": "transit declaration",
    "cc015b": "transit declaration",
    "cc015c": "transit declaration",
    "cc515a": "export declaration",
    "cc615a": "exit summary declaration",
    "shippersdeclarationfordangerousgoods": "Cargo-XML declaration of dangerous goods (XSDG)",
    "declaration": "customs declaration of the WCO data model",
}


def root_name(raw: bytes) -> str:
    """Return the local name of the first tag that is no envelope, else of the first tag; "" if there is no tag."""
    return _root(raw)[0]


def about_xml(raw: bytes) -> Sentence | None:
    """Return a sentence for XML of a kind without a reader; None for bytes that are no XML."""
    name, namespace = _root(raw) if looks_like(raw) else ("", "")
    if not name or folded(name) in {"html", "head", "body"}:
        return None
    known = KNOWN.get(folded(name), "")
    aside = ", ".join(each for each in (known, f"namespace {namespace}" if namespace else "") if each)
    return Sentence(
        "We do not read XML with the root %(name)s%(aside)s yet. We stored it. Send passenger lists as PAXLST, "
        "ISO 28005 or PNRGOV, and cargo as CUSCAR, Awmds or Cargo-XML.",
        {"name": name, "aside": f" ({aside})" if aside else ""},
    )


def _root(raw: bytes) -> tuple[str, str]:
    text = raw[:XML_HEAD_BYTES].replace(b"\0", b"").decode("utf-8", errors="replace")
    tags = [found for found, _ in zip(TAG.finditer(text), range(MAX_TAGS), strict=False)]
    inside = (tag for tag in tags if folded(name_of(tag[1])[1]) not in ENVELOPES)
    tag = next(inside, tags[0] if tags else None)
    if tag is None:
        return "", ""
    spaces = dict(NAMESPACE.findall(" ".join(each[2] for each in tags[: tags.index(tag) + 1])))
    prefix, _, _ = tag[1].rpartition(":")
    return name_of(tag[1])[1], spaces.get(prefix, "")
