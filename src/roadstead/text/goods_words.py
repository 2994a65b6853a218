"""Words that stand in descriptions of goods: enough of them to tell where a cut word goes on."""

from __future__ import annotations

from typing import Final

SMALL: Final = frozenset({"FOR", "OF", "AND"})


def is_word(text: str) -> bool:
    return text in SMALL
