"""Share of examinations that found something, for the pages of rules. Small numbers are suppressed as in statistics."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.casework.alerts.logic.shares import Share
from roadstead.casework.alerts.precision import Examined
from roadstead.oversight.statistics.cache import small_cells
from roadstead.oversight.statistics.logic.suppress import suppress_number
from roadstead.oversight.statistics.logic.table import lone_share


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExaminations:
    """Numbers as a page may show them. `number`, `share`: None if suppressed; `small`: below which a number is."""

    number: int | None
    share: Share | None
    small: int


def shown(examined: Examined) -> ShownExaminations:
    """Return what may be shown of these examinations."""
    small = small_cells()
    share = lone_share(examined.found, examined.number, small)
    return ShownExaminations(
        number=suppress_number(examined.number, small), share=share if isinstance(share, Share) else None, small=small
    )
