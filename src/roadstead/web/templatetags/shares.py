"""Shares and numbers of the board of list quality."""

from __future__ import annotations

from django import template

from roadstead.casework.alerts.list_quality import Share

register = template.Library()


@register.filter
def percent(share: Share | None) -> str:
    """Return `42 %`; a dash if there is nothing to divide by, or the share is suppressed."""
    return "–" if share is None or share.value is None else f"{100 * share.value:.0f} %"


@register.filter
def between(share: Share) -> str:
    """Return `12 to 71 %`."""
    low, high = share.interval or (0.0, 1.0)
    return f"{100 * low:.0f} to {100 * high:.0f} %"


@register.filter
def number_or_suppressed(number: int | None, small: int) -> str:
    """Return the number, or `<5` if it is suppressed as too small."""
    return f"<{small}" if number is None else str(number)
