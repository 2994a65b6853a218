"""Bills arrive where they are discharged, and go on doing so when the voyage is told anew."""

from __future__ import annotations

from collections import defaultdict

from roadstead.engine.records import Mode
from roadstead.filings.cargo.logic.merge import Hop, Reached, Route
from roadstead.filings.voyages.models import Voyage


def route_of(voyage: Voyage) -> Route:
    legs = voyage.legs.order_by("position").values_list("origin", "destination", "arrives_at")
    end = Reached(voyage.arrives_at, voyage.destination)
    return Route(mode=Mode(voyage.mode), hops=[Hop(*leg) for leg in legs], end=end)


def follow(voyage: Voyage) -> None:
    """Bills of this voyage arrive as its legs now say. One statement where they do already, else one more for each
    port, however many bills there are. The caller holds the voyage's lock."""
    told = list(voyage.bills.order_by().values_list("load", "discharge", "arrives_at", "arrives_in").distinct())
    if not told:
        return
    route, wrong = route_of(voyage), defaultdict[tuple[str, Reached], set[str]](set)
    for load, discharge, arrives_at, arrives_in in told:
        reached = route.reaches(load, discharge)
        if (arrives_at, arrives_in) != (reached.arrives_at, reached.destination):
            wrong[discharge, reached].add(load)
    for (discharge, reached), loads in wrong.items():
        rows = voyage.bills.filter(discharge=discharge, load__in=loads)
        rows.update(arrives_at=reached.arrives_at, arrives_in=reached.destination)
