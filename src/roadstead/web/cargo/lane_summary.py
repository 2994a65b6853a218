"""Sentences on what is usual on a bill's lane, for its page."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, ngettext

from roadstead.filings.cargo.lanes import PERIOD, lane_of
from roadstead.filings.cargo.logic.lane_statistics import BillRatios, LaneStatistics, Quartiles
from roadstead.filings.cargo.models import Bill
from roadstead.oversight.statistics.cache import small_cells
from roadstead.oversight.statistics.logic.suppress import is_small
from roadstead.platform.accounts.models import User
from roadstead.targeting.rulebook.stored_facts.lane_facts import own_figures
from roadstead.web.templatetags.lanes import amounts, number, weight, weights


def usual_for(bill: Bill, user: User, *, now: datetime) -> list[str]:
    """Return the sentences; none for a bill without ports."""
    if not (bill.load and bill.discharge):
        return []
    found = lane_of(bill, user, now=now)
    if found is None:
        return [gettext("No other voyage has carried such goods on this lane in the last %d days.") % PERIOD.days]
    if is_small(found.bills, small_cells()):
        return [
            gettext("Fewer than %d bills for such goods on this lane: too few to say what is usual.") % small_cells()
        ]
    return [_count_sentence(found), *_comparisons(found, own_figures(bill))]


def _count_sentence(found: LaneStatistics) -> str:
    bills = ngettext("%d bill", "%d bills", found.bills) % found.bills
    return gettext("%(bills)s for such goods on this lane, on other voyages in the last %(days)d days.") % {
        "bills": bills,
        "days": PERIOD.days,
    }


def _comparisons(found: LaneStatistics, own: BillRatios) -> list[str]:
    same_money = own.value_per_kg if own.currency == found.currency else None
    told: tuple[tuple[str, Quartiles | None, float | None, str], ...] = (
        (
            gettext("Weight of a container: usually %(usual)s; this bill %(own)s"),
            found.per_container,
            own.per_container,
            "",
        ),
        (gettext("Weight of a package: usually %(usual)s; this bill %(own)s"), found.per_package, own.per_package, ""),
        (
            gettext("Value per kg: usually %(usual)s; this bill %(own)s"),
            found.value_per_kg,
            same_money,
            found.currency,
        ),
    )
    return [
        _sentence(words, spread, value, currency)
        for words, spread, value, currency in told
        if spread is not None and value is not None
    ]


def _sentence(words: str, spread: Quartiles, value: float, currency: str) -> str:
    usual = amounts(spread, currency) if currency else weights(spread)
    own = f"{number(value)} {currency}" if currency else weight(value)
    times = spread.times_usual(value)
    far = "" if times is None or spread.contains(value) else gettext(" (%s times the median)") % number(times)
    return f"{words % {'usual': usual, 'own': own}}{far}."
