"""Travel documents in one cell ("Passport 123456", "123456 (seaman's book)") or in several, and their numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from roadstead.engine.formats.passengers.sheets.nations import code_of
from roadstead.engine.formats.passengers.sheets.words import folded, words
from roadstead.engine.reference.documents import document_types

NUMBER: Final = re.compile(r"(?=[^\s]*[0-9])[A-Za-z0-9][A-Za-z0-9<./-]*[A-Za-z0-9]|[0-9]")
SIGN: Final = re.compile(r"\b(?:n[o°ºr]s?|number|num|nummer|numero|número|numéro)\b\.?|[#:№°º]", re.IGNORECASE)
SERIES: Final = re.compile(r"(?:^|\s)([A-Z]{1,3}|[0-9]{2,4})\s+$")  # "EJ 1234567", "75 1234567"
GLUE: Final = frozenset({"no", "nr", "number", "n", "num", "numero", "nummer", "of", "de", "du", "the", "and"})

# What the heading says of the type, where no column does.
BY_HEADING: Final[Mapping[str, str]] = {
    "passport": "P",
    "pasaporte": "P",
    "passeport": "P",
    "paspoort": "P",
    "ppt": "P",
    "pp ": "P",
    "book": "FMD",
    "seaman": "FMD",
    "livret": "FMD",
    "libreta": "FMD",
}
OTHERS: Final = ("document", " id", "/id", "/ id", "identi", "doc ")


class Paper(NamedTuple):
    """`rest`: words of the cell that could not be placed."""

    type: str = ""
    number: str = ""
    issuer: str = ""
    rest: str = ""


def document_type(text: str) -> str | None:
    """The code of a type written as code or words in four languages; None if it is none we know."""
    code = text.upper()
    if code in document_types():
        return code
    return words("document").get(folded(text))


def kind_of_heading(heading: str) -> str:
    """The type of document that a heading names ("PP expiry" is of a passport); "" where it names none, or any."""
    plain = f"{heading.casefold()} "
    if any(other in plain for other in OTHERS):
        return ""
    return next((kind for word, kind in BY_HEADING.items() if word in plain), "")


def paper(text: str) -> Paper:
    """Nature and number out of one cell, in whatever order; a country among the words is the issuer."""
    numbers = [found for found in NUMBER.finditer(text) if any(map(str.isdigit, found[0]))]
    if not numbers:
        known = document_type(text)
        return Paper(type=known or "") if known is not None else Paper(rest=text)
    chosen = max(numbers, key=lambda found: len(found[0]))
    before = text[: chosen.start()]
    series = SERIES.search(before)
    if series and document_type(series[1]) is None:
        before = before[: series.start()]
    else:
        series = None
    kind, issuer, rest = _nature(SIGN.sub(" ", f"{before} {text[chosen.end() :]}"))
    return Paper(type=kind, number=f"{series[1]} {chosen[0]}" if series else chosen[0], issuer=issuer, rest=rest)


def _nature(text: str) -> tuple[str, str, str]:
    """Type, issuer and what is left of the words around a number."""
    words_left = [word for word in re.split(r"[\s,;()\[\]/-]+", text) if word.strip(".'")]
    kind, used = _longest(words_left, document_type)
    others = words_left[: used[0]] + words_left[used[1] :]
    issuer, used = _longest(others, lambda each: code_of(each) or None)
    rest = others[: used[0]] + others[used[1] :]
    return kind, issuer, " ".join(word for word in rest if folded(word) not in GLUE)


def _longest(parts: list[str], know: Callable[[str], str | None]) -> tuple[str, tuple[int, int]]:
    """The longest run of words that is known, and where it stands."""
    for length in range(min(len(parts), 5), 0, -1):
        for start in range(len(parts) - length + 1):
            found = know(" ".join(parts[start : start + length]))
            if found:
                return found, (start, start + length)
    return "", (0, 0)
