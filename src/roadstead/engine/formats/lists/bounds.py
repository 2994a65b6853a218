"""Limits on the size of one entry. Real entries have at most 80 names; one with a million must not stop the matcher."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, ListedName, Severity
from roadstead.engine.sentences import Sentence, Value

MAX_VALUES: Final = {
    "names": 10_000,
    "born": 200,
    "nationalities": 50,
    "documents": 1000,
    "birth_places": 200,
    "topics": 50,
}
MAX_INDEX_ROWS: Final = 200_000  # rows of one entry in the index: one for each name and birth date
MAX_NAME_CHARS: Final = 2000  # characters; the matcher reads 400 of them
MAX_UNLIMITED_NAMES: Final = 1000  # names kept regardless of the number of birth dates
MAX_REASON_CHARS: Final = 20_000


def cut_to_limits(entry: Entry, tally: Tally) -> Entry:
    """Return the entry, cut to the limits with a problem for each field that is cut."""
    limits = _limits(entry)
    over: dict[str, Any] = {
        name: getattr(entry, name)[:most] for name, most in limits.items() if len(getattr(entry, name)) > most
    }
    if any(len(name.text) > MAX_NAME_CHARS for name in entry.names):
        over["names"] = tuple(_cut(name) for name in over.get("names", entry.names))
    if len(entry.reason) > MAX_REASON_CHARS:
        over["reason"] = entry.reason[:MAX_REASON_CHARS]
    for name in over:
        _report_cut(entry, name, limits.get(name, 0), tally)
    return replace(entry, **over) if over else entry


def _limits(entry: Entry) -> dict[str, int]:
    """Return the limit of each field; fewer names if there are many birth dates."""
    if len(entry.names) <= MAX_UNLIMITED_NAMES:
        return MAX_VALUES
    dates = min(len(entry.born), MAX_VALUES["born"])
    return MAX_VALUES | {"names": min(MAX_VALUES["names"], MAX_INDEX_ROWS // max(dates, 1))}


def _cut(name: ListedName) -> ListedName:
    return replace(name, text=name.text[:MAX_NAME_CHARS])


def _report_cut(entry: Entry, name: str, most: int, tally: Tally) -> None:
    held = len(getattr(entry, name))
    values: dict[str, Value] = {"id": entry.id[:40], "held": held, "field": name.replace("_", " "), "most": most}
    text = Sentence("Entry %(id)s has too much text in its %(field)s. We cut it off. Check the file.", values)
    if 0 < most < held:
        text = Sentence(
            "Entry %(id)s has too many %(field)s (%(held)s). We kept the first %(most)s. Check the file.", values
        )
    tally.add("entry-cut", text, number=None, field=name, sent=entry.id, severity=Severity.WARNING)
