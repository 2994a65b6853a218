"""Damaged messages: a list cut for telex, a list damaged in the middle, an error page instead of a list."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from demo.paxlst import Segment

TELEX_COLUMNS: Final = 63  # SITA Type B
NOT_A_DATE: Final = "801399"  # day 99 of month 13
GARBLED: Final = (b"GEI+4+173'", b"GE~4+1")  # without its terminator, so that it runs into the next segment
ERROR_PAGE: Final = b"""<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head>
<body><h1>502 Bad Gateway</h1><p>The departure control system did not answer in time. Try again later.</p></body></html>
"""


def telex(raw: bytes, sent_at: datetime) -> bytes:
    """Return the message in a Type-B envelope, cut into lines at column 63."""
    lines = [raw[at : at + TELEX_COLUMNS] for at in range(0, len(raw), TELEX_COLUMNS)]
    head = f"QU BGIXSXB\r\n.FRAXS4Z {sent_at:%d%H%M}\r\n".encode()
    return head + b"\r\n".join(lines) + b"\r\n"


def persons(segments: list[Segment]) -> list[int]:
    """Return the positions of the segments with which a person begins."""
    return [at for at, segment in enumerate(segments) if segment[0] == "NAD" and segment[1] != "MS"]


def without_name(segments: list[Segment], person: int) -> list[Segment]:
    at = persons(segments)[person]
    return [*segments[:at], segments[at][:2], *segments[at + 1 :]]


def with_impossible_birth(segments: list[Segment], person: int) -> list[Segment]:
    start = persons(segments)[person]
    at = next(at for at in range(start, len(segments)) if segments[at][0] == "DTM")
    return [*segments[:at], ["DTM", ["329", NOT_A_DATE]], *segments[at + 1 :]]


def garbled(raw: bytes, person: int) -> bytes:
    """Damage one segment of this person, as a bad line does."""
    found, wrong = GARBLED
    pieces = raw.split(found)
    return found.join(pieces[: person + 1]) + wrong + found.join(pieces[person + 1 :])
