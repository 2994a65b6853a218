"""Segments to bytes: the way back, with every service character inside a value released (ISO 9735)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from roadstead.engine.syntax.edifact.segments import Repeated
from roadstead.engine.syntax.edifact.separators import DEFAULT, Separators

REPETITION_OF_VERSION_4: Final = "*"


def write(
    segments: Iterable[Sequence[str | Sequence[str]]],
    *,
    separators: Separators = DEFAULT,
    with_una: bool = True,
    line_end: str = "\n",
) -> bytes:
    """An interchange in UTF-8. A segment is its tag and its elements; an element is text or a list of components.

    Nothing is left out: an empty element at the end is written, too, so that what is read back is what was given.
    """
    escapes = _escapes(separators, with_una)
    lines = (_segment(segment, separators, escapes) + separators.terminator + line_end for segment in segments)
    head = separators.una + line_end if with_una else ""
    return (head + "".join(lines)).encode()


def _escapes(separators: Separators, with_una: bool) -> dict[int, str]:
    """Without UNA a receiver of syntax version 4 takes `*` for a repetition, so it is released as well."""
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
