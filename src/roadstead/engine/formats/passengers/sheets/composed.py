"""Headings put together from words we know: "PPT Exp", "Doc. issue country", "Seaman's book nr"."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.passengers.sheets.words import meaning

WORD: Final = re.compile(r"[^\W_]+|#")
# What words of these kinds together mean; the first that fits counts.
MEANT: Final[tuple[tuple[frozenset[str], str], ...]] = (
    (frozenset({"doc", "expiry"}), "expires"),
    (frozenset({"expiry", "date"}), "expires"),
    (frozenset({"doc", "issue", "date"}), "issued"),
    (frozenset({"issue", "date"}), "issued"),
    (frozenset({"doc", "country"}), "issuer"),
    (frozenset({"issue", "country"}), "issuer"),
    (frozenset({"doc", "issue"}), "issuer"),
    (frozenset({"doc", "type", "number"}), "document"),
    (frozenset({"doc", "type"}), "document_type"),
    (frozenset({"doc", "number"}), "document_number"),
    (frozenset({"birth", "date", "country"}), "birth"),
    (frozenset({"birth", "date"}), "born"),
)
FEWEST, MOST = 2, 8  # words of such a heading


def composed(heading: str) -> str:
    """The field; "" unless every word of the heading is one of ours."""
    words = WORD.findall(heading.replace("'", "").replace("’", "").replace("/", ""))
    if not FEWEST <= len(words) <= MOST:
        return ""
    kinds = {meaning("heading", word) for word in words}
    return "" if None in kinds else next((field for needed, field in MEANT if needed <= kinds), "")
