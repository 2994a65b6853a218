"""Codes of the harmonised system: chapter (2 digits), heading (4), subheading (6), national extension (to 12).

Chapters 01 to 97 except 77 are defined by the World Customs Organization; 98 and 99 by each state.
"""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}(?:[0-9]{2,8})?)?")
RESERVED: Final = "77"
CHAPTER, HEADING, SUBHEADING = 2, 4, 6


def normalise(text: str) -> str:
    """Return digits only: "8529.10.20" as "85291020"; any other text in capitals, without separators."""
    return re.sub(r"[\s./-]", "", text).upper()


def is_valid(text: str) -> bool:
    """Return True if the chapter exists and there are 2, 4, or 6 to 12 digits."""
    code = normalise(text)
    return SHAPE.fullmatch(code) is not None and code.isascii() and code[:2] >= "01" and code[:2] != RESERVED


def is_national(text: str) -> bool:
    """Return True if the chapter is a national one (98, 99)."""
    return is_valid(text) and normalise(text)[:2] >= "98"


def format(text: str) -> str:
    """Return the code as printed in tariffs: "8529.10.20"; the normal form of any other text."""
    code = normalise(text)
    if not is_valid(code):
        return code
    return ".".join(filter(None, (code[:HEADING], *(code[at : at + 2] for at in range(HEADING, len(code), 2)))))


def chapter(text: str) -> str:
    return normalise(text)[:CHAPTER] if is_valid(text) else ""


def heading(text: str) -> str:
    """Return the heading; "" for a code that is only a chapter."""
    code = normalise(text)
    return code[:HEADING] if is_valid(code) and len(code) >= HEADING else ""


def subheading(text: str) -> str:
    code = normalise(text)
    return code[:SUBHEADING] if is_valid(code) and len(code) >= SUBHEADING else ""
