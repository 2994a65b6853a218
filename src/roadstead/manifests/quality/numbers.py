"""Can the number of the travel document be one? (ICAO Doc 9303 part 4: at most nine characters, and a check digit)"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from roadstead.manifests.quality.check import Check, Values
from roadstead.manifests.quality.facts import OnPerson, Paper
from roadstead.manifests.quality.words_for_nothing import NO_NUMBERS
from roadstead.model import Aspect, Severity
from roadstead.reference.countries import alpha3
from roadstead.reference.document_numbers import unlike_issuer
from roadstead.text.identifiers import mrz_check_digit

MOST: Final = 9  # characters of a passport's number in its machine readable zone
LEAST: Final = 5
ALL_ONE: Final = re.compile(r"(.)\1{3,}")
USUAL: Final = re.compile(r"[A-Z0-9 <./-]*", re.IGNORECASE)
OF_THE_ZONE: Final = re.compile(r"([A-Z0-9<]{9})([0-9])")  # number filled up to nine, and its check digit


def placeholder(who: OnPerson) -> Iterable[Values]:
    return [{"paper": paper.words} for paper in who.papers if _is_placeholder(paper.number)]


def too_short(who: OnPerson) -> Iterable[Values]:
    return [{"paper": p.words, "length": len(p.number)} for p in _passports(who) if len(p.number) < LEAST]


def too_long(who: OnPerson) -> Iterable[Values]:
    long = (p for p in _passports(who) if len(p.number) > MOST and not _zone(p))
    return [{"paper": p.words, "length": len(p.number)} for p in long]


def odd_character(who: OnPerson) -> Iterable[Values]:
    return [{"paper": p.words} for p in who.papers if not USUAL.fullmatch(p.document.number)]


def with_check_digit(who: OnPerson) -> Iterable[Values]:
    return [{"paper": p.words} for p in _passports(who) if (zone := _zone(p)) and _agrees(zone)]


def check_digit_wrong(who: OnPerson) -> Iterable[Values]:
    """Only a number with fillers is certainly of the zone; ten characters may also be a slip (`too_long`)."""
    return [{"paper": p.words} for p in who.papers if (zone := _zone(p)) and not _agrees(zone)]


def unlike_its_issuer(who: OnPerson) -> Iterable[Values]:
    found = []
    for paper in _passports(who):
        shape = unlike_issuer(paper.number, alpha3(paper.document.issuer)) if _is_passport_book(paper) else ""
        if shape and not _zone(paper):
            found.append({"paper": paper.words, "shape": shape, "issuer": paper.document.issuer})
    return found


def _is_passport_book(paper: Paper) -> bool:
    """Emergency, diplomatic and refugee documents are numbered in other ways."""
    return paper.document.type.upper().strip("<") in {"P", "PP", "PN"}


def _is_placeholder(number: str) -> bool:
    return number in NO_NUMBERS or bool(ALL_ONE.fullmatch(number)) or (bool(number) and not number.strip("0X"))


def _passports(who: OnPerson) -> list[Paper]:
    return [p for p in who.papers if p.is_passport and p.number and not _is_placeholder(p.number)]


def _zone(paper: Paper) -> tuple[str, str] | None:
    """Number and check digit, where ten characters as the zone has them were sent: with fillers, or agreeing."""
    sent = "".join(paper.document.number.split()).upper()
    found = OF_THE_ZONE.fullmatch(sent) if len(sent) == MOST + 1 else None
    if found is None or ("<" not in sent and mrz_check_digit(found[1]) != found[2]):
        return None
    return found[1], found[2]


def _agrees(zone: tuple[str, str]) -> bool:
    return mrz_check_digit(zone[0]) == zone[1]


A, WARNING, NOTE, FIELD = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE, "number of the travel document"
NUMBERS: Final[tuple[Check[OnPerson], ...]] = (
    Check(
        "document-number-placeholder",
        A,
        WARNING,
        FIELD,
        "The number of the {paper} only fills the field. Send the number that the document shows.",
        placeholder,
    ),
    Check(
        "document-number-too-short",
        A,
        WARNING,
        FIELD,
        "The number of the {paper} has {length} characters, fewer than any we know. Send the whole of it.",
        too_short,
    ),
    Check(
        "document-number-too-long",
        A,
        WARNING,
        FIELD,
        "The number of the {paper} has {length} characters; a passport's has nine at most. Send the number alone.",
        too_long,
    ),
    Check(
        "document-number-odd-character",
        A,
        NOTE,
        FIELD,
        "The number of the {paper} has characters that no document has. Send letters and digits.",
        odd_character,
    ),
    Check(
        "document-number-with-check-digit",
        A,
        NOTE,
        FIELD,
        "The number of the {paper} came with the check digit that follows it in the machine readable "
        "zone. Send the number without it.",
        with_check_digit,
    ),
    Check(
        "document-check-digit-wrong",
        A,
        WARNING,
        FIELD,
        "The number of the {paper} and the check digit behind it do not agree. Read the document again.",
        check_digit_wrong,
    ),
    Check(
        "document-number-unlike-issuer",
        A,
        NOTE,
        FIELD,
        "Passports of {issuer} usually have {shape}. Compare the number with the document; it may be right.",
        unlike_its_issuer,
    ),
)
