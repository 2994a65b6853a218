"""Checks of the document number (ICAO Doc 9303 part 4: at most nine characters, and a check digit)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.tables import expected_number_shape
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import mrz_check_digit
from roadstead.engine.voyages.quality.check import Check, Values
from roadstead.engine.voyages.quality.facts import MAX_NUMBER_CHARS, DocumentFacts, PersonFacts

MIN_CHARS: Final = 5  # characters; we know no shorter passport number
BOOKS: Final = frozenset({"P", "P<", "PP", "PN"})
USUAL: Final = re.compile(r"[A-Z0-9 <./-]*", re.IGNORECASE)


def placeholder(who: PersonFacts) -> Iterable[Values]:
    return [{"paper": Sentence(paper.words)} for paper in who.documents if paper.is_filler]


def too_short(who: PersonFacts) -> Iterable[Values]:
    return [
        {"paper": Sentence(paper.words), "length": len(paper.number)}
        for paper in who.documents
        if 0 < len(paper.number) < MIN_CHARS and _is_of_passport(paper)
    ]


def too_long(who: PersonFacts) -> Iterable[Values]:
    return [
        {"paper": Sentence(paper.words), "length": len(paper.number)}
        for paper in who.documents
        if len(paper.number) > MAX_NUMBER_CHARS and _is_of_passport(paper) and not paper.zone
    ]


def odd_character(who: PersonFacts) -> Iterable[Values]:
    return [{"paper": Sentence(p.words)} for p in who.documents if not USUAL.fullmatch(p.document.number)]


def with_check_digit(who: PersonFacts) -> Iterable[Values]:
    return [{"paper": Sentence(p.words)} for p in who.documents if p.zone and _agrees(p.zone) and _is_of_passport(p)]


def check_digit_wrong(who: PersonFacts) -> Iterable[Values]:
    """Find wrong check digits. Only a number with fillers is surely from the zone; else it may be `too_long`."""
    return [{"paper": Sentence(p.words)} for p in who.documents if p.zone and not _agrees(p.zone)]


def unlike_its_issuer(who: PersonFacts) -> Iterable[Values]:
    found: list[Values] = []
    for paper in who.documents:
        shape = expected_number_shape(paper.number, alpha3(paper.document.issuer)) if _is_book(paper) else ""
        if shape:
            found.append({"paper": Sentence(paper.words), "shape": shape, "issuer": paper.document.issuer})
    return found


def _is_book(paper: DocumentFacts) -> bool:
    """Return True for an ordinary passport; emergency, diplomatic and refugee documents are numbered in other ways."""
    is_book = paper.document.type in BOOKS and paper.number != ""
    return is_book and not paper.is_filler and not paper.zone


def _is_of_passport(paper: DocumentFacts) -> bool:
    return paper.is_passport and not paper.is_filler


def _agrees(zone: tuple[str, str]) -> bool:
    return mrz_check_digit(zone[0]) == zone[1]


A, WARNING, NOTE, FIELD = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE, "number of the travel document"
NUMBERS: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "document-number-placeholder",
        A,
        WARNING,
        FIELD,
        "The number of the %(paper)s is a placeholder. Send the number that the document shows.",
        placeholder,
    ),
    Check(
        "document-number-too-short",
        A,
        WARNING,
        FIELD,
        "The number of the %(paper)s is too short (characters: %(length)s). Send the complete number.",
        too_short,
    ),
    Check(
        "document-number-too-long",
        A,
        WARNING,
        FIELD,
        "The number of the %(paper)s has %(length)s characters, but a passport number has at most nine. Send "
        "only the number.",
        too_long,
    ),
    Check(
        "document-number-odd-character",
        A,
        NOTE,
        FIELD,
        "The number of the %(paper)s contains characters that are not used in document numbers. Send only "
        "letters and digits.",
        odd_character,
    ),
    Check(
        "document-number-with-check-digit",
        A,
        NOTE,
        FIELD,
        "The number of the %(paper)s includes the check digit of the machine readable zone. Send the number "
        "without it.",
        with_check_digit,
    ),
    Check(
        "document-check-digit-wrong",
        A,
        WARNING,
        FIELD,
        "The number of the %(paper)s does not match the check digit after it. Read the document again.",
        check_digit_wrong,
    ),
    Check(
        "document-number-unlike-issuer",
        A,
        NOTE,
        FIELD,
        "Passport numbers of %(issuer)s usually have %(shape)s. This one may be right. Compare it with the document.",
        unlike_its_issuer,
    ),
)
