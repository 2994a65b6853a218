"""A bill of record: what messages say of one bill, one after the other, made into one. Pure.

A later message's word stands where it says something; what it leaves out stays as it was. Lists (goods, containers,
parties) are taken whole from the newest message that has any, because half of one list and half of another is a third
that nobody declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import reduce
from typing import Any, Final, TypeVar

from roadstead.engine.records import Consignment, Container

Told = TypeVar("Told", Consignment, Container)
CANCELLATION, DELETION, REPLACEMENT = "1", "3", "5"  # UN/EDIFACT 1225
DELETES: Final = frozenset({DELETION, CANCELLATION})
TAKES_THE_PLACE: Final = DELETES | {REPLACEMENT}
ABSENT: Final[tuple[Any, ...]] = ("", (), None)
# What a flight's manifest says of a waybill is what is on board; the waybill itself says whose it is and what it is.
OF_THE_BILL: Final = frozenset({"parties", "goods", "values", "notes", "consolidated", "origin", "destination"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BillSaid:
    """One message's word on one bill. `order` sorts by when it was sent; `document` is the sender's own reference."""

    order: str
    document: tuple[str, ...]  # account, sender, reference
    action: str  # of the message, UN/EDIFACT 1225
    said: Consignment
    on_voyage: bool = True  # False: a waybill's own message, which knows no voyage

    @property
    def account(self) -> str:
        return self.document[0]


def of_who_may(said: Sequence[BillSaid], carrier: str) -> list[BillSaid]:
    """Without what others say of a bill than whoever declared it first, and the voyage's carrier: a token that was lost
    must not take a bill off a ship. What a waybill's own messages say counts, whoever sent them."""
    first = min((each for each in said if each.on_voyage), key=lambda each: each.order, default=None)
    trusted = {carrier, first.account if first else ""}
    return [each for each in said if not each.on_voyage or each.account in trusted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A message that replaces or cancels all its sender said before under one reference."""

    order: str
    document: tuple[str, ...]
    names: frozenset[str]  # bills it gives anew


def is_whole(action: str, bills: int) -> bool:
    """Whether a message of so many bills takes the place of all that was sent before under its reference. A deletion
    that names bills speaks of those alone."""
    return action in TAKES_THE_PLACE and not (action == DELETION and bills)


def stands(said: Sequence[BillSaid], number: str, wholes: Iterable[Whole]) -> bool:
    """Whether the bill is declared at the end of the story: not deleted, nor left out of a list sent anew. A house
    that no list of the voyage names follows its master."""
    own = [each for each in said if each.on_voyage] or list(said)
    last = max(own, key=lambda each: each.order)
    return not _deletes(last) and not any(_leaves_out(whole, own, number, last.order) for whole in wholes)


def _leaves_out(whole: Whole, own: Sequence[BillSaid], number: str, last: str) -> bool:
    before = any(each.document == whole.document and each.order < whole.order for each in own)
    return before and number not in whole.names and whole.order > last


def merged(said: Iterable[BillSaid]) -> Consignment:
    """The bill as its messages together give it, in the order sent; deletions add nothing.

    A flight's manifest without parties cuts goods to a few letters: then the waybill's own words stay.
    """
    told = [each for each in sorted(said, key=lambda each: each.order) if not _deletes(each)]
    waybill = _told(each.said for each in told if not each.on_voyage)
    carried = _told(each.said for each in told if each.on_voyage)
    return with_said(waybill, carried, keep=frozenset() if carried.parties else OF_THE_BILL)


def _deletes(each: BillSaid) -> bool:
    return (each.said.action or each.action) in DELETES


def _told(said: Iterable[Consignment]) -> Consignment:
    return reduce(with_said, said, Consignment())


def with_said(known: Told, said: Told, keep: frozenset[str] = frozenset()) -> Told:
    """`known` with every word of `said`; of the fields in `keep` what is known stays."""
    news = {field.name: value for field in fields(said) if (value := getattr(said, field.name)) not in ABSENT}
    kept = {name for name in keep if getattr(known, name) not in ABSENT}
    return replace(known, **{name: value for name, value in news.items() if name not in kept})
