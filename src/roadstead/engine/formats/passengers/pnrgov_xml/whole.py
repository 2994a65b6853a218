"""What is said of the message as a whole. Of what was not read only the places are shown, never a value (S1)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Booking
from roadstead.engine.syntax.xml import Element, unread

MOST: Final = 200_000  # values looked at
NAMED: Final = 10


def about_the_whole(root: Element, bookings: Sequence[Booking], notes: Notebook) -> None:
    if not bookings:
        text = "The message holds no booking. If there are any, send them."
        notes.note("no-bookings", text, root.line, segment="PNR")
    _about_dropped(bookings, notes)
    _about_unread(root, notes)


def _about_dropped(bookings: Sequence[Booking], notes: Notebook) -> None:
    dropped: Counter[str] = Counter()
    for booking in bookings:
        dropped.update(booking.dropped)
    if dropped:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(dropped.items()))
        text = f"Not kept, because the law does not allow it or nobody here needs it: {kinds}. Nothing to do."
        notes.note("dropped-before-storage", text)


def _about_unread(root: Element, notes: Notebook) -> None:
    places = Counter(path.partition("/")[2] or path for path, _, _ in islice(unread(root), MOST))
    if not places:
        return
    for place, count in places.items():
        notes.left(f"{place} ({count})")
    names = ", ".join(dict.fromkeys(place.rpartition("/")[2] for place in list(places)[:NAMED]))
    text = f"Values that were not used: {places.total()} ({names})."
    notes.note("elements-not-used", text)
