"""French names and their spellings in Haitian (orthography of 1979) and Lesser Antilles Creole, and back."""

from __future__ import annotations

from random import Random
from typing import Final

from bench.matching.origins.spelling import respelt, spellings

SPELLINGS: Final = spellings(
    "EAU: O; OIT: WA; OI: WA; OU: W OU; QU: K; PH: F; TH: T; CE: SE S; CI: SI; CH: CH SH; GE: J JE; "
    "AN: AN EN; EN: AN; AU: O; ETTE: ET; ELLE: EL; LL: L; NN: N; TT: T; SS: S; INE: IN; C: K; X: KS X; "
    "K: C QU; W: OU R; F: PH F; Y: I"
)
WHOLE: Final = dict(
    spellings(
        "SAINT: ST SEN; ST: SAINT; SAINTE: STE; JEAN: JN JAN; PIERRE: PYE PRE; BAPTISTE: BATIS BTE; JOSEPH: JOZEF JOS; "
        "FRANCOIS: FRANSWA FRS; CHARLES: CHAL; LOUIS: LWI; ETIENNE: ETYEN"
    )
)


def respelling(parts: tuple[str, ...], random: Random) -> tuple[str, ...]:
    return tuple(_part(part, random) for part in parts)


def _part(part: str, random: Random) -> str:
    if part in WHOLE:
        return random.choice(WHOLE[part])
    stem = part.removesuffix("VILLE")
    if stem != part:
        return respelt(stem, SPELLINGS, random, 0.4) + random.choice(("VIL", "VILE"))
    return respelt(part, SPELLINGS, random, 0.4)
