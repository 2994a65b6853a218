"""Names in one cell, without the remarks among them: a remark taken for a name causes false alerts for years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

BRACKET: Final = re.compile(r"\(([^()]*)\)")
BORN: Final = re.compile(r"[,;]?\s*\bborn\s+(?:on\b|in\b|circa\b|\d).*$", re.I | re.S)
ORIGINAL: Final = re.compile(r"^\s*(?:in\s+)?(?:original|arabic|cyrillic|chinese|persian)\s+script\s*:?\s*", re.I)
REMARK: Final = re.compile(
    r"^\s*$|\b(?:previously|formerly|listed|birth name|combat name|false|identity|fraudulent|passport|sub-unit|"
    r"nickname|alias|kunya|third|junior|deceased|tigrinya|arabic|chinese|russian|persian|korean|pashto|dari)\b",
    re.I,
)
LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")


def names_in(cell: str) -> tuple[str, ...]:
    """Return the names in a person's cell, in order.

    Names are separated by semicolons. A text in brackets is a name if its script differs from that of the text before
    it ("حسن غول (Hassan Ghul; Hassan Gul)"). Otherwise it is a remark or the spelling of one part, and is dropped.
    """
    text = " ".join(cell.split())
    inside: list[str] = []
    while bracket := BRACKET.search(text):
        inside.extend(_names_in_bracket(bracket[1], outside=BRACKET.sub("", text)))
        text = text[: bracket.start()] + " " + text[bracket.end() :]
    outside = re.split(r"[;()]", BORN.sub("", text))
    return tuple(dict.fromkeys(name for name in map(_tidy, (*outside, *inside)) if _is_name(name)))


def split(cell: str, by: str = ";") -> tuple[str, ...]:
    return tuple(part for part in (" ".join(part.split()) for part in cell.split(by)) if part)


def _names_in_bracket(text: str, *, outside: str) -> Iterator[str]:
    original = ORIGINAL.sub("", text)
    if original != text or (not REMARK.search(text) and _latin(original) != _latin(outside)):
        yield from original.split(";")


def _latin(text: str) -> bool:
    return bool(LATIN.search(text))


def _tidy(name: str) -> str:
    return " ".join(name.split()).strip(" ,;:.-–") if name.strip() else ""


def _is_name(name: str) -> bool:
    return any(letter.isalpha() for letter in name)
