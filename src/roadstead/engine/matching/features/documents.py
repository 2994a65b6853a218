"""Evidence of one declared and one listed identity document: number, issuer, type.

An equal number is decisive, unless it is short and has no issuer.
"""

from __future__ import annotations

from typing import Final

from roadstead.engine.matching.features.evidence import NO_EVIDENCE, Score
from roadstead.engine.records import Document, ListedDocument
from roadstead.engine.reference import countries
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.identifiers import document_key, lookalike_key

EQUAL: Final = 25.0  # bits: number and issuer
# Without an issuer to compare: minimum characters of the number, bits, remark.
BARE: Final = (
    (8, 20.0, "there is no issuer to compare"),
    (6, 14.0, "there is no issuer to compare, and numbers of this length sometimes match by chance"),
    (0, 8.0, "there is no issuer to compare, and numbers this short match by chance every day"),
)
SHORT_NUMBER_CHARS: Final = 5  # characters; a number up to this length without an issuer needs a second identifier
LOOKALIKE: Final = -6.0  # the number is equal only if easily confused characters are treated as equal
OTHER_TYPE: Final = -3.0


def document(declared: Document, listed: Document | ListedDocument) -> Score:
    """Compare two documents. NOTHING_KNOWN if the numbers differ, or if both issuers are known and differ."""
    if lookalike_number_key(declared.number) != lookalike_number_key(listed.number) or not number_key(declared.number):
        return NO_EVIDENCE
    mine, theirs = issuer(declared.issuer), issuer(listed.issuer)
    if mine and theirs and mine != theirs:
        return NO_EVIDENCE
    bits, words = _by_issuer(declared, mine if mine == theirs else "")
    exact = number_key(declared.number) == number_key(listed.number)
    return _less(_less(Score(bits, words), not exact, LOOKALIKE, _written(listed)), *_type(declared, listed))


def needs_second_identifier(declared: Document, listed: Document | ListedDocument) -> bool:
    """Return True for a number of up to five characters without an issuer: a name part or birth date must agree too."""
    bare = not (issuer(declared.issuer) and issuer(listed.issuer))
    return bare and len(number_key(declared.number)) <= SHORT_NUMBER_CHARS


def number_key(number: str) -> str:
    """Return capitals and digits only, without leading zeros, which some systems drop."""
    return document_key(number).lstrip("0")


def lookalike_number_key(number: str) -> str:
    """Return the number with easily confused characters folded into one (`lookalike_key`)."""
    return lookalike_key(number).lstrip("0")


def issuer(text: str) -> str:
    """Return the state of an issuer as sent (D, GBD, Belize) as alpha-3; the text itself if it is unknown."""
    return countries.parent_state(text) or text.strip().upper()


def _by_issuer(declared: Document, common: str) -> tuple[float, Sentence]:
    if common:
        return EQUAL, Sentence(
            "Document %(number)s of %(issuer)s is listed",
            {"number": declared.number, "issuer": countries.name(common) or common},
        )
    length = len(number_key(declared.number))
    bits, remark = next((bits, remark) for least, bits, remark in BARE if length >= least)
    return bits, Sentence(
        "Document %(number)s is listed; %(remark)s", {"number": declared.number, "remark": Sentence(remark)}
    )


def _written(listed: Document | ListedDocument) -> Sentence:
    return Sentence("it is listed as %(number)s, which looks similar", {"number": listed.number})


def _type(declared: Document, listed: Document | ListedDocument) -> tuple[bool, float, Sentence]:
    differ = bool(declared.type and listed.type) and declared.type[0].upper() != listed.type[0].upper()
    return (
        differ,
        OTHER_TYPE,
        Sentence(
            "it was declared as type %(declared)s and is listed as %(listed)s",
            {"declared": declared.type, "listed": listed.type},
        ),
    )


def _less(score: Score, holds: bool, bits: float, words: Sentence) -> Score:
    return (
        Score(score.bits + bits, Sentence("%(reason)s; %(remark)s", {"reason": score.reason, "remark": words}))
        if holds
        else score
    )
