"""Numbers of seals. Every maker has his own; known is what makes two spellings one, and what can be no number."""

from __future__ import annotations

import re
from typing import Final

SHAPE: Final = re.compile(r"(?=[A-Z0-9]*[0-9])[A-Z0-9]{3,20}")
NONE: Final = frozenset({"NIL", "NONE", "NA", "NOSEAL", "UNSEALED", "0", "00", "000", "0000"})


def normalise(text: str) -> str:
    """Capitals and digits only: "ml-cn 123 4567" as "MLCN1234567"."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def is_valid(text: str) -> bool:
    """Whether it can be a seal's number: 3 to 20 letters and digits, a digit among them."""
    number = normalise(text)
    return number not in NONE and SHAPE.fullmatch(number) is not None


def format(text: str) -> str:
    """As it is compared: there is no way of writing that all makers share."""
    return normalise(text)
