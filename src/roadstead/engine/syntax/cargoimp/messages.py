"""Splitting of text into Cargo-IMP messages, each with the telex heading above it.

A message begins with its identifier alone in a line ("FFM/8"); MVT, FMA and FNA have no version. An acknowledgement
contains the identifier of the message it acknowledges, which does not begin a new message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.syntax import typeb
from roadstead.engine.syntax.cargoimp.records import Line, Record, records
from roadstead.engine.syntax.table import decoded

MAX_LINES: Final = 200_000  # in one file: a freighter has some thousand
HEAD_BYTES: Final = 65_536  # bytes in which the first identifier must be
ACKNOWLEDGED: Final = frozenset({"FMA", "FNA"})
VERSIONED: Final = "FFM|FWB|FHL|FSU|FSA|FBL|FFR|FFA|FSR|FDM|FCC|FAD|FWR|FHR|FMB|FZB"
IDENTIFIER: Final = re.compile(rf"({VERSIONED}|FMA|FNA)/([0-9]{{1,2}})|(FMA|FNA|MVT|MVA)")
MESSAGE_START: Final = re.compile(
    rf"^[^\n/]{{0,80}}?(?<![A-Z/])(?:(?:{VERSIONED})/[0-9]{{1,2}}[ \t]*$|(?:FMA|FNA)[ \t]*\n(?:ACK|FNA|FMA|F)"
    r"|MV[TA][ \t]*\n[A-Z0-9]{2,8}/[0-9]{2}\.)",
    re.MULTILINE | re.IGNORECASE,
)
PRIORITY: Final = re.compile(r"(?:[A-Z0-9]{3,8} |[A-Z]{4})?Q[A-Z](?: [A-Z0-9]{7})+")
ORIGIN: Final = re.compile(r"\.[A-Z0-9]{7}(?: (?:[A-Z0-9]{2,3}/)?[0-9]{6})?")
NO_HEADING: Final = typeb.Heading()
CONTROLS: Final = dict.fromkeys(range(0x20)) | {0x0A: "\n", 0x09: " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: `type` "FFM", `version` "8", `before` lines above that are no heading, `number` its first line."""

    type: str
    version: str
    number: int
    records: tuple[Record, ...]
    heading: typeb.Heading = NO_HEADING
    before: tuple[str, ...] = ()
    lower_case: bool = False


@dataclass(slots=True)
class _OpenMessage:
    """Message under construction while its lines are collected."""

    type: str
    version: str
    number: int
    above: list[str]
    lines: list[Line] = field(default_factory=list)

    @property
    def expects_identifier(self) -> bool:
        return self.type in ACKNOWLEDGED and not any(IDENTIFIER.fullmatch(line) for _, line in self.lines)


def looks_like(raw: bytes) -> bool:
    """Return True if an identifier is near the beginning, alone in a line or at the end of a telex heading."""
    return MESSAGE_START.search(_lines_only(raw[:HEAD_BYTES])) is not None


def messages(raw: bytes) -> tuple[list[Message], int]:
    """Return the messages in order, and the number of lines beyond the limit that were not read. Never raises."""
    text = _lines_only(raw)
    lines = text.split("\n", MAX_LINES)
    more = lines.pop().count("\n") + 1 if len(lines) > MAX_LINES else 0
    return list(_found(lines)), more


def _lines_only(raw: bytes) -> str:
    return decoded(raw).text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)


def _found(lines: list[str]) -> Iterator[Message]:
    now: _OpenMessage | None = None
    above: list[str] = []
    for number, line in _apart(lines):
        plain = " ".join(line.split()).upper()
        begun = IDENTIFIER.fullmatch(plain)
        if _is_heading(plain):
            if now is not None:
                yield _closed(now)
            now, above = None, [*(above if now is None else ()), line]
        elif begun and not (now is not None and now.expects_identifier):
            if now is not None:
                yield _closed(now)
            now, above = _OpenMessage(begun[1] or begun[3], begun[2] or "", number, above), []
        elif now is not None:
            now.lines.append((number, line))
        else:
            above.append(line)
    if now is not None:
        yield _closed(now)


def _apart(lines: list[str]) -> Iterator[Line]:
    """Yield numbered lines; an identifier glued to its telex heading gets a line of its own."""
    for number, line in enumerate(lines, 1):
        plain = " ".join(line.split()).upper() if line.lstrip().startswith(".") else ""
        origin = ORIGIN.match(plain)
        rest = plain[origin.end() :].strip() if origin else ""
        if origin and IDENTIFIER.fullmatch(rest):
            yield number, origin[0]
            yield number, rest
        else:
            yield number, line


def _is_heading(plain: str) -> bool:
    return bool(ORIGIN.fullmatch(plain) if plain.startswith(".") else "Q" in plain[:14] and PRIORITY.fullmatch(plain))


def _closed(now: _OpenMessage) -> Message:
    heading = _heading(now.above)
    lines = [(number, line.lstrip()) for number, line in now.lines if line.strip()]
    capitals = [(number, line.upper()) for number, line in lines]
    return Message(
        type=now.type,
        version=now.version,
        number=now.number,
        records=tuple(records(capitals)),
        heading=heading,
        before=() if heading.found else tuple(line for line in now.above if line.strip()),
        lower_case=capitals != lines,
    )


def _heading(above: list[str]) -> typeb.Heading:
    return typeb.read("\n".join([*above, ""]).encode("latin-1", "replace")) if above else NO_HEADING
