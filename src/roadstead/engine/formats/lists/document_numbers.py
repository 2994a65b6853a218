"""Numbers of passports and identity cards in text: "Qatari passport number 00868774", "R00012098, South Sudan"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.formats.lists.days import days
from roadstead.engine.reference.countries import alpha3

TYPES: Final = (
    (re.compile(r"birth cert|driv|ration|student|voter|fiscal|tax|social sec|nationality|other id", re.I), ""),
    (re.compile(r"business|commerc|company|trade", re.I), ""),
    (re.compile(r"national passport", re.I), "I"),  # domestic identity card in Russian-speaking countries
    (re.compile(r"pass[ae]?port|pasaporte|passeport|travel document", re.I), "P"),
    (re.compile(r"identi|tazkira|\bid\b|card|registration", re.I), "I"),
)
# Blanks are read from their beginning alone, and by one part of a pattern: else a thousand of them take seconds.
IN_BRACKETS: Final = re.compile(r"(?<!\s)\s*[(“]([^()”]{0,400})[)”]\s*")
AFTER_COMMA: Final = re.compile(r",\s*([^,\d\s][^,\d]*|)$")
MAX_PREFIX_LETTERS: Final = 4
LABELS: Final = frozenset({"NO", "ID", "SSN", "NIC", "CNIC"})
LABEL: Final = re.compile(r"\b(?:no|nos|number|num|n°)\b[.:]*\s*", re.I)
EXPIRY: Final = re.compile(
    r"(?:expir\w+(?:\s+date)?|valid\s+until)\s*:?\s*(?:on\s+)?([\w][\w .-]*?\d{4}(?:-\d\d-\d\d)?)", re.I
)
END: Final = re.compile(r",|\b(?:issued|expire[sd]|valid|under name|on \d)\b", re.I)


class DocumentNumber(NamedTuple):
    number: str
    issuer: str  # alpha-3, or "" if the text names no country


def parse_document_number(text: str) -> DocumentNumber:
    """Return the number without its label, and the country if the text names one.

    The number is "" if it has fewer than four characters.
    """
    aside = IN_BRACKETS.search(text)
    tail = AFTER_COMMA.search(text)
    asides = [found[1] for found in (aside, tail) if found]
    words = AFTER_COMMA.sub("", IN_BRACKETS.sub(" ", text)).split()
    first = _first_of_number(words)
    number = " ".join(LABEL.sub("", " ".join(words[first:])).split())
    issuer = next((code for code in map(alpha3, (*asides, *(w for w in words[:first] if len(w) > 3))) if code), "")
    return DocumentNumber(number if len(number.replace(" ", "")) >= 4 else "", issuer)


def document_number_in_note(text: str) -> DocumentNumber:
    """Return the document with which a note begins, before the part about its issue."""
    found = parse_document_number(END.split(text, maxsplit=1)[0])
    return found if any(letter.isdigit() for letter in found.number) else DocumentNumber("", "")


def document_type(text: str) -> str:
    """Return the ICAO 9303 type: P passport, I identity card; "" for documents that are no travel documents."""
    return next((kind for pattern, kind in TYPES if pattern.search(text)), "")


def expiry(note: str) -> str:
    """Return the expiry date that a note gives for the document, or ""."""
    found = EXPIRY.search(note)
    return next(iter(days(found[1]).found), "") if found else ""


def _first_of_number(words: list[str]) -> int:
    """Return the position of the number: its first digit, or the capital letters just before it ("D 000933")."""
    first = next((place for place, word in enumerate(words) if any(map(str.isdigit, word))), len(words))
    while first and _is_letters_of_number(words[first - 1]):
        first -= 1
    return first


def _is_letters_of_number(word: str) -> bool:
    return word.isalpha() and word.isupper() and len(word) <= MAX_PREFIX_LETTERS and word not in LABELS
