"""How some issuers number their passports. General knowledge, not read in any standard: it may ask, never accuse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from roadstead.engine.reference.tables import table

NO_SHAPE: Final = ""


def unlike_issuer(number: str, issuer: str) -> str:
    """The shape a passport's number of this issuer (alpha-3) has, where this number (capitals) has another; else ""."""
    known = _shapes().get(issuer)
    return known[1] if known and not known[0].fullmatch(number) else NO_SHAPE


@cache
def _shapes() -> Mapping[str, tuple[re.Pattern[str], str]]:
    return {row["issuer"]: (re.compile(row["pattern"]), row["shape"]) for row in table("document_numbers")}
