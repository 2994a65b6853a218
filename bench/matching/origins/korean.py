"""Korean names: Revised Romanisation (2000), McCune-Reischauer without marks, and the surnames of passports."""

from __future__ import annotations

from random import Random
from typing import Final

from bench.matching.origins.spelling import groups, respelt, spellings

SURNAMES: Final = groups(
    "KIM GIM; LEE YI RI I RHEE; PARK PAK BAK; CHOE CHOI CHOY; JONG CHONG JUNG JEONG CHUNG; KANG GANG; "
    "CHO JO; YUN YOON; JANG CHANG; RIM IM LIM; HAN; O OH; SO SEO SUH; SIN SHIN; KWON GWON; HWANG; AN AHN; "
    "SONG; RYU YU YOO; HONG; JON CHON JEON CHUN; KO GO KOH; MUN MOON; RO NO ROH; RYANG YANG; PAEK BAEK PAIK; "
    "NAM; SIM SHIM; HO HEO HUH; NA RA"
)
SPELLINGS: Final = spellings(
    "YEO: YO YU YOU; EO: O U; EU: U O; OO: U; EE: I; AE: AI E; CH: J CH; J: CH J; K: G K; G: K; T: D; D: T; "
    "P: B; B: P; SI: SHI; SH: S; RY: Y LY; R: L; O: EO O O; U: OO EU U; I: EE I I"
)


Parts = tuple[str, ...]


def respelling(given: Parts, surname: Parts, random: Random) -> tuple[Parts, Parts]:
    """Another usual surname; given names in the other system, in one part or two."""
    same = next((spellings for spellings in SURNAMES if surname[0] in spellings), surname[:1])
    other = [spelling for spelling in same if spelling != surname[0]] or list(same)
    written = [respelt(part, SPELLINGS, random, 0.5) for part in given]
    joined = random.random() < 0.5
    return (("".join(written),) if joined else tuple(written)), (random.choice(other), *surname[1:])
