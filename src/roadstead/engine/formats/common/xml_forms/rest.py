"""Values of a document that were not used: noted once and kept by path and value."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.xml import Element, unread

MOST: Final = 200_000  # values examined
NAMED: Final = 10
Left = tuple[str, str, int]  # path, value, line


def about_the_rest(root: Element, notes: Notebook, more: Iterable[Left] = ()) -> None:
    """Add one note for all unused values; keep each as `path: value`. `more`: values of elements dropped earlier."""
    names: dict[str, None] = {}
    for path, value, _ in islice(chain(unread(root), more), MOST):
        names[path.rpartition("/")[2]] = None
        notes.left(f"{path.partition('/')[2] or path}: {value}")
    count = len(notes.unread) + notes.more_unread
    if names:
        text = f"Values that were not used: {count} ({', '.join(list(names)[:NAMED])}). They are kept as sent."
        notes.note("elements-not-used", text, sent=notes.unread[0])
