"""Kind of an entry (person, organisation, vessel, aircraft) by the list's word, or by its name if the list has none.

A doubtful name is a person: an organisation among persons causes a rare false alert, but a person among organisations
would never be matched.
"""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.records import Kind

ORGANISATION: Final = re.compile(
    r"\d|&|\b(?:inc|incorporated|llc|l\.l\.c|ltd|limited|corp|corporation|co|company|gmbh|ag|s\.a|sa|s\.l|bv|n\.v|nv|plc"
    r"|pvt|pte|pty|jsc|ojsc|ooo|oao|zao|pao|sdn|bhd|fze|fzco|fz|group|trading|trade|airlines?|aviation|airways|cargo"
    r"|industries|industrie|industry|enterprises?|systems?|technolog(?:y|ies|ik)|tech|electronics?|engineering|services?"
    r"|solutions|supply|international|intl|foundation|institute|university|academy|laborator(?:y|ies)|centre|center"
    r"|research|bank|factory|plant|bureau|ministry|department|agency|association|society|organi[sz]ation|committee"
    r"|council|regiment|brigade|army|forces?|shipping|lines?|logistics|import|export|general|consulting|holdings?"
    r"|manufacturing|computers?|products?|materials|network|communications?|equipment|store|shop|zone|support|contracting|industrial|metals?)\b\.?",
    re.I,
)
KIND_BY_WORD: Final = {
    "individual": Kind.PERSON,
    "person": Kind.PERSON,
    "entity": Kind.ORGANISATION,
    "organization": Kind.ORGANISATION,
    "organisation": Kind.ORGANISATION,
    "company": Kind.ORGANISATION,
    "legalentity": Kind.ORGANISATION,
    "publicbody": Kind.ORGANISATION,
    "enterprise": Kind.ORGANISATION,
    "p": Kind.PERSON,
    "e": Kind.ORGANISATION,
    "vessel": Kind.VESSEL,
    "ship": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
    "airplane": Kind.AIRCRAFT,
}


def kind(word: str, name: str) -> Kind:
    """Return the kind for the list's word; without a word, the kind that the name suggests."""
    if word:
        return KIND_BY_WORD.get(word.casefold(), Kind.OTHER)
    return Kind.ORGANISATION if ORGANISATION.search(name) else Kind.PERSON
