"""Joining of text that a system wrapped at a fixed width, also inside words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from roadstead.engine.text.goods_words import is_known_word

LAST: Final = re.compile(r"[A-Z]+\Z")
FIRST: Final = re.compile(r"[A-Z]+")
MIN_WORD_LETTERS: Final = 3  # letters of a piece that can be a word of its own


def rejoin(lines: Sequence[str], width: int) -> str:
    """Return one text. A line of full width continues without a blank, unless that would join two words.

    Blanks at the end of a line belong to the text; a line that is not full ended where its text did.
    """
    text = ""
    before = ""
    for line in lines:
        glued = len(before) == width and not before.endswith(" ") and not _are_two_words(before, line)
        text = f"{text}{line}" if glued or not text else f"{text.rstrip()} {line.lstrip()}"
        before = line
    return text.strip()


def _are_two_words(before: str, after: str) -> bool:
    """Return True if both pieces are words but their combination is none: "FOR" and "HORSES"."""
    last, first = LAST.search(before.upper()), FIRST.match(after.upper())
    if last is None or first is None or is_known_word(last[0] + first[0]):
        return False
    one, other = is_known_word(last[0]), is_known_word(first[0])
    return (one and other) or (one and len(last[0]) >= MIN_WORD_LETTERS and len(first[0]) > MIN_WORD_LETTERS)
