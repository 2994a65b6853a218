"""A document declared against one listed: number, issuer, type. Equal is decisive; a short bare number is not."""

from __future__ import annotations

from typing import Final

from roadstead.engine.matching.features.score import NOTHING_KNOWN, Score
from roadstead.engine.records import Document, ListedDocument
from roadstead.engine.reference import countries
from roadstead.engine.text.identifiers import document_key, lookalike_key

EQUAL: Final = 25.0  # bits: number and issuer
# Without an issuer to compare: characters of the number at least, bits, remark.
BARE: Final = (
    (8, 20.0, "no issuer to compare"),
    (6, 14.0, "no issuer to compare, and a number of this length is met by chance now and then"),
    (0, 8.0, "no issuer to compare, and so short a number is met by chance every day"),
)
SHORT: Final = 5  # characters; up to here a bare number needs a second identifier
LOOKALIKE: Final = -6.0  # the number is equal only once letters that are easily confused are taken for each other
OTHER_TYPE: Final = -3.0


def document(declared: Document, listed: Document | ListedDocument) -> Score:
    """Nothing where the numbers differ or both issuers are known and differ."""
    if eye_key(declared.number) != eye_key(listed.number) or not number_key(declared.number):
        return NOTHING_KNOWN
    mine, theirs = issuer(declared.issuer), issuer(listed.issuer)
    if mine and theirs and mine != theirs:
        return NOTHING_KNOWN
    bits, words = _by_issuer(declared, mine if mine == theirs else "")
    exact = number_key(declared.number) == number_key(listed.number)
    return _less(_less(Score(bits, words), not exact, LOOKALIKE, _written(listed)), *_type(declared, listed))


def needs_more(declared: Document, listed: Document | ListedDocument) -> bool:
    """A number of up to five characters without issuer needs a name part or a birth date that agrees as well."""
    bare = not (issuer(declared.issuer) and issuer(listed.issuer))
    return bare and len(number_key(declared.number)) <= SHORT


def number_key(number: str) -> str:
    """Capitals and digits only, without leading zeros, which some systems drop."""
    return document_key(number).lstrip("0")


def eye_key(number: str) -> str:
    """The number as a tired eye reads it; equal for all that are easily taken for each other."""
    return lookalike_key(number).lstrip("0")


def issuer(text: str) -> str:
    """The state behind the issuer as sent (D, GBD, Belize), alpha-3; as sent where it is none we know."""
    return countries.family(text) or text.strip().upper()


def _by_issuer(declared: Document, common: str) -> tuple[float, str]:
    if common:
        return EQUAL, f"Document {declared.number} of {countries.name(common) or common} is the one listed"
    length = len(number_key(declared.number))
    bits, remark = next((bits, remark) for least, bits, remark in BARE if length >= least)
    return bits, f"Document {declared.number} is the one listed; {remark}"


def _written(listed: Document | ListedDocument) -> str:
    return f"listed as {listed.number}, which looks alike"


def _type(declared: Document, listed: Document | ListedDocument) -> tuple[bool, float, str]:
    differ = bool(declared.type and listed.type) and declared.type[0].upper() != listed.type[0].upper()
    return differ, OTHER_TYPE, f"declared as type {declared.type}, listed as {listed.type}"


def _less(score: Score, holds: bool, bits: float, words: str) -> Score:
    return Score(score.bits + bits, f"{score.reason}; {words}") if holds else score
