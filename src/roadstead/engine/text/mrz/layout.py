"""Positions of the fields: line, first and last position, from 1 as in Doc 9303 parts 4 (TD3) to 7."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FILLER: Final = "<"
Span = tuple[int, int, int]  # line, first, last


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDigit:
    field: str
    at: Span
    over: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`data_line` holds the dates; a zone is recognised by its shape."""

    kind: str
    lines: int
    length: int
    data_line: int
    fields: Mapping[str, Span]
    checks: tuple[CheckDigit, ...]

    def cut(self, lines: tuple[str, ...], name: str) -> str:
        """Return a field as printed; "" if this kind has no such field."""
        return cut(lines, self.fields[name]) if name in self.fields else ""

    def size(self, name: str) -> int:
        _, first, last = self.fields.get(name, (0, 1, 0))
        return last - first + 1


def cut(lines: tuple[str, ...], span: Span) -> str:
    line, first, last = span
    return lines[line - 1][first - 1 : last]


TWO_LINE_FIELDS: Final[dict[str, Span]] = {
    "type": (1, 1, 2),
    "issuer": (1, 3, 5),
    "number": (2, 1, 9),
    "nationality": (2, 11, 13),
    "born": (2, 14, 19),
    "sex": (2, 21, 21),
    "expires": (2, 22, 27),
}
TWO_LINE_CHECKS: Final = (
    CheckDigit(field="number", at=(2, 10, 10), over=((2, 1, 9),)),
    CheckDigit(field="born", at=(2, 20, 20), over=((2, 14, 19),)),
    CheckDigit(field="expires", at=(2, 28, 28), over=((2, 22, 27),)),
)
TD1: Final = Layout(
    kind="TD1",
    lines=3,
    length=30,
    data_line=2,
    fields={
        "type": (1, 1, 2),
        "issuer": (1, 3, 5),
        "number": (1, 6, 14),
        "optional": (1, 16, 30),
        "born": (2, 1, 6),
        "sex": (2, 8, 8),
        "expires": (2, 9, 14),
        "nationality": (2, 16, 18),
        "optional_2": (2, 19, 29),
        "name": (3, 1, 30),
    },
    checks=(
        CheckDigit(field="number", at=(1, 15, 15), over=((1, 6, 14),)),
        CheckDigit(field="born", at=(2, 7, 7), over=((2, 1, 6),)),
        CheckDigit(field="expires", at=(2, 15, 15), over=((2, 9, 14),)),
        CheckDigit(field="composite", at=(2, 30, 30), over=((1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29))),
    ),
)
TD2: Final = Layout(
    kind="TD2",
    lines=2,
    length=36,
    data_line=2,
    fields=TWO_LINE_FIELDS | {"name": (1, 6, 36), "optional": (2, 29, 35)},
    checks=(
        *TWO_LINE_CHECKS,
        CheckDigit(field="composite", at=(2, 36, 36), over=((2, 1, 10), (2, 14, 20), (2, 22, 35))),
    ),
)
TD3: Final = Layout(
    kind="TD3",
    lines=2,
    length=44,
    data_line=2,
    fields=TWO_LINE_FIELDS | {"name": (1, 6, 44), "optional": (2, 29, 42)},
    checks=(
        *TWO_LINE_CHECKS,
        CheckDigit(field="optional", at=(2, 43, 43), over=((2, 29, 42),)),
        CheckDigit(field="composite", at=(2, 44, 44), over=((2, 1, 10), (2, 14, 20), (2, 22, 43))),
    ),
)
MRVA: Final = Layout(
    kind="MRVA",
    lines=2,
    length=44,
    data_line=2,
    fields=TWO_LINE_FIELDS | {"name": (1, 6, 44), "optional": (2, 29, 44)},
    checks=TWO_LINE_CHECKS,
)
MRVB: Final = Layout(
    kind="MRVB",
    lines=2,
    length=36,
    data_line=2,
    fields=TWO_LINE_FIELDS | {"name": (1, 6, 36), "optional": (2, 29, 36)},
    checks=TWO_LINE_CHECKS,
)
# The French identity card issued until 2021, older than the standard and still valid: no expiry, a number of twelve
# characters that begins with year and month of issue, and separate fields for surname and given names.
IDFRA: Final = Layout(
    kind="IDFRA",
    lines=2,
    length=36,
    data_line=2,
    fields={
        "type": (1, 1, 2),
        "issuer": (1, 3, 5),
        "surname": (1, 6, 30),
        "optional": (1, 31, 36),
        "number": (2, 1, 12),
        "given": (2, 14, 27),
        "born": (2, 28, 33),
        "sex": (2, 35, 35),
    },
    checks=(
        CheckDigit(field="number", at=(2, 13, 13), over=((2, 1, 12),)),
        CheckDigit(field="born", at=(2, 34, 34), over=((2, 28, 33),)),
        CheckDigit(field="composite", at=(2, 36, 36), over=((1, 1, 36), (2, 1, 35))),
    ),
)
LAYOUTS: Final[Mapping[str, Layout]] = {layout.kind: layout for layout in (TD1, TD2, TD3, MRVA, MRVB, IDFRA)}
NUMBER_MAY_GO_ON: Final = {"TD1", "TD2"}  # in the optional field, if the number has more than nine characters
DIGITS_ONLY: Final = ("born", "expires")
NAMES: Final = ("name", "surname", "given")
