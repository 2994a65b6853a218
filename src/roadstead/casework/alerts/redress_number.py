"""The redress number: random, with a check digit, and no meaning. Twelve signs and one, as 4-4-5 on paper.

The signs leave out 0, 1, I, L and O, which are mistaken for each other. There are 31, a prime, so that the weighted sum
finds every single wrong sign and every two that changed places.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final

SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 12


def new_number() -> str:
    """Random: 31 to the twelfth, so that nobody guesses one that was given out."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return written(signs + check_sign(signs))


def check_sign(signs: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2)) % len(SIGNS)]


def written(number: str) -> str:
    """4-4-5, as it is printed."""
    return "-".join((number[:4], number[4:8], number[8:]))


def plain(text: str) -> str:
    """What a carrier sent, without blanks and dashes, or "" where it is no redress number."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH + 1 or not set(signs) <= set(SIGNS):
        return ""
    return signs if check_sign(signs[:-1]) == signs[-1] else ""


def digest(number: str) -> str:
    """All that is kept of a number."""
    return sha256(plain(number).encode()).hexdigest()
