"""The name field: surname, two fillers, given names; cut as Doc 9303 part 4, section 4.2.3 wants it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from anyascii import anyascii

from roadstead.engine.text.mrz.layout import FILLER

# ── Names into the letters of the zone: Doc 9303 part 3, section 6 (Latin, Cyrillic); other scripts by anyascii.


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


DIGITS: Final = re.compile("[0-9]")
BETWEEN: Final = FILLER * 2
LEFT_FOR_GIVEN: Final = 3  # positions a long surname must leave: two fillers and an initial


def taken_apart(field: str) -> tuple[str, str]:
    """Surname and given names, blanks between their parts."""
    surname, _, given = field.rstrip(FILLER).partition(BETWEEN)
    return _words(surname), _words(given)


def whole(surname: str, given: str) -> tuple[str, str]:
    """The same where each has a field of its own."""
    return _words(surname), _words(given)


def fills(field: str) -> bool:
    """Whether the last position holds a letter: there may be more of the name than is printed."""
    return bool(field) and not field.endswith(FILLER)


def alone(name: str, size: int) -> str:
    """A surname, or given names, in a field of their own."""
    return _cut(_printable(name), size).ljust(size, FILLER)


def put_together(surname: str, given: str, size: int) -> str:
    """The field in exactly `size` characters. A name that is too long ends in a letter, to say that it was cut."""
    first, last = _printable(surname), _printable(given)
    if not last:
        return _cut(first, size).ljust(size, FILLER)
    if not first:
        return _cut(last, size).ljust(size, FILLER)
    whole = first + BETWEEN + last
    if len(whole) > size:
        first = _cut(first, size - LEFT_FOR_GIVEN).rstrip(FILLER)
        room = size - len(first) - len(BETWEEN)
        whole = first + BETWEEN + _cut(last, room)
    return whole.ljust(size, FILLER)


def _printable(name: str) -> str:
    """In the letters of the zone. No digit may stand in a name (part 3, section 4.6): it is left out."""
    return FILLER.join(DIGITS.sub("", transliterated(name)).split())


def _cut(text: str, size: int) -> str:
    """The beginning of it. Where the cut falls behind a filler, a letter before it makes room for the next initial."""
    if len(text) <= size or text[size - 1] != FILLER:
        return text[:size]
    return text[: size - 2] + FILLER + text[size] if size > 2 else text[:size]


def _words(text: str) -> str:
    return " ".join(text.replace(FILLER, " ").split())
