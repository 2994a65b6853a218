"""References of requests: short enough to read over the telephone, with a check character against typing errors."""

from __future__ import annotations

import secrets
from typing import Final

from roadstead.filings.intake.receive import ALPHABET, check_character

PREFIX: Final = "RQ"
RANDOM_CHARS: Final = 7


def new_reference(prefix: str = PREFIX) -> str:
    """Return a new reference such as `RQ-7KQ4-2FWX`: seven random characters and a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))
    return _format(body + check_character(body), prefix)


def normalise_reference(text: str) -> str:
    """Return the typed reference as we print it; "" if it cannot be one."""
    plain = text.strip().upper().replace("-", "").replace(" ", "").removeprefix(PREFIX)
    plain = plain.translate(str.maketrans("OIL", "011"))
    fits = len(plain) == RANDOM_CHARS + 1 and all(char in ALPHABET for char in plain)
    return _format(plain) if fits and check_character(plain[:-1]) == plain[-1] else ""


def _format(plain: str, prefix: str = PREFIX) -> str:
    return f"{prefix}-{plain[:4]}-{plain[4:]}"
