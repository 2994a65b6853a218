"""A manifest of cargo that names first port and last: where its bills are loaded and discharged the ship calls too."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from roadstead.manifests.declared import as_voyage
from roadstead.manifests.models import Voyage
from roadstead.manifests.states import spread_states
from roadstead.model import Consignment
from roadstead.reference.bill_places import with_places
from roadstead.reference.places import country_of


def call_where_discharged(voyage: Voyage, bills: Iterable[Consignment], participating: Collection[str]) -> None:
    """Tell the states of these ports of the voyage. Where goods go on by another ship, it does not call."""
    route = as_voyage(voyage)
    told = (with_places(bill, route.mode, route.calls) for bill in bills)
    ports = (port for bill in told for port in (bill.load, bill.discharge) if port)
    states = dict.fromkeys(state for port in ports if (state := country_of(port)) in participating)
    new = [state for state in states if state and state not in voyage.states]
    if new:
        voyage.states = [*voyage.states, *new]
        voyage.save(update_fields=["states"])
        spread_states(voyage)
