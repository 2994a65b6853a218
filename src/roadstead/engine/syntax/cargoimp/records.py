"""Records of lines: a tag of three letters with its fields, and the lines below that begin with a slash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

TAG: Final = re.compile(r"([A-Z]{3})(?:/|\s*$)")
Line = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. `tag` is "" for a line without one (a waybill, a flight); `lines`: its own and those that continue
    it.

    The slash before the first field is removed from each line: "OCI/US/CUS", "//SHP" as "US/CUS", "/SHP".
    """

    tag: str
    number: int  # of the first line in the file, counted from 1
    lines: tuple[str, ...]

    @property
    def fields(self) -> tuple[tuple[str, ...], ...]:
        """Fields of each line, without surrounding blanks."""
        return tuple(tuple(field.strip() for field in line.split("/")) for line in self.lines)

    @property
    def filled_fields(self) -> tuple[str, ...]:
        """Fields of all its lines that are not empty."""
        return tuple(field for line in self.fields for field in line if field)

    @property
    def text(self) -> str:
        """Text as it was sent."""
        first, *others = self.lines
        head = f"{self.tag}/{first}" if self.tag and first else self.tag or first
        return "\n".join([head, *(f"/{line}" for line in others)])


def records(lines: Iterable[Line]) -> Iterator[Record]:
    """Yield records: every line belongs to one; a first line that begins with a slash makes a record without tag."""
    tag, number, found = "", 0, list[str]()
    for place, line in lines:
        if line.startswith("/") and found:
            found.append(line[1:])
            continue
        if found:
            yield Record(tag=tag, number=number, lines=tuple(found))
        tag, number, found = *_begun(line, place), [_behind(line)]
    if found:
        yield Record(tag=tag, number=number, lines=tuple(found))


def _begun(line: str, place: int) -> tuple[str, int]:
    tagged = TAG.match(line)
    return (tagged[1] if tagged else "", place)


def _behind(line: str) -> str:
    tagged = TAG.match(line)
    return line[tagged.end() :] if tagged else line


# ── Text cut into lines that Cargo-IMP can carry: capitals, digits, point, hyphen and blank.


FORBIDDEN: Final = re.compile(r"[^A-Z0-9 .\-]+")  # characters not allowed in a text of these messages


def wrap(text: str, width: int) -> list[str]:
    """Return lines of at most `width` characters, cut between words; a longer word is cut where the line is full."""
    lines: list[str] = []
    rest = " ".join(FORBIDDEN.sub(" ", text.upper()).split())
    while len(rest) > width:
        cut = rest.rfind(" ", 0, width)
        line, rest = (rest[:cut], rest[cut + 1 :]) if cut > 0 else (rest[:width], rest[width:])
        lines.append(line)
    return [*lines, rest] if rest else lines
