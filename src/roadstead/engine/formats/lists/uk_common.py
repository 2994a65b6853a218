"""Names, dates and numbered cells as both British lists write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import document_numbers
from roadstead.engine.formats.lists.values import clean
from roadstead.engine.records import Document
from roadstead.engine.reference.countries import alpha3

NAMES: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")  # in speaking order; the surname is Name 6
NUMBERED: Final = re.compile(r"\(\d{1,2}\)\s*")
UNKNOWN: Final = re.compile(r"^(?:dd|00)(?=/)|(?<=/)(?:mm|00)(?=/)", re.I)
DAY_FIRST: Final = re.compile(r"^(\d\d?)/(\d\d?)/(\d{4})")
IMO: Final = re.compile(r"\bIMO\b\D{0,12}(\d{7})\b")


def numbered_values(cell: str) -> list[str]:
    """Return the values of a cell numbered "(1) … (2) …"; one value if it has no numbers."""
    return [text for text in map(clean, NUMBERED.split(cell)) if text]


def countries(cell: str) -> list[str]:
    """Return the countries of a cell, which may be numbered or sentences."""
    return [
        part.strip(" .") for text in numbered_values(cell) for part in re.split(r"[;/]|\.\s+", text) if part.strip(" .")
    ]


def day(text: str) -> str:
    """Convert "14/06/1975" to ISO 8601; parts given as "dd", "mm" or "00" are unknown and left out."""
    plain = UNKNOWN.sub("00", text.strip())
    found = DAY_FIRST.match(plain)
    if not found:
        return plain
    month, of_month = found[2].zfill(2), found[1].zfill(2)
    return found[3] if month == "00" else "-".join((found[3], month, *(() if of_month == "00" else (of_month,))))


def documents(numbers: str, details: str, kind: str) -> Iterator[Document]:
    """Yield each number as a document; the detail at the same position names the issuer."""
    told = numbered_values(details)
    for at, text in enumerate(numbered_values(numbers)):
        detail = told[at] if len(told) == len(numbered_values(numbers)) else details if at == 0 and not told[1:] else ""
        found = document_numbers.parse_document_number(text)
        if any(map(str.isdigit, found.number)):
            issuer = found.issuer or issuer_in(detail)
            yield Document(type=kind, number=found.number, issuer=issuer, expires=document_numbers.expiry(detail))


def issuer_in(detail: str) -> str:
    return next((code for word in re.split(r"[\s.,;()]+", detail) if len(word) > 3 and (code := alpha3(word))), "")


def imo_in(text: str) -> str:
    found = IMO.search(text)
    return found[1] if found else ""
