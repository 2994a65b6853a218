"""Envelope of a response, UNB to UNZ: sender and recipient are exchanged, the rest is echoed (ISO 9735)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from anyascii import anyascii

from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import Interchange, Segment, part
from roadstead.engine.syntax.edifact.charset import encoding_for

Line = Sequence[str | Sequence[str]]
HEAD_BYTES: Final = 4_096  # bytes of a body in which its UNB is searched
MAX_REFERENCE_CHARS: Final = 14  # 0020, 0062
MAX_PARTY_CHARS: Final = 35  # 0004, 0010
OUR_PARTY: Final = ("ROADSTEAD",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Data around the messages of one response. `at` is an instant, written in UTC."""

    reference: str  # our control reference (0020), at most 14 characters
    at: datetime
    syntax: str = "UNOA"
    version: str = "4"
    sender: tuple[str, ...] = OUR_PARTY
    recipient: tuple[str, ...] = ()
    application: str = ""
    is_test: bool = False
    in_group: bool = False
    answered_reference: str = ""  # the control reference that is answered


def envelope_of(raw: bytes) -> Interchange | None:
    """Return the first interchange in the first bytes of a body, for its UNB; None if there is none. Never raises."""
    found = edifact.read(raw[:HEAD_BYTES])
    return found[0] if found and found[0].header else None


def reply_to(interchange: Interchange, *, reference: str, at: datetime, to: str = "") -> Envelope:
    """Return the envelope of a response to this interchange; `to` is the recipient if it has no UNB."""
    unb = interchange.header
    group = interchange.messages[0].group if interchange.messages else []
    syntax = part(unb, 1).upper()
    return Envelope(
        reference=reference[:MAX_REFERENCE_CHARS],
        at=at,
        syntax=syntax if len(syntax) == len("UNOA") and syntax.isascii() and syntax.isalnum() else "UNOA",
        version=part(unb, 1, 1) if part(unb, 1, 1) in set("1234") else "4",
        sender=_party(unb, 3) or OUR_PARTY,
        recipient=_party(unb, 2) or ((to,) if to else ()),
        application=part(unb, 7)[:MAX_REFERENCE_CHARS],
        is_test=part(unb, 11) == "1",
        in_group=bool(group),
        answered_reference=part(unb, 5)[:MAX_REFERENCE_CHARS],
    )


def build_interchange(envelope: Envelope, messages: Sequence[Sequence[Line]]) -> bytes:
    """Build the interchange.

    Each message is given without UNH and UNT; its first line is the S009 of its UNH.
    """
    bodies = [line for number, body in enumerate(messages, 1) for line in _message(str(number), body)]
    group_head, group_end = _group(envelope, messages) if envelope.in_group else ([], [])
    lines = [_unb(envelope), *group_head, *bodies, *group_end, _unz(envelope, messages)]
    fit = [[_element(element, envelope.syntax) for element in line] for line in lines]
    return encode_text(edifact.write(_trimmed(fit)), envelope.syntax)


def _message(reference: str, body: Sequence[Line]) -> Iterable[Line]:
    head, *rest = body
    yield ("UNH", reference, *head)
    yield from rest
    yield ("UNT", str(len(rest) + 2), reference)


def _unb(envelope: Envelope) -> Line:
    when = (envelope.at.strftime("%y%m%d"), envelope.at.strftime("%H%M"))
    test = "1" if envelope.is_test else ""
    syntax = (envelope.syntax, envelope.version)
    tail = ("", envelope.application, "", "", "", test)
    return ("UNB", syntax, envelope.sender, envelope.recipient, when, envelope.reference, *tail)


def _unz(envelope: Envelope, messages: Sequence[Sequence[Line]]) -> Line:
    return ("UNZ", "1" if envelope.in_group else str(len(messages)), envelope.reference)


def _group(envelope: Envelope, messages: Sequence[Sequence[Line]]) -> tuple[list[Line], list[Line]]:
    """Return UNG and UNE. All messages of a response are of one type."""
    kind = list(messages[0][0][0])
    when = (envelope.at.strftime("%y%m%d"), envelope.at.strftime("%H%M"))
    head = ("UNG", kind[0], envelope.sender, envelope.recipient, when, "1", "UN", kind[1:3])
    return [head], [("UNE", str(len(messages)), "1")]


def _party(unb: Segment, element: int) -> tuple[str, ...]:
    if element >= len(unb):
        return ()
    sent = [part(unb, element, at)[:MAX_PARTY_CHARS] for at in range(min(len(unb[element]), 3))]
    while sent and not sent[-1]:
        sent.pop()
    return tuple(sent)


def _element(element: str | Sequence[str], syntax: str) -> str | list[str]:
    return (
        fit_to_charset(element, syntax)
        if isinstance(element, str)
        else [fit_to_charset(each, syntax) for each in element]
    )


def _trimmed(lines: Iterable[list[str | list[str]]]) -> list[list[str | list[str]]]:
    """Remove empty elements and components at the end, as the standard requires."""
    return [_without_tail([_components(element) for element in line]) for line in lines]


def _components(element: str | list[str]) -> str | list[str]:
    if isinstance(element, str):
        return element
    kept = list(element)
    while kept and not kept[-1]:
        kept.pop()
    return kept or ""


def _without_tail(line: list[str | list[str]]) -> list[str | list[str]]:
    while line and not line[-1]:
        line.pop()
    return line


# ── Text in the character set that the other side declared (UNB 0001); other characters are transliterated


CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>")
ASCII: Final = frozenset(chr(code) for code in range(0x20, 0x7F))
# Sets that are not listed get plain ASCII, which every set contains.
ALLOWED: Final[Mapping[str, frozenset[str]]] = {"UNOA": CAPITALS, "IATA": CAPITALS}
LATIN_1: Final = "UNOC"
UNICODE: Final = frozenset({"UNOW", "UNOX", "UNOY"})


def fit_to_charset(text: str, syntax: str) -> str:
    """Fit a text to the set `syntax` ("UNOA", "UNOC" …), without control characters and blanks at its ends."""
    plain = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    if syntax not in UNICODE:
        plain = "".join(char if _is_there(char, syntax) else _instead(char, syntax) for char in plain)
    return " ".join(plain.split(" ")).strip()


def encode_text(raw: bytes, syntax: str) -> bytes:
    """Convert the UTF-8 of the syntax layer to the bytes of the set. Bytes that would be read as UTF-8 stay UTF-8."""
    text = raw.decode()
    return text.encode(encoding_for(text, syntax), "replace") if syntax == LATIN_1 else raw


def _is_there(char: str, syntax: str) -> bool:
    if syntax == LATIN_1:
        return ord(char) <= 0xFF
    return char in ALLOWED.get(syntax, ASCII)


def _instead(char: str, syntax: str) -> str:
    there = ALLOWED.get(syntax, ASCII)
    return "".join(each if each in there else " " for each in _folded(char, there))


def _folded(char: str, there: frozenset[str]) -> str:
    plain: str = anyascii(char)
    return plain.upper() if "a" not in there else plain
