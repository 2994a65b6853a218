"""One XML element, found by its local name. It records which values were used, so that the rest can be reported."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final

NOTHING: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({})


@lru_cache(maxsize=8192)
def folded(name: str) -> str:
    """Return the name for comparison: senders differ in capitals and joints (SSR_Code, SSRCode, ssr-code)."""
    return sys.intern(name.replace("_", "").replace("-", "").replace(".", "").lower())


@lru_cache(maxsize=8192)
def name_of(tag: str) -> tuple[str, str]:
    """Return namespace and local name of `{namespace}name`, `prefix:name` or `name`."""
    if tag.startswith("{"):
        space, _, local = tag[1:].rpartition("}")
        return space, sys.intern(local)
    return "", sys.intern(tag.rpartition(":")[2])


@dataclass(slots=True, eq=False)
class Element:
    """One element. `key`: folded name; `attributes`: folded name to (name, value). All look-ups take folded names."""

    name: str
    key: str
    line: int
    namespace: str = ""
    text: str = ""
    attributes: Mapping[str, tuple[str, str]] = field(default_factory=lambda: NOTHING)
    children: list[Element] = field(default_factory=list)
    taken: set[str] | None = None  # folded names of the attributes used; "" for the text
    made: object = None  # result of a maker while the document was read; nothing else of the element is then kept

    def take(self, attribute: str = "") -> None:
        """Mark this attribute, or the text, as used."""
        if self.taken is None:
            self.taken = set()
        self.taken.add(attribute)

    def take_all(self) -> None:
        """Mark everything inside as used: for content that is dropped on purpose and reported otherwise."""
        for element in self.walk():
            element.taken = {"", *element.attributes}

    def without(self, *names: str) -> Element:
        """Return the element, sharing its marks, without children of these names, so that long lists are skipped."""
        self.taken = self.taken if self.taken is not None else set()
        children = [each for each in self.children if each.key not in names]
        return Element(self.name, self.key, self.line, self.namespace, self.text, self.attributes, children, self.taken)

    def own(self) -> str:
        """Return the element's text and mark it as used."""
        self.take()
        return self.text

    def child(self, *names: str) -> Element | None:
        """Return the first child of the first of these names that has one."""
        return next((each for name in names for each in self.children if each.key == name), None)

    def each(self, *names: str) -> list[Element]:
        return [each for each in self.children if each.key in names]

    def value(self, *names: str) -> str:
        """Return the first non-empty value of these names, an attribute or a child's text. All are marked as used."""
        found = ""
        for name in names:
            sent = self.attributes.get(name) if self.attributes else None
            if sent is not None:
                self.take(name)
                found = found or sent[1]
            for each in self.children:
                if each.key is name or each.key == name:
                    text = each.own()
                    found = found or text
        return found

    def walk(self) -> Iterator[Element]:
        """Yield this element and all inside it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def within(self, *names: str) -> list[Element]:
        """Return all elements of these names at any depth; those inside a found one are not searched."""
        found: list[Element] = []
        waiting = list(reversed(self.children))
        while waiting:
            element = waiting.pop()
            if element.key in names:
                found.append(element)
            else:
                waiting.extend(reversed(element.children))
        return found

    def first(self, *names: str) -> Element | None:
        """Return the nearest one, children before grandchildren, of the first of these names."""
        return self.child(*names) or next(iter(self.within(*names)), None)


def unread(root: Element) -> Iterator[tuple[str, str, int]]:
    """Yield path ("PNR/Passenger/@Shoe"), value and line of each value that was never used."""
    waiting = [(root, root.name)]
    while waiting:
        element, path = waiting.pop()
        taken = element.taken or ()
        if element.text and "" not in taken:
            yield path, element.text, element.line
        for key, (name, value) in element.attributes.items():
            if value and key not in taken:
                yield f"{path}/@{name}", value, element.line
        waiting.extend((child, f"{path}/{child.name}") for child in reversed(element.children))


@dataclass(slots=True, eq=False)
class NestedValues:
    """All values inside an element at any depth: folded name to values, in the order of the document."""

    element: Element
    by_name: dict[str, list[tuple[Element, str]]] = field(
        default_factory=dict
    )  # with the attribute's name, "" for a text

    def value(self, *names: str) -> str:
        """Return the first non-empty value of these names; all are marked as used."""
        found = ""
        for name in names:
            for element, attribute in self.by_name.get(name, ()):
                element.take(attribute)
                found = found or (element.attributes[attribute][1] if attribute else element.text)
        return found

    def values(self, *names: str) -> list[str]:
        found = []
        for element, attribute in (each for name in names for each in self.by_name.get(name, ())):
            element.take(attribute)
            found.append(element.attributes[attribute][1] if attribute else element.text)
        return found


def nested_values(element: Element, without: frozenset[str] = frozenset()) -> NestedValues:
    """Return all values in the element and below, except in elements of the names in `without`."""
    found = NestedValues(element)
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if each.text:
            found.by_name.setdefault(each.key, []).append((each, ""))
        for name, (_, value) in each.attributes.items():
            if value:
                found.by_name.setdefault(name, []).append((each, name))
        waiting.extend(child for child in reversed(each.children) if child.key not in without)
    return found
