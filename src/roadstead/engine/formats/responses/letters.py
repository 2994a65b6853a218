"""Text in the character set that the other side declared (UNB 0001): what it cannot carry is transliterated."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final

from anyascii import anyascii

CAPITALS: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>")
ASCII: Final = frozenset(chr(code) for code in range(0x20, 0x7F))
# Those not named here get plain ASCII, which every set holds.
ALLOWED: Final[Mapping[str, frozenset[str]]] = {"UNOA": CAPITALS, "IATA": CAPITALS}
LATIN_1: Final = "UNOC"
UNICODE: Final = frozenset({"UNOW", "UNOX", "UNOY"})


def fitted(text: str, syntax: str) -> str:
    """The text as the set `syntax` ("UNOA", "UNOC" …) can carry it; without control characters, blanks at its ends."""
    plain = "".join(char if unicodedata.category(char)[0] != "C" else " " for char in text)
    if syntax not in UNICODE:
        plain = "".join(char if _is_there(char, syntax) else _instead(char, syntax) for char in plain)
    return " ".join(plain.split(" ")).strip()


def encoded(raw: bytes, syntax: str) -> bytes:
    """What the syntax layer wrote in UTF-8, in the bytes of the set."""
    return raw.decode().encode("latin-1", "replace") if syntax == LATIN_1 else raw


def _is_there(char: str, syntax: str) -> bool:
    if syntax == LATIN_1:
        return ord(char) <= 0xFF
    return char in ALLOWED.get(syntax, ASCII)


def _instead(char: str, syntax: str) -> str:
    there = ALLOWED.get(syntax, ASCII)
    return "".join(each if each in there else " " for each in _folded(char, there))


def _folded(char: str, there: frozenset[str]) -> str:
    plain: str = anyascii(char)
    return plain.upper() if "a" not in there else plain
