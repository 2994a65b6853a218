"""Codes of carriers that registered themselves: `SC-` (small craft) and eight random characters.

Codes of airlines (IATA, ICAO) and shipping lines (SCAC) are letters and digits alone, so none of them can be equal to
such a code. `accounts carrier` refuses a code with this prefix.
"""

from __future__ import annotations

import secrets
from typing import Final

PREFIX: Final = "SC-"
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without characters that are easily mistaken
RANDOM_CHARS: Final = 8
PATTERN: Final = f"^{PREFIX}[{ALPHABET}]{{{RANDOM_CHARS}}}$"


def new_code() -> str:
    """Return a new code, of 6.5e11 possible ones."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARS))


def is_self_registered(code: str) -> bool:
    """Return True if the code is of a carrier that registered itself; no query is needed to know it."""
    return code.startswith(PREFIX)
