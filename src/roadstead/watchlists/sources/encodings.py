"""The text of a list, and a word where its encoding had to be guessed: wrong signs meet nobody and look like names."""

from __future__ import annotations

import codecs
import re
from typing import Final

from roadstead.model import Severity
from roadstead.watchlists.sources import tables
from roadstead.watchlists.sources.tally import Tally

# Western languages write two such letters in a row at most ("ïé"); Cyrillic, Arabic and Chinese write whole words.
FOREIGN: Final = re.compile(rb"[\x80-\xff]{4,}")
AROUND: Final = re.compile(r"[^\s,;|\"]*[^\x00-\x7f][^\s,;|\"]*")
SAVE_IT: Final = "save the file as UTF-8 and load it again."


def decoded_and_told(raw: bytes, tally: Tally) -> str:
    """`tables.decoded`, and a problem where the file is not in Unicode: doubted where it is no Western text either."""
    text = tables.decoded(raw)
    if not _is_unicode(raw):
        _say(raw, text, tally)
    return text


def _is_unicode(raw: bytes) -> bool:
    if raw.startswith(tuple(mark for mark, _ in tables.MARKS)):
        return True
    try:
        codecs.decode(raw, "utf-8")
    except UnicodeDecodeError as wrong:
        return tables.is_cut_sign(wrong)
    return True


def _say(raw: bytes, text: str, tally: Tally) -> None:
    found = AROUND.search(text)
    example = found[0][:40] if found else ""
    if FOREIGN.search(raw):
        wrong = f"the file is in no encoding we know: its names come out as “{example}”. Fetch it again, or {SAVE_IT}"
        tally.row("encoding-unknown", wrong, number=None, sent=example)
    else:
        wrong = f"the file is not UTF-8: it was read as Windows-1252, “{example}”. If that is not right, {SAVE_IT}"
        tally.row("encoding-guessed", wrong, number=None, sent=example, severity=Severity.WARNING)
