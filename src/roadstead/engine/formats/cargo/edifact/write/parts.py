"""Segments that bills, goods, containers and the header have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeVar

from roadstead.engine.formats.cargo.edifact.codes import MONEY, PACKING_GROUPS, PARTIES
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment, contacts, date, figures
from roadstead.engine.formats.passengers.paxlst.write.segment import place as code_or_name
from roadstead.engine.records import DangerousGoods, Money, Party

LONGEST_TEXT: Final = 512  # 4440
MOST_TEXTS: Final = 5  # C108
MOST_MARKS: Final = 10  # C210
Meaning = TypeVar("Meaning")


def first_codes(table: Mapping[str, Meaning]) -> dict[Meaning, str]:
    """Return the first code of each meaning; empty codes are never written."""
    return {known: code for code, known in reversed(list(table.items())) if code}


CODES_OF_ROLES: Final = first_codes(PARTIES)
CODES_OF_MONEY: Final = first_codes(MONEY)
FIGURES_OF_GROUPS: Final = first_codes(PACKING_GROUPS)


def plain(number: float) -> str:
    """Return the number without exponent and trailing zeros."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def place(qualifier: str, where: str) -> Iterator[Segment]:
    if where:
        yield ["LOC", qualifier, code_or_name(where)]


def mass(qualifier: str, value: float | None, unit: str = "KGM") -> Iterator[Segment]:
    if value is not None:
        yield ["MEA", "AAE", qualifier, [unit, plain(value)]]


def time(qualifier: str, iso: str) -> Iterator[Segment]:
    """Write a time with its century, so that its format is clear."""
    if iso:
        yield ["DTM", [qualifier, *([figures(iso), "203"] if "T" in iso else date(iso))]]


def total(qualifier: str, value: float | None, unit: str = "") -> Iterator[Segment]:
    if value is not None:
        yield ["CNT", [qualifier, plain(value), unit]]


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
        if lines[-1] and len(longer) > LONGEST_TEXT:
            lines.append(word)
        else:
            lines[-1] = longer
    for at in range(0, len(lines), MOST_TEXTS):
        if any(lines[at : at + MOST_TEXTS]):
            yield ["FTX", qualifier, "", "", lines[at : at + MOST_TEXTS]]


def money(sent: Iterable[Money]) -> Iterator[Segment]:
    for each in sent:
        yield ["MOA", [CODES_OF_MONEY.get(each.kind, each.kind), plain(each.amount), each.currency]]


def marks(sent: tuple[str, ...]) -> Iterator[Segment]:
    for at in range(0, len(sent), MOST_MARKS):
        yield ["PCI", "28", sent[at : at + MOST_MARKS]]


def danger(sent: Iterable[DangerousGoods]) -> Iterator[Segment]:
    for each in sent:
        flash: Element = "" if each.flash_point_c is None else [plain(each.flash_point_c), "CEL"]
        group = FIGURES_OF_GROUPS.get(each.packing_group, each.packing_group)
        yield ["DGS", each.code, each.hazard, each.un_number, flash, group]
        yield from texts("AAD", each.name)


def party(each: Party) -> Iterator[Segment]:
    """Write a party by its parts, or as free lines if it came so."""
    role = CODES_OF_ROLES.get(each.role, each.role_sent or "OB")
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
