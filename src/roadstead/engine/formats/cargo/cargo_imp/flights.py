"""Flight numbers and how they are recognised: "KZ134", "QR8403A", "3S1234"."""

from __future__ import annotations

import re
from typing import Final

FLIGHT: Final = re.compile(r"(?=[0-9]?[A-Z])(?![0-9]{2})([A-Z0-9]{2}[A-Z]?)([0-9]{1,5}[A-Z]?)")
ONWARD: Final = re.compile(r"([A-Z]{3})([A-Z0-9]{2})([0-9]{1,5}[A-Z]?)?")
PLACE: Final = re.compile(r"[A-Z]{3}")
PAIR: Final = re.compile(r"([A-Z]{3})([A-Z]{3})")


def carrier(flight: str) -> str:
    """Return the carrier, "KZ" of "KZ134"; "" if the text is not a flight number."""
    found = FLIGHT.fullmatch(flight)
    return found[1] if found else ""
