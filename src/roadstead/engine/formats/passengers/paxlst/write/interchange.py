"""Write UNB to UNZ around one list, in the sender's character set and separators (ISO 9735)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from roadstead.engine.formats.passengers.paxlst.write.message import message, reference
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment, figures, trimmed
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
    """Write the manifest as one interchange.

    `directory` ("05B") and `charset` ("UNOA") override the manifest's own; with neither they are 05B and UNOA. If the
    text has letters outside the character set, it is written in UTF-8, as senders do. Data without a place in PAXLST
    (bookings, age group, a craft's home port) is left out.
    """
    made = _with_syntax(manifest, directory, charset)
    segments = interchange(made, with_group=with_group)
    text = edifact.write(segments, separators=separators, with_una=with_una, line_end=line_end).decode()
    return text.encode(encoding_for(text, made.message.syntax.partition(":")[0]))


def interchange(manifest: Manifest, *, with_group: bool = True) -> list[Segment]:
    """Return the segments of the interchange, UNB to UNZ."""
    made = _with_syntax(manifest, "", "")
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


def _with_syntax(manifest: Manifest, directory: str, charset: str) -> Manifest:
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


MAX_REFERENCE_CHARS: Final = 14  # 0020, an..14


def split(manifest: Manifest, size: int) -> list[Manifest]:
    """Split a list into parts of at most `size` travellers, numbered from 01; the last is marked F, the others C.

    Each part repeats the header, the voyage and the declared total of the whole list. All share one access reference
    (0068), the manifest's own or one made of voyage and departure; each has an interchange of its own. Raises
    ValueError if `size` is below 1.
    """
    if size < 1:
        raise ValueError(f"a part of {size} travellers")
    groups = [manifest.travellers[at : at + size] for at in range(0, len(manifest.travellers), size)] or [()]
    head = replace(manifest.message, access_reference=manifest.message.access_reference or _reference(manifest))
    return [
        replace(
            manifest,
            travellers=group,
            message=replace(
                head,
                part=f"{number:02d}",
                last_part=number == len(groups),
                interchange=f"{head.interchange}{number:02d}"[-MAX_REFERENCE_CHARS:],
            ),
        )
        for number, group in enumerate(groups, 1)
    ]


def _reference(manifest: Manifest) -> str:
    """Return an access reference as the guide proposes, such as XA123/261125/0900."""
    first = manifest.voyage.legs[0].departure if manifest.voyage.legs else manifest.message.sent_at
    day, _, time = first.partition("T")
    return "/".join(part for part in (manifest.voyage.number, figures(day)[2:], figures(time)) if part)
