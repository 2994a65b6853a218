"""Bills and containers from rows: all rows of one bill make one consignment, all of one container one container."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from roadstead.engine.formats.cargo.sheets.line import Line
from roadstead.engine.formats.passengers.sheets.cells import Cell, fail, warn
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Consignment, Container, Level
from roadstead.engine.sentences import Sentence

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class BillRows:
    number: str
    lines: list[Line] = field(default_factory=list)

    def consignment(self, start: str, end: str) -> Consignment:
        """Return the consignment. `start` and `end` of the voyage are used if no row names a port."""
        goods = tuple(line.goods for line in self.lines)
        places = _first_of(item for line in self.lines for item in line.places.items())
        parties = _first_of((party.role, party) for line in self.lines for party in line.parties)
        master = next((line.master for line in self.lines if line.master != self.number and line.master), "")
        kinds = {line.package_type for line in goods if line.package_type}
        boxes = [box for line in self.lines for box in line.containers]
        return Consignment(
            level=Level.HOUSE if master else Level.MASTER,
            number=self.number,
            master=master,
            line=goods[0].number,
            parties=tuple(parties.values()),
            load=places.get("load", start),
            discharge=places.get("discharge", end),
            destination=places.get("destination", ""),
            packages=_total(line.packages for line in goods),
            package_type=kinds.pop() if len(kinds) == 1 else "",
            gross_mass_kg=_sum(line.gross_mass_kg for line in goods),
            volume_m3=_sum(line.volume_m3 for line in goods),
            goods=goods,
            containers=tuple(dict.fromkeys(box.number for box in boxes)),
            marks=tuple(dict.fromkeys(line.marks for line in self.lines if line.marks)),
            seals=tuple(dict.fromkeys(seal for box in boxes for seal in box.seals)),
        )


def _first_of(items: Iterable[tuple[Key, Value]]) -> dict[Key, Value]:
    """Return the first value of each key."""
    found: dict[Key, Value] = {}
    for key, value in items:
        found.setdefault(key, value)
    return found


def group_bills(lines: Iterable[Line]) -> list[BillRows]:
    """Group rows by bill. A row without number belongs to the bill above it, unless it names its own parties."""
    found: dict[str, BillRows] = {}
    now: BillRows | None = None
    for each in lines:
        number = "".join(each.bill.text.split()).upper()
        if number or now is None or each.parties:
            now = found.setdefault(number or f"?{len(found)}", BillRows(number=number))
        now.lines.append(each)
    return list(found.values())


def check(bill: BillRows, cell: Cell, notes: Notebook) -> None:
    """Report data missing from a bill that an officer needs."""
    if not bill.number:
        fail(
            notes,
            cell,
            "bill-number-missing",
            "There is no bill number here or above. Write the number of the bill of lading or air waybill.",
            "bill number",
        )
    if not any(line.goods.description for line in bill.lines):
        fail(notes, cell, "goods-missing", "There is no description of the goods. Write what they are.", "goods")
    roles = {party.role.value for line in bill.lines for party in line.parties}
    for role in ("consignor", "consignee"):
        if role not in roles:
            warn(
                notes,
                cell,
                f"{role}-missing",
                Sentence("There is no %(role)s. Write name, address and country.", {"role": Sentence(role)}),
                role,
            )


def containers(found: Iterable[BillRows], start: str, end: str) -> tuple[Container, ...]:
    """Return each container once, with the bills of its content and sums over the rows."""
    boxes: dict[str, Container] = {}
    for bill in found:
        for line in bill.lines:
            for told in line.containers:
                before = boxes.get(told.number, Container(number=told.number, kind=told.kind))
                boxes[told.number] = _with(before, told, line, bill.number)
    return tuple(replace(box, loaded_at=start, discharged_at=end) for box in boxes.values())


def _with(box: Container, told: Container, line: Line, bill: str) -> Container:
    part = next(part for part in line.goods.containers if part.container == box.number)
    return replace(
        box,
        size_type=box.size_type or told.size_type,
        seals=tuple(dict.fromkeys((*box.seals, *told.seals))),
        packages=_total((box.packages, part.packages)),
        goods_mass_kg=_sum((box.goods_mass_kg, part.gross_mass_kg)),
        bills=tuple(dict.fromkeys((*box.bills, *([bill] if bill else [])))),
    )


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known), 4) if known else None


def _total(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
