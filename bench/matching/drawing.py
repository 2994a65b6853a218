"""Curves as a picture (SVG 1.1): the share found against innocents alerted per thousand, one line per list."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from math import log10
from typing import Final

from bench.matching.curve import Points

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BELOW = 760, 420, 56, 24, 250, 44
LEAST, MOST = 0.2, 50.0  # innocents alerted of 1,000, from left to right
TICKS: Final = (0.2, 0.5, 1, 2, 5, 10, 20, 50)
LOWEST: Final = 0.7  # share found at the bottom edge; lower values are drawn on it
# Dark enough for print, and distinguishable without telling red from green (Okabe and Ito).
COLOURS: Final = ("#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f")


def picture(curves: Mapping[str, Points]) -> str:
    lines = "\n".join(_curve(number, name, of) for number, (name, of) in enumerate(curves.items()))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" \
font-size="12" role="img" aria-label="Share found against innocents alerted per thousand, by list">
<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>
{_grid()}
{lines}
<text x="{LEFT}" y="{HEIGHT - 8}">innocents alerted of 1,000</text>
<text x="{LEFT}" y="{TOP - 8}">share found</text>
</svg>
"""


def _grid() -> str:
    right, foot = WIDTH - RIGHT, HEIGHT - BELOW
    upright = (_line(_x(tick), TOP, _x(tick), foot, f"{tick:g}", _x(tick), foot + 16) for tick in TICKS)
    tenths = ((n / 10, _y(n / 10)) for n in range(round(LOWEST * 10), 11))
    flat = (_line(LEFT, y, right, y, f"{found:.1f}", LEFT - 26, y + 4) for found, y in tenths)
    return "\n".join((*upright, *flat))


def _line(x1: float, y1: float, x2: float, y2: float, text: str, x: float, y: float) -> str:
    line = f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#cccccc"/>'
    return f'{line}<text x="{x:.1f}" y="{y:.1f}">{text}</text>'


def _curve(number: int, name: str, of: Points) -> str:
    """Return one list's line, and its name beside the picture."""
    colour, width = COLOURS[number % len(COLOURS)], 1.5 + (number == 0)
    spots = " ".join(f"{_x(each['alerted_of_1000']):.1f},{_y(each['found']):.1f}" for each in of)
    dashes = ' stroke-dasharray="5 3"' if number >= len(COLOURS) else ""
    y = TOP + 12 + 16 * number
    return (
        f'<polyline points="{spots}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>'
        f'<text x="{WIDTH - RIGHT + 16}" y="{y}" fill="{colour}">{escape(name)}</text>'
    )


def _x(rate: float) -> float:
    """Return the position on a logarithmic scale; 0 is at the left edge."""
    share = log10(max(rate, LEAST) / LEAST) / log10(MOST / LEAST)
    return LEFT + min(share, 1.0) * (WIDTH - LEFT - RIGHT)


def _y(found: float) -> float:
    return TOP + (1 - max(found, LOWEST)) / (1 - LOWEST) * (HEIGHT - TOP - BELOW)
