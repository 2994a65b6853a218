"""Map of arrivals: routes and ports as numbers for an SVG. Independent of requests and the database.

Plate carrée with the true scale at one parallel, so that the land, which the front-end build draws from Natural Earth
into land.svg, and what is drawn over it share only `frame.json`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import acos, atan2, cos, degrees, hypot, radians, sin
from pathlib import Path
from typing import Final, NamedTuple

from roadstead.engine.reference.places import country_of
from roadstead.engine.reference.positions import Position, position_of

FRAME: Final[dict[str, float]] = json.loads((Path(__file__).parents[1] / "assets" / "src" / "frame.json").read_text())
# units to the east and to the north
PER_DEGREE: Final = (FRAME["unit"] * cos(radians(FRAME["parallel"])), FRAME["unit"])
WIDTH: Final = round((FRAME["east"] - FRAME["west"]) * PER_DEGREE[0])
HEIGHT: Final = round((FRAME["north"] - FRAME["south"]) * PER_DEGREE[1])
ARC_SEGMENTS: Final = 12  # straight segments of a great circle
MARK_SIZE: Final = (62, 26)  # width and height that a port's mark and its code need
MAX_ORIGINS: Final = 5  # named beside a port
HOME_SCALE: Final = 1.4  # of the marks of own ports, as in partials/map.html
MARK_LEFT: Final = 14  # from the centre of a mark to its left edge
# Offsets of a mark from its place, the nearest first.
OFFSETS: Final = tuple(
    sorted(((x * 33, y * 14) for x in range(-6, 7) for y in range(-8, 9)), key=lambda at: hypot(*at))
)
LEAST_DEGREES: Final = 4.0  # least extent of a map, from west to east and from south to north
MARGIN_DEGREES: Final = 0.6  # around the outermost port
LESSER_ANTILLES: Final = ((18.4, -63.2), (10.2, -59.4))  # north west and south east


class Canvas(NamedTuple):
    """Width and height of a drawing, in displayed pixels."""

    width: int
    height: int


WIDE: Final = Canvas(760, 640)
NARROW: Final = Canvas(356, 430)  # a phone: nothing has to be scrolled to be seen


class View(NamedTuple):
    """The part of the frame that a drawing shows: its north-west corner in the frame's units, and pixels per unit."""

    x: float
    y: float
    scale: float
    canvas: Canvas

    def at(self, where: Position) -> tuple[float, float]:
        x, y = _xy(where)
        return round((x - self.x) * self.scale, 1), round((y - self.y) * self.scale, 1)


class ArrivingVoyage(NamedTuple):
    """One voyage: its last port before, its port of arrival, mode, open alerts, and time of arrival (None: not
    declared).
    """

    origin: str
    destination: str
    mode: str
    alerts: int
    arrives: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A port where voyages of one mode arrive. `x`, `y`: its mark; `place`: its own place if the mark is moved aside.

    `x` is None for a port whose position is unknown: it is in the table only.
    """

    code: str
    mode: str
    voyages: int
    alerts: int
    next: datetime | None  # the first arrival still to come
    origins: Sequence[tuple[str, int]]  # last ports before, with the number of voyages from each, the most first
    x: float | None = None
    y: float | None = None
    place: tuple[float, float] | None = None
    is_home: bool = False  # a port of the reader's own state is drawn larger

    @property
    def origins_text(self) -> str:
        """The first origins, such as `MIA (2), ANU, …`."""
        named = [f"{code or '?'} ({number})" if number > 1 else code or "?" for code, number in self.origins]
        return ", ".join([*named[:MAX_ORIGINS], *(["…"] if len(named) > MAX_ORIGINS else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line; `path` in SVG syntax."""

    origin: str
    destination: str
    mode: str
    voyages: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Map to draw. `land`: x, y, width and height of the whole of land.svg, of which the drawing shows a part."""

    ports: Sequence[Port]
    routes: Sequence[Route]
    width: int
    height: int
    land: tuple[float, float, float, float]


def chart(
    voyages: Iterable[ArrivingVoyage],
    *,
    home: Collection[str] = (),
    canvas: Canvas = WIDE,
    region: bool = False,
    now: datetime | None = None,
) -> Chart:
    """Lay out the map. The ports with most voyages keep their place; others are moved aside for them.

    The next arrival at a port is the first after `now`; without `now`, the first of all. The drawing is framed on the
    ports in `home` (alpha-3 country codes), for the `region` with the Lesser Antilles.
    """
    by_port, by_route = (
        defaultdict[tuple[str, str], list[ArrivingVoyage]](list),
        defaultdict[tuple[str, str, str], int](int),
    )
    for each in voyages:
        by_port[each.destination, each.mode].append(each)
        by_route[each.origin, each.destination, each.mode] += 1
    ports = sorted(
        (_port(*key, rows, now) for key, rows in by_port.items()), key=lambda p: (-p.voyages, p.code, p.mode)
    )
    view = _view([port.code for port in ports], home, canvas, region=region)
    if not region:
        ports = [replace(port, is_home=country_of(port.code) in home) for port in ports]
    land = (-view.x * view.scale, -view.y * view.scale, WIDTH * view.scale, HEIGHT * view.scale)
    return Chart(
        ports=tuple(_placed(ports, view)),
        routes=tuple(_routes(by_route, view)),
        width=canvas.width,
        height=canvas.height,
        land=land,
    )


def _view(codes: Sequence[str], home: Collection[str], canvas: Canvas, *, region: bool) -> View:
    own = [code for code in codes if country_of(code) in home] or codes
    spots = [_xy(where) for code in own if (where := position_of(code)) and _is_inside(where)]
    spots += [_xy(where) for where in (LESSER_ANTILLES if region or not spots else ())]
    (west, east), (north, south) = ((min(side), max(side)) for side in zip(*spots, strict=True))
    least, margin = LEAST_DEGREES * FRAME["unit"], 2 * MARGIN_DEGREES * FRAME["unit"]
    wide, high = max(east - west + margin, least), max(south - north + margin, least)
    scale = max(min(canvas.width / wide, canvas.height / high), canvas.width / WIDTH, canvas.height / HEIGHT)
    wide, high = canvas.width / scale, canvas.height / scale
    return View(
        x=min(max((west + east - wide) / 2, 0), WIDTH - wide),
        y=min(max((north + south - high) / 2, 0), HEIGHT - high),
        scale=scale,
        canvas=canvas,
    )


def _is_inside(where: Position) -> bool:
    return FRAME["south"] <= where[0] <= FRAME["north"] and FRAME["west"] <= where[1] <= FRAME["east"]


def _port(code: str, mode: str, rows: Sequence[ArrivingVoyage], now: datetime | None) -> Port:
    arrivals = [each.arrives for each in rows if each.arrives and (now is None or each.arrives > now)]
    return Port(
        code=code,
        mode=mode,
        voyages=len(rows),
        alerts=sum(each.alerts for each in rows),
        next=min(arrivals, default=None),
        origins=Counter(each.origin for each in rows).most_common(),
    )


def _placed(ports: Iterable[Port], view: View) -> Iterator[Port]:
    taken: list[tuple[float, float, float]] = []
    for port in ports:
        where = position_of(port.code)
        if where is None:
            yield port
            continue
        own = _within(view.at(where), view.canvas)
        size = HOME_SCALE if port.is_home else 1.0
        free = (spot for spot in _spots(own, view.canvas) if not any(_touch((*spot, size), each) for each in taken))
        x, y = next(free, own)
        taken.append((x, y, size))
        yield replace(port, x=x, y=y, place=own if (x, y) != own else None)


def _spots(own: tuple[float, float], canvas: Canvas) -> Iterator[tuple[float, float]]:
    yield from (spot for dx, dy in OFFSETS if _within(spot := (own[0] + dx, own[1] + dy), canvas) == spot)


def _touch(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Return True if two marks, each x, y and scale, cover each other."""
    scale = max(one[2], other[2])
    return abs(one[0] - other[0]) < MARK_SIZE[0] * scale and abs(one[1] - other[1]) < MARK_SIZE[1] * scale


def _within(spot: tuple[float, float], canvas: Canvas) -> tuple[float, float]:
    """Return the spot, moved to the edge if it is outside the drawing."""
    return min(max(spot[0], MARK_LEFT), canvas.width - MARK_SIZE[0]), min(
        max(spot[1], MARK_LEFT), canvas.height - MARK_LEFT
    )


def _routes(by_route: dict[tuple[str, str, str], int], view: View) -> Iterator[Route]:
    for (origin, destination, mode), number in sorted(by_route.items()):
        start, end = position_of(origin), position_of(destination)
        if start and end and start != end:
            path = _path(start, end, view)
            yield Route(origin=origin, destination=destination, mode=mode, voyages=number, path=path)


def _path(start: Position, end: Position, view: View) -> str:
    points = (view.at(point) for point in _great_circle(start, end))
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def _great_circle(start: Position, end: Position) -> Iterator[Position]:
    """Yield both ends and points in between, by spherical linear interpolation of the ends as unit vectors (slerp)."""
    one, other = _vector(start), _vector(end)
    arc = acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(one, other, strict=True)))))
    for step in range(ARC_SEGMENTS + 1):
        near, far = sin(arc * (1 - step / ARC_SEGMENTS)), sin(arc * step / ARC_SEGMENTS)
        x, y, z = (near * a + far * b for a, b in zip(one, other, strict=True))
        yield degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))


def _vector(where: Position) -> tuple[float, float, float]:
    latitude, longitude = map(radians, where)
    return cos(latitude) * cos(longitude), cos(latitude) * sin(longitude), sin(latitude)


def _xy(where: Position) -> tuple[float, float]:
    latitude, longitude = where
    return (
        round((longitude - FRAME["west"]) * PER_DEGREE[0], 1),
        round((FRAME["north"] - latitude) * PER_DEGREE[1], 1),
    )
