"""UNB to UNZ around one manifest, in the characters and separators a sender uses (ISO 9735)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.cargo.edifact.write.message import message
from roadstead.engine.formats.passengers.paxlst.write.dates import figures
from roadstead.engine.formats.passengers.paxlst.write.segment import Segment, trimmed
from roadstead.engine.records import Manifest
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import DEFAULT, Separators
from roadstead.engine.syntax.edifact.charset import encoding_for

DIRECTORY: Final = "16A"
SYNTAX: Final = "UNOC:3"
REFERENCE: Final = "CUS01"
QUALIFIER: Final = "ZZ"  # 0007, mutually defined


def write(
    manifest: Manifest,
    *,
    charset: str = "",
    separators: Separators = DEFAULT,
    with_una: bool = True,
    line_end: str = "",
) -> bytes:
    """The manifest as one interchange with one CUSCAR (D.16A where the manifest names no directory).

    `charset` ("UNOA") speaks before what the manifest says. What CUSCAR has no place for (onward pieces, handling,
    notes that are no remarks, what was sent) is left out; the rest is read back as it was.
    """
    head = manifest.message
    version = head.syntax.partition(":")[2] or SYNTAX.partition(":")[2]
    syntax = f"{charset}:{version}" if charset else head.syntax or SYNTAX
    made = replace(manifest, message=replace(head, release=head.release or f"D:{DIRECTORY}", syntax=syntax))
    text = edifact.write(interchange(made), separators=separators, with_una=with_una, line_end=line_end).decode()
    return text.encode(encoding_for(text, syntax.partition(":")[0]))


def interchange(made: Manifest) -> list[Segment]:
    """The segments of the interchange, UNB to UNZ."""
    head = made.message
    day, _, time = head.sent_at.partition("T")
    when = [figures(day)[2:], figures(time)[:4]]
    body = message(made, REFERENCE)
    opening: Segment = [
        "UNB",
        head.syntax.split(":"),
        [head.sender, QUALIFIER],
        [head.recipient, QUALIFIER],
        when,
        head.interchange,
    ]
    closing: list[Segment] = [["UNT", str(len(body) + 1), REFERENCE], ["UNZ", "1", head.interchange]]
    return [trimmed(each) for each in (opening, *body, *closing)]
