"""Waybill and unit load device of a manifest, while their lines are added up."""

from __future__ import annotations

from dataclasses import dataclass, field

from roadstead.engine.formats.cargo.cargo_imp.awb import Waybill
from roadstead.engine.formats.cargo.cargo_imp.context import ReaderContext
from roadstead.engine.formats.cargo.cargo_imp.draft import WaybillParts
from roadstead.engine.formats.cargo.cargo_imp.quantity import sum_counts, sum_decimals
from roadstead.engine.records import Consignment, Container, GoodsLine, InContainer, Level, OnwardLeg
from roadstead.engine.sentences import Sentence
from roadstead.engine.syntax.cargoimp import Record


@dataclass(slots=True)
class DeviceBuilder:
    number: str
    kind: str
    owner: str
    place: str
    packages: int | None = None
    mass_kg: float | None = None
    bills: list[str] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)

    def add(self, waybill: Waybill) -> None:
        self.packages = sum_counts(self.packages, waybill.quantity.packages)
        self.mass_kg = sum_decimals(self.mass_kg, waybill.quantity.mass_kg)
        if waybill.number not in self.bills:
            self.bills.append(waybill.number)

    def build(self, origin: str) -> Container:
        return Container(
            number=self.number,
            size_type=self.kind,
            kind="unit load device",
            goods_mass_kg=self.mass_kg,
            packages=self.packages,
            loaded_at=origin,
            discharged_at=self.place,
            carrier=self.owner,
            bills=tuple(self.bills),
            references=tuple(self.references),
        )


@dataclass(slots=True)
class BillBuilder:
    """Waybill of a manifest. `first_line` is its first line; `record` is the record of that line."""

    first_line: Waybill
    place: str
    record: Record
    load: str = ""
    packages: int | None = None
    mass_kg: float | None = None
    volume_m3: float | None = None
    total: int | None = None
    goods: list[str] = field(default_factory=list)
    parts: dict[str, InContainer] = field(default_factory=dict)
    onward: list[OnwardLeg] = field(default_factory=list)
    draft: WaybillParts = field(default_factory=WaybillParts)

    @property
    def onward_from(self) -> str:
        """Origin of the next onward flight: end of the one before, else the airport of unloading."""
        return self.onward[-1].destination if self.onward else self.place

    def add(self, waybill: Waybill, device: DeviceBuilder | None) -> None:
        much = waybill.quantity
        self.packages = sum_counts(self.packages, much.packages)
        self.mass_kg = sum_decimals(self.mass_kg, much.mass_kg)
        self.volume_m3 = sum_decimals(self.volume_m3, much.volume_m3)
        self.total = much.total if much.total is not None else self.total
        if device is not None:
            before = self.parts.get(device.number, InContainer(container=device.number))
            self.parts[device.number] = InContainer(
                container=device.number,
                packages=sum_counts(before.packages, much.packages),
                gross_mass_kg=sum_decimals(before.gross_mass_kg, much.mass_kg),
            )

    def add_goods(self, text: str) -> None:
        if text and text not in self.goods:
            self.goods.append(text)

    def build(self) -> Consignment:
        told = self.first_line
        line = GoodsLine(
            description="; ".join(self.goods),
            packages=self.packages,
            gross_mass_kg=self.mass_kg,
            volume_m3=self.volume_m3,
            containers=tuple(self.parts.values()),
        )
        return Consignment(
            level=Level.MASTER,
            type="AWB",
            number=told.number,
            origin=told.origin,
            destination=told.destination,
            load=self.load,
            discharge=self.place,
            onward=tuple(self.onward),
            packages=self.packages,
            packages_total=self.total,
            split=told.quantity.split,
            gross_mass_kg=self.mass_kg,
            volume_m3=self.volume_m3,
            goods=(line,),
            containers=tuple(self.parts),
            handling=tuple(dict.fromkeys(self.draft.handling)),
            notes=tuple(dict.fromkeys(self.draft.notes)),
            parties=self.draft.parties_with_contacts(),
            references=tuple(dict.fromkeys(self.draft.references)),
        )

    def check_pieces(self, context: ReaderContext) -> None:
        """Warn if there are more pieces here than the waybill has in total."""
        if self.total is not None and self.packages is not None and self.packages > self.total:
            text = Sentence(
                "Waybill %(number)s has more pieces in this part of the manifest (%(packages)s) than in total "
                "(%(total)s). We kept both numbers. Correct the wrong one.",
                {"number": self.first_line.number, "packages": self.packages, "total": self.total},
            )
            context.warn("pieces-more-than-total", text, self.record, field="pieces", sent=self.record.lines[0])
