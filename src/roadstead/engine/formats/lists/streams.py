"""Lists in XML, one element at a time; nothing is resolved or fetched, and elements are freed after use.

Depth, length of a text and growth by entities are limited by libxml2 itself (huge_tree is off).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

from lxml import etree

from roadstead.engine.formats.lists.content import Content
from roadstead.engine.formats.lists.loading import Loading
from roadstead.engine.sentences import Sentence

Read = TypeVar("Read")

PARSER_OPTIONS: Final[dict[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def elements(content: Content, tags: Iterable[str], *, hashed: bool = True) -> Iterator[etree._Element]:
    """Yield each complete element with one of these names, in any namespace; it is emptied before the next one.

    Raises XMLSyntaxError if the file is damaged, after the elements before the damage.
    """
    with content.reader(hashed=hashed) as file:
        try:
            for _, element in etree.iterparse(
                file, events=("end",), tag=[f"{{*}}{tag}" for tag in tags], **PARSER_OPTIONS
            ):
                yield element
                _free(element)
        finally:
            file.drain()


def root_attribute(element: etree._Element, name: str) -> str:
    return element.getroottree().getroot().get(name) or ""


def until_damaged(read: Iterator[Read], loading: Loading) -> Iterator[Read]:
    """Yield items (entries) until the file is damaged; a truncated file gives a problem."""
    number = 0
    try:
        for number, each in enumerate(read, 1):  # noqa: B007
            yield each
    except etree.XMLSyntaxError as broken:
        text = Sentence(
            "The XML is damaged after entry %(number)s, so entries are missing. Download the file again. (%(msg)s)",
            {"number": number, "msg": broken.msg},
        )
        loading.tally.add("file-damaged", text, number=number)


def _free(element: etree._Element) -> None:
    """Empty the element and remove the elements before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
