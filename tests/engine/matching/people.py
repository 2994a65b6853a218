"""Invented people for the tests of screening: on a list, and on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from roadstead.engine.matching.matcher import Match, match
from roadstead.engine.records import Entry, Hit, ListedName, Manifest, Traveller
from roadstead.engine.screening.run import build_index, build_screening_set, screen

TODAY = date(2026, 11, 25)

QUENTIN = Entry(
    id="1",
    list="warrants",
    names=(ListedName(text="Tobiah Abdul Rahman Quentin-Maddox"),),
    born=("1975-03-04",),
    nationalities=("BRB",),
    sex="M",
)
LOPEZ = Entry(id="2", list="warrants", names=(ListedName(text="Maria Lopez"),), nationalities=("BLZ",))
LISTED = (QUENTIN, LOPEZ)

TRAVELLING = Traveller(
    surname="QUENTINMADDOX", given="TOBIAH ABDULRAHMAN", born="1975-03-04", nationality="BRB", sex="M"
)


def met(traveller: Traveller, *entries: Entry, threshold: float = -100.0) -> list[Match]:
    """Every candidate among these entries."""
    return match(traveller, build_index(entries or LISTED), threshold)


def bits(traveller: Traveller, entry: Entry = QUENTIN) -> float:
    """The score against this entry; -100 where it is no candidate at all."""
    return next((found.score for found in met(traveller, *LISTED, entry) if found.entry == entry), -100.0)


def listed(name: str, **facts: Any) -> Entry:
    """Quentin under another name, or with other facts."""
    return replace(QUENTIN, id=name, names=(ListedName(text=name),), **facts)


def hits(*travellers: Traveller, entries: tuple[Entry, ...] = LISTED, threshold: float = 15.0) -> list[Hit]:
    watch = build_screening_set(entries, rules=())
    return screen(Manifest(travellers=travellers), watch, today=TODAY, threshold=threshold)
