"""A manifest of cargo that names first port and last: where its bills are loaded and discharged the ship calls too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from roadstead.engine import records as model
from roadstead.engine.records import Consignment, Mode
from roadstead.engine.reference.bill_places import with_places
from roadstead.engine.reference.place_codes import LONGEST
from roadstead.engine.reference.places import country_of
from roadstead.filings.voyages.declared import as_voyage
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.states import spread_states


def call_where_discharged(voyage: Voyage, bills: Iterable[Consignment], participating: Collection[str]) -> None:
    """Tell the states of these ports of the voyage. Where goods go on by another ship, it does not call."""
    route = as_voyage(voyage)
    ports = (port for bill in bills for port in _ports(bill, route))
    states = dict.fromkeys(state for port in ports if (state := country_of(port)) in participating)
    new = [state for state in states if state and state not in voyage.states]
    if new:
        voyage.states = [*voyage.states, *new]
        voyage.save(update_fields=["states"])
        spread_states(voyage)


def _ports(bill: Consignment, route: model.Voyage) -> Iterator[str]:
    """Where the bill is loaded and discharged, but for an agent's short form that the route does not confirm: CAS of a
    ship may be Casablanca, and a state of a voyage sees its travellers for good (S25). The bill's own states are told
    of either."""
    told = with_places(bill, route.mode, route.calls)
    for sent, port in ((bill.load, told.load), (bill.discharge, told.discharge)):
        if port and (route.mode is Mode.AIR or len("".join(sent.split())) >= LONGEST or port in route.calls):
            yield port
