"""Segments: lists of elements, each a list of components; the first component of the first element is the tag.

Segments that were read must not be changed: those of the same text are one object.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from roadstead.engine.syntax.edifact.separators import DEFAULT, Separators

Element = list[str]
Segment = list[Element]


class Repeated(list[str]):
    """Element sent several times (syntax version 4, `M*M*M`): reads as its first; the others are in `others`."""

    __slots__ = ("others",)

    def __init__(self, first: Element, others: list[Element]) -> None:
        super().__init__(first)
        self.others = others


def part(segment: Segment, element: int, component: int = 0) -> str:
    """Return one value without surrounding blanks; "" if the segment is shorter, which is common."""
    try:
        return segment[element][component].strip()
    except IndexError:
        return ""


def repetitions(segment: Segment, element: int) -> list[Element]:
    """Return every repetition of an element, mostly one; none if the segment is shorter."""
    if element >= len(segment):
        return []
    found = segment[element]
    return [found, *found.others] if isinstance(found, Repeated) else [found]


def as_text(segment: Segment, separators: Separators = DEFAULT) -> str:
    """Return the segment as shown to officers, without release characters and terminator."""
    return separators.element.join(element_text(element, separators) for element in segment)


def element_text(element: Element, separators: Separators = DEFAULT) -> str:
    others = element.others if isinstance(element, Repeated) else []
    return (separators.repetition or "*").join(separators.component.join(each) for each in (element, *others))


# ── Segments to bytes, with every service character inside a value released (ISO 9735).


REPETITION_OF_VERSION_4: Final = "*"


def write(
    segments: Iterable[Sequence[str | Sequence[str]]],
    *,
    separators: Separators = DEFAULT,
    with_una: bool = True,
    line_end: str = "\n",
) -> bytes:
    """Write an interchange in UTF-8. A segment is its tag and its elements; an element is text or a list of components.

    Nothing is left out: empty elements at the end are written too, so that reading returns what was given.
    """
    escapes = _escapes(separators, with_una)
    lines = (_segment(segment, separators, escapes) + separators.terminator + line_end for segment in segments)
    head = separators.una + line_end if with_una else ""
    return (head + "".join(lines)).encode()


def _escapes(separators: Separators, with_una: bool) -> dict[int, str]:
    """Return the escapes. Without UNA a receiver of syntax version 4 takes `*` for a repetition: release it too."""
    chars = {*separators.service, *(() if with_una else REPETITION_OF_VERSION_4)}
    return {ord(char): separators.release + char for char in chars} if separators.release else {}


def _segment(segment: Sequence[str | Sequence[str]], separators: Separators, escapes: dict[int, str]) -> str:
    return separators.element.join(_element(element, separators, escapes) for element in segment)


def _element(element: str | Sequence[str], separators: Separators, escapes: dict[int, str]) -> str:
    if isinstance(element, str):
        return element.translate(escapes)
    if isinstance(element, Repeated):
        joint = separators.repetition or REPETITION_OF_VERSION_4
        return joint.join(_element(list(each), separators, escapes) for each in (element, *element.others))
    return separators.component.join(component.translate(escapes) for component in element)
