"""Removal of control characters from list files; each one is reported with its line.

XML and JSON do not allow them and parsers stop there, so that a single one would end a list or drop an entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml.repair import CONTROLS, is_character

BLANKS: Final = b"\x0b\x0c\x1c\x1d\x1e\x1f"  # these separate words, as in Python's str.split
TABLE: Final = bytes(0x20 if code in BLANKS else code for code in range(256))
DELETED: Final = bytes(set(CONTROLS) - set(BLANKS))
FOUND: Final = re.compile(rb"[" + re.escape(CONTROLS) + rb"]")
FOUND_IN_TEXT: Final = re.compile(FOUND.pattern.decode("latin-1"))
REFERENCE: Final = re.compile(rb"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,8});")
MAX_REFERENCE_BYTES: Final = 12  # bytes
END_OF_FILE: Final = b"\x1a \t\r\n"  # written by old systems after the last row
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
SHOWN_CHARS: Final = 20  # on either side of the character
MAX_REPORTED: Final = 1000  # characters reported with their places; the others are only counted


@dataclass(frozen=True, slots=True)
class Control:
    """One control character: its code, its line in the file and the text around it."""

    code: int
    line: int
    around: str


class ControlFilter:
    """Removes control characters from one file, given in parts in order, and records where each was."""

    def __init__(self, file: str = "") -> None:
        self.file = file
        self.found: list[Control] = []
        self.further_count = 0  # number found beyond `MAX_REPORTED`
        self._at_end: list[Control] = []  # only blanks have followed them so far
        self._line = 1
        self._is_utf_16: bool | None = None

    def clean(self, part: bytes) -> bytes:
        """Return the part without control characters.

        UTF-16 is returned unchanged, because such bytes are half of a letter there.
        """
        if self._is_utf_16 is None and part:
            self._is_utf_16 = is_utf_16(part)
        if self._is_utf_16:
            return part
        kept = part.translate(TABLE, DELETED)
        if kept != part:
            self._note(part)
        elif self._at_end and part.strip():
            self._accept()
        self._line += part.count(b"\n")
        return kept

    def clean_references(self, part: bytes) -> bytes:
        """Clean a part of an XML file, which can also contain control characters as references (`&#25;`)."""
        kept = self.clean(part)
        return REFERENCE.sub(self._reference, kept) if b"&#" in kept else kept

    def clean_lines(self, lines: Iterable[str]) -> Iterator[str]:
        """Clean lines that are decoded already."""
        for line in lines:
            if FOUND_IN_TEXT.search(line) is None:
                self._line += 1
                yield line
            else:
                yield self.clean(line.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def report(self, tally: Tally) -> None:
        """Report each character found, except those at the end of the file."""
        for each in self.found:
            where = f"{self.file}, line {each.line}" if self.file else f"line {each.line}"
            text = Sentence(
                "We removed the control character 0x%(code)s in %(where)s from “%(around)s”. Compare it with "
                "the published list.",
                {"code": f"{each.code:02X}", "where": where, "around": each.around},
            )
            tally.add("control-character", text, number=None, sent=each.around, severity=Severity.WARNING)
        if self.further_count:
            text = Sentence(
                "Further control characters that we removed: %(further_count)s. Download the file again and "
                "compare it.",
                {"further_count": f"{self.further_count:,}"},
            )
            tally.add("control-characters-further", text, number=None, severity=Severity.WARNING)

    def _note(self, part: bytes) -> None:
        text_ends = len(part.rstrip(END_OF_FILE))
        if text_ends:
            self._accept()
        line, counted = self._line, 0
        for match in FOUND.finditer(part):
            line += part.count(b"\n", counted, match.start())
            counted = match.start()
            self._add(self.found if match.start() < text_ends else self._at_end, match, match[0][0], line)

    def _accept(self) -> None:
        self.found += self._at_end
        self._at_end.clear()

    def _reference(self, match: re.Match[bytes]) -> bytes:
        if is_character(match[1]):
            return match[0]
        code = int(match[1][1:], 16) if match[1][:1] == b"x" else int(match[1])
        behind = match.string.count(b"\n", match.start()) if len(self.found) < MAX_REPORTED else 0
        self._add(self.found, match, code, self._line - behind)
        return b""

    def _add(self, to: list[Control], match: re.Match[bytes], code: int, line: int) -> None:
        if len(to) < MAX_REPORTED:
            to.append(Control(code, line, _around(match)))
        else:
            self.further_count += 1


def _around(match: re.Match[bytes]) -> str:
    """Return the text on either side of the character within its line."""
    text, start, end = match.string, match.start(), match.end()
    before = text[max(0, start - SHOWN_CHARS) : start].rpartition(b"\n")[2]
    behind = text[end : end + SHOWN_CHARS].partition(b"\n")[0]
    parts = (FOUND.sub(b"", part).decode("utf-8", "ignore").strip("\r") for part in (before, behind))
    return "␦".join(parts)


def is_utf_16(head: bytes) -> bool:
    """Return True if the bytes begin with a UTF-16 mark or one of the first two is zero."""
    return head.startswith(UTF_16) or (len(head) > 1 and 0 in head[:2])
