"""Character set of the bytes: UTF-8, else the one declared in UNB (syntax identifier, 0001), else the one in use.

A wrong declaration is reported and never a reason to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from roadstead.engine.records import Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.edifact.problems import note, warning

ASCII_ONLY: Final = {"UNOA", "UNOB", "IATA", "IATB"}
UTF_8: Final = {"UNOW", "UNOX", "UNOY"}
# ISO 9735: part of ISO 8859 that a syntax identifier stands for, and the set that Windows senders use instead.
PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "UNOC": ("iso8859-1", "cp1252"),
    "UNOD": ("iso8859-2", "cp1250"),
    "UNOE": ("iso8859-5", "cp1251"),
    "UNOF": ("iso8859-7", "cp1253"),
    "UNOG": ("iso8859-3", "cp1254"),
    "UNOH": ("iso8859-4", "cp1257"),
    "UNOI": ("iso8859-6", "cp1256"),
    "UNOJ": ("iso8859-8", "cp1255"),
    "UNOK": ("iso8859-9", "cp1254"),
}
WESTERN: Final = PARTS["UNOC"]
NAMES: Final = {"utf-8": "UTF-8", "iso8859": "ISO 8859", "cp": "Windows-"}
# Control characters in ISO 8859; all Windows sets have letters or quotation marks in their place.
C1_CONTROLS: Final = re.compile(rb"[\x80-\x9f]")
SYNTAX: Final = re.compile(rb"UNB[^\w\s]([A-Z]{3}[A-Z0-9])")
WORD: Final = re.compile(r"[^\W\d_]+")
JUDGED_CHARS: Final = 100_000  # characters by which a set is judged
HEAD_BYTES: Final = 200  # bytes in which UNB is found


def declared(data: bytes) -> str:
    """Return the syntax identifier of UNB ("UNOA"); "" if there is none."""
    found = SYNTAX.search(data, 0, HEAD_BYTES)
    return found[1].decode() if found else ""


def decoded(data: bytes, syntax: str) -> tuple[str, str]:
    """Return the text and the name of the encoding. Never raises, since ISO 8859-1 decodes every byte."""
    try:
        return data.decode(), _name("utf-8")
    except UnicodeDecodeError:
        found = list(_decoded(data, _likely(data, syntax)))
    return min(found, key=lambda each: _unlikely(each[0])) if found else (data.decode("latin-1"), _name("iso8859-1"))


def _decoded(data: bytes, encodings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            yield data.decode(encoding), _name(encoding)


def _unlikely(text: str) -> int:
    """Score signs of a wrong set: words with capitals after small letters, and marks that are no letters."""
    beyond = {word for word in WORD.findall(text[:JUDGED_CHARS]) if not word.isascii()}
    mixed = sum(word not in (word.upper(), word.lower(), word.capitalize()) for word in beyond)
    return mixed + sum(not mark.isalnum() for mark in set(text[:JUDGED_CHARS]) if ord(mark) > 0x7F)


def encoding_for(text: str, syntax: str) -> str:
    """Return the declared set's encoding; UTF-8 if it lacks a letter, or its bytes would be taken for UTF-8."""
    encoding = PARTS[syntax][0] if syntax in PARTS else "utf-8"
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return "utf-8"
    return encoding if text.isascii() or decoded(data, syntax)[0] == text else "utf-8"


def _likely(data: bytes, syntax: str) -> tuple[str, ...]:
    """Return the declared set first, unless there are bytes that it does not use."""
    declared, of_windows = PARTS.get(syntax, WESTERN)
    return (of_windows, declared) if C1_CONTROLS.search(data) else (declared, of_windows)


def _name(encoding: str) -> str:
    start = next(each for each in NAMES if encoding.startswith(each))
    return NAMES[start] + encoding.removeprefix(start)


def check(text: str, syntax: str, encoding: str) -> list[Problem]:
    """Return problems of the character set.

    `text`: that of one interchange; `syntax`: as in "UNOA" ("" without UNB); `encoding`: name from `decoded`.
    """
    if not text.isascii():
        return _beyond_ascii(text, syntax, encoding)
    if syntax == "UNOA" and text != text.upper():
        return [
            note(
                "lower-case-under-unoa",
                "UNOA allows capital letters only, but the message has lower-case letters. We kept them. Send "
                "capitals, or declare UNOB or UNOC.",
            )
        ]
    return []


def _beyond_ascii(text: str, syntax: str, encoding: str) -> list[Problem]:
    sent = "".join(sorted({char for char in text[:100_000] if ord(char) > 0x7F}))
    if syntax in ASCII_ONLY or not syntax:
        kind = syntax.lower() or "no-declared-set"
        values = {"syntax": syntax, "encoding": encoding}
        words = (
            Sentence(
                "%(syntax)s does not have these letters, so we read the text as %(encoding)s. Check the names.", values
            )
            if syntax
            else Sentence("No character set is declared, so we read the text as %(encoding)s. Check the names.", values)
        )
        return [note(f"non-ascii-under-{kind}", words, sent=sent)]
    promised = "UTF-8" if syntax in UTF_8 else _name(PARTS.get(syntax, WESTERN)[0])
    if encoding != promised:
        differs = Sentence(
            "The message declares %(syntax)s, but the bytes are %(encoding)s. Check names with accents.",
            {"syntax": syntax, "encoding": encoding},
        )
        return [warning("character-set-differs", differs, sent=sent)]
    return []
