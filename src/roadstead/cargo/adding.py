"""What the voyage's cargo comes to, beside what its senders say it comes to."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from roadstead.cargo.bills import consignment_of
from roadstead.cargo.models import Bill, CargoReport
from roadstead.cargo.sums import Sum, added_up, compared, house_sums
from roadstead.model import CargoTotals, Consignment


def sums_of(report: CargoReport) -> list[Sum]:
    """One message's own totals against the bills it gave."""
    rows = report.manifest.billstatements.order_by("position").values_list("said", flat=True)
    read = added_up(msgspec.json.decode(said, type=Consignment) for said in rows)
    return compared(msgspec.convert(report.totals, CargoTotals), read)


def sums_of_houses(master: Bill, houses: Iterable[Bill]) -> list[Sum]:
    """A master against its houses; nothing where it has none."""
    return list(house_sums(consignment_of(master), map(consignment_of, houses)).values())
