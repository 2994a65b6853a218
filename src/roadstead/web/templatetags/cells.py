"""Cells of the statistics as a page shows them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from roadstead.casework.alerts.logic.shares import Share
from roadstead.oversight.statistics.logic.table import Cell, Row, Table

register = template.Library()


@register.filter
def with_headings(table: Table, row: Row) -> list[tuple[str, Cell]]:
    """Return each cell with its heading."""
    return list(zip(table.heads, row.cells, strict=True))


@register.simple_tag
def statistic_cell(value: Cell) -> str:
    """Return a share with its interval; a suppressed value as words, also for screen readers."""
    if value is None:
        return format_html('<span class="rs-quiet">{}</span>', _("hidden"))
    if isinstance(value, Share):
        return _share(value)
    return f"{value:,}" if isinstance(value, int | float) else value or "–"


def _share(share: Share) -> str:
    low, high = share.interval or (0.0, 1.0)
    between = _("%(low).0f to %(high).0f %%") % {"low": 100 * low, "high": 100 * high}
    minor = '<span class="rs-table__minor rs-nowrap">{}</span>'
    return format_html(f"{{}}{minor}", f"{100 * (share.value or 0):.0f} %", between)
