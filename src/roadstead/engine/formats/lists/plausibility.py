"""Removal of implausible values: births of nobody alive, names without a letter, invisible characters."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry, Kind, ListedName, Severity
from roadstead.engine.sentences import Sentence

LAST_IMPLAUSIBLE_YEAR: Final = "1900"  # programs without a birth date write "1900-01-01"; nobody born before is alive
# Direction marks and zero-width blanks, which reorder the text around them. Joiners stay: Persian needs them.
INVISIBLE: Final = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def drop_implausible(entry: Entry, tally: Tally, today: date | None) -> Entry:
    """Return the entry without values that can match nobody, with a problem that names the entry for each.

    `today`: date in UTC; None skips the test for future births.
    """
    changed = strip_invisible_from_names(entry)
    if changed.kind is Kind.PERSON and (wrong := [day for day in changed.born if not may_be_alive(day, today)]):
        changed = replace(changed, born=tuple(day for day in changed.born if day not in wrong))
        _report_births(changed, wrong, tally)
    if entry.names and not any(_has_letter(name.text) for name in changed.names):
        _report_names(changed, tally)
    return changed


def strip_invisible_from_names(entry: Entry) -> Entry:
    """Return the entry with its names as they are displayed, without marks that reorder the text around them."""
    if not any(INVISIBLE.search(name.text) for name in entry.names):
        return entry
    plain = [ListedName(text=" ".join(strip_invisible(name.text).split()), weak=name.weak) for name in entry.names]
    return replace(entry, names=tuple(dict.fromkeys(name for name in plain if name.text)))


def strip_invisible(text: str) -> str:
    """Remove the marks that reorder the text and the text around it."""
    return INVISIBLE.sub("", text)


def may_be_alive(day: str, today: date | None) -> bool:
    """Return True if any part of a day, month, year or interval ("1965/1967") lies between 1901 and today."""
    first, _, last = day.partition("/")
    is_to_come = today is not None and first > today.isoformat()[: len(first)]
    return (last or first)[:4] > LAST_IMPLAUSIBLE_YEAR and not is_to_come


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))


def _report_births(entry: Entry, wrong: list[str], tally: Tally) -> None:
    text = Sentence(
        "Entry %(id)s has the birth date %(wrong)s, which no traveller can have. We left out the date, "
        "because the entry would match nobody. Ask the list's owner for the birth date.",
        {"id": entry.id[:40], "wrong": ", ".join(wrong)},
    )
    tally.add("birth-date-of-nobody", text, number=None, field="born", sent=wrong[0], severity=Severity.WARNING)


def _report_names(entry: Entry, tally: Tally) -> None:
    text = Sentence(
        "Entry %(id)s has no name with letters (%(name)s), so it matches nobody by name.",
        {"id": entry.id[:40], "name": entry.name[:20]},
    )
    tally.add("name-without-letter", text, number=None, field="name", sent=entry.name, severity=Severity.WARNING)
