"""Cells that combine several values: countries, date and place of birth, whole names, travel documents with numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from roadstead.engine.formats.passengers.sheets.cells import Cell, warn
from roadstead.engine.formats.passengers.sheets.headings import folded, words
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.reference.countries import candidates
from roadstead.engine.reference.country_names import country_code
from roadstead.engine.reference.tables import document_types
from roadstead.engine.sentences import Sentence, alternatives
from roadstead.engine.text.dates.written import MONTHS
from roadstead.engine.text.names import PARTICLES

# Countries in cells: codes of two or three letters, ICAO codes, names and adjectives in four languages.


UNKNOWN: Final = {"", "-", "?", "n/a", "na", "unknown", "none", "nil"}


def country(cell: Cell, field: str, notes: Notebook) -> str:
    """Return the country's code; the text as sent, with a warning, if the country is unknown."""
    sent = cell.text
    if sent.casefold() in UNKNOWN:
        return ""
    if code := country_code(sent):
        return code
    first = next((code for half in sent.replace("/", ",").split(",") if (code := country_code(half.strip()))), "")
    if first and ("/" in sent or "," in sent):
        warn(
            notes,
            cell,
            "several-countries",
            Sentence("%(shown)s has several. We used %(first)s. Write one.", {"shown": cell.shown, "first": first}),
            field,
        )
        return first
    _report_country(cell, field, notes)
    return sent


def _report_country(cell: Cell, field: str, notes: Notebook) -> None:
    several = candidates(cell.text)
    if several:
        choice = alternatives(several)
        warn(
            notes,
            cell,
            "country-ambiguous",
            Sentence(
                "%(shown)s can mean %(choice)s. Write the code of three letters.",
                {"shown": cell.shown, "choice": choice},
            ),
            field,
        )
    else:
        warn(
            notes,
            cell,
            "country-unknown",
            Sentence(
                "%(shown)s is not a country we know. We kept it. Write the code of three letters, such as BRB.",
                {"shown": cell.shown},
            ),
            field,
        )


# Date and place of birth in one cell, in either order: "12/03/1980 Manila", "MANILA, 12 MAR 1980".


WORD: Final = r"[^\W\d_]{3,12}\.?"
DAY: Final = re.compile(
    r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{2,4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er)?[\s./-]*(?:(?:de|of)\s+)?(?P<one>{WORD})[\s./,-]*(?:(?:de|of)\s+)?(?:\d{{4}}|\d{{2}}(?!\d))"
    rf"|(?P<two>{WORD})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{8}}|\d{{4}})(?!\d)",
    re.IGNORECASE,
)
AROUND: Final = " ,;/|-–()"
LEAD: Final = re.compile(r"^(?:in|at|te|à|a|en|at:|place:)\s+(?=\S)", re.IGNORECASE)


def split_birth(text: str) -> tuple[str, str]:
    """Split a cell into the text of the day and the text of the place; without a day, all of it is the place."""
    found = _day(text)
    if found is None:
        return "", text
    place = f"{text[: found.start()].strip(AROUND)} {text[found.end() :].strip(AROUND)}".strip()
    return found[0], LEAD.sub("", place)


def day_in(text: str) -> str:
    """Return the day in such a cell; the text itself if none is found."""
    found = _day(text)
    return found[0] if found else text


def _day(text: str) -> re.Match[str] | None:
    for found in DAY.finditer(text):
        word = found["one"] or found["two"]
        if word is None or folded(word) in MONTHS:
            return found
    return None


HONORIFIC: Final = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mstr|mme|mlle|sr|sra|srta|dhr|mevr|mw|capt|captain|dr)\.?\s+)(?=\S+\s+\S)", re.IGNORECASE
)
TRAILING_TITLE: Final = re.compile(r"[\s,]+\(?(?:mr|mrs|ms|miss|mstr|master|captain|capt|skipper)\.?\)?$", re.I)
SPLIT: Final = re.compile(r"\s*[,/]\s*|\s*//\s*")


class Name(NamedTuple):
    """A surname and given names. `is_guess`: only the order of the words tells them apart."""

    surname: str
    given: str
    is_guess: bool = False


def split_name(text: str, *, surname_first: bool, family_names: int = 1) -> Name:
    """Split "DOE, John", "DOE/JOHN", "John DOE" or "Doe John" (the last by the order in the heading)."""
    plain = HONORIFIC.sub("", TRAILING_TITLE.sub("", text.strip())).strip(" ,")
    parts = [part for part in SPLIT.split(plain) if part]
    if len(parts) >= 2:
        return Name(parts[0], " ".join(parts[1:]))
    words = plain.split()
    if len(words) < 2:
        return Name(plain, "")
    return _by_capitals(words) or _by_order(words, surname_first=surname_first, family_names=family_names)


def _by_capitals(words: list[str]) -> Name | None:
    """Take the words in capitals as the surname, if only some are in capitals and these are adjacent; else None."""
    capital = [word.isupper() and len(word.strip(".")) > 1 for word in words]
    if all(capital) or not any(capital):
        return None
    first, last = capital.index(True), len(words) - 1 - capital[::-1].index(True)
    if not all(capital[first : last + 1]) or (first > 0 and last < len(words) - 1):
        return None
    surname = words[first : last + 1]
    return Name(" ".join(surname), " ".join(words[:first] + words[last + 1 :]))


def _by_order(words: list[str], *, surname_first: bool, family_names: int) -> Name:
    if surname_first:
        taken = next((place + 1 for place, word in enumerate(words[:-1]) if word.casefold() not in PARTICLES), 1)
        return Name(" ".join(words[:taken]), " ".join(words[taken:]), is_guess=True)
    first = max(len(words) - family_names, 1)
    while first > 1 and words[first - 1].casefold() in PARTICLES:
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]), is_guess=True)


# Travel documents in one cell ("Passport 123456", "123456 (seaman's book)") or in several, and their numbers.


NUMBER: Final = re.compile(r"(?=[^\s]*[0-9])[A-Za-z0-9][A-Za-z0-9<./-]*[A-Za-z0-9]|[0-9]")
SIGN: Final = re.compile(r"\b(?:n[o°ºr]s?|number|num|nummer|numero|número|numéro)\b\.?|[#:№°º]", re.IGNORECASE)
SERIES: Final = re.compile(r"(?:^|\s)([A-Z]{1,3}|[0-9]{2,4})\s+$")  # "EJ 1234567", "75 1234567"
GLUE: Final = frozenset({"no", "nr", "number", "n", "num", "numero", "nummer", "of", "de", "du", "the", "and"})

# The document type named in the heading, if no column has it.
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


class CellDocument(NamedTuple):
    """A document read from one cell. `rest`: words of the cell that were not understood."""

    type: str = ""
    number: str = ""
    issuer: str = ""
    rest: str = ""


def document_type(text: str) -> str | None:
    """Return the code of a type written as a code or in words of four languages; None if it is unknown."""
    code = text.upper()
    if code in document_types():
        return code
    return words("document").get(folded(text))


def kind_of_heading(heading: str) -> str:
    """Return the document type named in a heading ("PP expiry": passport); "" if it names none, or any."""
    plain = f"{heading.casefold()} "
    if any(other in plain for other in OTHERS):
        return ""
    return next((kind for word, kind in BY_HEADING.items() if word in plain), "")


def parse_document(text: str) -> CellDocument:
    """Read type and number from one cell, in any order; a country among the words is the issuer."""
    numbers = [found for found in NUMBER.finditer(text) if any(map(str.isdigit, found[0]))]
    if not numbers:
        known = document_type(text)
        return CellDocument(type=known or "") if known is not None else CellDocument(rest=text)
    chosen = max(numbers, key=lambda found: len(found[0]))
    before = text[: chosen.start()]
    series = SERIES.search(before)
    if series and document_type(series[1]) is None:
        before = before[: series.start()]
    else:
        series = None
    kind, issuer, rest = _nature(SIGN.sub(" ", f"{before} {text[chosen.end() :]}"))
    return CellDocument(type=kind, number=f"{series[1]} {chosen[0]}" if series else chosen[0], issuer=issuer, rest=rest)


def _nature(text: str) -> tuple[str, str, str]:
    """Return type, issuer and the remaining words around a number."""
    words_left = [word for word in re.split(r"[\s,;()\[\]/-]+", text) if word.strip(".'")]
    kind, used = _longest(words_left, document_type)
    others = words_left[: used[0]] + words_left[used[1] :]
    issuer, used = _longest(others, lambda each: country_code(each) or None)
    rest = others[: used[0]] + others[used[1] :]
    return kind, issuer, " ".join(word for word in rest if folded(word) not in GLUE)


def _longest(parts: list[str], know: Callable[[str], str | None]) -> tuple[str, tuple[int, int]]:
    """Return the longest known run of words and its position."""
    for length in range(min(len(parts), 5), 0, -1):
        for start in range(len(parts) - length + 1):
            found = know(" ".join(parts[start : start + length]))
            if found:
                return found, (start, start + length)
    return "", (0, 0)
