"""When the ship reaches where a bill is discharged, by the legs of its voyage. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from roadstead.engine.records import Mode
from roadstead.engine.reference.bill_places import as_called


class Reached(NamedTuple):
    """An arrival, with the names that voyages and legs have for it. `arrives_local`: as sent, "" where the instant is
    known."""

    arrives_at: datetime | None
    destination: str
    arrives_local: str = ""


class Hop(NamedTuple):
    origin: str
    destination: str
    arrives_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`end`: the arrival of the whole voyage, which is that of every bill whose port no leg reaches at a known time."""

    mode: Mode
    hops: Sequence[Hop]
    end: Reached

    def reaches(self, load: str, discharge: str) -> Reached:
        """The first call at `discharge` after the ship has called where the bill is loaded."""
        calls = {code for hop in self.hops for code in (hop.origin, hop.destination)}
        begin, port = (as_called(place, self.mode, calls) for place in (load, discharge))
        hops = [hop for hop in self._after(begin) if hop.destination == port and hop.arrives_at]
        return Reached(hops[0].arrives_at, port) if port and hops else self.end

    def _after(self, load: str) -> Sequence[Hop]:
        begin = next((at for at, hop in enumerate(self.hops) if hop.origin == load), 0)
        return self.hops[begin:]
