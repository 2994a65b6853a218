"""Cyrillic names in the romanisations in use: ISO 9:1995 without its marks, BGN/PCGN 1947, GOST R 52535.1-2006 (as in
ICAO Doc 9303), the passports before it (French manner), German and English newspapers, Ukraine's of 2010.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Final

from bench.matching.origins.spelling import spellings

# Capitals only. Letters not named in a standard are as in COMMON.
_COMMON: Final = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "З": "Z", "И": "I", "К": "K", "Л": "L", "М": "M",
    "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U", "Ф": "F", "Ы": "Y", "Э": "E", "І": "I",
    "Ї": "YI", "Є": "YE", "Ґ": "G", "Ў": "U", "Ь": "", "Ъ": "", "Ё": "E", "'": "", "’": "",
}  # fmt: skip


def _standard(text: str) -> Mapping[str, str]:
    """ "Ж ZH Х KH" as a table over the common letters."""
    words = text.split()
    return {**_COMMON, **dict(zip(words[::2], words[1::2], strict=True))}


STANDARDS: Final = {
    "ISO 9": _standard("Ж Z Й J Х H Ц C Ч C Ш S Щ S Ю U Я A Є E Ї I"),
    "BGN/PCGN": _standard("Ж ZH Й Y Х KH Ц TS Ч CH Ш SH Щ SHCH Ю YU Я YA Ё YO"),
    "GOST R 52535.1": _standard("Ж ZH Й I Х KH Ц TC Ч CH Ш SH Щ SHCH Ю IU Я IA Ъ IE"),
    "French": _standard("Ж J Й I Х KH Ц TS Ч TCH Ш CH Щ CHTCH Ю IOU Я IA У OU Ё IO"),
    "German": _standard("Ж SCH Й J Х CH Ц Z Ч TSCH Ш SCH Щ SCHTSCH Ю JU Я JA В W З S Ё JO Є JE Ї JI"),
    "Ukraine 2010": _standard("Ж ZH Й I Х KH Ц TS Ч CH Ш SH Щ SHCH Ю IU Я IA Г H И Y Є IE Ї I"),
}
UKRAINIAN: Final = frozenset("ІЇЄҐ")

# Latin spellings of the same sounds, where the list has no Cyrillic: longest first, each drawn on its own.
RESPELT: Final = spellings(
    "SHCH: SCH SHH CHTCH SC; ZH: J Z ZJ; KH: H CH X; TS: C TZ Z; CH: TCH TSCH C; SH: SCH S CH; "
    "YU: IU JU IOU; YA: IA JA; IY: Y IJ I; YE: E IE JE; EV: EFF EW IEV; OV: OFF OW; KS: X; X: KS; Y: I J; "
    "V: W"
)


def romanised(text: str, random: Random) -> str:
    """A name in Cyrillic, in one of the standards; "" if there is another letter in it."""
    upper = text.upper()
    names = ["Ukraine 2010", "BGN/PCGN", "ISO 9"] if UKRAINIAN & set(upper) else [*STANDARDS][:-1]
    table = STANDARDS[random.choice(names)]
    letters = [table.get(each, " " if each in " -" else None) for each in upper]
    return "" if None in letters else " ".join("".join(map(str, letters)).split())
