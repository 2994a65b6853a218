"""Mail as it is stored (RFC 5322, MIME): its parts, decoded. A list may be the text of a mail or attached to it.

Nothing is unpacked but base64 and quoted-printable, which make the bytes fewer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from typing import Final

HEAD: Final = 16_384  # bytes in which a mail tells that it is one
# The first line is a heading (or that of a mailbox), and one of the headings speaks of MIME.
FIRST: Final = re.compile(rb"\s*(?:From [^\r\n]*\r?\n)?[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]")
MIME: Final = re.compile(rb"^(?:MIME-Version|Content-Type|Content-Transfer-Encoding):", re.IGNORECASE | re.MULTILINE)
BOUNDARY: Final = re.compile(rb"boundary\s*=", re.IGNORECASE)
MOST_BOUNDARIES: Final = 40  # parts within parts; the parser goes down into each
MOST_PARTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a mail: its name ("list.edi"), its kind ("text/plain") and what is in it."""

    name: str
    kind: str
    content: bytes


def looks_like(raw: bytes) -> bool:
    """Whether the bytes begin with the headings of a mail that has MIME parts or a coded text."""
    head = raw[:HEAD]
    return FIRST.match(head) is not None and MIME.search(head) is not None


def parts(raw: bytes) -> list[Part]:
    """Every part that is not made of parts, in order; [] for what is no mail after all. Never raises."""
    if len(BOUNDARY.findall(raw)) > MOST_BOUNDARIES:
        return []
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw.lstrip())
        return list(_parts(mail))
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError):
        return []  # the parser of the standard library stumbles over some malformed headings


def _parts(mail: Message) -> Iterator[Part]:
    leaves = (part for part in mail.walk() if not part.is_multipart())
    for part, _ in zip(leaves, range(MOST_PARTS), strict=False):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            yield Part(name=str(part.get_filename() or ""), kind=part.get_content_type(), content=content)
