"""Chinese names in Pinyin (ISO 7098) and in Wade-Giles without its apostrophes, as passports print it.

Surnames also as in Hong Kong and among Hokkien speakers, where they are commonly met.
"""

from __future__ import annotations

from itertools import product
from random import Random
from typing import Final

from bench.matching.origins.spelling import spellings

# fmt: off
INITIALS: Final = {
    "ZH": "CH", "CH": "CH", "SH": "SH", "B": "P", "P": "P", "M": "M", "F": "F", "D": "T", "T": "T", "N": "N",
    "L": "L", "G": "K", "K": "K", "H": "H", "J": "CH", "Q": "CH", "X": "HS", "R": "J", "Z": "TS", "C": "TS", "S": "S",
    "Y": "Y", "W": "W", "": "",
}
FINALS: Final = {
    "A": "A", "O": "O", "E": "E", "AI": "AI", "EI": "EI", "AO": "AO", "OU": "OU", "AN": "AN", "EN": "EN",
    "ANG": "ANG", "ENG": "ENG", "ER": "ERH", "I": "I", "IA": "IA", "IE": "IEH", "IAO": "IAO", "IU": "IU",
    "IAN": "IEN", "IN": "IN", "IANG": "IANG", "ING": "ING", "IONG": "IUNG", "ONG": "UNG", "U": "U", "UA": "UA",
    "UO": "O", "UAI": "UAI", "UI": "UI", "UAN": "UAN", "UN": "UN", "UANG": "UANG", "UE": "UEH",
}
SPECIAL: Final = {
    "ZHI": "CHIH", "CHI": "CHIH", "SHI": "SHIH", "RI": "JIH", "ZI": "TZU", "CI": "TZU", "SI": "SZU", "YAN": "YEN",
    "YE": "YEH", "YI": "I", "YOU": "YU", "YU": "YU", "YONG": "YUNG", "GUO": "KUO", "GUI": "KUEI", "KUI": "KUEI",
    "GE": "KO", "KE": "KO", "HE": "HO", "E": "O", "YUE": "YUEH", "YUAN": "YUAN", "YUN": "YUN", "DUO": "TO",
    "TUO": "TO", "LUO": "LO",
}
SURNAMES: Final = dict(
    spellings(
        "CHEN: CHAN TAN; HUANG: WONG NG; LIN: LAM LIM; LI: LEE; WANG: WONG ONG; ZHANG: CHEUNG TEO CHANG; "
        "LIU: LAU LOW; WU: NG GOH; ZHOU: CHOW CHEW; XU: HSU TSUI KOH; YANG: YEUNG YEO; ZHAO: CHIU CHAO; "
        "ZHENG: CHENG TAY; CAI: CHOI CHUA TSAI; GUO: KWOK QUEK; HE: HO; LIANG: LEUNG NEO; XIE: TSE CHIA; "
        "YE: YIP YAP; ZENG: TSANG CHAN; SU: SO SOH; FENG: FUNG; DENG: TANG; LUO: LAW LOH"
    )
)
# fmt: on
SYLLABLES: Final = frozenset(map("".join, product(INITIALS, FINALS))) | SPECIAL.keys()
Parts = tuple[str, ...]


def syllables(part: str) -> tuple[str, ...]:
    """A part in Pinyin, syllable by syllable; () if it is none."""
    for first in range(min(6, len(part)), 0, -1):
        if part[:first] in SYLLABLES:
            rest = syllables(part[first:]) if part[first:] else ()
            if rest or not part[first:]:
                return (part[:first], *rest)
    return ()


def wade_giles(syllable: str) -> str:
    if syllable in SPECIAL:
        return SPECIAL[syllable]
    initial = next(each for each in INITIALS if syllable.startswith(each) and syllable[len(each) :] in FINALS)
    return INITIALS[initial] + FINALS[syllable[len(initial) :]]


def respelling(given: Parts, surname: Parts, random: Random) -> tuple[Parts, Parts]:
    """Wade-Giles for Pinyin, or the surname of the coast; given names in one part or syllable by syllable."""
    taken = [syllables(part) for part in (*given, *surname)]
    if not all(taken):
        return given, surname
    family = surname[0]
    coast = SURNAMES.get(family, ()) if random.random() < 0.3 else ()
    written = [wade_giles(each) for part in taken[: len(given)] for each in part]
    new_surname = random.choice(coast) if coast else "".join(map(wade_giles, syllables(family)))
    return (tuple(written) if random.random() < 0.5 else ("".join(written),)), (new_surname, *surname[1:])
