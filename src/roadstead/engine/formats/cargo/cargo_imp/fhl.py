"""FHL: the house waybills under one master waybill, or only their check list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill, read_waybill
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.draft import TEXT_LINE_CHARS, WaybillParts, number
from roadstead.engine.formats.cargo.cargo_imp.flights import PAIR
from roadstead.engine.formats.cargo.cargo_imp.parties import PARTY_TAGS, ROLES, party
from roadstead.engine.formats.cargo.cargo_imp.quantity import quantity, sum_counts, sum_decimals
from roadstead.engine.records import CargoTotals, Consignment, GoodsLine, Level, Manifest, PartyRole
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record
from roadstead.engine.text.unwrap import rejoin

DIGITS: Final = re.compile(r"[0-9]{1,7}")
DECLARED: Final = frozenset({PartyRole.CONSIGNOR, PartyRole.CONSIGNEE})
MASS_TOLERANCE_KG: Final = 0.5  # kilograms by which sums of rounded masses may differ


@dataclass(slots=True)
class House:
    """House waybill under construction; `bill` holds the values of its own line."""

    bill: Consignment
    draft: WaybillParts = field(default_factory=WaybillParts)
    short: str = ""
    text: str = ""
    codes: list[str] = field(default_factory=list)

    def build(self) -> Consignment:
        hs, *more = (*self.codes, "")
        bill = self.bill
        line = GoodsLine(
            description=self._description(),
            hs=hs,
            more_hs=tuple(filter(None, more)),
            packages=bill.packages,
            gross_mass_kg=bill.gross_mass_kg,
        )
        return replace(
            bill,
            goods=(line,),
            parties=self.draft.parties_with_contacts(),
            handling=tuple(self.draft.handling),
            notes=tuple(self.draft.notes),
            values=tuple(self.draft.values),
            references=(*bill.references, *self.draft.references),
        )

    def _description(self) -> str:
        """Return the full text, of which the house's own line has the beginning; both if they differ."""
        if not self.text or self.text.startswith(self.short):
            return self.text or self.short
        return f"{self.short}; {self.text}" if self.short else self.text

    @property
    def is_declared(self) -> bool:
        return any(each.role in DECLARED and each.name for each in self.draft.parties)


@dataclass(slots=True)
class HouseList:
    work: ReaderContext
    master: Waybill | None = None
    houses: list[House] = field(default_factory=list)
    head: Record | None = None
    below: list[Record] = field(default_factory=list)


def read(context: ReaderContext) -> Manifest:
    """Return one consignment per house, with the master waybill's quantity as totals."""
    found = HouseList(work=context)
    for record in context.message.records:
        if record.tag in PARTY_TAGS and found.head is not None:
            found.below.append(record)
            continue
        _close_party(found)
        TAGS.get(record.tag, _other)(record, found)
    _close_party(found)
    _about(found)
    much = found.master.quantity if found.master else None
    totals = CargoTotals(packages=much.packages, gross_mass_kg=much.mass_kg) if much else CargoTotals()
    return Manifest(consignments=tuple(house.build() for house in found.houses), totals=totals)


def _master(record: Record, found: HouseList) -> None:
    told = read_waybill(record.fields[0], record, found.work)
    found.master = found.master or told


def _house(record: Record, found: HouseList) -> None:
    """Read house number, route, pieces, mass, pieces inside and goods; handling codes are in the lines below."""
    name, route, pieces, mass, inside, *goods = (*record.fields[0], *[""] * 5)
    pair = PAIR.fullmatch(route)
    much = quantity(mass)
    if not DIGITS.fullmatch(pieces) or much is None:
        text = Sentence(
            "House %(name)s: We could not read pieces or mass. Write them as HBS/%(name_2)s/NRTORD/1/K18/1/GOODS.",
            {"name": name[:20], "name_2": name[:12]},
        )
        found.work.warn("quantity-not-understood", text, record, field="pieces and mass", sent=record.lines[0])
    master = found.master
    bill = Consignment(
        level=Level.HOUSE,
        type="HAWB",
        number=name,
        master=master.number if master else "",
        origin=pair[1] if pair else "",
        destination=pair[2] if pair else "",
        packages=int(pieces) if DIGITS.fullmatch(pieces) else None,
        gross_mass_kg=much.mass_kg if much else None,
        pieces_inside=int(inside) if DIGITS.fullmatch(inside) else None,
        references=(("MBI", f"{master.origin}{master.destination}"),) if master and master.origin else (),
    )
    house = House(bill=bill, short="/".join(filter(None, goods)))
    house.draft.handling += [code for line in record.fields[1:] for code in line if code]
    found.houses.append(house)


def _text(record: Record, found: HouseList) -> None:
    if found.houses:
        found.houses[-1].text = rejoin(record.lines, TEXT_LINE_CHARS)


def _tariff(record: Record, found: HouseList) -> None:
    codes = record.filled_fields
    for code in codes:
        if number(code) is None:
            text = Sentence(
                "%(code)s is not a code of the Harmonized System. Write 6 to 18 digits.", {"code": code[:20]}
            )
            found.work.warn("hs-code", text, record, field="HS code", sent=code)
    if found.houses:
        found.houses[-1].codes += [code for code in codes if number(code) is not None]


def _head(record: Record, found: HouseList) -> None:
    found.head, found.below = record, []


def _close_party(found: HouseList) -> None:
    """Add the open party to its house; a party ends with the first line that does not belong to it."""
    if found.head is not None and found.houses:
        made = party(found.head, found.below, named=True)
        draft = found.houses[-1].draft
        draft.parties = [*[each for each in draft.parties if each.role is not made.role or each.name], made]
    elif found.head is not None:
        found.work.keep_unread(found.head)
    found.head = None


def _other(record: Record, found: HouseList) -> None:
    if not found.houses or not found.houses[-1].draft.take(record, found.work):
        found.work.keep_unread(record, understood=bool(record.tag) and found.houses == [])


TAGS: Final[Mapping[str, Callable[[Record, HouseList], None]]] = {
    "MBI": _master,
    "HBS": _house,
    "TXT": _text,
    "HTS": _tariff,
    **dict.fromkeys(ROLES, _head),
}


# ── Checks of the whole message


def _about(found: HouseList) -> None:
    work, houses = found.work, found.houses
    WaybillParts(screeners=sum(house.draft.screeners for house in houses)).note_screeners(work)
    if found.master is None:
        text = Sentence(
            "The master waybill is missing, so we cannot assign the house waybills to a flight. Send MBI/ with "
            "its number below FHL."
        )
        work.notes.error("master-missing", text, segment="MBI", field="master waybill")
    if not houses:
        text = Sentence("There is no house waybill (HBS). Send the list again with one HBS line for each house.")
        work.notes.error("no-houses", text, segment="HBS", field="house waybill")
    _about_parties(found)
    _about_sums(found)


def _about_parties(found: HouseList) -> None:
    without = [house for house in found.houses if not house.is_declared]
    if found.houses and len(without) == len(found.houses):
        text = Sentence(
            "No house has a shipper or consignee. This list has only numbers, pieces and masses. Send the parties "
            "with each house."
        )
        found.work.notes.note("check-list", text, segment="HBS", field="shipper and consignee")
    elif without:
        text = Sentence(
            "Houses without shipper and consignee: %(count)s of %(total)s. We did not copy them from another "
            "house. Send them.",
            {"count": len(without), "total": len(found.houses)},
        )
        found.work.notes.warning(
            "parties-missing",
            text,
            segment="SHP",
            field="shipper and consignee",
            sent=", ".join(house.bill.number for house in without),
        )


def _about_sums(found: HouseList) -> None:
    """Warn if the houses, which should make up the whole master waybill, do not add up to it."""
    much = found.master.quantity if found.master else None
    if much is None or not found.houses:
        return
    pieces, mass = None, None
    for house in found.houses:
        pieces, mass = sum_counts(pieces, house.bill.packages), sum_decimals(mass, house.bill.gross_mass_kg)
    if pieces is not None and much.packages is not None and pieces != much.packages:
        text = Sentence(
            "Pieces of the houses: %(pieces)s. Pieces of the master waybill: %(packages)s. Send the missing "
            "houses, or correct the number.",
            {"pieces": f"{pieces:,}", "packages": f"{much.packages:,}"},
        )
        found.work.notes.warning("houses-do-not-add-up", text, segment="MBI", field="pieces", sent=str(much.packages))
    if mass is not None and much.mass_kg is not None and abs(mass - much.mass_kg) > MASS_TOLERANCE_KG:
        text = Sentence(
            "The houses weigh %(mass)s kg, but the master waybill says %(mass_kg)s kg. Correct the wrong mass.",
            {"mass": f"{mass:g}", "mass_kg": f"{much.mass_kg:g}"},
        )
        found.work.notes.warning("houses-do-not-add-up", text, segment="MBI", field="mass", sent=f"{much.mass_kg:g}")
