"""Values of a document that were not used: noted once and kept by path and value."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml import Element, unread

MAX_VALUES: Final = 200_000  # values examined
MAX_NAMES: Final = 10
UnreadValue = tuple[str, str, int]  # path, value, line


def note_unread(root: Element, notes: Notebook, more: Iterable[UnreadValue] = ()) -> None:
    """Add one note for all unused values; keep each as `path: value`. `more`: values of elements dropped earlier."""
    names: dict[str, None] = {}
    for path, value, _ in islice(chain(unread(root), more), MAX_VALUES):
        names[path.rpartition("/")[2]] = None
        notes.keep_unread(f"{path.partition('/')[2] or path}: {value}")
    count = len(notes.unread) + notes.further_unread
    if names:
        text = Sentence(
            "Values that we did not use: %(count)s (%(names)s). We stored them with the message.",
            {"count": count, "names": ", ".join(list(names)[:MAX_NAMES])},
        )
        notes.note("elements-not-used", text, sent=notes.unread[0])
