"""One line of the table of XML forms: by what it is recognised, and who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Voyage
from roadstead.engine.syntax.xml import NO_MAKERS, Element, Makers

WIDTH: Final = 50  # children looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """An element is of this kind by its own folded name, by a child's or by a grandchild's.

    `space`: how the namespace begins in which its own name is enough; then elsewhere the children tell.
    `traces`: what tells it in bytes that are not well-formed. `makers`: elements that are read as soon as they end.
    """

    name: str
    names: frozenset[str]
    space: str = ""
    children: frozenset[str] = frozenset()
    grandchildren: frozenset[str] = frozenset()
    traces: re.Pattern[bytes]
    one_space: bool = True  # its elements belong into one namespace; where they never do, that is nothing to tell
    makers: Makers = field(default_factory=lambda: NO_MAKERS)
    read: Callable[[Element], Reading]
    voyage: Callable[[Element], Voyage | None]

    def is_kind_of(self, element: Element) -> bool:
        children = element.children[:WIDTH]
        return (
            (element.key in self.names and element.namespace.lower().startswith(self.space))
            or any(child.key in self.children for child in children)
            or any(inner.key in self.grandchildren for child in children for inner in child.children[:WIDTH])
        )
