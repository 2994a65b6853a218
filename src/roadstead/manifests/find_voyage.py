"""Is this voyage one we know? The same number of the same carrier on the same leg, at about the same time.

Senders name one flight differently (BAW302 and BA302), leave out the departure, or move it past midnight.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from roadstead import model
from roadstead.manifests.models import Leg, Voyage
from roadstead.manifests.normalise import instant
from roadstead.reference.carriers import carrier

SAME: Final = timedelta(hours=12)  # a flight of the next day is 24 hours away; a delay seldom reaches half of that
NUMBER: Final = re.compile(r"^0*(\d+[A-Z]?)$")


def flight_key(what: model.Voyage) -> str:
    """Mode, carrier (IATA where we know it) and number without zeros: what one flight is called on any day."""
    known = carrier(what.carrier) if what.carrier else None
    code = (known.iata if known and known.iata else what.carrier).upper()
    rest = what.number.upper().replace(" ", "")
    for prefix in (what.carrier.upper(), code, known.icao if known else ""):
        rest = rest.removeprefix(prefix) if prefix else rest
    digits = NUMBER.match(rest)
    ship = what.craft.imo or what.craft.name.upper()
    name = "/".join(part for part in (code, digits[1] if digits else rest) if part) or ship
    return f"{what.mode.value}/{name}"


def find_voyage(what: model.Voyage) -> Voyage | None:
    """The voyage of record that is meant, or None for a new one."""
    exact = Voyage.objects.filter(key=what.key[:120]).first()
    if exact:
        return exact
    named = Leg.objects.filter(voyage__flight_key=flight_key(what)[:60]).select_related("voyage").order_by("-voyage_id")
    for leg in what.legs:
        there = named.filter(origin=leg.origin[:5], destination=leg.destination[:5])
        found = next((known.voyage for known in there[:20] if _about_then(known, leg)), None)
        if found:
            return found
    return None


def _about_then(known: Leg, leg: model.Leg) -> bool:
    """Within half a day of each other at either end; where only days are known, on the same day."""
    departs, arrives = instant(leg.departure, leg.origin), instant(leg.arrival, leg.destination)
    if _near(known.departs_at, departs) or _near(known.arrives_at, arrives):
        return True
    days = ((known.departs_local, leg.departure), (known.arrives_local, leg.arrival))
    return any(a[:10] == b[:10] for a, b in days if a and b and min(len(a), len(b)) < 16)


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= SAME
