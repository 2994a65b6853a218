"""Segments that bills, goods, containers and the header have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from roadstead.engine.formats.cargo.edifact.codes import MONEY, PACKING_GROUPS, PARTIES
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment, contacts, date, figures
from roadstead.engine.formats.passengers.paxlst.write.segment import place as code_or_name
from roadstead.engine.records import DangerousGoods, Money, Party

MAX_TEXT_CHARS: Final = 512  # 4440
MAX_TEXTS: Final = 5  # C108
MAX_MARKS: Final = 10  # C210
Meaning = TypeVar("Meaning")


def first_codes(table: Mapping[str, Meaning]) -> dict[Meaning, str]:
    """Return the first code of each meaning; empty codes are never written."""
    return {known: code for code, known in reversed(list(table.items())) if code}


ROLE_CODES: Final = first_codes(PARTIES)
MONEY_CODES: Final = first_codes(MONEY)
PACKING_GROUP_CODES: Final = first_codes(PACKING_GROUPS)


def number_text(number: float) -> str:
    """Return the number without exponent and trailing zeros."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def place(qualifier: str, where: str) -> Iterator[Segment]:
    if where:
        yield ["LOC", qualifier, code_or_name(where)]


def mass(qualifier: str, value: float | None, unit: str = "KGM") -> Iterator[Segment]:
    if value is not None:
        yield ["MEA", "AAE", qualifier, [unit, number_text(value)]]


def time(qualifier: str, iso: str) -> Iterator[Segment]:
    """Write a time with its century, so that its format is clear."""
    if iso:
        yield ["DTM", [qualifier, *([figures(iso), "203"] if "T" in iso else date(iso))]]


def total(qualifier: str, value: float | None, unit: str = "") -> Iterator[Segment]:
    if value is not None:
        yield ["CNT", [qualifier, number_text(value), unit]]


def references(sent: Iterable[tuple[str, str]]) -> Iterator[Segment]:
    """Write references that came in RFF; those of other segments have a plus in their code."""
    for code, number in sent:
        if "+" not in code:
            yield ["RFF", [code, number]]


def texts(qualifier: str, text: str) -> Iterator[Segment]:
    """Split text at blanks, where the reader joins it again."""
    lines: list[str] = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if lines[-1] and len(longer) > MAX_TEXT_CHARS:
            lines.append(word)
        else:
            lines[-1] = longer
    for at in range(0, len(lines), MAX_TEXTS):
        if any(lines[at : at + MAX_TEXTS]):
            yield ["FTX", qualifier, "", "", lines[at : at + MAX_TEXTS]]


def money(sent: Iterable[Money]) -> Iterator[Segment]:
    for each in sent:
        yield ["MOA", [MONEY_CODES.get(each.kind, each.kind), number_text(each.amount), each.currency]]


def marks(sent: tuple[str, ...]) -> Iterator[Segment]:
    for at in range(0, len(sent), MAX_MARKS):
        yield ["PCI", "28", sent[at : at + MAX_MARKS]]


def danger(sent: Iterable[DangerousGoods]) -> Iterator[Segment]:
    for each in sent:
        flash: Element = "" if each.flash_point_c is None else [number_text(each.flash_point_c), "CEL"]
        group = PACKING_GROUP_CODES.get(each.packing_group, each.packing_group)
        yield ["DGS", each.code, each.hazard, each.un_number, flash, group]
        yield from texts("AAD", each.name)


def party(each: Party) -> Iterator[Segment]:
    """Write a party by its parts, or as free lines if it came so."""
    role = ROLE_CODES.get(each.role, each.role_sent or "OB")
    if each.lines and each.lines[0] == each.name:
        yield ["NAD", role, each.code, each.lines]
    else:
        where = each.address
        yield [
            "NAD",
            role,
            each.code,
            "",
            each.name,
            where.street,
            where.city,
            where.region,
            where.postcode,
            where.country,
        ]
    yield from contacts(each.contact)
