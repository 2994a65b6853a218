"""Which lines of a text may be a zone: characters made those of the zone, and the shapes of its lines."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from roadstead.engine.text.mrz.layout import FILLER

LONGEST_LINE: Final = 200  # characters; three lines of 30 in one, with a blank after each character, are 180
LENGTHS: Final = (44, 36, 30)
ALLOWED: Final = re.compile(r"[A-Z0-9<]+")
LABEL: Final = re.compile(r"(?:MRZ|LINE|L)[ _-]?[1-3]?[ ]?[:=]\s*", re.IGNORECASE)
AROUND: Final = " \t\r\f\v\ufeff\0\x02\x03\x04\x1a"  # what scanners and files put around a line
MARKS: Final = {"«": FILLER * 2, "»": FILLER * 2, "‹": FILLER, "≤": FILLER, "〈": FILLER, "<": FILLER}
DATE: Final = "[0-9<OQDILZSGB]{6}"
CHECK: Final = "[0-9<OQDILZSGB]"
# Line 2 of TD2, TD3 and visas; line 2 of TD1.
LONG_DATA: Final = re.compile(rf"[A-Z0-9<]{{9}}{CHECK}[A-Z0-9<]{{3}}{DATE}{CHECK}[A-Z<]{DATE}{CHECK}[A-Z0-9<]*")
SHORT_DATA: Final = re.compile(rf"{DATE}{CHECK}[A-Z<]{DATE}{CHECK}[A-Z0-9<]{{3}}[A-Z0-9<]*")
FRENCH_DATA: Final = re.compile(rf"[A-Z0-9<]{{12}}{CHECK}[A-Z<]{{14}}{DATE}{CHECK}[A-Z<]{CHECK}")
FRENCH_HEAD: Final = re.compile(r"IDFRA[A-Z<]{25}[A-Z0-9<]{6}")
LONG_HEAD: Final = re.compile(r"[PVACI][A-Z0-9<][A-Z0-9<]{3}[A-Z0-9<]*<<?[A-Z0-9<]*")
SHORT_HEAD: Final = re.compile(r"[ACIP][A-Z0-9<][A-Z0-9<]{3}[A-Z0-9<]{9}[A-Z0-9<]*")
NAME: Final = re.compile(r"[A-Z<][A-Z0-9<]*")
JOINED: Final = {88: 44, 72: 36, 90: 30}  # all lines in one: its length, and that of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line in the characters of the zone; `changes` names what had to be done for it."""

    text: str
    number: int
    changes: tuple[str, ...] = ()


def line(sent: str, number: int) -> Line | None:
    """The line if it may be one of a zone, else None."""
    if not 5 <= len(sent) <= LONGEST_LINE:
        return None
    text, changes = LABEL.sub("", sent.strip(AROUND), count=1).strip("\"'`,;"), []
    if not text.isascii():
        text = _with_fillers(text)
        changes.append("other-marks")
    if text != text.upper():
        text = text.upper()
        changes.append("lower-case")
    if text.split() != [text]:
        text = _without_blanks(text)
        changes.append("blanks-in-zone")
    return Line(text=text, number=number, changes=tuple(changes)) if ALLOWED.fullmatch(text) else None


def _with_fillers(text: str) -> str:
    """A guillemet stands for two fillers; where it was typed for each one, the line has its length so."""
    one_for_one = "".join(FILLER if char in MARKS else char for char in text)
    if len(one_for_one) in LENGTHS:
        return one_for_one
    return unicodedata.normalize("NFKC", "".join(MARKS.get(char, char) for char in text))


def _without_blanks(text: str) -> str:
    """Runs of them stand for fillers, and so do those without which the line is no length of a zone's."""
    filled, close = re.sub(r"\s", FILLER, text), "".join(text.split())
    is_filled = "  " in text or (len(filled) in LENGTHS and len(close) not in LENGTHS)
    return filled if is_filled else close


def parted(one: Line) -> list[Line]:
    """The lines of a zone that came as one."""
    length = JOINED.get(len(one.text))
    if not length:
        return [one]
    changes = (*one.changes, "lines-joined")
    return [
        Line(text=one.text[start : start + length], number=one.number, changes=changes)
        for start in range(0, len(one.text), length)
    ]


def fitted(text: str, length: int, *, ends_in_a_digit: bool) -> str:
    """Fillers added or taken away until the line has its length: inside where a check digit ends it, else behind."""
    if len(text) > length:
        text = text[:length] + text[length:].rstrip(FILLER)
    missing = length - len(text)
    run = max(re.findall(FILLER + "+", text), key=len, default="")
    if missing and ends_in_a_digit and run and not text.endswith(FILLER) and len(run) + missing >= 0:
        at = text.rindex(run)
        return text[:at] + run[: len(run) + missing].ljust(len(run) + missing, FILLER) + text[at + len(run) :]
    return text[:length].ljust(length, FILLER)
