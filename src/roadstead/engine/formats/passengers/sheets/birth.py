"""Date and place of birth in one cell, in either order: "12/03/1980 Manila", "MANILA, 12 MAR 1980"."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.passengers.sheets.words import folded
from roadstead.engine.text.dates.written import MONTHS

WORD: Final = r"[^\W\d_]{3,12}\.?"
DAY: Final = re.compile(
    r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er)?[\s./-]*(?:de\s|of\s)?\s*(?P<one>{WORD})[\s./,-]*(?:de\s|of\s)?\s*(?:\d{{4}}|\d{{2}}(?!\d))"
    rf"|(?P<two>{WORD})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{8}}|\d{{4}})(?!\d)",
    re.IGNORECASE,
)
AROUND: Final = " ,;/|-–()"
LEAD: Final = re.compile(r"^(?:in|at|te|à|a|en|at:|place:)\s+(?=\S)", re.IGNORECASE)


def split_birth(text: str) -> tuple[str, str]:
    """The text of the day and the text of the place; a cell without a day is all place."""
    found = _day(text)
    if found is None:
        return "", text
    place = f"{text[: found.start()].strip(AROUND)} {text[found.end() :].strip(AROUND)}".strip()
    return found[0], LEAD.sub("", place)


def day_in(text: str) -> str:
    """The day in such a cell; the text itself where none is found."""
    found = _day(text)
    return found[0] if found else text


def _day(text: str) -> re.Match[str] | None:
    for found in DAY.finditer(text):
        word = found["one"] or found["two"]
        if word is None or folded(word) in MONTHS:
            return found
    return None
