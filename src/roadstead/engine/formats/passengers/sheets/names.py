"""A whole name in one cell: which words are the family name. The heading says the order, capitals say it better."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from roadstead.engine.text.names import PARTICLES

HONORIFIC: Final = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mstr|mme|mlle|sr|sra|srta|dhr|mevr|mw|capt|captain|dr)\.?\s+)(?=\S+\s+\S)", re.IGNORECASE
)
TRAILING_TITLE: Final = re.compile(r"[\s,]+\(?(?:mr|mrs|ms|miss|mstr|master|captain|capt|skipper)\.?\)?$", re.I)
SPLIT: Final = re.compile(r"\s*[,/]\s*|\s*//\s*")


class Name(NamedTuple):
    """`is_guess`: nothing but the order of the words told which is which."""

    surname: str
    given: str
    is_guess: bool = False


def split_name(text: str, *, surname_first: bool, family_names: int = 1) -> Name:
    """ "DOE, John", "DOE/JOHN", "John DOE", "Doe John" (by the order the heading gives)."""
    plain = HONORIFIC.sub("", TRAILING_TITLE.sub("", text.strip())).strip(" ,")
    parts = [part for part in SPLIT.split(plain) if part]
    if len(parts) >= 2:
        return Name(parts[0], " ".join(parts[1:]))
    words = plain.split()
    if len(words) < 2:
        return Name(plain, "")
    return _by_capitals(words) or _by_order(words, surname_first=surname_first, family_names=family_names)


def _by_capitals(words: list[str]) -> Name | None:
    """The words in capitals are the family name, where some are and some are not, and they stand together."""
    capital = [word.isupper() and len(word.strip(".")) > 1 for word in words]
    if all(capital) or not any(capital):
        return None
    first, last = capital.index(True), len(words) - 1 - capital[::-1].index(True)
    if not all(capital[first : last + 1]) or (first > 0 and last < len(words) - 1):
        return None
    surname = words[first : last + 1]
    return Name(" ".join(surname), " ".join(words[:first] + words[last + 1 :]))


def _by_order(words: list[str], *, surname_first: bool, family_names: int) -> Name:
    if surname_first:
        taken = next((place + 1 for place, word in enumerate(words[:-1]) if word.casefold() not in PARTICLES), 1)
        return Name(" ".join(words[:taken]), " ".join(words[taken:]), is_guess=True)
    first = max(len(words) - family_names, 1)
    while first > 1 and words[first - 1].casefold() in PARTICLES:
        first -= 1
    return Name(" ".join(words[first:]), " ".join(words[:first]), is_guess=True)
