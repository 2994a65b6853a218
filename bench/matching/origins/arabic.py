"""Arabic, Persian, Pashto and Urdu names in the Latin spellings of print and passports, English and French manner.

Whole parts that everybody spells in many ways first, then the letters (ALA-LC, BGN/PCGN 1956, and Maghreb usage).
"""

from __future__ import annotations

from random import Random
from typing import Final

from bench.matching.origins.spelling import groups, respelt, spellings

WHOLE: Final = groups(
    "MOHAMMED MUHAMMAD MOHAMED MOHAMMAD MUHAMMED MOHAMAD MOUHAMED MHAMED MEHMED; AHMED AHMAD AHMET AHMADE; "
    "MAHMOUD MAHMUD MEHMOOD MAHMOOD; HUSSEIN HUSAYN HUSSAIN HOSSEIN HUSEIN HOUSSEIN; HASSAN HASAN HASSANE; "
    "YUSUF YOUSSEF YOUSEF YOUSUF YUSSUF JOSEF YOUSOUF; OMAR UMAR OMER UMER; OTHMAN UTHMAN OSMAN USMAN OTMAN; "
    "KHALID KHALED CHALED; SAID SAEED SAYED SAEID; ALI ALY; JAMAL GAMAL DJAMEL; "
    "IBRAHIM EBRAHIM BRAHIM IBRAHEEM; ISMAIL ISMAEL ESMAIL ISMAEEL; "
    "ABDULLAH ABDALLAH ABDULLA ABDALLA ABDELLAH; SULEIMAN SULAYMAN SOLEYMAN SULAIMAN SLIMANE; "
    "MUSTAFA MOSTAFA MUSTAPHA MOUSTAFA; HAMID HAMEED; RASHID RASHEED RACHID; "
    "QASIM KASSEM GHASSEM QASSEM KASIM; HAJI HADJI HAJJI; NUR NOOR NOUR; ABU ABOU ABO; BIN BEN IBN; "
    "TARIQ TAREK TARIK; SHARIF CHERIF SHAREEF; AZIZ AZEEZ; KARIM KAREEM; RAHMAN RAHMANE REHMAN; "
    "FAISAL FAYSAL FEISAL; UMM OUM OM; GHULAM GHOLAM GULAM; REZA RIZA RIDHA RIDA; MUSA MOUSSA MOOSA; "
    "ISA ISSA EISA; YAHYA YEHIA YAHIA; ZAYD ZAID ZEID"
)
SPELLINGS: Final = spellings(
    "KH: H CH K; GH: G R; SH: CH S; DH: D Z TH; TH: T S; OU: U OO O; OO: U OU; EE: I Y; AI: AY EI E; "
    "AY: AI EI; EI: AI EY; IY: I IYY; AW: AOU AU OW; DJ: J; J: DJ G J; Q: K G C GH; U: OU OO O; I: EE Y E I; "
    "W: OU V W; SS: S; MM: M; DD: D; LL: L; BB: B; Y: I; Z: DH Z Z"
)
ENDS: Final = spellings("AH: A EH AT; IYA: IA IYAH IYYA; I: Y EE II")
ARTICLES: Final = ("AL", "EL", "UL", "")


def respelling(parts: tuple[str, ...], random: Random) -> tuple[str, ...]:
    """Every part in another usual spelling, the article drawn anew, ABD AL joined or not."""
    return tuple(word for part in _article(parts, random) for word in [_part(part, random)] if word)


def _article(parts: tuple[str, ...], random: Random) -> list[str]:
    article = random.choice(ARTICLES)
    made = [article if part in ("AL", "EL", "UL", "AR", "AS", "AD", "AZ") else part for part in parts]
    return [part for part in _servant(made, random) if part]


def _servant(parts: list[str], random: Random) -> list[str]:
    """ABD AL RAHMAN is also ABDUL RAHMAN, ABDEL RAHMAN, ABDURRAHMAN and ABDULRAHMAN."""
    if "ABD" not in parts[:-1]:
        return [random.choice(("ABDUL", "ABDEL", "ABDOUL")) if part in ("ABDUL", "ABDEL") else part for part in parts]
    at = parts.index("ABD")
    rest = [part for part in parts[at + 1 :] if part not in ("AL", "EL", "UL", "")]
    joined = random.choice((["ABDUL"], ["ABDEL"], ["ABD", "EL"]))
    return [*parts[:at], *joined, *rest]


def _part(part: str, random: Random) -> str:
    same = next((spellings for spellings in WHOLE if part in spellings), ())
    if same:
        return random.choice([other for other in same if other != part])
    for end, others in ENDS:
        if part.endswith(end) and len(part) > len(end) + 2 and random.random() < 0.5:
            return respelt(part[: -len(end)], SPELLINGS, random, 0.4) + random.choice(others)
    return respelt(part, SPELLINGS, random, 0.4)
