"""What of a document was never used, said once and kept by path and value."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.xml import Element, unread

MOST: Final = 200_000  # values looked at
NAMED: Final = 10
Left = tuple[str, str, int]  # path, value, line


def about_the_rest(root: Element, notes: Notebook, more: Iterable[Left] = ()) -> None:
    """One note for all; each value as `path: value` among the unread. `more`: of elements that were let go before."""
    names: dict[str, None] = {}
    for path, value, _ in islice(chain(unread(root), more), MOST):
        names[path.rpartition("/")[2]] = None
        notes.left(f"{path.partition('/')[2] or path}: {value}")
    count = len(notes.unread) + notes.more_unread
    if names:
        text = f"Values that were not used: {count} ({', '.join(list(names)[:NAMED])}). They are kept as sent."
        notes.note("elements-not-used", text, sent=notes.unread[0])
