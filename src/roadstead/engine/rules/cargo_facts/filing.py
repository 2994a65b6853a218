"""Facts of the filing: when a bill was first heard of, and what was changed when."""

from __future__ import annotations

from roadstead.engine.records import Consignment
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import Carriage, Known, leaves, reaches

MINUTE, HOUR = 60, 3600  # seconds


def of_filing(bill: Consignment, carriage: Carriage, known: Known) -> Values:
    found = Values()
    first, due = known.first_at, carriage.due_at
    arrives = reaches(carriage.voyage, bill.discharge or bill.destination)
    if first and due:
        found["filing.minutes_late"] = round((first - due).total_seconds() / MINUTE)
    if first and arrives:
        found["filing.hours_before_arrival"] = int((arrives - first).total_seconds() // HOUR)
    return {**found, **_amended(bill, carriage, known)}


def _amended(bill: Consignment, carriage: Carriage, known: Known) -> Values:
    if known.amendments is None:
        return {}
    found: Values = {"filing.amendments": known.amendments}
    left = leaves(carriage.voyage, bill.load or bill.origin)
    if left:
        found["filing.amended_after_departure"] = bool(known.amendments and known.last_at and known.last_at > left)
    return found
