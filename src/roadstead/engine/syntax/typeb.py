"""Telex heading of SITA and ARINC around a message: priority, addresses, origin, day and time.

Form (SITA Type B): `QU ADDR1 ADDR2 …` on one or more lines, `.ORIGIN ddhhmm` or `.ORIGIN KL/041643`, with SOH, STX and
ETX around and PDM for a possible duplicate. Gateways put a host code before it or glue the message to it; terminals
store it in sections (`=ORIGIN` above `LGWOPXA`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

CONTROLS: Final = bytes(range(0x20)).replace(b"\n", b"").replace(b"\r", b"").replace(b"\t", b"")
HOST: Final = r"(?:[A-Z]{4}[ \t]*|[A-Z0-9]{3,8}[ \t]+)?"  # code that some gateways put, or glue, before the priority
PRIORITY: Final = re.compile(rf"^\s*{HOST}(Q[A-Z])((?:[ \t]+[A-Za-z0-9]{{7}}\b)+)", re.MULTILINE)
MORE_ADDRESSES: Final = re.compile(r"[ \t]*\r?\n((?:[ \t]*[A-Za-z0-9]{7}\b(?!/))+)[ \t]*\.?(?=\r?\n|$)")
ORIGIN: Final = re.compile(r"(?:^|[ \t])\.([A-Za-z0-9]{7})(?:[ \t]+(?:([A-Z0-9]{2,3})/)?(\d{6})|[ \t]*$)", re.MULTILINE)
DUPLICATE: Final = re.compile(r"\bPDM\b")
DUPLICATE_MARK: Final = re.compile(rb"\A\s*PDM\b")
SECTION: Final = re.compile(r"^=([A-Z][A-Z ]{2,20})[ \t]*\r?\n((?:[^=\r\n][^\r\n]*\r?\n){0,40})", re.MULTILINE)
ADDRESS: Final = re.compile(r"\b[A-Z0-9]{7}\b")
MAX_HEADING_BYTES: Final = 4096  # bytes in which a heading must lie


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One heading. `time`: ddhhmm, UTC; `signature`: prefix of the time ("KL" in KL/041643); `rest`: text after it."""

    priority: str = ""
    addresses: tuple[str, ...] = ()
    origin: str = ""
    signature: str = ""
    time: str = ""
    possible_duplicate: bool = False
    rest: bytes = b""

    @property
    def found(self) -> bool:
        """True if there is a heading at all."""
        return bool(self.origin or self.addresses)


def read(raw: bytes) -> Heading:
    """Return the heading at the beginning of the bytes, and the rest without STX and ETX. Never raises."""
    head = raw[:MAX_HEADING_BYTES].translate(None, CONTROLS).decode("latin-1")
    if (sections := dict(SECTION.findall(head))).keys() >= {"ORIGIN", "TEXT"}:
        return _of_sections(sections, raw)
    origin = ORIGIN.search(head)
    priority = PRIORITY.search(head, 0, origin.start() if origin else len(head))
    if origin is None and priority is None:
        return Heading(rest=raw)
    end = origin.end() if origin else priority.end() if priority else 0
    body = raw.translate(None, CONTROLS)
    return Heading(
        priority=priority.group(1) if priority else "",
        addresses=_addresses(head, priority),
        origin=origin.group(1) if origin else "",
        signature=(origin.group(2) or "") if origin else "",
        time=(origin.group(3) or "") if origin else "",
        possible_duplicate=DUPLICATE.search(head[: end + len("\r\nPDM\r\n")]) is not None,
        rest=DUPLICATE_MARK.sub(b"", body[end:]).lstrip(),
    )


def _of_sections(sections: Mapping[str, str], raw: bytes) -> Heading:
    """Read a heading as a telex terminal stores it: `=PRIORITY`, `=DESTINATION TYPE B` etc., each above its value."""
    time = sections.get("MSGID", "").strip()
    return Heading(
        priority=sections.get("PRIORITY", "").strip(),
        addresses=tuple(ADDRESS.findall(sections.get("DESTINATION TYPE B", ""))),
        origin=sections["ORIGIN"].strip(),
        time=time if len(time) == len("ddhhmm") and time.isdigit() else "",
        possible_duplicate=any(DUPLICATE.search(name + text) for name, text in sections.items() if name != "TEXT"),
        rest=raw.partition(b"=TEXT")[2].translate(None, CONTROLS).lstrip(),
    )


def _addresses(head: str, priority: re.Match[str] | None) -> tuple[str, ...]:
    """Return the addresses of the priority line and of the lines below it."""
    if priority is None:
        return ()
    found = priority.group(2).split()
    at = priority.end()
    while more := MORE_ADDRESSES.match(head, at):
        found += more.group(1).split()
        at = more.end()
    return tuple(found)
