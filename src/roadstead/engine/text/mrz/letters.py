"""Names into the letters of the zone: Doc 9303 part 3, section 6 (Latin, Cyrillic); other scripts by anyascii."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from anyascii import anyascii

LATIN: Final = {
    "Ä": "AE", "Å": "AA", "Æ": "AE", "Đ": "D", "Ð": "D", "Ə": "E", "Ħ": "H", "I": "I", "Ĳ": "IJ", "ĸ": "Q", "Ł": "L",
    "Ŋ": "N", "Ö": "OE", "Ø": "OE", "Œ": "OE", "ẞ": "SS", "ß": "SS", "Þ": "TH", "Ŧ": "T", "Ü": "UE",
}  # fmt: skip
CYRILLIC: Final = {
    "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ё": "E", "Ж": "ZH", "З": "Z", "И": "I", "І": "I",
    "Й": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R", "С": "S", "Т": "T", "У": "U",
    "Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH", "Щ": "SHCH", "Ъ": "IE", "Ы": "Y", "Ь": "", "Э": "E",
    "Ю": "IU", "Я": "IA", "Ґ": "G", "Є": "IE", "Ї": "I", "Ў": "U", "Ђ": "D", "Ћ": "C", "Ј": "J", "Љ": "LJ", "Њ": "NJ",
    "Џ": "DZ", "Ѓ": "G", "Ќ": "K", "Ѕ": "DZ",
}  # fmt: skip
LEFT_OUT: Final = dict.fromkeys(map(ord, "'’‘`´′ʼʿʾ.ʹ"))  # apostrophes and full stops are not printed, and not blanks
TABLE: Final = str.maketrans(LATIN | CYRILLIC) | LEFT_OUT
OTHER: Final = re.compile(r"[^A-Z0-9]+")


def transliterated(text: str) -> str:
    """Capitals A to Z and digits, one blank between words: "Müller-Lüdenscheidt" as "MUELLER LUEDENSCHEIDT"."""
    capitals = unicodedata.normalize("NFC", text).upper().translate(TABLE)
    plain = capitals if capitals.isascii() else anyascii(capitals).upper().translate(LEFT_OUT)
    return OTHER.sub(" ", plain).strip()
