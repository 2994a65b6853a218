"""What a segment is: a list of elements, each a list of components; the first component of the first is the tag.

Segments that were read are not to be changed: those of the same text are one object.
"""

from __future__ import annotations

from roadstead.engine.syntax.edifact.separators import DEFAULT, Separators

Element = list[str]
Segment = list[Element]


class Repeated(list[str]):
    """An element sent several times (syntax version 4, `M*M*M`): reads as its first; the others are in `others`."""

    __slots__ = ("others",)

    def __init__(self, first: Element, others: list[Element]) -> None:
        super().__init__(first)
        self.others = others


def part(segment: Segment, element: int, component: int = 0) -> str:
    """One value without blanks around it, or "" where the sender stopped early: short segments are ordinary."""
    try:
        return segment[element][component].strip()
    except IndexError:
        return ""


def repetitions(segment: Segment, element: int) -> list[Element]:
    """Every repetition of an element; one, mostly; none where the segment is shorter."""
    if element >= len(segment):
        return []
    found = segment[element]
    return [found, *found.others] if isinstance(found, Repeated) else [found]


def as_text(segment: Segment, separators: Separators = DEFAULT) -> str:
    """The segment as an officer would see it, without release characters and terminator."""
    return separators.element.join(element_text(element, separators) for element in segment)


def element_text(element: Element, separators: Separators = DEFAULT) -> str:
    others = element.others if isinstance(element, Repeated) else []
    return (separators.repetition or "*").join(separators.component.join(each) for each in (element, *others))
