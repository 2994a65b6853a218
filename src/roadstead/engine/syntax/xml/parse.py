"""Elements of one document in UTF-8, in one pass of lxml's push parser, bounded in size, depth and number.

The parser never sees a document type, which is blanked before; so there are no entities to resolve.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Protocol, cast

from lxml import etree

from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.xml.element import NOTHING, Element, folded, name_of

MAX_BYTES: Final = 64 * 1024 * 1024  # bytes of a document
MAX_OPENING_MARKS: Final = 4_000_000  # of `<`: two million elements
OVERLONG_TAG: Final = re.compile(rb"<[^<>]{131072}")
MAX_DEPTH: Final = 100  # nested elements; libxml2 itself stops at 256
CHUNK_BYTES: Final = 65_536
IGNORED_NAMESPACES: Final = {"http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace"}
BY_CODE: Final[Mapping[int, Sentence]] = {
    5: Sentence("it has several roots, or text after its end"),
    76: Sentence("an end tag does not match its start tag"),
    77: Sentence("it is incomplete: the last elements are not closed"),
    42: Sentence("an attribute appears twice"),
    38: Sentence("an attribute contains <, which must be written &lt;"),
    68: Sentence("an & does not begin a character reference and must be written &amp;"),
    4: Sentence("it has no elements"),
    114: Sentence("a part of it is too long or too deeply nested for a message"),
}


class Node(Protocol):
    """Part of lxml's element that is used here."""

    tag: str
    text: str | None
    tail: str | None
    sourceline: int | None

    def items(self) -> list[tuple[str, str]]: ...
    def __iter__(self) -> Iterator[Node]: ...
    def clear(self, keep_tail: bool = False) -> None: ...


@dataclass(frozen=True, slots=True)
class Broken:
    """Position where the document stops being XML, and the reason. `code`: libxml2's; 0 for our own limits."""

    why: Sentence
    line: int = 0
    column: int = 0
    code: int = 0


# Folded name to a function that is called as soon as such an element ends. Its tree is then dropped: of a manifest of
# twenty thousand bills only one is in memory at a time.
Makers = Mapping[str, Callable[[Element], object]]
NO_MAKERS: Final[Makers] = MappingProxyType({})


@dataclass(slots=True)
class TreeBuilder:
    """Tree while it is read. `limit_reached`: the limit that was reached."""

    makers: Makers = field(default_factory=lambda: NO_MAKERS)
    line: int = 0  # lines cut off before the document
    open: list[Element] = field(default_factory=list)
    root: Element | None = None
    limit_reached: Sentence | None = None

    def start(self, node: Node) -> None:
        space, name, key = _names(node.tag)
        element = Element(name, key, (node.sourceline or 1) + self.line, space, "", _attributes(node))
        if self.open:
            self.open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self.open.append(element)
        if len(self.open) > MAX_DEPTH:
            self.limit_reached = Sentence("more than %(limit)s elements are nested in each other", {"limit": MAX_DEPTH})

    def end(self, node: Node) -> None:
        element = self.open.pop()
        if element.children:
            element.text = _text(node)
        elif text := node.text:
            element.text = text.strip()
        node.clear(keep_tail=True)
        maker = self.makers.get(element.key)
        if maker is not None and not self.limit_reached:
            element.made = maker(element)
            element.children, element.attributes, element.text = [], NOTHING, ""


def parse(data: bytes, line: int = 0, makers: Makers = NO_MAKERS) -> tuple[Element | None, Broken | None]:
    """Return the root, as far as it could be read, and why no further. `line`: number of lines before the data."""
    if over := _over(data):
        return None, Broken(over)
    growing = TreeBuilder(makers, line)
    broken = _fed(data, growing) or (Broken(growing.limit_reached) if growing.limit_reached else None)
    if broken is not None:
        # lxml leaves a large cycle for an unfinished document; only the youngest generation is collected.
        gc.collect(0)
        return growing.root, broken
    return growing.root, None if growing.root is not None else Broken(BY_CODE[4], line + 1, 1, 4)


def _fed(data: bytes, growing: TreeBuilder) -> Broken | None:
    try:
        _feed(data, growing)
    except etree.XMLSyntaxError as error:
        return _broken(error, growing.line)
    return None


def _feed(data: bytes, growing: TreeBuilder) -> None:
    parser = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for at in range(0, len(data), CHUNK_BYTES):
            parser.feed(data[at : at + CHUNK_BYTES])
            _take(parser, growing)
            if growing.limit_reached:
                return
        parser.close()
    finally:
        _take(parser, growing)


def _take(parser: etree.XMLPullParser, growing: TreeBuilder) -> None:
    start, end = growing.start, growing.end
    for event, node in parser.read_events():
        (start if event == "start" else end)(cast(Node, node))


@lru_cache(maxsize=8192)
def _names(tag: str) -> tuple[str, str, str]:
    """Return namespace, local name and folded name."""
    space, name = name_of(tag)
    return space, name, folded(name)


def _attributes(node: Node) -> Mapping[str, tuple[str, str]]:
    sent = node.items()  # `attrib` would create an object for each element
    if not sent:
        return NOTHING
    found: dict[str, tuple[str, str]] = {}
    for tag, value in sent:
        space, name, key = _names(tag)
        if space not in IGNORED_NAMESPACES:
            found.setdefault(key, (name, value.strip()))
    return found or NOTHING


def _text(node: Node) -> str:
    """Return all text directly in the element, also between and after its children."""
    pieces = (node.text, *(child.tail for child in node))
    return " ".join(stripped for piece in pieces if piece and (stripped := piece.strip()))


def _over(data: bytes) -> Sentence | None:
    if len(data) > MAX_BYTES:
        return Sentence("it is larger than %(limit)s MB", {"limit": MAX_BYTES // 1024 // 1024})
    if data.count(b"<") > MAX_OPENING_MARKS:
        return Sentence("it has more than %(limit)s elements", {"limit": f"{MAX_OPENING_MARKS // 2:,}"})
    return Sentence("a single tag is longer than 128 KB") if OVERLONG_TAG.search(data) else None


def _broken(error: etree.XMLSyntaxError, line: int) -> Broken:
    """Return the error in our own words; libxml2's may quote the sender's data."""
    at, column = error.position
    code = int(getattr(error, "code", 0) or 0)
    why = BY_CODE.get(code, Sentence("the characters <, >, & or quotation marks do not match"))
    return Broken(why, (at or 1) + line, column or 1, code)
