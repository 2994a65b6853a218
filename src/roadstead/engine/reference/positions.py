"""Positions of places for maps: airports from `airportsdata`, seaports from our own table.

The positions of seaports are approximate (a minute or two of arc, as each row says), in the notation of UN/LOCODE:
degrees and minutes, "1306N 05938W". They are good enough for a map but too coarse to hold against a carrier, so they
are not in `Place`, from which distances are computed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from roadstead.engine.reference.places import place
from roadstead.engine.reference.tables import table

Position = tuple[float, float]  # latitude and longitude in degrees, north and east positive
WRITTEN: Final = re.compile(r"(\d{2})(\d{2})([NS]) (\d{3})(\d{2})([EW])")


def position_of(code: str) -> Position | None:
    """Return the position of an airport (IATA, ICAO) or a seaport (UN/LOCODE); None if it is in no table."""
    known = place(code)
    return (known.position if known else None) or _seaports().get(code)


def read_position(written: str) -> Position:
    """Convert "1306N 05938W" to degrees. Raises ValueError for any other notation."""
    found = WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"not a position as UN/LOCODE writes it: {written!r}")
    north, north_minutes, half, east, east_minutes, side = found.groups()
    latitude, longitude = int(north) + int(north_minutes) / 60, int(east) + int(east_minutes) / 60
    return (-latitude if half == "S" else latitude, -longitude if side == "W" else longitude)


@cache
def _seaports() -> Mapping[str, Position]:
    return {row["code"]: read_position(row["position"]) for row in table("seaport_positions")}
