"""The row, or the two rows, of headings over people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.passengers.sheets.headings import column, key
from roadstead.engine.formats.passengers.sheets.lines import filled
from roadstead.engine.formats.passengers.sheets.papers import kind_of_heading
from roadstead.engine.syntax.table import Row

NAMES: Final = frozenset({"surname", "given", "name", "surname_given"})
# What tells a list of people on board from any other table with a name in it.
TELLING: Final = frozenset(
    {
        "born",
        "birth",
        "nationality",
        "document",
        "document_number",
        "document_type",
        "employment",
        "embark",
        "disembark",
        "role",
        "transit",
        "sex",
        "expires",
        "residence",
    }
)
TWICE: Final = {
    "document_type": "document2_type",
    "document_number": "document2_number",
    "issuer": "document2_issuer",
    "issued": "document2_issued",
    "expires": "document2_expires",
}
# A vague heading, what must stand beside it, what must not, and what it then means.
SETTLED: Final[tuple[tuple[str, frozenset[str], frozenset[str], str], ...]] = (
    ("name", frozenset({"given"}), frozenset({"surname"}), "surname"),
    ("name", frozenset({"surname"}), frozenset({"given"}), "given"),
    ("country", NAMES, frozenset({"nationality", "street", "city", "postcode"}), "nationality"),
)
PREFIX: Final = "key:"  # a column that says something of the voyage, in each row


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """`fields` and `texts` by column; a field is "" where the heading is not understood. `height` in rows."""

    row: int
    height: int
    fields: tuple[str, ...]
    texts: tuple[str, ...]

    def field_at(self, place: int) -> str:
        return self.fields[place] if place < len(self.fields) else ""

    def is_name(self, place: int) -> bool:
        return self.field_at(place) in NAMES

    @property
    def known(self) -> frozenset[str]:
        return frozenset(field for field in self.fields if field and field != "count")


def heading(row: Row, below: Row | None) -> Heading | None:
    """The headings in this row, or in it and the one below; None where it is none."""
    if len(filled(row)) < 2:
        return None
    one = _made(row, row.cells, 1)
    two = _made(row, _joined(row, below), 2) if below is not None and _may_be_second(below) else None
    alone = len(_made(below, below.cells, 1).known) if below is not None else 0
    best = two if two is not None and _gained(two, below) > max(len(one.known), alone) else one
    return best if _is_heading(best) else None


def _gained(two: Heading, below: Row | None) -> int:
    """Fields of two rows as one heading, without labels of the voyage that stand in the upper row alone."""
    lower = below.cells if below is not None else ()
    empty = [place >= len(lower) or not lower[place] for place in range(len(two.fields))]
    of_voyage = {
        field for field, is_upper in zip(two.fields, empty, strict=True) if is_upper and field.startswith(PREFIX)
    }
    return len(two.known - of_voyage)


def _is_heading(head: Heading) -> bool:
    """A name and something telling, and most of the row understood: a person called Page is no heading."""
    known = len([field for field in head.fields if field])
    return bool(head.known & NAMES and head.known & TELLING) and known * 2 >= len([text for text in head.texts if text])


def _made(row: Row, texts: tuple[str, ...], height: int) -> Heading:
    fields: list[str] = []
    for text in texts:
        found = _field(text)
        fields.append(TWICE.get(found, found) if found in fields else found)
    return Heading(row=row.number, height=height, fields=_settled(_sorted_papers(fields, texts)), texts=texts)


def _sorted_papers(fields: list[str], texts: tuple[str, ...]) -> list[str]:
    """Beside a passport and a seaman's book in columns of their own, "PP expiry" is the passport's, wherever it is."""
    numbers = [fields.index(name) for name in ("document_number", "document2_number") if name in fields]
    one, other = [kind_of_heading(texts[place]) for place in numbers] if len(numbers) == 2 else ("", "")
    if not one or not other or one == other:
        return fields
    kinds = [kind_of_heading(text) for text in texts]
    to = {one: {second: first for first, second in TWICE.items()}, other: TWICE}
    return [to[kind].get(field, field) if kind in to else field for field, kind in zip(fields, kinds, strict=True)]


def _field(text: str) -> str:
    if not text:
        return ""
    found = column(text)
    voyage = "" if found else key(text)
    return f"{PREFIX}{voyage}" if voyage and not voyage.startswith("unused:") else found


def _settled(fields: list[str]) -> tuple[str, ...]:
    """A vague heading takes the meaning that the others leave: "Name" beside "First name" is the family name."""
    for vague, beside, unless, meant in SETTLED:
        if vague in fields and beside & set(fields) and not unless & set(fields):
            fields[fields.index(vague)] = meant
    return tuple(fields)


def _may_be_second(below: Row) -> bool:
    """Sub-headings are words: a row with digits in it holds a person."""
    return not any(letter.isdigit() for cell in below.cells for letter in cell)


def _joined(row: Row, below: Row) -> tuple[str, ...]:
    """Each heading with the one above it; a heading over several columns stands in the first of them."""
    texts, above = [], ""
    for place in range(max(len(row.cells), len(below.cells))):
        upper = row.cells[place] if place < len(row.cells) else ""
        lower = below.cells[place] if place < len(below.cells) else ""
        above = upper or (above if lower else "")
        texts.append(_best(above if lower else upper, lower))
    return tuple(texts)


def _best(upper: str, lower: str) -> str:
    both = f"{upper} {lower}".strip()
    return next((text for text in (both, lower, upper) if text and column(text)), both)
