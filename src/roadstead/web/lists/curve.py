"""The measured curve of a list as a drawing without JavaScript: share found by false alerts per thousand travellers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext

from roadstead.targeting.watchlists.models import WatchList

CURVES_FILE: Final = Path("bench") / "curves-real.json"  # under ROADSTEAD_HOME, as bench/matching writes it
ALL: Final = "all lists"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BELOW = 640, 300, 48, 16, 16, 44
TICKS: Final = (0.2, 0.5, 1, 2, 5, 10, 20, 50)  # false alerts per 1,000
LEAST, MOST = TICKS[0], TICKS[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One threshold (bits): false alerts per 1,000, share found, and its place in the drawing."""

    threshold: float
    alerted: float
    found: float
    x: float
    y: float
    in_force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A curve to draw. `name`: the list it was measured on; `is_own`: that is this list. `missing`: why there is
    no curve.
    """

    name: str = ""
    is_own: bool = False
    spots: tuple[Spot, ...] = ()
    upright: tuple[Mark, ...] = ()
    flat: tuple[Mark, ...] = ()
    missing: str = ""
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        return " ".join(f"{spot.x:.1f},{spot.y:.1f}" for spot in self.spots)

    @property
    def right(self) -> int:
        return WIDTH - RIGHT

    @property
    def foot(self) -> int:
        return HEIGHT - BELOW


def curve_of(watch_list: WatchList, home: Path, in_force: float) -> Curve:
    """Return the curve of this list if it was measured, else of all lists together, which the page says."""
    try:
        kept = json.loads((home / CURVES_FILE).read_text(encoding="utf-8"))
        name = next((one for one in (watch_list.title, watch_list.name, ALL) if kept.get(one)), "")
        points = [_point(each) for each in kept[name]] if name else []
    except OSError:
        return Curve(missing=gettext("No curve has been measured yet."))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Curve(missing=gettext("%(file)s cannot be read.") % {"file": home / CURVES_FILE})
    if not points:
        return Curve(missing=gettext("Neither this list nor all lists together have been measured."))
    return _drawn(name, name != ALL, sorted(points, reverse=True), in_force)


def _point(each: dict[str, Any]) -> tuple[float, float, float]:
    return float(each["threshold"]), float(each["alerted_of_1000"]), float(each["found"])


def _drawn(name: str, own: bool, points: Sequence[tuple[float, float, float]], in_force: float) -> Curve:
    foot = max(0.0, int(min(found for *_, found in points) * 10) / 10 - 0.1)
    nearest = min(points, key=lambda point: abs(point[0] - in_force))
    spots = tuple(
        Spot(threshold=bits, alerted=alerted, found=found, x=_x(alerted), y=_y(found, foot), in_force=point == nearest)
        for point in points
        for bits, alerted, found in (point,)
    )
    upright = tuple(Mark(at=round(_x(tick), 1), text=f"{tick:g}") for tick in TICKS)
    tenths = (tenth / 10 for tenth in range(round(foot * 10), 11))
    flat = tuple(Mark(at=round(_y(found, foot), 1), text=f"{found:.1f}") for found in tenths)
    return Curve(name=name, is_own=own, spots=spots, upright=upright, flat=flat)


def _x(rate: float) -> float:
    """Return x on a logarithmic scale; a threshold that alerts nobody is at the left edge."""
    share = log10(max(rate, LEAST) / LEAST) / log10(MOST / LEAST)
    return LEFT + min(share, 1.0) * (WIDTH - LEFT - RIGHT)


def _y(found: float, foot: float) -> float:
    return TOP + (1 - max(found, foot)) / (1 - foot) * (HEIGHT - TOP - BELOW)
