"""Shapes of the lines of a zone, and conversion of text to the characters of the zone."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from roadstead.engine.text.mrz.layout import FILLER

MAX_LINE_CHARS: Final = 200  # characters; three joined lines of 30, with a blank after each character, have 180
LENGTHS: Final = (44, 36, 30)
ALLOWED: Final = re.compile(r"[A-Z0-9<]+")
LABEL: Final = re.compile(r"(?:MRZ|LINE|L)[ _-]?[1-3]?[ ]?[:=]\s*", re.IGNORECASE)
STRIPPED: Final = " \t\r\f\v\ufeff\0\x02\x03\x04\x1a"  # characters that scanners and files put around a line
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
JOINED: Final = {88: 44, 72: 36, 90: 30}  # length of all lines joined, and length of one line


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line in the characters of the zone; `changes` names the conversions."""

    text: str
    number: int
    changes: tuple[str, ...] = ()


def line(sent: str, number: int) -> Line | None:
    """Return the line if it may belong to a zone, else None."""
    if not 5 <= len(sent) <= MAX_LINE_CHARS:
        return None
    text, changes = LABEL.sub("", sent.strip(STRIPPED), count=1).strip("\"'`,;"), []
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
    """Replace guillemets by two fillers each, or by one if the line then has the length of a zone."""
    one_for_one = "".join(FILLER if char in MARKS else char for char in text)
    if len(one_for_one) in LENGTHS:
        return one_for_one
    return unicodedata.normalize("NFKC", "".join(MARKS.get(char, char) for char in text))


def _without_blanks(text: str) -> str:
    """Replace blanks by fillers if there are runs of them or the line then has the length of a zone; else drop them."""
    filled, close = re.sub(r"\s", FILLER, text), "".join(text.split())
    is_filled = "  " in text or (len(filled) in LENGTHS and len(close) not in LENGTHS)
    return filled if is_filled else close


def split_joined(one: Line) -> list[Line]:
    """Split joined lines of a zone."""
    length = JOINED.get(len(one.text))
    if not length:
        return [one]
    changes = (*one.changes, "lines-joined")
    return [
        Line(text=one.text[start : start + length], number=one.number, changes=changes)
        for start in range(0, len(one.text), length)
    ]


def fit_length(text: str, length: int, *, ends_in_a_digit: bool) -> str:
    """Add or remove fillers to give the line its length: inside if it ends in a check digit, else at the end."""
    if len(text) > length:
        text = text[:length] + text[length:].rstrip(FILLER)
    missing = length - len(text)
    run = max(re.findall(FILLER + "+", text), key=len, default="")
    if missing and ends_in_a_digit and run and not text.endswith(FILLER) and len(run) + missing >= 0:
        at = text.rindex(run)
        return text[:at] + run[: len(run) + missing].ljust(len(run) + missing, FILLER) + text[at + len(run) :]
    return text[:length].ljust(length, FILLER)
