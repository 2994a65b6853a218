"""A schooner's cargo, entered by its master in the sheet that Roadstead provides."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from roadstead.engine.formats.passengers.sheets.shapes import MARK
from roadstead.engine.formats.passengers.sheets.template import write_template
from roadstead.engine.records import Consignment, Party, PartyRole, Voyage


def sheet(bills: Sequence[Consignment], sailing: Voyage) -> bytes:
    """Return the English template as csv, with the lines above the table and the rows filled in."""
    lines = list(csv.reader(io.StringIO(write_template("cargo", "en", "csv").decode("utf-8-sig"))))
    plain = [[cell.removesuffix(MARK) for cell in row] for row in lines]
    heading = next(row for row in plain if row[:1] == ["Bill number"])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows(_above(sailing))
    writer.writerow(heading)
    writer.writerows([cells.get(name, "") for name in heading] for cells in map(_cells, bills))
    return text.getvalue().encode("utf-8-sig")


def _above(sailing: Voyage) -> Iterator[tuple[str, ...]]:
    leg = sailing.legs[0]
    yield ("Roadstead: cargo",)
    yield ("Name of ship or yacht", sailing.craft.name)
    yield ("IMO number", sailing.craft.imo)
    yield ("Flight or voyage number", sailing.number)
    yield ("Carrier or operator", sailing.carrier)
    yield ("From", leg.origin)
    yield ("Departure", leg.departure.replace("T", " "))
    yield ("To", leg.destination)
    yield ("Arrival", leg.arrival.replace("T", " "))
    yield ("Travels by", "sea")
    yield ()


def _cells(bill: Consignment) -> dict[str, str]:
    line = bill.goods[0]
    return {
        "Bill number": bill.number,
        **_party("Shipper", bill, PartyRole.CONSIGNOR),
        **_party("Consignee", bill, PartyRole.CONSIGNEE),
        "Goods": line.description,
        "HS code": line.hs,
        "Packages": str(bill.packages or ""),
        "Type of package": bill.package_type,
        "Gross mass (kg)": str(bill.gross_mass_kg or ""),
        "Container": "".join(bill.containers[:1]),
        "Port of loading": bill.load,
        "Port of discharge": bill.discharge,
        "Value": str(bill.values[0].amount) if bill.values else "",
        "Currency": "USD" if bill.values else "",
    }


def _party(title: str, bill: Consignment, role: PartyRole) -> dict[str, str]:
    party = next(iter(bill.parties_as(role)), Party(role=role))
    street = ", ".join(filter(None, (party.address.street, party.address.city)))
    return {title: party.name, f"{title}'s address": street, f"{title}'s country": party.address.country}
