"""What a heading over a column, or a label before a value, means. Numbers of the form, hints and order are forgiven."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from roadstead.engine.formats.passengers.sheets.composed import composed
from roadstead.engine.formats.passengers.sheets.words import captions, folded, headings

NUMBERED: Final = re.compile(r"\s*\(?[0-9]{1,2}(?:\.[0-9]{1,2})?(?:\s*[.):-]\s*|\s+)(?=\D)")
ASIDE: Final = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
APART: Final = re.compile(r"\s*[/\n|]\s*|\s+-\s+")
CLOSE: Final = 80  # of 100: from here a heading is near enough to ask "is it meant?"
SHORTEST: Final = 4  # letters of a heading for which that question is asked


@lru_cache(maxsize=4096)
def column(heading: str) -> str:
    """The field a column's heading means; "" if it is none of ours."""
    return _meant(heading, "columns") or composed(heading)


@lru_cache(maxsize=4096)
def cargo_column(heading: str) -> str:
    """The field a column of a cargo sheet means; "" if it is none of ours."""
    return _meant(heading, "cargo_columns")


@lru_cache(maxsize=4096)
def key(label: str) -> str:
    """The key a label means, "unused:…" for what the forms ask and we have no use for; "" if it is none of ours."""
    return _meant(label, "keys")


def near(heading: str, table: str = "columns") -> str:
    """The English heading that was probably meant; "" if none is near."""
    plain = folded(heading)
    if len(plain) < SHORTEST:
        return ""
    found = process.extractOne(plain, headings(table).keys(), scorer=fuzz.ratio, score_cutoff=CLOSE)
    return captions(table)[headings(table)[found[0]]]["en"] if found else ""


def _meant(text: str, table: str) -> str:
    return next((known[each] for each in _readings(text) if (known := headings(table)) and each in known), "")


def _readings(text: str) -> Iterator[str]:
    """As written; without the form's number; without hints in brackets; each half of a heading in two languages."""
    bare = NUMBERED.sub("", text, count=1)
    short = ASIDE.sub(" ", bare)
    for each in (text, bare, short):
        yield folded(each.strip(" :*"))
    halves = [folded(half) for half in APART.split(short) if half.strip()]
    if len(halves) in (2, 3, 4):
        yield from (half for half in halves if len(half) > 1)
