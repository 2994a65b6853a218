"""Checks of the traveller's ports against the voyage's route."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from roadstead.engine.records import Aspect, Mode, Severity
from roadstead.engine.reference.places import place_code
from roadstead.engine.voyages.quality.check import Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import PersonFacts


def embark_off_route(who: PersonFacts) -> Iterable[Values]:
    return _off_route(who, who.traveller.embark)


def disembark_off_route(who: PersonFacts) -> Iterable[Values]:
    return _off_route(who, who.traveller.disembark)


def same_port(who: PersonFacts) -> Iterable[Values]:
    """Find equal ports by air; by sea they are a round trip."""
    embark, disembark = who.traveller.embark, who.traveller.disembark
    return fault_if(bool(embark) and embark == disembark and who.mode is Mode.AIR)


def _off_route(who: PersonFacts, port: str) -> Iterable[Values]:
    """Find a port that is not on the route. A place given by name, or an unknown route, is no fault."""
    if not port or not who.route or not 3 <= len(port) <= 5 or port in who.route:
        return ()
    code = place_code(port, who.mode)
    return () if code in who.route else ({"port": code},)


A, WARNING, NOTE = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
PORTS: Final[tuple[Check[PersonFacts], ...]] = (
    Check(
        "embark-off-route",
        A,
        NOTE,
        "port of embarkation",
        "The port of embarkation %(port)s is not on the voyage's route. Send the port where this person "
        "gets on this voyage.",
        embark_off_route,
    ),
    Check(
        "disembark-off-route",
        A,
        NOTE,
        "port of disembarkation",
        "The port of disembarkation %(port)s is not on the voyage's route. Send the port where this "
        "person gets off this voyage.",
        disembark_off_route,
    ),
    Check(
        "same-port-twice",
        A,
        WARNING,
        "port of disembarkation",
        "The ports of embarkation and disembarkation are the same. Correct one of them.",
        same_port,
    ),
)
