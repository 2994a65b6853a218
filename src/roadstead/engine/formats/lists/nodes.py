"""XML elements whose children and attributes are removed as they are used, so that the unused ones can be reported.

Names have no namespace: the same list has been published under several.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lxml import etree

from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.formats.lists.values import clean


def local_name(tag: object) -> str:
    """Return the name without its namespace."""
    return str(tag).rpartition("}")[2]


def _has_text(element: etree._Element) -> bool:
    return any(clean(str(text)) for text in element.itertext()) or any(map(clean, map(str, element.attrib.values())))


class Node:
    """Wrapper of one element. `take` returns "" for a child that is missing, empty or blank: lists use all three."""

    def __init__(self, element: etree._Element, tally: Tally, path: str = "") -> None:
        self.tag = local_name(element.tag)
        self.own_text = clean(element.text)
        self._path = f"{path}{self.tag}"
        self._tally = tally
        self._children: dict[str, list[etree._Element]] = defaultdict(list)
        self._attributes = {local_name(name): clean(str(value)) for name, value in element.attrib.items()}
        for child in element:
            self._children[local_name(child.tag)].append(child)

    def attribute(self, name: str) -> str:
        return self._attributes.pop(name, "")

    def text(self, tag: str) -> str:
        """Return the text of the first child without removing it."""
        return next((text for child in self._children.get(tag, ()) if (text := clean(child.text))), "")

    def take(self, tag: str) -> str:
        found = self.text(tag)
        self.drop(tag)
        return found

    def take_joined(self, *tags: str) -> str:
        return ", ".join(filter(None, map(self.take, tags)))

    def take_values(self, tag: str) -> list[str]:
        """Return the texts of the VALUE children (the UN's lists of values); the child's own text if it has none."""
        found = [clean(part.text) for child in self._children.pop(tag, ()) for part in (list(child) or [child])]
        return list(filter(None, found))

    def take_all(self, tag: str) -> list[Node]:
        """Remove and return the children of this tag that have children or attributes."""
        found = self._children.pop(tag, [])
        return [Node(child, self._tally, f"{self._path}/") for child in found if len(child) or child.attrib]

    def find_all(self, *tags: str) -> list[Node]:
        """Return the elements at the end of a path of tags, from all branches."""
        found = [self]
        for tag in tags:
            found = [inner for node in found for inner in node.take_all(tag)]
        return found

    def drop(self, tag: str) -> None:
        self._children.pop(tag, None)

    def finish(self, not_needed: Iterable[str] = (), inner: Iterable[Node] = ()) -> None:
        """Count each child and attribute that has a text and was neither taken nor listed in `not_needed`."""
        for tag in not_needed:
            self.drop(tag)
            self._attributes.pop(tag.removeprefix("@"), None)
        for tag, children in self._children.items():
            if any(map(_has_text, children)):
                self._tally.count("field-unread", f"{self._path}/{tag}")
        self._tally.count_unread(f"{self._path}/@{name}" for name, value in self._attributes.items() if value)
        for node in inner:
            node.finish(("NOTE",))
