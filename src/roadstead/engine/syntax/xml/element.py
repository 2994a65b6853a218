"""One element, found by its local name; it remembers what of it was used, so that the rest can be reported."""

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
    """How names are compared: senders differ in capitals and in joints (SSR_Code, SSRCode, ssr-code)."""
    return sys.intern(name.replace("_", "").replace("-", "").replace(".", "").lower())


@lru_cache(maxsize=8192)
def name_of(tag: str) -> tuple[str, str]:
    """Namespace and local name of `{namespace}name`, `prefix:name` or `name`."""
    if tag.startswith("{"):
        space, _, local = tag[1:].rpartition("}")
        return space, sys.intern(local)
    return "", sys.intern(tag.rpartition(":")[2])


@dataclass(slots=True, eq=False)
class Element:
    """`key` is the folded name; `attributes` are folded name → (name, value). All look-ups take folded names."""

    name: str
    key: str
    line: int
    namespace: str = ""
    text: str = ""
    attributes: Mapping[str, tuple[str, str]] = field(default_factory=lambda: NOTHING)
    children: list[Element] = field(default_factory=list)
    taken: set[str] | None = None  # folded names of the attributes used; "" for the text
    made: object = None  # what was made of it while the document was read; then nothing else of it is kept

    def take(self, attribute: str = "") -> None:
        """From here on this attribute, or the text, counts as used."""
        if self.taken is None:
            self.taken = set()
        self.taken.add(attribute)

    def take_all(self) -> None:
        """Everything in here counts as used: what is dropped on purpose and said in another way."""
        for element in self.walk():
            element.taken = {"", *element.attributes}

    def without(self, *names: str) -> Element:
        """The same element, with the same memory, without its children of these names: long lists are not searched."""
        self.taken = self.taken if self.taken is not None else set()
        children = [each for each in self.children if each.key not in names]
        return Element(self.name, self.key, self.line, self.namespace, self.text, self.attributes, children, self.taken)

    def own(self) -> str:
        """The element's text."""
        self.take()
        return self.text

    def child(self, *names: str) -> Element | None:
        """The first child of the first of these names that has one."""
        return next((each for name in names for each in self.children if each.key == name), None)

    def each(self, *names: str) -> list[Element]:
        return [each for each in self.children if each.key in names]

    def value(self, *names: str) -> str:
        """The first of these names that says something: an attribute, or the text of a child. All count as used."""
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
        """This element and all in it, in the order of the document."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def within(self, *names: str) -> list[Element]:
        """Everything in here of these names, however deep; what stands inside one that was found is not looked at."""
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
        """The nearest one, children before grandchildren, of the first of these names."""
        return self.child(*names) or next(iter(self.within(*names)), None)


def unread(root: Element) -> Iterator[tuple[str, str, int]]:
    """What was sent and never used: path ("PNR/Passenger/@Shoe"), value, line."""
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
class Facts:
    """Everything that an element says, whatever it stands in: folded name → values, in the order of the document."""

    element: Element
    said: dict[str, list[tuple[Element, str]]] = field(default_factory=dict)  # with the attribute's name, "" for a text

    def value(self, *names: str) -> str:
        """The first of these names that says something; all of them count as used."""
        found = ""
        for name in names:
            for element, attribute in self.said.get(name, ()):
                element.take(attribute)
                found = found or (element.attributes[attribute][1] if attribute else element.text)
        return found

    def values(self, *names: str) -> list[str]:
        found = []
        for element, attribute in (each for name in names for each in self.said.get(name, ())):
            element.take(attribute)
            found.append(element.attributes[attribute][1] if attribute else element.text)
        return found


def facts(element: Element, without: frozenset[str] = frozenset()) -> Facts:
    """What is said in the element and in all within, but for elements of the names in `without`."""
    found = Facts(element)
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if each.text:
            found.said.setdefault(each.key, []).append((each, ""))
        for name, (_, value) in each.attributes.items():
            if value:
                found.said.setdefault(name, []).append((each, name))
        waiting.extend(child for child in reversed(each.children) if child.key not in without)
    return found
