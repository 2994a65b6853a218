"""Which participating states a bill concerns: those where its ship calls with the goods on board. Pure (S25)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from roadstead.engine.records import Consignment, Voyage
from roadstead.engine.reference.bill_places import with_places
from roadstead.engine.reference.place_codes import kept
from roadstead.engine.reference.places import country_of


def states_of_bill(declared: Consignment, voyage: Voyage, participating: Collection[str]) -> list[str]:
    """From where it is loaded to where it is discharged, both included, and where it is bound for in the end; ports by
    one code each, however they were sent.

    Whoever may be concerned is told rather than nobody: of a bill without places, every state of the route.
    """
    bill = with_places(declared, voyage.mode, voyage.calls)
    ends = (kept(place) for place in (bill.load or bill.origin, bill.discharge or bill.destination))
    places = [*_between(voyage.calls, *ends), bill.load, bill.discharge, bill.destination]
    return _states(places, participating)


def _between(calls: Sequence[str], load: str, discharge: str) -> Sequence[str]:
    """To the end of the route where the ship calls at no place of discharge: transhipped, or still on board."""
    end = calls.index(discharge) + 1 if discharge in calls else len(calls)
    begin = calls.index(load) if load in calls[:end] else 0
    return calls[begin:end]


def _states(codes: Sequence[str], participating: Collection[str]) -> list[str]:
    found = (country_of(code) for code in codes if code)
    return list(dict.fromkeys(state for state in found if state in participating))
