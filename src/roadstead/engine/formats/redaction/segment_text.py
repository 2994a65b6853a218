"""Conversion of one segment between bytes and elements, with the separators of its interchange (ISO 9735).

The rules are the tokeniser's, for one segment at a time, so that redaction and reader understand the same.
"""

from __future__ import annotations

import re
from typing import Final

from roadstead.engine.syntax.edifact import Element, Repeated, Segment, Separators

HIDDEN: Final = "\0"
TAG: Final = re.compile(r"[^A-Z0-9]*([A-Z]{3})")
MAX_TAG_CHARS: Final = 20
NOT_REPEATED: Final = frozenset({"UNB", "UNG", "UNE", "UNZ", "UNH", "UNT"})


def tag_of(text: str, used: Separators) -> str:
    """Return the tag without characters around or inside it: `t d t` and `=TDT` are TDT. "" if there is none."""
    head = text[: MAX_TAG_CHARS + 1].partition(used.element)[0]
    found = TAG.fullmatch("".join(head.split()).upper())
    return found[1] if found else ""


def split(text: str, used: Separators, tag: str) -> Segment:
    """Split a segment into elements; its tag is replaced by `tag`."""
    hidden, marks = _hide(text, used)
    elements = [_element(each, used, marks, tag) for each in hidden.split(used.element)]
    elements[0] = [tag, *elements[0][1:]] if tag else elements[0]
    return elements


def join(segment: Segment, used: Separators) -> str:
    """Return the text of a segment with service characters released; without a release character they are dropped."""
    return used.element.join(_joined(element, used) for element in segment)


def _element(text: str, used: Separators, marks: dict[str, str], tag: str) -> Element:
    if used.repetition and used.repetition in text and tag not in NOT_REPEATED:
        first, *others = (_components(each, used, marks) for each in text.split(used.repetition))
        return Repeated(first, others)
    return _components(text, used, marks)


def _components(text: str, used: Separators, marks: dict[str, str]) -> Element:
    found = text.split(used.component)
    return [_shown(each, marks) if HIDDEN in each else each for each in found] if marks else found


def _hide(text: str, used: Separators) -> tuple[str, dict[str, str]]:
    marks: dict[str, str] = {}
    if not used.release or used.release not in text:
        return text, marks
    for letter, char in zip("abcdef", dict.fromkeys((*used.service, "*")), strict=False):
        marks[letter] = char
        text = text.replace(used.release + char, HIDDEN + letter)
    return text, marks


def _shown(hidden: str, marks: dict[str, str]) -> str:
    first, *others = hidden.split(HIDDEN)
    return first + "".join(marks.get(other[:1], "") + other[1:] for other in others)


def _joined(element: Element, used: Separators) -> str:
    all_ = [element, *element.others] if isinstance(element, Repeated) else [element]
    return used.repetition.join(used.component.join(_released(one, used) for one in each) for each in all_)


def _released(component: str, used: Separators) -> str:
    return component.translate({ord(char): used.release + char for char in used.service})
