"""What a table of letters cannot know of a script: spelled out before the letters are romanised one by one.

`plainly` is how most romanise; `otherwise` is a second way of the same script: Arabic letters as Persian, Turkish and
Urdu speakers say them (ISO 233-3, ALA-LC), Hebrew letters without their soft forms, Greek by sound (ELOT 743).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

HEBREW: Final = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
GREEK: Final = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
Spelling = Sequence[tuple[re.Pattern[str], str]]


def _spelling(*rows: tuple[str, str]) -> Spelling:
    return tuple((re.compile(letters), latin) for letters, latin in rows)


# The name of God, the article, a vowel opening a word, Z̧ā'.
ARABIC_PLAINLY: Final = _spelling(
    ("الله", " allah "), (r"\bال(?=\w\w)", "al "), (r"\b[اعأإآٱ]", "a"), ("ظ", "z"),
)  # fmt: skip
# Persian and Urdu say s for Thā', z for Dhāl and Ḍād, many gh for Qāf, v for a Wāw that is no vowel, and write the
# final Yā' without dots. Nūruddīn, Saifurraḥmān: the article within a word is lost in the letter behind it.
ARABIC_OTHERWISE: Final = _spelling(
    ("ث", "س"), ("[ذض]", "ز"), ("و(?=[اآیيى])", "v"), (r"ى\b", "ی"),
    ("(?<=\\w\\w)ال(?=[تثدذرزسشصضطظن])", ""),
)  # fmt: skip
# Bet, Kaf and Pe opening a word are hard; a double Vav is a consonant, a single one within a word mostly a vowel.
HARD: Final = ((r"\bב", "b"), (r"\bכ", "k"), (r"\bפ", "p"))
HEBREW_PLAINLY: Final = _spelling(*HARD, ("וו", "v"), (r"\bו", "v"), ("ו", "w"))
HEBREW_OTHERWISE: Final = _spelling(*HARD, ("ו", "v"), ("ח", "ch"))
GREEK_OTHERWISE: Final = _spelling(
    ("μπ", "b"), (r"\bντ", "d"), ("γκ", "g"), ("γγ", "ng"), ("αυ|αύ", "av"), ("ευ|εύ", "ev"), ("χ", "h"),
    ("γ(?=[ειηυίέήύ])", "y"),
)  # fmt: skip
PLAINLY: Final = ((ARABIC, ARABIC_PLAINLY), (HEBREW, HEBREW_PLAINLY))
ARABIC_WITH_GH: Final = (*ARABIC_OTHERWISE, *_spelling(("ق", "غ")))
OTHERWISE: Final = ((ARABIC, ARABIC_OTHERWISE), (HEBREW, HEBREW_OTHERWISE), (GREEK, GREEK_OTHERWISE))
WITH_GH: Final = ((ARABIC, ARABIC_WITH_GH),)
Table = Sequence[tuple[re.Pattern[str], Spelling]]


def leaves_vowels_out(text: str) -> bool:
    """Whether the name was written without its short vowels, and is to be compared by its consonants."""
    return ARABIC.search(text) is not None or HEBREW.search(text) is not None


def plainly(text: str) -> str:
    """`text` in lower case, composed."""
    return _spelled(text, PLAINLY)


def otherwise(text: str) -> tuple[str, ...]:
    """The second ways; the text itself where its script is read in one."""
    return tuple(dict.fromkeys((_spelled(text, OTHERWISE), _spelled(text, WITH_GH))))


def _spelled(text: str, table: Table) -> str:
    for script, spelling in table:
        for letters, written in spelling if script.search(text) else ():
            text = letters.sub(written, text)
    return text
