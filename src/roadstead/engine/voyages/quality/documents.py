"""Checks of the dates of a travel document against each other and its holder's age (ICAO Doc 9303 part 2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import Check, Values
from roadstead.engine.voyages.quality.facts import DocumentFacts, PersonFacts

YEAR: Final = 365.25  # days
MAX_VALIDITY: Final = timedelta(days=10 * YEAR)  # passports are issued for ten years at most
MAX_CHILD_VALIDITY: Final = timedelta(days=5 * YEAR)  # children's by most states for five
MARGIN: Final = timedelta(days=YEAR)  # some states add the rest of the previous passport (up to nine months)
CHILD_YEARS: Final = 16  # years, below which most states issue for five


def document_expired(who: PersonFacts) -> Iterable[Values]:
    """Find expired documents. A document is valid up to and including the day of expiry."""
    return [_dated(paper, paper.expires) for paper in who.documents if paper.expires and paper.expires < who.on]


def issued_after_travel(who: PersonFacts) -> Iterable[Values]:
    return [_dated(paper, paper.issued) for paper in who.documents if paper.issued and paper.issued > who.on]


def issued_before_birth(who: PersonFacts) -> Iterable[Values]:
    return [_dated(p, p.issued) for p in who.documents if p.issued and who.born and p.issued < who.born]


def expires_before_issue(who: PersonFacts) -> Iterable[Values]:
    return [_dated(p, p.expires) for p in who.documents if p.issued and p.expires and p.expires <= p.issued]


def expires_before_birth(who: PersonFacts) -> Iterable[Values]:
    return [_dated(p, p.expires) for p in who.documents if p.expires and who.born and p.expires <= who.born]


def valid_too_long(who: PersonFacts) -> Iterable[Values]:
    """Find documents valid for too long, counted from the issue or, at the latest, from the day of travel."""
    return [_dated(paper, paper.expires) for paper in who.documents if _is_longer(who, paper, MAX_VALIDITY)]


def childs_valid_too_long(who: PersonFacts) -> Iterable[Values]:
    age = who.age
    if age is None or age >= CHILD_YEARS:
        return ()
    longer = [
        paper
        for paper in who.documents
        if _is_longer(who, paper, MAX_CHILD_VALIDITY) and not _is_longer(who, paper, MAX_VALIDITY)
    ]
    return [_dated(paper, paper.expires) for paper in longer]


def _is_longer(who: PersonFacts, paper: DocumentFacts, time: timedelta) -> bool:
    if not paper.is_passport or paper.expires is None:
        return False
    return paper.expires - min(paper.issued or who.on, who.on) > time + MARGIN


def _dated(paper: DocumentFacts, day: date | None) -> Values:
    return {"paper": Sentence(paper.words), "day": day.isoformat() if day else ""}


A, WARNING, NOTE = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
EXPIRY, ISSUE = "expiry of the travel document", "issue of the travel document"
DOCUMENTS: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "document-expired",
        A,
        WARNING,
        EXPIRY,
        "The %(paper)s expires on %(day)s, before arrival. Send the document that the person carries, or "
        "correct the date.",
        document_expired,
    ),
    Check(
        "document-issued-after-travel",
        A,
        WARNING,
        ISSUE,
        "The issue date of the %(paper)s, %(day)s, is after the voyage. Correct the date.",
        issued_after_travel,
    ),
    Check(
        "document-issued-before-birth",
        A,
        WARNING,
        ISSUE,
        "The issue date of the %(paper)s, %(day)s, is before the birth date. Correct the date that is wrong.",
        issued_before_birth,
    ),
    Check(
        "document-expires-before-issue",
        A,
        WARNING,
        EXPIRY,
        "The expiry date of the %(paper)s, %(day)s, is not after its issue date. Correct the date that is wrong.",
        expires_before_issue,
    ),
    Check(
        "document-expires-before-birth",
        A,
        WARNING,
        EXPIRY,
        "The expiry date of the %(paper)s, %(day)s, is before the birth date. Correct the date that is wrong.",
        expires_before_birth,
    ),
    Check(
        "document-valid-too-long",
        A,
        WARNING,
        EXPIRY,
        "The %(paper)s is valid until %(day)s, but passports are valid for at most ten years. Compare the date "
        "with the document.",
        valid_too_long,
    ),
    Check(
        "childs-document-valid-too-long",
        A,
        NOTE,
        EXPIRY,
        "The child's %(paper)s is valid until %(day)s, but most states issue them for five years. Compare the "
        "birth date and the expiry date with the document.",
        childs_valid_too_long,
    ),
)
