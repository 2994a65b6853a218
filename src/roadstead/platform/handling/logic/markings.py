"""Detection of protective markings of states, NATO and the EU in text, as markings and not as words. Pure.

A marking stands alone on a line, before what it marks ("SECRET: …", "SECRET//NOFORN"), behind "Classification:", or is
a compound that means nothing else (NATO SECRET). A word in a sentence is none, nor is a sentence in capitals. The words
that are searched for: docs/decisions/0030. Where states use one word for two levels, the higher counts.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import chain
from typing import Final
from unicodedata import combining, normalize


class Level(IntEnum):
    """Level of a marking: the highest for which any of these states uses the word."""

    UNCLASSIFIED = 0
    RESTRICTED = 1
    CONFIDENTIAL = 2
    SECRET = 3
    TOP_SECRET = 4


MAX_CHARS: Final = 1_000_000  # of one text; a marking stands at the top of each page
MAX_LINE_CHARS: Final = 200  # of a line that is nothing but a marking

# By level, folded: en, es, fr, nl. They count if they stand alone in capitals.
STANDALONE_WORDS: Final = {
    Level.TOP_SECRET: ("TOP SECRET", "ALTO SECRETO", "MUY SECRETO", "ULTRASECRETO", "SECRETO", "TRES SECRET",
                       "ULTRA SECRET", "ZEER GEHEIM"),
    Level.SECRET: ("SECRET", "RESERVADO", "GEHEIM"),
    Level.CONFIDENTIAL: ("CONFIDENTIAL", "CONFIDENCIAL", "CONFIDENTIEL", "CONFIDENTIEEL", "VERTROUWELIJK"),
    Level.RESTRICTED: ("RESTRICTED", "RESTRINGIDO", "DIFUSION LIMITADA", "DIFFUSION RESTREINTE", "RESTREINT",
                       "DEPARTEMENTAAL VERTROUWELIJK", "DEP. VERTROUWELIJK", "BEPERKTE VERSPREIDING"),
}  # fmt: skip
# Compounds that are always markings: they count anywhere in a text that is not all in capitals.
COMPOUND_WORDS: Final = {
    Level.TOP_SECRET: ("COSMIC TOP SECRET", "EU TOP SECRET", "TRES SECRET UE", "UK TOP SECRET", "FOCAL TOP SECRET",
                       "TRES SECRET DEFENSE", "STG. ZEER GEHEIM", "STG ZEER GEHEIM"),
    Level.SECRET: ("NATO SECRET", "EU SECRET", "SECRET UE", "SECRET OTAN", "UK SECRET", "SECRET DEFENSE",
                   "STG. GEHEIM", "STG GEHEIM", "NATO SECRETO", "OTAN SECRETO"),
    Level.CONFIDENTIAL: ("NATO CONFIDENTIAL", "EU CONFIDENTIAL", "CONFIDENTIEL UE", "CONFIDENTIEL OTAN",
                         "CONFIDENTIEL DEFENSE", "UK CONFIDENTIAL", "STG. CONFIDENTIEEL", "STG CONFIDENTIEEL"),
    Level.RESTRICTED: ("NATO RESTRICTED", "EU RESTRICTED", "RESTREINT UE", "DIFFUSION RESTREINTE OTAN",
                       "UK RESTRICTED"),
}  # fmt: skip
LEVELS: Final = {
    words: level for table in (STANDALONE_WORDS, COMPOUND_WORDS) for level, each in table.items() for words in each
}


def _any(words: tuple[str, ...] | list[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(each).replace(r"\ ", r"[ \-]+") for each in longest_first)


_MARK: Final = f"(?P<mark>{_any(list(LEVELS))})"
_LEAD: Final = r"[\W_]*"
# "SECRET", "*** SECRET ***", "SECRET UE/EU SECRET", "SECRET//NOFORN", "SECRET page 2 of 5", "SECRET 2/5"
_CAVEATS: Final = r"(?:\s*/+\s*[A-Z][A-Z0-9 ,/\-]*)?"
_PAGE: Final = r"(?:(?:PAGE|PAG|PAGINA|P)?[\W_]*\d+(?:\W+(?:OF|DE|SUR|VAN)?\s*\d+)?)?"
_WHOLE_LINE: Final = re.compile(rf"{_LEAD}{_MARK}{_CAVEATS}{_LEAD}{_PAGE}{_LEAD}")
_BEFORE: Final = re.compile(rf"[\[(*]*{_MARK}[\])*]*\s*(?::|//|\s[-\u2013\u2014]\s)")
_LABELLED: Final = re.compile(
    r"[\W_]*(?:SECURITY |PROTECTIVE )?(?:CLASSIFICATION|CLASSIFIED(?: AS)?|PROTECTIVE MARKING|MARKING|CLASIFICACION"
    r"|CLASIFICADO(?: COMO)?|GRADO DE CLASIFICACION|CLASSIFIE|RUBRICERING|GERUBRICEERD(?: ALS)?)"
    rf"\s*(?::|=|\s[-\u2013\u2014]\s)\s*[\W_]*{_MARK}(?!\w)",
    re.IGNORECASE,
)
_COMPOUND: Final = re.compile(rf"(?<!\w)(?P<mark>{_any([*chain.from_iterable(COMPOUND_WORDS.values())])})(?!\w)")
_DUTCH: Final = re.compile(r"\b(?:Stg|Dep)\b\.?")  # the only parts of a marking written in small letters
_SPACED: Final = re.compile(r"(?:\b\w\b[ .]*){4,}")  # "S E C R E T", as in telegrams


def highest_marking(text: str) -> tuple[Level, str]:
    """Return the highest level marked in this text, and the marking as it is written; UNCLASSIFIED and "" if none."""
    found = [each for line in text[:MAX_CHARS].splitlines() if (each := _line_marking(line.strip()))]
    return max(found, key=lambda each: each[0], default=(Level.UNCLASSIFIED, ""))


def _line_marking(line: str) -> tuple[Level, str] | None:
    if not line:
        return None
    folded = _DUTCH.sub(lambda found: found[0].upper(), _folded(line))
    mark = _match(folded) or (_match(_join_spaced_letters(folded)) if _SPACED.fullmatch(folded) else "")
    return (LEVELS[re.sub(r"[ \-]+", " ", mark.upper())], mark) if mark else None


def _match(line: str) -> str:
    if not any(word.isupper() for word in line.split()):  # shortcut for nearly every line
        found = _LABELLED.match(line[:MAX_LINE_CHARS])
        return found["mark"] if found else ""
    start = line[:MAX_LINE_CHARS]
    found = _WHOLE_LINE.fullmatch(line) if start == line else None
    found = found or _BEFORE.match(start) or _LABELLED.match(start)
    if found is None and not line.isupper():
        found = _COMPOUND.search(line)
    return found["mark"] if found else ""


def _folded(text: str) -> str:
    """Remove accents; keep capitals."""
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign))


def _join_spaced_letters(line: str) -> str:
    """Join letters that have one blank between them to words; two blanks or more separate words."""
    return " ".join("".join(word.split()) for word in re.split(r"[ .]{2,}", line))
