"""How many entries a file says it has: one that announces more than it holds was cut, however sound its end looks."""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.formats.lists.tally import Tally

LOOKED_AT: Final = 4096  # bytes from the beginning
ROOT: Final = re.compile(rb"<[A-Za-z][^<>]*>")
COUNT: Final = re.compile(rb"\b(?:record_?)?count\s*=\s*[\"'](\d{1,12})[\"']|<record_count>\s*(\d{1,12})\s*<", re.I)


def announced(head: bytes) -> int | None:
    """Of an XML list, as its first element or its Record_Count says; None where nothing is announced."""
    start = head[:LOOKED_AT]
    root = ROOT.search(start)
    found = COUNT.search(root[0]) if root else None
    found = found or next((each for each in COUNT.finditer(start) if each[2]), None)
    return int(found[1] or found[2]) if found else None


def say_if_fewer(head: bytes, read: int, tally: Tally) -> None:
    """`read`: how many entries; with those that were told of as unreadable they should be as many as announced."""
    said = announced(head)
    if said is not None and read + tally.lost < said:
        text = (
            f"the file announces {said:,} entries, and {read:,} were read: the rest is missing. Fetch it again, and ask"
            " whoever publishes it if it stays so."
        )
        tally.row("fewer-than-announced", text, number=None, sent=str(said))
