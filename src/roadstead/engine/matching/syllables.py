"""Syllables of Chinese names in pinyin, Wade-Giles, Cantonese and Hokkien spelling, joined or separate.

Passports of mainland China use pinyin; those of Taiwan and lists from before 1979 use Wade-Giles, mostly without its
apostrophes, so that b and p, d and t, g and k, zh ch j and q coincide; those of Hong Kong, Malaya and the Philippines,
and of many emigrants, use Cantonese or Hokkien (Guohua, Kuohua, Kwok Wah, Kok Hua). A token that consists only of such
syllables has as forms of the name its possible spellings in each of these systems (ISO 7098; Wade-Giles as in the
Library of Congress tables; `dialects.csv`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple
from zlib import crc32

from roadstead.engine.reference.tables import word_table

MAX_TOKEN_LETTERS: Final = 18  # letters of a token that is examined: three syllables
LONGEST_SYLLABLE: Final = 6
MOST_SPLITS: Final = 4  # readings of one token as syllables
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
# Exceptions to the two tables above.
SPELT_OTHERWISE: Final = {
    "zhi": ("chih",), "chi": ("chih",), "shi": ("shih",), "ri": ("jih",), "zi": ("tzu",), "ci": ("tzu",),
    "si": ("szu", "ssu"), "ge": ("ko",), "ke": ("ko",), "he": ("ho",), "ye": ("yeh",), "yan": ("yen",),
    "you": ("yu",), "yi": ("i", "yi"), "er": ("erh",), "gui": ("kuei",), "kui": ("kuei",), "duo": ("to",),
    "tuo": ("to",), "nuo": ("no",), "luo": ("lo",), "zuo": ("tso",), "cuo": ("tso",), "suo": ("so",),
    "ruo": ("jo",), "zhuo": ("cho",), "chuo": ("cho",), "yong": ("yung",),
}  # fmt: skip


class System(NamedTuple):
    """A romanisation. `spellings`: for each syllable of pinyin and of the system, its spellings in the system."""

    spellings: Mapping[str, tuple[str, ...]]
    syllables: int  # longer tokens are not examined
    readings: int  # at most, per split of a token
    number_flag: int  # flag added to numbers; the groups of `equals.csv` have small ones


def forms(token: str) -> tuple[int, ...]:
    """Return a number for each spelling of a token that consists of syllables of a system; () for any other token."""
    if not token or len(token) > MAX_TOKEN_LETTERS:
        return ()
    return tuple(number for system in systems() for number in _numbers(token, system))


def _numbers(token: str, system: System) -> tuple[int, ...]:
    found = dict.fromkeys(_spellings(token, system))
    return tuple(system.number_flag | crc32(each.encode()) for each in found)


def _spellings(token: str, system: System) -> Iterator[str]:
    for syllables in _split(token, system.syllables, system.spellings):
        known = [""]
        for syllable in syllables:
            known = [before + after for before in known for after in system.spellings[syllable]][: system.readings]
        yield from known


def _split(token: str, left: int, known: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the readings of a token as at most `left` syllables, at most MOST_SPLITS of them."""
    if not token:
        return [()]
    if not left:
        return []
    found: list[tuple[str, ...]] = []
    for size in range(min(LONGEST_SYLLABLE, len(token)), 0, -1):
        if token[:size] in known:
            found += [(token[:size], *rest) for rest in _split(token[size:], left - 1, known)]
            if len(found) >= MOST_SPLITS:
                return found[:MOST_SPLITS]
    return found


@cache
def systems() -> tuple[System, ...]:
    """Return the systems: Wade-Giles, Cantonese, Hokkien."""
    return (
        System(syllable_spellings(), syllables=4, readings=4, number_flag=1 << 32),
        System(dialect_spellings("cantonese"), syllables=2, readings=32, number_flag=1 << 34),
        System(dialect_spellings("hokkien"), syllables=2, readings=32, number_flag=1 << 35),
    )


def dialect_spellings(dialect: str) -> dict[str, tuple[str, ...]]:
    """Return for each syllable of pinyin and of the dialect its dialect syllables, each in one spelling."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for _, there, pinyin in (row for row in word_table("dialects") if row[0] == dialect):
        for syllable in (*there.split(), *pinyin.split()):
            found[syllable][there.split()[0]] = None
    return {syllable: tuple(spelt) for syllable, spelt in found.items()}


@cache
def syllable_spellings() -> dict[str, tuple[str, ...]]:
    """Return for each syllable in pinyin or Wade-Giles its Wade-Giles spellings without apostrophes."""
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
