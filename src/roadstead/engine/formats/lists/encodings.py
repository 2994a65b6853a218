"""Decoding of lists, with a problem if the encoding was guessed: wrongly decoded names look sound and match nobody."""

from __future__ import annotations

import codecs
import re
from typing import Final

from roadstead.engine.formats.lists import tables
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Severity
from roadstead.engine.sentences import Sentence

# Western languages write at most two such letters in a row ("ïé"); Cyrillic, Arabic and Chinese write whole words.
FOREIGN: Final = re.compile(rb"[\x80-\xff]{4,}")
NO_ASCII: Final = re.compile(r"[^\x00-\x7f]")
BETWEEN: Final = re.compile(r"[\s,;|\"]")
SHOWN_CHARS: Final = 20  # characters on either side


def decode_with_report(raw: bytes, tally: Tally) -> str:
    """Decode with `tables.decode_text` and report a file that is not in Unicode.

    The problem is an error if the text is not Western either, else a warning.
    """
    text = tables.decode_text(raw)
    if not _is_unicode(raw):
        _report_encoding(raw, text, tally)
    return text


def _is_unicode(raw: bytes) -> bool:
    if raw.startswith(tuple(mark for mark, _ in tables.MARKS)):
        return True
    try:
        codecs.decode(raw, "utf-8")
    except UnicodeDecodeError as wrong:
        return tables.is_truncated_character(wrong)
    return True


def _report_encoding(raw: bytes, text: str, tally: Tally) -> None:
    example = _around(NO_ASCII.search(text))
    if FOREIGN.search(raw):
        wrong = Sentence(
            "We do not know the encoding of this file: names look like “%(example)s”. Download it again, or "
            "save it as UTF-8 and load it again.",
            {"example": example},
        )
        tally.add("encoding-unknown", wrong, number=None, sent=example)
    else:
        wrong = Sentence(
            "The file is not UTF-8. We read it as Windows-1252: “%(example)s”. If that is wrong, save it as "
            "UTF-8 and load it again.",
            {"example": example},
        )
        tally.add("encoding-guessed", wrong, number=None, sent=example, severity=Severity.WARNING)


def _around(sign: re.Match[str] | None) -> str:
    """Return the word that contains the character, or the text near it in a long one."""
    if sign is None:
        return ""
    before, after = (
        sign.string[max(0, sign.start() - SHOWN_CHARS) : sign.start()],
        sign.string[sign.start() : sign.start() + SHOWN_CHARS],
    )
    return BETWEEN.split(before)[-1] + BETWEEN.split(after)[0]
