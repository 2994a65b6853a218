"""Keys of a name part: only spellings that share a key are compared letter by letter.

A skeleton is what a part has in common in every romanisation: its consonants, folded. A deletion is the part with one
letter left out; as both sides have deletions, any one letter lost, added, swapped or replaced gives a common key.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from roadstead.engine.matching import korean, syllables
from roadstead.engine.reference.tables import word_table

SHORTEST_SKELETON: Final = 2  # symbols; one consonant is not specific
SHORTEST_TO_DELETE: Final = 4  # letters
SHORTEST_COARSE: Final = 2  # symbols

# Longest first, left to right. The first two rows join the Slavic romanisations of one letter; then come the French w
# of the Maghreb and of Haiti (Oualid, Ouedraogo), and Hindi as in Lakshmi and Laxmi.
SOUNDS: Final = {
    "schtsch": "s", "chtch": "s", "shch": "s", "tsch": "s", "tch": "s", "sch": "s", "dzh": "j",
    "oua": "fa", "oue": "fe", "chh": "s", "ksh": "x",
    "tj": "s", "sj": "s", "sz": "s", "cz": "s", "zj": "j", "kh": "h", "gh": "g", "sh": "s", "ch": "s", "ts": "s",
    "tz": "s", "zh": "j", "dj": "j", "dz": "j", "ph": "f", "th": "t", "dh": "d", "ck": "k", "ks": "x", "q": "k",
    "v": "f", "w": "f", "z": "s",
    "ce": "se", "ci": "si", "cy": "sy", "c": "k",
}  # fmt: skip
SOUND: Final = re.compile("|".join(SOUNDS))
# Abdul Rahman, Abd al-Rahman, Abdurrahman: the article is separate, joined, or assimilated to the next letter.
ARTICLE: Final = re.compile(r"^abd[aeiou]?(?:l|([nrstdz])(?=\1))")
# Saif al-Din, Seif-Eddine, Saifuddin.
OF_FAITH: Final = re.compile("(?<=..[aeiou])l(?=d[iey]{1,3}ne?$)")
MUTE_H: Final = re.compile("(?<=.)h$|(?<=[aeiouy])h(?=[^aeiouy])")
FIRST_VOWELS: Final = re.compile("^[aeiouy]+")
LATER_VOWELS: Final = re.compile("(?<=.)[aeiouy]+")
DOUBLED: Final = re.compile(r"(.)\1+")

C_ALONE: Final = re.compile("c(?![hkeiyz])")

# Arabic script writes long vowels as w and y, has no p and no v, and often does not distinguish g and j.
LONG_VOWELS: Final = re.compile("(?<=.)[wy]")
COARSE: Final = str.maketrans({"j": "g", "p": "f", "b": "f", "h": None, "a": None})


@lru_cache(maxsize=262_144)
def skeletons(part: str) -> tuple[str, ...]:
    """Return the skeletons of a part: ("mhmd",) for mohamed, muhammad and mhmd.

    A part with a j has a second one in which j is a vowel (Jurij), one with a c a second one in which c is ts, as in
    ISO 9 and Croatian (Gorobcov).
    """
    variants = [part]
    if "j" in part:
        variants.append(part.replace("j", "i"))
    if "c" in part:
        variants.append(C_ALONE.sub("s", part))
    found = dict.fromkeys(_skeleton(variant) for variant in variants)
    return tuple(key for key in found if len(key) >= SHORTEST_SKELETON)


def _skeleton(part: str) -> str:
    sounds = MUTE_H.sub("", SOUND.sub(lambda found: SOUNDS[found[0]], OF_FAITH.sub("", ARTICLE.sub("abd", part))))
    return DOUBLED.sub(r"\1", LATER_VOWELS.sub("", FIRST_VOWELS.sub("a", sounds)))


def coarse(part: str) -> str:
    """Return the key shared by a name in Arabic script and its Latin spellings; "" if it is too short."""
    key = DOUBLED.sub(r"\1", _skeleton(LONG_VOWELS.sub("", part)).translate(COARSE))
    return key if len(key) >= SHORTEST_COARSE else ""


def deletions(part: str) -> frozenset[str]:
    """Return the part, and the part with each letter left out once; empty for parts of up to three letters."""
    if len(part) < SHORTEST_TO_DELETE:
        return frozenset()
    return frozenset({part} | {part[:i] + part[i + 1 :] for i in range(len(part))})


@lru_cache(maxsize=65_536)
def forms(part: str) -> tuple[int, ...]:
    """Return the groups of equal forms that the part is in: Li and Lee, Persaud and Prasad, Jinlong and Chinlung."""
    return (*groups().get(part, ()), *syllables.forms(part), *korean.forms(part))


@cache
def groups() -> Mapping[str, tuple[int, ...]]:
    found: defaultdict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, group in enumerate(word_table("equals")):
        for part in group:
            found[part] += (number,)
    return dict(found)
