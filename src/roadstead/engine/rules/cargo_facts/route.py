"""Facts of the route of the goods, compared with the route of the ship."""

from __future__ import annotations

from typing import Final

from roadstead.engine.records import Consignment
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.reference.places import country_of, shorten_place
from roadstead.engine.rules.facts import Values
from roadstead.engine.rules.rule import Carriage, StoredBillData

PLACES: Final = ("origin", "load", "discharge", "destination")
CHANGES: Final = frozenset({"transhipment", "transit"})


def route_facts(bill: Consignment, carriage: Carriage, known: StoredBillData) -> Values:
    stated = {name: getattr(bill, name) for name in PLACES}
    onward = (code for leg in bill.onward for code in (leg.origin, leg.destination))
    order = (bill.origin, bill.load, bill.transhipment, bill.discharge, *onward, bill.destination)
    ports = list(dict.fromkeys(code for code in order if code))
    calls = carriage.calls
    return {
        **{f"route.{name}": code for name, code in stated.items() if code},
        **{f"route.{name}_country": state for name in ("load", "discharge") if (state := country(stated[name]))},
        "route.ports": ports,
        "route.transhipped": bool(bill.transhipment or bill.onward) or bill.nature in CHANGES,
        "route.load_not_called": _not_called(bill.load, calls),
        "route.discharge_not_called": _not_called(bill.discharge, calls),
        "route.destination_elsewhere": _differ(bill.discharge, bill.destination),
        "route.origin_elsewhere": _differ(bill.origin or bill.origin_country, bill.load),
        "route.source_of": sorted({goods for port in ports for goods in known.sources.get(port, ())}),
    }


def _not_called(port: str, calls: frozenset[str]) -> bool:
    """Return True if the voyage does not call at the port. False if the route is unknown."""
    return bool(port and calls) and shorten_place(port) not in calls


def _differ(one: str, other: str) -> bool:
    """Return True if both states are known and differ."""
    states = country(one), country(other)
    return all(states) and states[0] != states[1]


def country(code: str) -> str:
    """Return the country of a place code, or of a country code."""
    return country_of(code) or (alpha3(code) if len(code) == len("BB") else "")
