"""Checks of an Awmds or Awbolds against the structure as far as it is known: names, order, occurrence, values, length.

Each misfit is reported with its place; nothing is changed. Bills are checked one at a time, so that twenty thousand are
never in memory together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.asycuda.codes import BILL
from roadstead.engine.formats.cargo.asycuda.structure import BOL_SEGMENT, ROOTS, Part
from roadstead.engine.syntax import xml
from roadstead.engine.syntax.xml import Element

NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
KINDS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "int": (re.compile(r"[+-]?\d+"), "a whole number"),
    "number": (NUMBER, "a number"),
    "boolean": (re.compile("true|false|0|1"), "true or false"),
    "time": (re.compile(r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"), "a time with seconds"),
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """One deviation: `path` from the root; `why` in words that follow the path; `line` of the document."""

    path: str
    why: str
    line: int


def misfits(raw: bytes) -> list[Misfit]:
    """Return misfits in the order of the document; [] if everything fits. Never raises."""
    documents = xml.read(raw, {BILL: lambda bill: tuple(_element_misfits(bill, BOL_SEGMENT, BOL_SEGMENT.name))})
    root = documents[0].root if documents else None
    if root is None:
        return [Misfit("", "There is no document.", 1)]
    known = ROOTS.get(root.name)
    if known is None:
        return [Misfit(root.name, f"is no root that is known ({', '.join(ROOTS)})", root.line)]
    return list(_element_misfits(root, known, root.name))


def describe(found: list[Misfit]) -> Iterator[str]:
    """Yield each distinct misfit once, with its number of occurrences."""
    for (path, why), number in Counter((each.path, each.why) for each in found).items():
        yield f"{path} {why}" + (f" ({number:,} times)" if number > 1 else "")


def _element_misfits(element: Element, part: Part, path: str) -> Iterator[Misfit]:
    if isinstance(element.made, tuple):  # a bill that was checked when its segment ended
        yield from element.made
        return
    if not part.children:
        yield from _value(element, part, path)
        return
    yield from _names(element, part, path)
    for child in element.children:
        at = part.places.get(child.name)
        if at is not None:
            yield from _element_misfits(child, part.children[at], f"{path}/{child.name}")


def _names(element: Element, part: Part, path: str) -> Iterator[Misfit]:
    met, last = Counter(child.name for child in element.children), -1
    for child in element.children:
        at = part.places.get(child.name)
        if at is None:
            yield Misfit(f"{path}/{child.name}", "is not a known element", child.line)
        elif at < last and not part.in_any_order:
            yield Misfit(f"{path}/{child.name}", f"belongs before {part.children[last].name}", child.line)
        else:
            last = at
    for known in part.children:
        if known.required and not met[known.name]:
            yield Misfit(f"{path}/{known.name}", "is missing", element.line)
        if known.once and met[known.name] > 1:
            yield Misfit(f"{path}/{known.name}", "occurs more than once", element.line)


def _value(element: Element, part: Part, path: str) -> Iterator[Misfit]:
    if element.children:
        yield Misfit(path, "contains elements instead of a value", element.line)
    pattern, words = KINDS.get(part.kind, (None, ""))
    if pattern and not pattern.fullmatch(element.text):
        yield Misfit(path, f"is empty: it must be {words}" if not element.text else f"is not {words}", element.line)
    if part.max_chars and len(element.text) > part.max_chars:
        yield Misfit(path, f"is longer than {part.max_chars} characters", element.line)
