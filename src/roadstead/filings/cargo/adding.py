"""What the voyage's cargo comes to, beside what its senders say it comes to."""

from __future__ import annotations

from typing import Final

import msgspec
from django.db.models import Count, QuerySet, Sum

from roadstead.engine.records import CargoTotals
from roadstead.filings.cargo.logic import merge as sums
from roadstead.filings.cargo.models import Bill, CargoReport

OF_HOUSES: Final = ("packages", "gross_mass_kg")


def sums_of(report: CargoReport) -> list[sums.Sum]:
    """One message's own totals against the bills it gave, as they were added up when it came. Who may see the report
    may see every bill in it."""
    return sums.compared(msgspec.convert(report.totals, CargoTotals), msgspec.convert(report.read, CargoTotals))


def sums_of_houses(master: Bill, houses: QuerySet[Bill, Bill]) -> list[sums.Sum]:
    """A master against those of its houses that the reader sees; nothing where there is none."""
    read = houses.order_by().aggregate(houses=Count("pk"), **{name: Sum(name) for name in OF_HOUSES})
    if not read["houses"]:
        return []
    return [sums.Sum(name=name, declared=getattr(master, name), read=read[name]) for name in OF_HOUSES]
