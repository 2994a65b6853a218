"""Container numbers (ISO 6346): owner, category letter, six digits, check digit."""

from __future__ import annotations

import re
import string
from typing import Final

SHAPE: Final = re.compile(r"[A-Z]{3}[UJZR][0-9]{7}")  # R is no ISO category, but reefers of old fleets carry it
# Letters count from 10 and leave out the multiples of 11.
LETTERS: Final = dict(zip(string.ascii_uppercase, (n for n in range(10, 39) if n % 11), strict=True))
VALUES: Final = LETTERS | {digit: int(digit) for digit in string.digits}


def normalise(text: str) -> str:
    """Capitals without separators: "mscu 123 456-7" as "MSCU1234567"."""
    return re.sub(r"[\s./-]", "", text).upper()


def is_valid(text: str) -> bool:
    number = normalise(text)
    return SHAPE.fullmatch(number) is not None and check_digit(number[:10]) == number[10]


def check_digit(first_ten: str) -> str:
    """The eleventh character for the first ten; a remainder of 10 counts as 0. "" if a character cannot stand there."""
    values = [VALUES.get(char) for char in first_ten]
    if None in values:
        return ""
    return str(sum((value or 0) << place for place, value in enumerate(values)) % 11 % 10)


def format(text: str) -> str:
    """As it stands on the door: "MSCU 123456 7"; unchanged but for capitals where it is no container number."""
    number = normalise(text)
    return f"{number[:4]} {number[4:10]} {number[10]}" if SHAPE.fullmatch(number) else number
