"""Names of countries and ports as lists write them, folded so that spellings of one name meet."""

from __future__ import annotations

import re
import unicodedata

SMALL = frozenset({"the", "of", "and", "l", "la", "le"})
DOUBT = frozenset({"possibly", "presumed", "presumably", "assumed", "allegedly", "probably"})
ROLES = frozenset({"passport", "national", "citizen"})
SAINTS = {"st": "saint", "ste": "sainte"}
ASIDE = re.compile(r"\([^)]*\)|\([^)]*$")
WORD = re.compile(r"\w+")
APOSTROPHES = str.maketrans("", "", "'’‘`´.")


def key(text: str) -> str:
    """Plain small letters, small words dropped, the others in order: "Korea, North" meets "North Korea"."""
    words = WORD.findall(_plain(text).translate(APOSTROPHES))
    return " ".join(sorted({SAINTS.get(word, word) for word in words} - SMALL))


def without_asides(text: str) -> str:
    return ASIDE.sub(" ", text)


def without_doubt(text: str) -> str:
    return " ".join(word for word in text.split() if word.casefold() not in DOUBT | ROLES)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
