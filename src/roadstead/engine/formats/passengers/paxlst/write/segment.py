"""A segment to be written: its tag and its elements, each a text or a list of components."""

from __future__ import annotations

from collections.abc import Sequence

Element = str | Sequence[str]
Segment = list[Element]


def trimmed(segment: Segment) -> Segment:
    """Without the empty components and elements at the end, which senders leave out."""
    made = [element if isinstance(element, str) else _components(element) for element in segment]
    while len(made) > 1 and not made[-1]:
        made.pop()
    return made


def _components(element: Sequence[str]) -> Element:
    made = list(element)
    while made and not made[-1]:
        made.pop()
    return made[0] if len(made) == 1 else made


def place(text: str) -> Element:
    """C517: a code as a code, a name in small letters (or too long for a code) as a name."""
    return text if text == text.upper() else ["", "", "", text]
