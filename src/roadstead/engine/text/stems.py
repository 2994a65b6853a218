"""Words of goods brought to one form: one and several, the spellings of either side of the ocean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from roadstead.engine.text.goods_words import LONGEST, folded

WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SHORTEST: Final = 4  # letters of a word that may have an ending
ENDINGS: Final[tuple[tuple[str, str], ...]] = (
    ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("zes", "z"), ("ss", "ss"),
    ("us", "us"), ("is", "is"), ("'s", ""), ("s", ""),
)  # fmt: skip
SAME: Final[Mapping[str, str]] = {
    "aluminum": "aluminium", "tire": "tyre", "jewelry": "jewellery", "color": "colour", "fiber": "fibre",
    "fiberglass": "fibreglass", "mold": "mould", "sulfur": "sulphur", "gray": "grey", "center": "centre",
    "plow": "plough", "analyzer": "analyser", "knives": "knife", "leaves": "leaf", "fridge": "refrigerator",
    "pcs": "", "airplane": "aeroplane", "yoghurt": "yogurt", "moulding": "mould", "molding": "mould",
    "clothes": "clothing", "feet": "foot", "men": "mens", "women": "ladies", "womens": "ladies", "lady": "ladies",
    "whiskey": "whisky", "auto": "vehicle", "automotive": "vehicle", "lumber": "timber", "cellular": "mobile",
    "telephone": "phone", "refrigerated": "refrigerator",
}  # fmt: skip
SAID: Final = frozenset(SAME.values())


def stem(word: str) -> str:
    """A folded word in the form in which it is compared; "" of one that tells nothing."""
    whole = SAME.get(word, word).replace("iza", "isa").replace("ize", "ise")
    if len(whole) < SHORTEST or whole in SAID:
        return whole
    found = next(((end, put) for end, put in ENDINGS if whole.endswith(end)), ("", ""))
    short = whole.removesuffix(found[0]) + found[1] if found[0] else whole
    return SAME.get(short, short)


def stems(text: str) -> list[str]:
    """Of a text every word that has a letter, in its order."""
    found = (stem(word) for word in WORD.findall(folded(text[:LONGEST])) if not word.isdigit())
    return [word for word in found if word]
