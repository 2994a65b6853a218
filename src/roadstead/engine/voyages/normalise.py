"""What the declared voyage means: instants in UTC, the states it concerns, the direction of its filing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from roadstead.engine.records import Leg, Voyage
from roadstead.engine.reference.places import country_of, to_utc


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """A voyage's ends, as places and as instants (None where the place or the time is not known)."""

    origin: str
    destination: str
    departs_local: str
    arrives_local: str
    departs_at: datetime | None
    arrives_at: datetime | None


def timetable(voyage: Voyage) -> Timetable:
    """The leg that crosses the border where one is marked, otherwise from the first port to the last."""
    first, last = _ends(voyage.legs)
    return Timetable(
        origin=first.origin,
        destination=last.destination,
        departs_local=first.departure,
        arrives_local=last.arrival,
        departs_at=instant(first.departure, first.origin),
        arrives_at=instant(last.arrival, last.destination),
    )


def _ends(legs: tuple[Leg, ...]) -> tuple[Leg, Leg]:
    crossing = next((leg for leg in legs if leg.crosses_border), None)
    if crossing is not None:
        return crossing, crossing
    return (legs[0], legs[-1]) if legs else (Leg(), Leg())


def instant(local: str, code: str) -> datetime | None:
    """The instant of a local time at a place; None where only the day is known."""
    return to_utc(local, code) if len(local) >= 16 else None


def states_of(voyage: Voyage, participating: Collection[str]) -> list[str]:
    """The participating states on the whole route, each once, in the order of calling (domain 11, point 6)."""
    codes = [code for leg in voyage.legs for code in (leg.origin, leg.destination)]
    return list(dict.fromkeys(country for code in codes if (country := country_of(code)) in participating))


def direction(voyage: Voyage, state: str) -> str:
    """Whether the voyage arrives in `state` or leaves it."""
    return "arrival" if any(country_of(leg.destination) == state for leg in voyage.legs) else "departure"


def crossing(voyage: Voyage, state: str) -> Leg:
    """The leg by which the voyage first comes to `state` from elsewhere, or leaves it where it comes to no port of it;
    one without ports or times where the voyage has nothing to do with it."""
    arriving = [leg for leg in voyage.legs if country_of(leg.destination) == state]
    from_elsewhere = [leg for leg in arriving if country_of(leg.origin) != state]
    leaving = [leg for leg in voyage.legs if country_of(leg.origin) == state]
    return next(iter([*from_elsewhere, *arriving, *leaving]), Leg())
