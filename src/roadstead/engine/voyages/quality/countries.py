"""Checks that country codes exist and fit each other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.reference.countries import alpha3, kind, parent_state
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import NOTHING, Check, Values
from roadstead.engine.voyages.quality.facts import UNKNOWN_TYPE_NAME, PersonFacts

# Kosovo's code in its passports; Germany's in the machine readable zone
IN_FORCE: Final = frozenset({"RKS", "XKX", "D"})
NOBODYS: Final = frozenset({"special", "body"})  # their documents are issued by the state that receives the person


def nationality_unknown(who: PersonFacts) -> Iterable[Values]:
    return _faulty(who.traveller.nationality, "unknown")


def nationality_old(who: PersonFacts) -> Iterable[Values]:
    return _faulty(who.traveller.nationality, "old")


def nationality_specimen(who: PersonFacts) -> Iterable[Values]:
    return _faulty(who.traveller.nationality, "specimen")


def residence_unknown(who: PersonFacts) -> Iterable[Values]:
    return _faulty(who.traveller.residence, "unknown")


def issuer_unknown(who: PersonFacts) -> Iterable[Values]:
    return [value for paper in who.documents for value in _faulty(paper.document.issuer, "unknown")]


def issuer_old(who: PersonFacts) -> Iterable[Values]:
    return [value for paper in who.documents for value in _faulty(paper.document.issuer, "old")]


def issuer_specimen(who: PersonFacts) -> Iterable[Values]:
    return [value for paper in who.documents for value in _faulty(paper.document.issuer, "specimen")]


def issuer_differs(who: PersonFacts) -> Iterable[Values]:
    """Find an issuer that is not the nationality. A note only: refugees, stateless people and staff have such."""
    nationality = who.traveller.nationality
    differing = [
        paper
        for paper in who.documents
        if paper.is_passport and paper.document.issuer and _are_two(nationality, paper.document.issuer)
    ]
    return [{"nationality": nationality, "issuer": paper.document.issuer} for paper in differing[:1]]


def type_unknown(who: PersonFacts) -> Iterable[Values]:
    return [{"type": p.document.type[:6]} for p in who.documents if p.document.type and p.words == UNKNOWN_TYPE_NAME]


@lru_cache(maxsize=4096)
def _faulty(code: str, fault: str) -> tuple[Values, ...]:
    known = alpha3(code) if code else ""
    if not code or _fault(code, known) != fault:
        return NOTHING
    return (
        {
            "code": code[:12],
            "instead": Sentence("Send %(code)s.", {"code": known})
            if known != code
            else Sentence("Send the current code."),
        },
    )


def _fault(code: str, known: str) -> str:
    if not known:
        return "unknown"
    of_kind = {"former": "old", "specimen": "specimen"}.get(kind(known), "")
    is_old_code = len(code) == 3 and code != known and code not in IN_FORCE
    return of_kind or ("old" if is_old_code else "")


@lru_cache(maxsize=4096)
def _are_two(nationality: str, issuer: str) -> bool:
    both = (alpha3(nationality), alpha3(issuer))
    if not all(both) or NOBODYS.intersection(map(kind, both)):
        return False
    return parent_state(both[0]) != parent_state(both[1])


A, WARNING, NOTE = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
NATIONALITY, ISSUER = "nationality", "issuer of the travel document"
COUNTRIES: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "nationality-unknown",
        A,
        WARNING,
        NATIONALITY,
        "The nationality %(code)s is not a code we know. Send the code of three letters that the document shows.",
        nationality_unknown,
    ),
    Check(
        "nationality-old",
        A,
        NOTE,
        NATIONALITY,
        "The nationality code %(code)s is no longer in use. %(instead)s",
        nationality_old,
    ),
    Check(
        "nationality-specimen",
        A,
        WARNING,
        NATIONALITY,
        "The nationality code %(code)s is used only on specimen documents. Send the code that the document shows.",
        nationality_specimen,
    ),
    Check(
        "residence-unknown",
        A,
        NOTE,
        "country of residence",
        "The country of residence %(code)s is not a code we know. Send a code of three letters.",
        residence_unknown,
    ),
    Check(
        "document-issuer-unknown",
        A,
        WARNING,
        ISSUER,
        "The issuer %(code)s is not a code we know. Send the code of three letters that the document shows.",
        issuer_unknown,
    ),
    Check(
        "document-issuer-old",
        A,
        WARNING,
        ISSUER,
        "The issuer code %(code)s is no longer in use, so the document has probably expired. %(instead)s",
        issuer_old,
    ),
    Check(
        "document-issuer-specimen",
        A,
        WARNING,
        ISSUER,
        "The issuer code %(code)s is used only on specimen documents. Send the code that the document shows.",
        issuer_specimen,
    ),
    Check(
        "issuer-differs-from-nationality",
        A,
        NOTE,
        ISSUER,
        "The nationality is %(nationality)s, but the issuer is %(issuer)s. This is possible. Compare both with "
        "the document.",
        issuer_differs,
    ),
    Check(
        "document-type-unknown",
        A,
        NOTE,
        "type of the travel document",
        "The document type %(type)s is not one we know. Send P for a passport.",
        type_unknown,
    ),
)
