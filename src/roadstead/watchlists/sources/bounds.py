"""How much of one entry is kept: a real one has 80 names at most, and one with a million must not stop the matcher."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from roadstead.model import Entry, ListedName, Severity
from roadstead.watchlists.sources.tally import Tally

MOST: Final = {"names": 1000, "born": 200, "nationalities": 50, "documents": 1000, "birth_places": 200, "topics": 50}
LONGEST_NAME: Final = 2000  # characters; the matcher reads 400 of them
LONGEST_REASON: Final = 20_000


def bounded(entry: Entry, tally: Tally) -> Entry:
    """The entry as it is, or cut to the limits with a problem for each field that is."""
    over: dict[str, Any] = {
        name: getattr(entry, name)[:most] for name, most in MOST.items() if _more(entry, name, most)
    }
    if any(len(name.text) > LONGEST_NAME for name in entry.names):
        over["names"] = tuple(_cut(name) for name in over.get("names", entry.names))
    if len(entry.reason) > LONGEST_REASON:
        over["reason"] = entry.reason[:LONGEST_REASON]
    for name in over:
        _say(entry, name, tally)
    return replace(entry, **over) if over else entry


def _more(entry: Entry, name: str, most: int) -> bool:
    return len(getattr(entry, name)) > most


def _cut(name: ListedName) -> ListedName:
    return replace(name, text=name.text[:LONGEST_NAME])


def _say(entry: Entry, name: str, tally: Tally) -> None:
    held, most = len(getattr(entry, name)), MOST.get(name, 0)
    too_many = f"{held} {name.replace('_', ' ')}, of which the first {most} are kept"
    limit = too_many if 0 < most < held else f"more text in its {name.replace('_', ' ')} than is kept"
    text = f"the entry {entry.id[:40]} has {limit}. No real one we know has so much: look at the file."
    tally.row("entry-cut", text, number=None, field=name, sent=entry.id, severity=Severity.WARNING)
