"""Rows of one identifier as a consignment with its containers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.cargo.sheets.amounts import MASSES, VOLUMES
from roadstead.engine.formats.cargo.us_manifest.tables import KEY, Row
from roadstead.engine.formats.passengers.sheets.headings import folded
from roadstead.engine.records import (
    Address,
    Consignment,
    Container,
    DangerousGoods,
    GoodsLine,
    InContainer,
    Level,
    Load,
    Money,
    Party,
    PartyRole,
)
from roadstead.engine.text.identifiers import container, un_number

PARTIES: Final[Mapping[str, PartyRole]] = {
    "shipper_party": PartyRole.CONSIGNOR,
    "shipper": PartyRole.CONSIGNOR,
    "consignee": PartyRole.CONSIGNEE,
    "notify_party": PartyRole.NOTIFY,
    "notifyparty": PartyRole.NOTIFY,
}
SEALS: Final = ("seals", "seal_number_1", "seal_number_2")
SEQUENCE: Final = "description_sequence_number"
MAX_CODES: Final = 100  # of one line of goods
Place = tuple[str, str]
NO_CONTAINER: Final = frozenset({"", "NC", "NA", "NONE"})
LOADS: Final = {"l": Load.FULL, "loaded": Load.FULL, "full": Load.FULL, "e": Load.EMPTY, "empty": Load.EMPTY}


@dataclass(slots=True)
class BillRows:
    """Rows of one identifier, in the order sent, of any table."""

    identifier: str
    rows: list[Row] = field(default_factory=list)

    def first(self, *names: str) -> str:
        return next((row[name] for row in self.rows for name in names if row.get(name)), "")

    @property
    def number(self) -> str:
        """Number of the bill; the identifier of the tables if they give none."""
        return self.first("house_bol_number", "master_bol_number") or self.identifier

    def consignment(self) -> Consignment:
        master, house = self.first("master_bol_number"), self.first("house_bol_number")
        boxes = self.containers()
        return Consignment(
            level=Level.HOUSE if house and master else Level.MASTER,
            number=self.number,
            master=master if house else "",
            type=self.first("bill_type_code"),
            parties=tuple(_parties(self.rows)),
            origin=self.first("place_of_receipt"),
            load=self.first("foreign_port_of_lading"),
            discharge=self.first("port_of_unlading"),
            destination=self.first("foreign_port_of_destination", "port_of_destination"),
            packages=_whole(self.first("manifest_quantity")),
            package_type=self.first("manifest_unit"),
            gross_mass_kg=_measured(self.first("weight"), self.first("weight_unit"), MASSES),
            volume_m3=_measured(self.first("measurement"), self.first("measurement_unit"), VOLUMES),
            goods=tuple(_goods(self.rows)),
            containers=tuple(box.number for box in boxes),
            seals=tuple(dict.fromkeys(seal for box in boxes for seal in box.seals)),
            marks=tuple(_marks(self.rows)),
            references=((KEY, self.identifier),),
        )

    def containers(self) -> tuple[Container, ...]:
        """Return each container that a row names, with the values of the container table."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            if (number := _container_number(row)) not in NO_CONTAINER:
                found.setdefault(number, []).append(row)
        return tuple(_container(number, BillRows("", rows)) for number, rows in found.items())


def _container(number: str, rows: BillRows) -> Container:
    seals = (rows.first(name) for name in SEALS)
    return Container(
        number=number,
        size_type=rows.first("equipment_description_code", "container_type"),
        load=LOADS.get(rows.first("load_status").casefold()),
        seals=tuple(dict.fromkeys(seal for seal in seals if seal)),
    )


def _container_number(row: Row) -> str:
    return container.normalise(row.get("container_number", ""))


def _parties(rows: Iterable[Row]) -> Iterable[Party]:
    for row in rows:
        for prefix, role in PARTIES.items():
            if name := row.get(f"{prefix}_name", ""):
                yield Party(role=role, name=name, address=_address(row, prefix), contact=_contact(row))


def _address(row: Row, prefix: str) -> Address:
    lines = [row.get(f"{prefix}_address_{number}", "") for number in range(1, 5)] + [row.get("addresses", "")]
    return Address(
        street=", ".join(filter(None, lines)),
        city=row.get("city", ""),
        region=row.get("state_province", row.get("state", "")),
        postcode=row.get("zip_code", row.get("zip", "")),
        country=row.get("country_code", row.get("country", "")),
    )


def _contact(row: Row) -> tuple[str, ...]:
    return tuple(filter(None, (row.get("contact_name", ""), row.get("comm_number", ""))))


def _goods(rows: Sequence[Row]) -> Iterable[GoodsLine]:
    """Yield a line per description, with tariff codes and dangerous goods of the same container and sequence."""
    codes = _by(rows, ("harmonized_number",), lambda row: (_container_number(row), row.get(SEQUENCE, "")))
    dangers = _by(rows, ("hazmat_code", "hazmat_class"), lambda row: (_container_number(row), ""))
    for number, row in enumerate((row for row in rows if "description_text" in row), 1):
        box, sequence, pieces = _container_number(row), row.get(SEQUENCE, ""), _whole(row.get("piece_count", ""))
        places = dict.fromkeys([(box, sequence), (box, ""), ("", sequence), ("", "")])
        told = [each for place in places for each in codes.get(place, ())][:MAX_CODES]
        first, *more = (*dict.fromkeys(each["harmonized_number"] for each in told), "")
        yield GoodsLine(
            number=sequence or str(number),
            description=row["description_text"],
            hs=first,
            more_hs=tuple(filter(None, more)),
            packages=pieces,
            dangerous=tuple(_danger(each) for each in dangers.get((box, ""), ())[:MAX_CODES] if _is_danger(each)),
            containers=() if box in NO_CONTAINER else (InContainer(container=box, packages=pieces),),
            values=tuple(_values(told)),
        )


def _by(rows: Sequence[Row], columns: Sequence[str], place: Callable[[Row], Place]) -> dict[Place, list[Row]]:
    """Return the rows that have one of the columns, grouped by container and sequence."""
    found: dict[Place, list[Row]] = {}
    for row in rows:
        if any(column in row for column in columns):
            found.setdefault(place(row), []).append(row)
    return found


def _is_danger(row: Row) -> bool:
    """Return False for a row that only states that there are no dangerous goods (0)."""
    said = (row.get(name, "") for name in ("hazmat_code", "hazmat_class", "hazmat_classification"))
    stated = [each for each in said if each]
    return not stated or not all(map(un_number.is_none, stated))


def _danger(row: Row) -> DangerousGoods:
    return DangerousGoods(
        un_number=un_number.normalise(row.get("hazmat_code", "")),
        hazard=row.get("hazmat_class", row.get("hazmat_classification", "")),
        name=row.get("hazmat_description", ""),
    )


def _values(rows: Iterable[Row]) -> Iterable[Money]:
    for row in rows:
        if (amount := _number(row.get("harmonized_value", row.get("value", "")))) is not None and amount > 0:
            yield Money(kind="goods", amount=amount, currency="USD")


def _marks(rows: Iterable[Row]) -> Iterable[str]:
    return dict.fromkeys(text for row in rows for name, text in row.items() if name.startswith("marks_and_numbers"))


def _measured(text: str, unit: str, units: Mapping[str, float]) -> float | None:
    value = _number(text)
    plain = folded(unit)
    factor = units.get(plain) or units.get(plain.rstrip("s")) or 1
    return round(value * factor, 4) if value is not None and value > 0 else None


def _whole(text: str) -> int | None:
    value = _number(text)
    return round(value) if value is not None else None


def _number(text: str) -> float | None:
    plain = text.replace(",", "")
    figures = plain.replace(".", "", 1)
    return float(plain) if figures.isascii() and figures.isdigit() and len(plain) < 16 else None
