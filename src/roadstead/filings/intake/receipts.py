"""Receipt numbers: short enough to read over the telephone, with a check character against slips of the pen."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O, U to mistake.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9


def new_receipt() -> str:
    """A fresh number such as `7K3M9-QX2AH`: nine random characters and one that checks them."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return _format(body + check(body))


def check(body: str) -> str:
    """The check character: a weighted sum modulo 31, so that a wrong or a swapped character shows."""
    return ALPHABET[sum((at + 1) * ALPHABET.index(char) for at, char in enumerate(body)) % 31]


def normalise(text: str) -> str:
    """What was typed, in the form we print; "" where it cannot be one of our numbers."""
    plain = text.strip().upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH + 1 or any(char not in ALPHABET for char in plain):
        return ""
    return _format(plain) if check(plain[:-1]) == plain[-1] else ""


def _format(plain: str) -> str:
    return f"{plain[:5]}-{plain[5:]}"
