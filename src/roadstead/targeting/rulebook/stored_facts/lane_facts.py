"""Usual figures of a bill's lane as facts for rules: rounded, and omitted if there is nothing to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from roadstead.engine.records import Money
from roadstead.filings.cargo.lanes import lanes_of_bills
from roadstead.filings.cargo.logic.lane_statistics import BillRatios, LaneStatistics, bill_ratios, weight_times_usual
from roadstead.filings.cargo.models import Bill


def lane_facts(bills: Sequence[Bill], *, now: datetime) -> list[Mapping[str, int]]:
    """Return facts of the family `lane`, by position; a few queries, however many bills."""
    lanes = lanes_of_bills(bills, now=now)
    return [_facts(lanes.get(bill.pk), bill) for bill in bills]


def _facts(lane: LaneStatistics | None, bill: Bill) -> dict[str, int]:
    own = own_figures(bill)
    found = {"lane.weight_times_usual": weight_times_usual(lane, own), "lane.value_times_usual": _value(lane, own)}
    told = {name: round(times) for name, times in found.items() if times is not None}
    return {"lane.earlier_bills": lane.bills if lane else 0, **told}


def own_figures(bill: Bill) -> BillRatios:
    money = Money(kind="goods", amount=bill.worth, currency=bill.currency or "") if bill.worth else None
    return bill_ratios(bill.gross_mass_kg, bill.packages, len(bill.containers), money)


def _value(lane: LaneStatistics | None, own: BillRatios) -> float | None:
    """Return value per kilogram relative to the lane's usual one; None for different currencies."""
    if lane is None or lane.value_per_kg is None or lane.currency != own.currency:
        return None
    return lane.value_per_kg.times_usual(own.value_per_kg)
