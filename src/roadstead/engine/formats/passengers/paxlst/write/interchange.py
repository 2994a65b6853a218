"""UNB to UNZ around one list, in the characters and separators a sender uses (ISO 9735)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst.write.dates import figures
from roadstead.engine.formats.passengers.paxlst.write.message import message, reference
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment, trimmed
from roadstead.engine.records import Manifest
from roadstead.engine.syntax import edifact
from roadstead.engine.syntax.edifact import DEFAULT, Separators
from roadstead.engine.syntax.edifact.charset import encoding_for

AGENCY: Final = "UN"
DIRECTORY: Final = "05B"
SYNTAX: Final = "UNOA:4"
QUALIFIER: Final = "ZZ"  # 0007, mutually defined
APPLICATION: Final = "APIS"  # 0026


def write(
    manifest: Manifest,
    *,
    directory: str = "",
    charset: str = "",
    separators: Separators = DEFAULT,
    with_una: bool = True,
    with_group: bool = True,
    line_end: str = "",
) -> bytes:
    """The manifest as one interchange.

    `directory` ("05B") and `charset` ("UNOA") speak before what the manifest says; with neither they are 05B and UNOA.
    Letters that the set does not have are written in UTF-8, as senders do. What PAXLST has no place for (bookings,
    age group, a craft's home port) is left out.
    """
    made = _as_asked(manifest, directory, charset)
    segments = interchange(made, with_group=with_group)
    text = edifact.write(segments, separators=separators, with_una=with_una, line_end=line_end).decode()
    return text.encode(encoding_for(text, made.message.syntax.partition(":")[0]))


def interchange(manifest: Manifest, *, with_group: bool = True) -> list[Segment]:
    """The segments of the interchange, UNB to UNZ."""
    made = _as_asked(manifest, "", "")
    head = made.message
    day, _, time = head.sent_at.partition("T")
    parties: Segment = [[head.sender, QUALIFIER], [head.recipient, QUALIFIER], [figures(day)[2:], figures(time)[:4]]]
    body = message(made)
    inside: list[Segment] = [*body, ["UNT", str(len(body) + 1), reference(made)]]
    if with_group:
        release: Element = head.release.split(":")
        group: Segment = ["UNG", "PAXLST", *parties, head.interchange, AGENCY, release]
        inside = [group, *inside, ["UNE", "1", head.interchange]]
    opening: Segment = ["UNB", head.syntax.split(":"), *parties, head.interchange, "", APPLICATION]
    closing: Segment = ["UNZ", "1", head.interchange]
    return [trimmed(segment) for segment in (opening, *inside, closing)]


def _as_asked(manifest: Manifest, directory: str, charset: str) -> Manifest:
    head = manifest.message
    version = head.syntax.partition(":")[2] or "4"
    return replace(
        manifest,
        message=replace(
            head,
            release=f"D:{directory}" if directory else head.release or f"D:{DIRECTORY}",
            syntax=f"{charset}:{version}" if charset else head.syntax or SYNTAX,
        ),
    )
