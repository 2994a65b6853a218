"""Options that the law of a state leaves its officers while another state has not confirmed a hit: dated rows.

None are shipped: what an officer may do follows from the state's own law, and two people of the state decide each row.
A row never tells anybody to hold a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from roadstead.engine.reference.policy import ANY, DATED, NO_FAULT, SOURCED, Table, a_state
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.sentences import Sentence

MAX_WORDS_CHARS: Final = 200
MAX_ORDER: Final = 99
HOLDS: Final = re.compile(r"\b(?:hold|detain|keep|retain)\b.*\buntil\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulOption:
    """One option of a state. `words`: what the officer may do, as the page shows it; `order`: its place on the page."""

    state: str
    order: str
    valid_from: str
    valid_to: str
    words: str
    verified: str
    mark: str
    source: str
    text: str
    is_approved: bool = False


def _one_state(text: str) -> Sentence:
    return Sentence("must name one state: its own law decides") if text == ANY else a_state(text)


def _an_order(text: str) -> Sentence:
    fits = text.isascii() and text.isdecimal() and 1 <= int(text) <= MAX_ORDER
    return NO_FAULT if fits else Sentence("must be a whole number from 1 to %(most)s", {"most": MAX_ORDER})


def _an_option(text: str) -> Sentence:
    if not 0 < len(text) <= MAX_WORDS_CHARS:
        return Sentence("must have 1 to %(most)s characters", {"most": MAX_WORDS_CHARS})
    if HOLDS.search(text):
        return Sentence("must not say to hold a person until something happens: no page grants a power to detain")
    return NO_FAULT


def _made(row: Row, own: bool) -> LawfulOption:
    return LawfulOption(**row, is_approved=own)


LAWFUL_OPTIONS: Final[Table[LawfulOption]] = Table(
    name="lawful_options",
    title="Lawful options without a reply",
    decides="What officers of a state may lawfully do while another state has not confirmed a hit.",
    cells={"state": _one_state, "order": _an_order, **DATED, "words": _an_option, **SOURCED},
    key=("state", "order"),
    make=_made,
)


def options_for(rows: Iterable[LawfulOption], *, state: str, on: date) -> list[str]:
    """Return the options of a state in order, in its own words; of two rows with one place the newer holds."""
    fitting = [row for row in rows if row.state == state and is_in_force(row, on)]
    best: dict[int, str] = {}
    for row in sorted(fitting, key=lambda row: row.valid_from):
        best[int(row.order)] = row.words
    return [words for _place, words in sorted(best.items())]
