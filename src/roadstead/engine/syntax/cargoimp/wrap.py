"""Text cut into lines that Cargo-IMP can carry: capitals, figures, point, hyphen and blank."""

from __future__ import annotations

import re
from typing import Final

ENTRY: Final = re.compile(r"[^A-Z0-9 .\-]+")  # what may not stand in a text of these messages


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` characters, cut between words; a word that is longer is cut where the line is full."""
    lines: list[str] = []
    rest = " ".join(ENTRY.sub(" ", text.upper()).split())
    while len(rest) > width:
        cut = rest.rfind(" ", 0, width)
        line, rest = (rest[:cut], rest[cut + 1 :]) if cut > 0 else (rest[:width], rest[width:])
        lines.append(line)
    return [*lines, rest] if rest else lines
