"""Name field: surname, two fillers, given names; truncated as in Doc 9303 part 4, section 4.2.3."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from anyascii import anyascii

from roadstead.engine.text.mrz.layout import FILLER

# ── Transliteration: Doc 9303 part 3, section 6 (Latin, Cyrillic); other scripts by anyascii


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
# apostrophes and full stops are dropped, not replaced by blanks
LEFT_OUT: Final = dict.fromkeys(map(ord, "'’‘`´′ʼʿʾ.ʹ"))
TABLE: Final = str.maketrans(LATIN | CYRILLIC) | LEFT_OUT
OTHER: Final = re.compile(r"[^A-Z0-9]+")


def transliterate(text: str) -> str:
    """Return A to Z and digits, one blank between words: "Müller-Lüdenscheidt" as "MUELLER LUEDENSCHEIDT"."""
    capitals = unicodedata.normalize("NFC", text).upper().translate(TABLE)
    plain = capitals if capitals.isascii() else anyascii(capitals).upper().translate(LEFT_OUT)
    return OTHER.sub(" ", plain).strip()


DIGITS: Final = re.compile("[0-9]")
BETWEEN: Final = FILLER * 2
MIN_GIVEN_POSITIONS: Final = 3  # positions that a long surname must leave: two fillers and an initial


def split_name(field: str) -> tuple[str, str]:
    """Return surname and given names, with blanks between their parts."""
    surname, _, given = field.rstrip(FILLER).partition(BETWEEN)
    return _words(surname), _words(given)


def separate_names(surname: str, given: str) -> tuple[str, str]:
    """Return surname and given names that have a field each."""
    return _words(surname), _words(given)


def fills_field(field: str) -> bool:
    """Return True if the last position holds a letter: the name may be longer than printed."""
    return bool(field) and not field.endswith(FILLER)


def write_single(name: str, size: int) -> str:
    """Return a surname, or given names, for a field of their own."""
    return _cut(_printable(name), size).ljust(size, FILLER)


def write_name(surname: str, given: str, size: int) -> str:
    """Return the field in exactly `size` characters. A truncated name ends in a letter, which marks it as truncated."""
    first, last = _printable(surname), _printable(given)
    if not last:
        return _cut(first, size).ljust(size, FILLER)
    if not first:
        return _cut(last, size).ljust(size, FILLER)
    whole = first + BETWEEN + last
    if len(whole) > size:
        first = _cut(first, size - MIN_GIVEN_POSITIONS).rstrip(FILLER)
        room = size - len(first) - len(BETWEEN)
        whole = first + BETWEEN + _cut(last, room)
    return whole.ljust(size, FILLER)


def _printable(name: str) -> str:
    """Return a name in the letters of the zone, without digits (part 3, section 4.6)."""
    return FILLER.join(DIGITS.sub("", transliterate(name)).split())


def _cut(text: str, size: int) -> str:
    """Return the beginning of a text. At a cut after a filler, one letter less makes room for the next initial."""
    if len(text) <= size or text[size - 1] != FILLER:
        return text[:size]
    return text[: size - 2] + FILLER + text[size] if size > 2 else text[:size]


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())
