"""Customs information (OCI): country, segment, code, text; empty country and segment repeat those of the line before.

The screener's name (SN) belongs to a person whom no officer asked for: it is counted and not kept. A mail address comes
in two halves (MU before the @, MD after it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Note, PartyRole
from roadstead.engine.sentences import Sentence

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
    """Yield one item per line, with missing country and segment filled in and the halves of a mail address joined."""
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
    """Return True for a contact of a party, which is kept with the party and not with the customs information."""
    return item.segment in SEGMENTS and item.code in CONTACTS


def left_out_text(screeners: int) -> Sentence:
    return Sentence(
        "We do not need the names of people who screened or signed, and did not store them. Names left out: "
        "%(screeners)s.",
        {"screeners": screeners},
    )


def note_of(item: Item) -> Note:
    return Note(kind="customs", code=item.code, country=item.country, segment=item.segment, text=item.text)
