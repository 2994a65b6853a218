"""Seal numbers: equal spellings of one number, and texts that cannot be a seal number. There is no common format."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"(?=[A-Z0-9]*[0-9])[A-Z0-9]{3,20}")
NONE: Final = frozenset({"NIL", "NONE", "NA", "NOSEAL", "UNSEALED", "0", "00", "000", "0000"})


def normalise(text: str) -> str:
    """Return capitals and digits only: "ml-cn 123 4567" as "MLCN1234567"."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def is_valid(text: str) -> bool:
    """Return True if it can be a seal number: 3 to 20 letters and digits, with at least one digit."""
    number = normalise(text)
    return number not in NONE and SHAPE.fullmatch(number) is not None


def format(text: str) -> str:
    """Return the normal form: makers share no display form."""
    return normalise(text)
