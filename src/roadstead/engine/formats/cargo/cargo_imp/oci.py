"""Customs information (OCI): country, segment, code, text; what is left empty is as in the line before.

The screener's name (SN) is of a person whom no officer asked for: it is counted and not kept. A mail address comes in
two halves (MU before the @, MD behind it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Note, PartyRole

SCREENER: Final = "SN"
MAIL: Final = ("MU", "MD")
CONTACTS: Final = frozenset({"TE", "CT", "CP", "FX", "MAIL"})
SEGMENTS: Final = {"SHP": PartyRole.CONSIGNOR, "CNE": PartyRole.CONSIGNEE, "NFY": PartyRole.NOTIFY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    country: str
    segment: str
    code: str
    text: str


def items(lines: Iterable[tuple[str, ...]]) -> Iterator[Item]:
    """One a line, with country and segment of the line before where it has none; the two halves of a mail are one."""
    before, user = Item(country="", segment="", code="", text=""), ""
    for country, segment, code, *text in (_padded(line) for line in lines):
        now = Item(country=country or before.country, segment=segment or before.segment, code=code, text="/".join(text))
        if user and code != MAIL[1]:
            yield Item(country=before.country, segment=before.segment, code=MAIL[0], text=user)
        if code == MAIL[0]:
            before, user = now, now.text
            continue
        is_second = code == MAIL[1] and bool(user)
        yield (
            Item(country=now.country, segment=now.segment, code="MAIL", text=f"{user}@{now.text}") if is_second else now
        )
        before, user = now, ""
    if user:
        yield Item(country=before.country, segment=before.segment, code=MAIL[0], text=user)


def _padded(line: tuple[str, ...]) -> tuple[str, ...]:
    return line + ("",) * max(0, 4 - len(line))


def is_contact(item: Item) -> bool:
    """How a party is reached: it stands with the party, and not among what customs are told."""
    return item.segment in SEGMENTS and item.code in CONTACTS


def left_out(screeners: int) -> str:
    return f"Names of persons who screened or signed: {screeners}. They are not needed and were not kept."


def note_of(item: Item) -> Note:
    return Note(kind="customs", code=item.code, country=item.country, segment=item.segment, text=item.text)
