"""Korean syllables in Revised Romanisation, McCune-Reischauer, North Korean and families' own spelling.

The systems differ in which letter of a pair they use for a sound that Korean does not distinguish (g and k, d and t, b
and p, j and ch, r and l), and in their spelling of eo, eu, ae and long vowels without marks (Gim Gwangil, Kim Kwang-il;
Yuro, Yulo). A token that consists only of such syllables has its folded spelling as a form of the name.
"""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

MIN_TOKEN_LETTERS: Final = 3  # letters of a token that is examined
MAX_TOKEN_LETTERS: Final = 10  # two syllables, seldom longer
MOST_SYLLABLES: Final = 3
BESIDE_THE_OTHERS: Final = 1 << 33  # flag, see `syllables` and `equals.csv`
SYLLABLES: Final = re.compile(
    r"(?:(?:kk|tt|pp|ss|jj|ch|sh|[gkndtrlmbpsjhyw])?(?:y?eo|eu|ae|oe|ui|ee|oo|ou|y?[aeou]|i|w[aeio]|wae)"
    r"(?:ng|[nmlrkgpbtds](?![aeiouyw]))?){1,3}"
)
# Spellings of one sound → one of them; ng maps to itself so that its g is not folded.
FOLDS: Final = {
    "eo": "o", "ou": "o", "eu": "u", "oo": "u", "ee": "i", "ui": "i", "ae": "e", "oe": "e", "sh": "s", "ch": "c",
    "ng": "ng", "j": "c", "g": "k", "d": "t", "b": "p", "r": "l",
}  # fmt: skip
FOLDED: Final = re.compile("|".join(FOLDS))
DOUBLED: Final = re.compile(r"(.)\1")
# Families write u for eo before a final consonant: Jung, Hyuk, Chul, Suk, Bum, Duk. In the folded spelling.
AS_FAMILIES_WRITE: Final = re.compile("u(?=ng|[klmnp](?![aeiouwy]))")


def forms(token: str) -> tuple[int, ...]:
    """Return a number for each folded spelling of a token of Korean syllables only; () for any other token."""
    if not MIN_TOKEN_LETTERS <= len(token) <= MAX_TOKEN_LETTERS or SYLLABLES.fullmatch(token) is None:
        return ()
    plain = folded(token)
    found = dict.fromkeys((plain, AS_FAMILIES_WRITE.sub("o", plain)))
    return tuple(BESIDE_THE_OTHERS | crc32(each.encode()) for each in found)


def folded(token: str) -> str:
    return DOUBLED.sub(r"\1", FOLDED.sub(lambda found: FOLDS[found[0]], token))
