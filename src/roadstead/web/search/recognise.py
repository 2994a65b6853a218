"""Meanings that a typed or scanned text may have: recognised by the readers that messages use.

A text that only one thing can be is searched as that alone (a container with its check digit, a machine readable zone,
a boarding pass); any other is searched as a name and as every number of its shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Final

from roadstead.engine.formats.documents import passes
from roadstead.engine.text import mrz
from roadstead.engine.text.identifiers import container, document_key, imo
from roadstead.engine.text.names import readings
from roadstead.filings.cargo.logic.merge import number_key
from roadstead.filings.intake.receive import normalise_receipt
from roadstead.filings.voyages.find_voyage import flight_key
from roadstead.filings.voyages.numbers import flight_keys

MAX_PARTS: Final = 6  # parts of a name that are compared
MIN_NUMBER_CHARS: Final = 3
MIN_WORD_CHARS: Final = 2  # letters; longer ones beside a number are a name
MIN_DOCUMENT_CHARS, MAX_DOCUMENT_CHARS = 5, 20
MAX_BILL_CHARS: Final = 40
MAX_LOOKALIKES: Final = 64
LOOKALIKES: Final = ("O0", "I1", "S5", "B8", "Z2")
BIRTH: Final = re.compile(r"\b(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}\b")
LOCATOR: Final = re.compile(r"[A-Z0-9]{5,8}")
NOTICE: Final = re.compile(r"[2-9A-HJKMNP-TV-Z]{8}")
RECEIPT: Final = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")
REFERENCE: Final = re.compile(r"(?:(alert|case) *)?(?:n[o°]\.? *|#)?([0-9]{1,18})", re.IGNORECASE)
LETTERS_ONLY: Final = re.compile(r"[^\W\d_]+")


class Shape(StrEnum):
    """Shape of a text, as the audit names it."""

    ZONE = "machine readable zone"
    BOARDING = "boarding pass"
    RECEIPT = "receipt"
    CONTAINER = "container"
    NUMBER = "number"
    NAME = "name"
    BOTH = "name and number"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTerm:
    """A text as it is searched; what it cannot be is empty.

    `name`: a name, without a birth date; `born`: the beginning of one. `documents`: keys of the number, and of numbers
    that are easily misread for it. `alert`, `case`: the number of one. `wrong_digit`: the container's correct number,
    where its check digit is wrong.
    """

    text: str
    shape: Shape
    name: str = ""
    born: str = ""
    documents: tuple[str, ...] = ()
    booking: str = ""
    flights: tuple[str, ...] = ()
    voyage_number: str = ""
    craft: str = ""
    container: str = ""
    bill: str = ""
    receipt: str = ""
    alert: int = 0
    case: int = 0
    notice: str = ""
    wrong_digit: str = field(default="", compare=False)


def recognise(text: str) -> SearchTerm:
    """Return what the text is searched as."""
    text = text.strip()
    if zone := mrz.read(text):
        return _zone(text, zone)
    if passes.is_pass(text):
        return _boarding_pass(text)
    compact = re.sub(r"[\s./-]", "", text).upper()
    if RECEIPT.fullmatch(text.upper()) and (receipt := normalise_receipt(text)):
        return SearchTerm(text=text, shape=Shape.RECEIPT, receipt=receipt)
    if container.SHAPE.fullmatch(compact):
        right = compact[:10] + container.check_digit(compact[:10])
        return SearchTerm(
            text=text, shape=Shape.CONTAINER, container=compact, wrong_digit="" if right == compact else right
        )
    words = LETTERS_ONLY.findall(text)
    if not any(char.isdigit() for char in text):
        return _letters(text, compact)
    born = BIRTH.search(text)
    if born and any(len(word) > 1 for word in words) and not any(map(str.isdigit, text.replace(born[0], "", 1))):
        return SearchTerm(text=text, shape=Shape.NAME, name=text.replace(born[0], " ", 1).strip(), born=born[0])
    return _number(text, compact)


def _letters(text: str, compact: str) -> SearchTerm:
    """A name; a single word may be a booking, a call sign or the reference of a notification as well."""
    is_one_word = text.upper() == compact
    return SearchTerm(
        text=text,
        shape=Shape.NAME,
        name=text,
        booking=compact if is_one_word and LOCATOR.fullmatch(compact) else "",
        notice=compact if NOTICE.fullmatch(compact) else "",
        craft=text,
        bill=number_key(text) if is_one_word and len(compact) >= MIN_DOCUMENT_CHARS else "",
    )


def _number(text: str, compact: str) -> SearchTerm:
    """A number of any kind that has this shape, and the name beside it."""
    reference, key = REFERENCE.fullmatch(text), document_key(text)
    kind, number = (reference[1] or "").lower() if reference else "", int(reference[2]) if reference else 0
    if kind:
        alert, case = (number if kind == each else 0 for each in ("alert", "case"))
        return SearchTerm(text=text, shape=Shape.NUMBER, alert=alert, case=case)
    words = [word for word in text.split() if not any(map(str.isdigit, word))]
    has_words = any(len(word) > MIN_WORD_CHARS for word in words)
    if has_words:  # a craft's name such as OCEAN STAR 2, or a name with a document number
        key = next((key for word in text.split() if word not in words and (key := document_key(word))), "")
    return SearchTerm(
        text=text,
        shape=Shape.BOTH if has_words else Shape.NUMBER,
        name=" ".join(words) if has_words else "",
        documents=misread(key) if MIN_DOCUMENT_CHARS <= len(key) <= MAX_DOCUMENT_CHARS else (),
        booking=compact if LOCATOR.fullmatch(compact) else "",
        flights=flight_keys(text),
        voyage_number=compact if len(compact) <= MAX_DOCUMENT_CHARS else "",
        craft=text,
        bill=number_key(text) if MIN_NUMBER_CHARS <= len(compact) <= MAX_BILL_CHARS else "",
        receipt="" if has_words else normalise_receipt(text),
        alert=number,
        case=number,
        notice=compact if NOTICE.fullmatch(compact) else "",
    )


def _zone(text: str, zone: mrz.Zone) -> SearchTerm:
    """The document of a machine readable zone; its name, where the number cannot be read."""
    key = document_key(zone.number)
    if not key:
        return SearchTerm(text=text, shape=Shape.ZONE, name=f"{zone.given} {zone.surname}".strip(), born=zone.born)
    return SearchTerm(text=text, shape=Shape.ZONE, documents=misread(key))


def _boarding_pass(text: str) -> SearchTerm:
    """The booking of a boarding pass; the name and flight, where it shows none."""
    manifest = passes.read(text, 1).manifest
    person = manifest.travellers[0] if manifest.travellers else None
    booking = person.references.booking if person else ""
    flights = tuple({flight_key(manifest.voyage)}) if manifest.voyage.number else ()
    name = f"{person.given} {person.surname}".strip() if person and not booking else ""
    return SearchTerm(text=text, shape=Shape.BOARDING, booking=document_key(booking), name=name, flights=flights)


def imo_of(text: str) -> str:
    """Return the IMO number in the text; "" if it is none."""
    return imo.normalise(text) if imo.is_valid(text) else ""


def misread(key: str) -> tuple[str, ...]:
    """Return the key, then keys that are easily misread for it: O and 0, I and 1, S and 5, B and 8, Z and 2."""
    choices = [next((pair for pair in LOOKALIKES if char in pair), char) for char in key]
    number = 1
    for each in choices:
        number *= len(each)
    others = map("".join, product(*choices)) if number <= MAX_LOOKALIKES else ()
    return tuple(dict.fromkeys((key, *others)))


def name_parts(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of a name with their readings, as the matcher reads them."""
    return readings(name)[:MAX_PARTS]
