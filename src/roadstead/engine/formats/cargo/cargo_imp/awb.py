"""Line of an air waybill: number, route and quantity, as in "933-22405784NRTORD/D30K1693.5MC12.26T203"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.quantity import Quantity, quantity
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record
from roadstead.engine.text.identifiers import waybill

NUMBER: Final = re.compile(r"([0-9]{3})[- ]?([0-9]{8})\s*([A-Z]{3})?([A-Z]{3})?")
NO_QUANTITY: Final = Quantity()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waybill:
    """Values of the line; `rest` holds the fields after the quantity."""

    number: str
    origin: str
    destination: str
    quantity: Quantity = NO_QUANTITY
    rest: tuple[str, ...] = ()


def is_waybill(record: Record) -> bool:
    return not record.tag and NUMBER.match(record.lines[0]) is not None


def read_waybill(fields: tuple[str, ...], record: Record, context: ReaderContext) -> Waybill | None:
    """Read the fields of one line; report a problem and return None if no waybill number begins them."""
    head, *others = fields or ("",)
    found = NUMBER.fullmatch(head)
    if found is None:
        context.warn(
            "waybill-number-missing",
            "This line does not begin with an air waybill number. We stored it but did not use it. Write 3 "
            "digits, a hyphen, 8 digits and the two airports.",
            record,
            field="air waybill",
            sent=head,
        )
        context.keep_unread(record)
        return None
    number = waybill.normalise(f"{found[1]}-{found[2]}")
    _check_digit(number, record, context)
    much = quantity(others[0]) if others else None
    if others and much is None:
        words = Sentence(
            "%(others)s is not a quantity. Write pieces and weight as T12K340.5.", {"others": others[0][:30]}
        )
        context.warn("quantity-not-understood", words, record, field="pieces and weight", sent=others[0])
    rest = tuple(others[1:] if much or not others else others)
    return Waybill(
        number=number, origin=found[3] or "", destination=found[4] or "", quantity=much or NO_QUANTITY, rest=rest
    )


def _check_digit(number: str, record: Record, context: ReaderContext) -> None:
    if not waybill.is_valid(number):
        words = Sentence(
            "Air waybill %(number)s has a wrong check digit. Check it for typing errors.",
            {"number": number},
        )
        context.warn("waybill-check-digit", words, record, field="air waybill", sent=number)
