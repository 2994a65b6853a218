"""Lines of XML: leaves with a value, and branches around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

INDENT: Final = "  "
FORBIDDEN: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
Value = str | float | None


def leaf(name: str, value: Value) -> Iterator[str]:
    """Yield an element with its value, also if that is empty, since the schema requires the element."""
    text = xml_text(value)
    yield f"<{name}>{text}</{name}>" if text else f"<{name}/>"


def leaf_if_any(name: str, value: Value) -> Iterator[str]:
    """Yield the element only if it has a value."""
    if xml_text(value):
        yield from leaf(name, value)


def branch(name: str, *inside: Iterable[str]) -> Iterator[str]:
    lines = [f"{INDENT}{line}" for part in inside for line in part]
    yield from (f"<{name}>", *lines, f"</{name}>") if lines else (f"<{name}/>",)


def branch_if_any(name: str, *inside: Iterable[str]) -> Iterator[str]:
    """Yield the branch only if it has content."""
    lines = [line for part in inside for line in part]
    if lines:
        yield from branch(name, lines)


def xml_text(value: Value) -> str:
    """Return the value as escaped text in one line; numbers without trailing zeros."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:.6f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(int(value))
    return escape(" ".join(FORBIDDEN.sub("", value).split()))
