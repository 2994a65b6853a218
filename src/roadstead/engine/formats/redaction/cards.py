"""Masking of payment card numbers: only the issuer's six digits and the last four are kept (PCI DSS 3.4)."""

from __future__ import annotations

import re
from typing import Final

FIRST: Final = 6
LAST: Final = 4
HIDDEN: Final = "X"
MIN_CHARS: Final = 12  # characters of a card number, also of a masked one
MIN_DIGITS: Final = 13
MAX_DIGITS: Final = 19
ISSUER: Final = re.compile(r"3[04-9]|4|5[0-9]|6[0-9]|2[2-7]")  # ISO/IEC 7812: travel, banking


def card_digits_pattern(min_digits: int) -> re.Pattern[str]:
    """Return a pattern of digits as long as a card number, with at least `min_digits` digits."""
    return re.compile(rf"(?<![0-9])[0-9]{{{min_digits},{MAX_DIGITS}}}(?![0-9])")


CARD_DIGITS: Final = card_digits_pattern(MIN_DIGITS)


def mask(number: str) -> str:
    """Mask a card number: "5500000000000004" gives "550000XXXXXX0004"; a shorter text is returned unchanged."""
    if len(number) < MIN_CHARS:
        return number
    close = "".join(number.split()).replace("-", "")
    if len(close) < MIN_CHARS or sum(char.isdigit() for char in close) <= FIRST + LAST:
        return number
    return close[:FIRST] + HIDDEN * (len(close) - FIRST - LAST) + close[-LAST:]


def mask_cards(text: str, min_digits: int = MIN_DIGITS) -> str:
    """Mask every card number in a text; digits that may be one are tested by their check digit."""
    return CARD_DIGITS.sub(
        lambda found: mask(found[0]) if len(found[0]) >= min_digits and is_card(found[0]) else found[0], text
    )


def is_card(digits: str) -> bool:
    """Return True if the digits have the length, issuer and check digit of a card (Luhn, ISO/IEC 7812-1)."""
    if not (digits.isascii() and digits.isdigit() and MIN_DIGITS <= len(digits) <= MAX_DIGITS):
        return False
    if not ISSUER.match(digits):
        return False
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
