"""Collector of one waybill's lines that have the same form in a waybill, a house waybill and a manifest's line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp import oci
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.records import Money, Note, Party
from roadstead.engine.syntax.cargoimp import Record
from roadstead.engine.text.unwrap import rejoin

TEXT_LINE_CHARS: Final = 65  # characters in a line of free text
KIND_OF_TEXT: Final = {"OSI": "remark", "SSR": "service"}
VALUES: Final = ("transport", "customs", "insurance")  # in the order of the line


@dataclass(slots=True)
class WaybillParts:
    notes: list[Note] = field(default_factory=list)
    handling: list[str] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    contacts: list[oci.Item] = field(default_factory=list)
    values: list[Money] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    currency: str = ""
    screeners: int = 0

    def take(self, record: Record, context: ReaderContext) -> bool:
        """Use the record if its tag is handled here; return True if so."""
        taker = HANDLERS.get(record.tag)
        if taker is not None:
            taker(self, record, context)
        return taker is not None

    def parties_with_contacts(self) -> tuple[Party, ...]:
        """Return the parties, each with the contacts given in the customs information."""
        return tuple(self._with_contacts(party) for party in self.parties)

    def note_screeners(self, context: ReaderContext) -> None:
        """Note, once per message, that names were left out; the names themselves are never repeated."""
        if self.screeners:
            context.notes.note("names-left-out", oci.left_out_text(self.screeners), segment="OCI")

    def _with_contacts(self, party: Party) -> Party:
        of_it = [item for item in self.contacts if oci.SEGMENTS[item.segment] is party.role]
        told = (item.text if item.code in {"MAIL", "CP"} else f"{item.code} {item.text}" for item in of_it)
        return replace(party, contact=tuple(dict.fromkeys((*party.contact, *told))))


def _customs(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    for item in oci.items(record.fields):
        if item.code == oci.SCREENER:
            draft.screeners += 1
        elif oci.is_contact(item):
            draft.contacts.append(item)
            if oci.SEGMENTS[item.segment] not in {party.role for party in draft.parties}:
                draft.parties.append(Party(role=oci.SEGMENTS[item.segment]))
        elif item.code or item.text:
            draft.notes.append(oci.note_of(item))


def _text(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    text = rejoin(record.lines, TEXT_LINE_CHARS)
    if text:
        draft.notes.append(Note(kind=KIND_OF_TEXT[record.tag], code=record.tag, text=text))


def _accounting(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    for line in record.fields:
        code, *text = line
        if any(text):
            draft.notes.append(Note(kind="accounting", code=code, text="/".join(text)))


def _handling(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    draft.handling += record.filled_fields


def _origin(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    draft.notes += [Note(kind="customs", code=record.tag, text=code) for code in record.filled_fields]


def _size(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    draft.notes += [Note(kind="dimensions", code="DIM", text=" ".join(filter(None, line))) for line in record.fields]


def _reference(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    draft.references += [("REF", text) for text in record.filled_fields]


def _declared(draft: WaybillParts, record: Record, context: ReaderContext) -> None:
    """Read CVD/CHF//PP/NVD/NCV/XXX: currency, payment, then three values, each a number or "not declared"."""
    currency, _, _, *values = (*record.fields[0], "", "", "")
    draft.currency = currency
    for kind, text in zip(VALUES, values, strict=False):
        if (amount := number(text)) is not None:
            draft.values.append(Money(kind=kind, amount=amount, currency=currency))


def number(text: str) -> float | None:
    """Return a plain number with a decimal point; None for anything else ("NVD")."""
    figures = text.replace(".", "", 1)
    return float(text) if figures.isascii() and figures.isdigit() and len(text) < 16 else None


HANDLERS: Final[Mapping[str, Callable[[WaybillParts, Record, ReaderContext], None]]] = {
    "OCI": _customs,
    "OSI": _text,
    "SSR": _text,
    "ACC": _accounting,
    "SPH": _handling,
    "COR": _origin,
    "SCI": _origin,
    "DIM": _size,
    "REF": _reference,
    "CVD": _declared,
}
