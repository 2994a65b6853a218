"""Mandarin syllables: pinyin and Wade-Giles of one name, written together or apart (Jianming, Chien Ming).

Passports of the mainland are in pinyin; those of Taiwan and lists of before 1979 in Wade-Giles, mostly without its
apostrophes, so that b and p, d and t, g and k, zh ch j and q fall together. A token that is nothing but such syllables
has the Wade-Giles spelling of them as a form of the name (ISO 7098; Wade-Giles as in the Library of Congress tables).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final
from zlib import crc32

LONGEST: Final = 18  # letters of a token that is looked at: three syllables
MOST_READINGS: Final = 4
BESIDE_THE_TABLE: Final = 1 << 32  # the groups of `equals.csv` have small numbers
INITIALS: Final = {
    "": "", "b": "p", "p": "p", "m": "m", "f": "f", "d": "t", "t": "t", "n": "n", "l": "l", "g": "k", "k": "k",
    "h": "h", "j": "ch", "q": "ch", "x": "hs", "zh": "ch", "ch": "ch", "sh": "sh", "r": "j", "z": "ts", "c": "ts",
    "s": "s", "y": "y", "w": "w",
}  # fmt: skip
FINALS: Final = {
    "a": "a", "o": "o", "e": "e", "i": "i", "u": "u", "ai": "ai", "ei": "ei", "ao": "ao", "ou": "ou", "an": "an",
    "en": "en", "ang": "ang", "eng": "eng", "ong": "ung", "ia": "ia", "ie": "ieh", "iao": "iao", "iu": "iu",
    "ian": "ien", "in": "in", "iang": "iang", "ing": "ing", "iong": "iung", "ua": "ua", "uo": "uo", "uai": "uai",
    "ui": "ui", "uan": "uan", "un": "un", "uang": "uang", "ue": "ueh",
}  # fmt: skip
# What the two tables together do not give.
SPELT_OTHERWISE: Final = {
    "zhi": ("chih",), "chi": ("chih",), "shi": ("shih",), "ri": ("jih",), "zi": ("tzu",), "ci": ("tzu",),
    "si": ("szu", "ssu"), "ge": ("ko",), "ke": ("ko",), "he": ("ho",), "ye": ("yeh",), "yan": ("yen",),
    "you": ("yu",), "yi": ("i", "yi"), "er": ("erh",), "gui": ("kuei",), "kui": ("kuei",), "duo": ("to",),
    "tuo": ("to",), "nuo": ("no",), "luo": ("lo",), "zuo": ("tso",), "cuo": ("tso",), "suo": ("so",),
    "ruo": ("jo",), "zhuo": ("cho",), "chuo": ("cho",), "yong": ("yung",),
}  # fmt: skip


def forms(token: str) -> tuple[int, ...]:
    """Numbers for the spellings of a token that is all Mandarin syllables; () for any other."""
    if not token or len(token) > LONGEST:
        return ()
    found = dict.fromkeys(_spellings(token))
    return tuple(BESIDE_THE_TABLE | crc32(each.encode()) for each in found)


def _spellings(token: str) -> Iterator[str]:
    known = [""]
    for syllables in _split(token, 4):
        known = [""]
        for syllable in syllables:
            known = [before + after for before in known for after in syllable_spellings()[syllable]][:MOST_READINGS]
        yield from known


def _split(token: str, left: int) -> list[tuple[str, ...]]:
    """The ways to read a token as at most so many syllables; of many, the first few."""
    if not token:
        return [()]
    if not left:
        return []
    found: list[tuple[str, ...]] = []
    for size in range(min(6, len(token)), 0, -1):
        if token[:size] in syllable_spellings():
            found += [(token[:size], *rest) for rest in _split(token[size:], left - 1)]
            if len(found) >= MOST_READINGS:
                return found[:MOST_READINGS]
    return found


@cache
def syllable_spellings() -> dict[str, tuple[str, ...]]:
    """Each syllable of either spelling, and its Wade-Giles without apostrophes."""
    pinyin: dict[str, tuple[str, ...]] = {
        initial + final: (spelt + ending,)
        for initial, spelt in INITIALS.items()
        for final, ending in FINALS.items()
        if initial or final in ("a", "o", "e", "ai", "ei", "ao", "ou", "an", "en", "ang", "eng")
    }
    pinyin |= SPELT_OTHERWISE
    both = dict(pinyin)
    for spellings in pinyin.values():
        for spelt in spellings:
            both[spelt] = tuple(dict.fromkeys((*both.get(spelt, ()), spelt)))
    return both
