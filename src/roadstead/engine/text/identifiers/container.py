"""Container numbers (ISO 6346): owner, category letter, six digits, check digit."""

from __future__ import annotations

import re
import string
from typing import Final

SHAPE: Final = re.compile(r"[A-Z]{3}[UJZR][0-9]{7}")  # R is no ISO category, but old reefers carry it
# Letters count from 10, without the multiples of 11.
LETTERS: Final = dict(zip(string.ascii_uppercase, (n for n in range(10, 39) if n % 11), strict=True))
VALUES: Final = LETTERS | {digit: int(digit) for digit in string.digits}


def normalise(text: str) -> str:
    """Return capitals without separators: "mscu 123 456-7" as "MSCU1234567"."""
    return re.sub(r"[\s./-]", "", text).upper()


def is_valid(text: str) -> bool:
    number = normalise(text)
    return SHAPE.fullmatch(number) is not None and check_digit(number[:10]) == number[10]


def check_digit(first_ten: str) -> str:
    """Return the eleventh character for the first ten (remainder 10 is 0); "" for a character not allowed there."""
    values = [VALUES.get(char) for char in first_ten]
    if None in values:
        return ""
    return str(sum((value or 0) << place for place, value in enumerate(values)) % 11 % 10)


def format(text: str) -> str:
    """Return the number as on the container's door: "MSCU 123456 7"; the normal form of any other text."""
    number = normalise(text)
    return f"{number[:4]} {number[4:10]} {number[10]}" if SHAPE.fullmatch(number) else number
