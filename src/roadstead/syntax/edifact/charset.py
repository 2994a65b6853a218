"""Whether the characters are those that UNB promises (syntax identifier, 0001). Worth knowing, never a refusal."""

from __future__ import annotations

from typing import Final

from roadstead.model import Problem
from roadstead.syntax.edifact.found import note, warning

ASCII_ONLY: Final = {"UNOA", "UNOB", "IATA", "IATB"}
UTF_8: Final = {"UNOW", "UNOX", "UNOY"}


def check(text: str, syntax: str, encoding: str) -> list[Problem]:
    """`text` of one interchange, `syntax` as in "UNOA" ("" where there is no UNB)."""
    if not text.isascii():
        return _beyond_ascii(text, syntax, encoding)
    if syntax == "UNOA" and text != text.upper():
        return [note("lower-case-under-unoa", "UNOA allows capitals only; lower-case letters came. They were kept.")]
    return []


def _beyond_ascii(text: str, syntax: str, encoding: str) -> list[Problem]:
    sent = "".join(sorted({char for char in text[:100_000] if ord(char) > 0x7F}))
    if syntax in ASCII_ONLY or not syntax:
        kind = syntax.lower() or "no-declared-set"
        said = f"{syntax} has no such letters" if syntax else "No character set is declared"
        return [note(f"non-ascii-under-{kind}", f"{said}; the text was read as {encoding}. Check names.", sent=sent)]
    if (syntax in UTF_8) != (encoding == "UTF-8"):
        text = f"{syntax} is declared, but the bytes are {encoding}. Check names with accents."
        return [warning("character-set-differs", text, sent=sent)]
    return []
