"""Checks that the identity of a person and the ports of their travel are complete."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.reference.tables import document_expires
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import PersonFacts
from roadstead.engine.voyages.quality.placeholders import SAYS_NO_NAME

VISA: Final = "V"
WHOLE_DATE: Final = 10  # characters of an ISO day


def name_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(not who.traveller.surname and not who.traveller.given)


def one_name_only(who: PersonFacts) -> Iterable[Values]:
    """Find a name in one part. Single names exist; FNU and the like state that there is no other name."""
    names = (who.traveller.surname, who.traveller.given)
    return fault_if(sum(map(bool, names)) == 1 and not SAYS_NO_NAME.intersection(" ".join(names).upper().split()))


def birth_date_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(not who.traveller.born)


def birth_date_partial(who: PersonFacts) -> Iterable[Values]:
    born = who.traveller.born
    return ({"born": born},) if who.born and len(born) < WHOLE_DATE else ()


def sex_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(not who.traveller.sex)


def nationality_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(not who.traveller.nationality)


def residence_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(not who.traveller.residence)


def document_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(not who.documents)


def document_type_missing(who: PersonFacts) -> Iterable[Values]:
    return fault_if(any(not paper.document.type for paper in who.documents))


def document_number_missing(who: PersonFacts) -> Iterable[Values]:
    return [{"paper": Sentence(paper.words)} for paper in who.documents if not paper.number]


def document_issuer_missing(who: PersonFacts) -> Iterable[Values]:
    """Find documents without issuer. A visa is exempt: its issuer is the state that admits its holder."""
    return [
        {"paper": Sentence(p.words)} for p in who.documents if not p.document.issuer and p.document.type[:1] != VISA
    ]


def document_expiry_missing(who: PersonFacts) -> Iterable[Values]:
    """Find documents without expiry, except those that have none, such as a birth certificate or a pilot licence."""
    return [
        {"paper": Sentence(paper.words)}
        for paper in who.documents
        if not paper.document.expires and _ends(paper.document.type)
    ]


def ports_missing(who: PersonFacts) -> Iterable[Values]:
    """Find travellers without both ports, unless the voyage has only one leg."""
    return fault_if(who.legs > 1 and not (who.traveller.embark and who.traveller.disembark))


def _ends(type: str) -> bool:
    return not type or document_expires(type)


A, ERROR, WARNING, NOTE = Aspect.COMPLETE, Severity.ERROR, Severity.WARNING, Severity.NOTE
COMPLETE: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "name-missing",
        A,
        ERROR,
        "name",
        "There is no name. Send surname and given names as the document shows them.",
        name_missing,
    ),
    Check(
        "one-name-only",
        A,
        NOTE,
        "name",
        "There is only one name. If the document shows more names, send them. If not, you do not need to do anything.",
        one_name_only,
    ),
    Check(
        "birth-date-missing",
        A,
        WARNING,
        "birth date",
        "There is no usable birth date. Send year, month and day.",
        birth_date_missing,
    ),
    Check(
        "birth-date-partial",
        A,
        NOTE,
        "birth date",
        "Only %(born)s of the birth date is known. If the document shows the full date, send it.",
        birth_date_partial,
    ),
    Check("sex-missing", A, NOTE, "sex", "The sex is missing. Send M, F or X as the document shows it.", sex_missing),
    Check(
        "nationality-missing",
        A,
        WARNING,
        "nationality",
        "There is no nationality. Send the country's code of three letters.",
        nationality_missing,
    ),
    Check(
        "residence-missing",
        A,
        NOTE,
        "country of residence",
        "There is no country of residence. Send it if you know it.",
        residence_missing,
    ),
    Check(
        "document-missing",
        A,
        WARNING,
        "travel document",
        "There is no travel document. Send its type, number, issuer and expiry.",
        document_missing,
    ),
    Check(
        "document-type-missing",
        A,
        NOTE,
        "type of the travel document",
        "The document has no type. Send P for a passport.",
        document_type_missing,
    ),
    Check(
        "document-number-missing",
        A,
        WARNING,
        "number of the travel document",
        "The %(paper)s has no number. Send it as the document shows it.",
        document_number_missing,
    ),
    Check(
        "document-issuer-missing",
        A,
        WARNING,
        "issuer of the travel document",
        "The %(paper)s has no issuer. Send the code of the state that issued it.",
        document_issuer_missing,
    ),
    Check(
        "document-expiry-missing",
        A,
        WARNING,
        "expiry of the travel document",
        "The %(paper)s has no date of expiry. Send it.",
        document_expiry_missing,
    ),
    Check(
        "ports-missing",
        A,
        NOTE,
        "ports of the traveller",
        "The voyage calls at several ports, but the ports of embarkation and disembarkation of this person are "
        "missing. Send both.",
        ports_missing,
    ),
)
