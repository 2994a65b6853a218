"""Descriptions of goods normalised for comparison: without packing, quantities, codes and "said to contain".

The parts removed are returned with the text, which is in capitals. The text as sent stays with its message.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from roadstead.engine.reference.goods import abbreviations, packing_words
from roadstead.engine.text.goods_words import fold
from roadstead.engine.text.identifiers import hs

MAX_TEXT_CHARS: Final = 10_000  # characters of a text that are examined
SAID_TO_CONTAIN: Final = re.compile(
    r"\bS ?\. ?T ?\. ?C\b\.?|\bS/?T/?C\b|\bSAID TO (?:CONTAIN|BE|CONSIST OF)\b|\bDICE CONTENER\b|\bDIT CONTENIR\b"
    r"|\bSHIPPER'?S LOAD,? (?:AND )?COUNT(?: AND SEAL)?\b|\bSLAC\b"
)
CONTAINERS: Final = re.compile(
    r"\b[0-9]{1,3} ?X ?(?:20|40|45) ?(?:'|FT|FEET)?\.? ?(?:HC|HQ|GP|DV|DC|RF|OT|FR)?\b"
    r" ?(?:CONTAINERS?|CNTRS?|CONT|FCL)?\b"
)
CODE: Final = r"[0-9]{4}(?:[. ]?[0-9]{2}){1,4}"
LABELLED: Final = re.compile(
    rf"\b(?:H\.?S\.?|HTS|NCM|TARIC|TARIFF|COMMODITY)[ -]{{0,2}}(?:CODES?|NOS?|NUMBERS?)?[ .:#-]{{0,4}}({CODE}(?![0-9])"
    rf"(?:[ ,;/&]{{1,3}}{CODE}(?![0-9])){{0,20}})"
)
DOTTED: Final = re.compile(r"(?<![0-9.])[0-9]{4}\.[0-9]{2}(?:\.[0-9]{2}){0,3}(?![0-9.])")
HS_CODE: Final = re.compile(rf"{CODE}(?![0-9])")
COUNTED: Final = re.compile(
    r"(?<![\w.,])([0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,7}) ?(?:X )?([^\W\d_]{2,20})(?:\(S\))?\.?(?: OF\b)?(?!\w)"
)
EDGES: Final = re.compile(r"(?<!\S)[^\w]+(?=\w)|(?<=\w)[^\w%\"']+(?=\s|$)|(?<!\S)[^\w\s]+(?!\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCount:
    """Number of packages of one type (UNECE recommendation 21), as the description gives it."""

    count: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsText:
    """`text`: the goods only; `hs`: codes in it, digits only; `is_said_to_contain`: it contained "said to contain"."""

    text: str
    packages: tuple[PackageCount, ...] = ()
    hs: tuple[str, ...] = ()
    is_said_to_contain: bool = False


def normalise_goods(text: str) -> GoodsText:
    """Normalise a description. Never raises; linear time; text beyond 10,000 characters is dropped."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:MAX_TEXT_CHARS]).upper().split())
    without_said = SAID_TO_CONTAIN.sub(" ", plain)
    codes, rest = _codes(CONTAINERS.sub(" ", without_said))
    packed, rest = _packed(" ".join(rest.split()))
    return GoodsText(text=_cleaned(rest), packages=packed, hs=codes, is_said_to_contain=without_said != plain)


def _codes(text: str) -> tuple[tuple[str, ...], str]:
    """Remove codes of the harmonised system that are labelled as such or written with points."""
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        codes = [hs.normalise(each) for each in HS_CODE.findall(match[0])]
        good = [code for code in codes if hs.is_valid(code)]
        found.extend(good)
        return " " if good else match[0]

    rest = DOTTED.sub(taken, LABELLED.sub(taken, text))
    return tuple(dict.fromkeys(found)), rest


def _packed(text: str) -> tuple[tuple[PackageCount, ...], str]:
    """Remove and count packages ("2 PALLETS", "40 CTNS OF"). A number before another word stays."""
    found: list[PackageCount] = []

    def taken(match: re.Match[str]) -> str:
        code = packing_words().get(match[2].casefold()) or packing_words().get(fold(match[2]), "")
        if not code:
            return match[0]
        found.append(PackageCount(count=int(match[1].replace(",", "")), code=code))
        return " "

    rest = COUNTED.sub(taken, text)
    return tuple(found), rest


def _cleaned(text: str) -> str:
    """Expand abbreviations and remove punctuation around words."""
    whole = (abbreviations().get(word.rstrip("."), word) for word in text.split())
    return " ".join(EDGES.sub(" ", " ".join(whole)).split())
