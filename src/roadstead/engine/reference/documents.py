"""Types of travel document across standards: PAXLST letters, ICAO Doc 9303 codes, CARICOM cruise codes.

Not a UN code list: senders add their own. An unknown type is no error, it just has no words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import Row, table

# ── How some issuers number their passports. General knowledge, not read in any standard: it may ask, never accuse.


NO_SHAPE: Final = ""


def unlike_issuer(number: str, issuer: str) -> str:
    """The shape a passport's number of this issuer (alpha-3) has, where this number (capitals) has another; else ""."""
    known = _shapes().get(issuer)
    return known[1] if known and not known[0].fullmatch(number) else NO_SHAPE


@cache
def _shapes() -> Mapping[str, tuple[re.Pattern[str], str]]:
    return {row["issuer"]: (re.compile(row["pattern"]), row["shape"]) for row in table("document_numbers")}


def document_name(type: str) -> str:
    """What an officer calls it: "passport" for P, "CARIPASS card" for CP; "" for a type we do not know."""
    row = _row(type)
    return row["name"] if row else ""


def is_passport_like(type: str) -> bool:
    """Whether one can cross a border on it alone (passports, laissez-passer, refugee travel documents)."""
    row = _row(type)
    return row is not None and row["passport_like"] == "yes"


def expires(type: str) -> bool:
    """Whether such a document has a date of expiry, so that a missing one is worth a question."""
    row = _row(type)
    return row is not None and row["expires"] == "yes"


def document_types() -> Mapping[str, str]:
    """Every type we know and its name, for forms to offer."""
    return {code: row["name"] for code, row in _rows().items()}


def _row(type: str) -> Row | None:
    """The row of a type. Enhanced licences name their state behind the code: EDL_NY."""
    code = type.strip().upper().replace("<", "")
    return _rows().get(code) or _rows().get(code.partition("_")[0])


@cache
def _rows() -> Mapping[str, Row]:
    return {row["code"]: row for row in table("documents")}
