"""Weights and values of a lane, as officers read them."""

from __future__ import annotations

from typing import Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.filings.cargo.logic.lane_statistics import Grouping, Quartiles

register = template.Library()
TONNE: Final = 1_000.0
NO_VALUE: Final = "–"
GROUPING_LABELS: Final[dict[str, str | Promise]] = {
    Grouping.HEADING: _("heading (four digits)"),
    Grouping.CHAPTER: _("chapter (two digits)"),
    Grouping.ALL: _("no grouping"),
}


@register.filter
def grouping_label(by: str) -> str | Promise:
    return GROUPING_LABELS[by]


@register.filter
def weights(spread: Quartiles | None) -> str:
    """Return a range of weights, such as "18–24 t"."""
    if spread is None:
        return NO_VALUE
    unit, size = ("t", TONNE) if spread.high >= TONNE else ("kg", 1.0)
    return f"{number(spread.low / size)}–{number(spread.high / size)} {unit}"


@register.filter
def weight(value: float) -> str:
    """Return a weight, such as "3 t" or "12.5 kg"."""
    return f"{number(value / TONNE)} t" if value >= TONNE else f"{number(value)} kg"


@register.filter
def amounts(spread: Quartiles | None, currency: str) -> str:
    if spread is None:
        return NO_VALUE
    return f"{number(spread.low)}–{number(spread.high)} {currency or gettext('(currency not stated)')}"


def number(value: float) -> str:
    """Format a number to three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
