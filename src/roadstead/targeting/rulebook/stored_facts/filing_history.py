"""Filing history of some bills of a voyage: amendments, last statement, houses, and other bills with the same text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max

from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage

Counts = Mapping[Any, list[tuple[frozenset[str], int]]]  # by key: states, and number of bills that concern them


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingCounts:
    """Counts of one bill; a value is None if it was not requested."""

    amendments: int | None = None
    last_at: datetime | None = None
    houses: int | None = None
    same_text_others: int | None = None


def filing_counts(voyage: Voyage, bills: Sequence[Bill], asked: Collection[str]) -> list[FilingCounts]:
    """Return the counts of each bill, by position; at most four queries."""
    times = _times(voyage, bills) if "filing" in asked else None
    houses = _houses(voyage, bills) if "bill" in asked else None
    alike = _Alike(voyage, bills) if "goods" in asked else None
    return [
        FilingCounts(
            amendments=times.get(bill.number, (0, None))[0] if times is not None else None,
            last_at=times.get(bill.number, (0, None))[1] if times is not None else None,
            houses=_shared(bill, houses.get(bill.number, ())) if houses is not None else None,
            same_text_others=alike.others(bill) if alike else None,
        )
        for bill in bills
    ]


def _times(voyage: Voyage, bills: Sequence[Bill]) -> dict[str, tuple[int, datetime | None]]:
    """Return by number the number of different statements on this voyage, less one, and the time of the last.

    Sending the same again changes nothing.
    """
    rows = voyage.billstatements.filter(number__in=[bill.number for bill in bills]).order_by()
    counted = rows.values_list("number").annotate(
        times=Count("payload", distinct=True), last=Max("manifest__message__received_at")
    )
    return {number: (times - 1, last if times > 1 else None) for number, times, last in counted}


def _houses(voyage: Voyage, bills: Sequence[Bill]) -> Counts:
    rows = voyage.bills.filter(is_declared=True, master__in=[bill.number for bill in bills]).order_by()
    return _by(rows.values_list("master", "states").annotate(n=Count("pk")))


class _Alike:
    """Bills of the voyage with the same description: all, and those of the same consignor."""

    def __init__(self, voyage: Voyage, bills: Sequence[Bill]) -> None:
        rows = voyage.bills.filter(is_declared=True, goods__in={bill.goods for bill in bills} - {""}).order_by()
        self.all = _by(rows.values_list("goods", "states").annotate(n=Count("pk")))
        own = rows.filter(consignor__in={bill.consignor for bill in bills})
        self.own = _by(
            ((goods, consignor), states, n)
            for goods, consignor, states, n in own.values_list("goods", "consignor", "states").annotate(n=Count("pk"))
        )

    def others(self, bill: Bill) -> int | None:
        """Return the number of other consignors' bills with the same description; None for a bill without one."""
        if not bill.goods:
            return None
        return _shared(bill, self.all.get(bill.goods, ())) - _shared(
            bill, self.own.get((bill.goods, bill.consignor), ())
        )


def _by(rows: Iterable[tuple[Any, Sequence[str], int]]) -> Counts:
    found: defaultdict[Any, list[tuple[frozenset[str], int]]] = defaultdict(list)
    for key, states, number in rows:
        found[key].append((frozenset(states), number))
    return found


def _shared(bill: Bill, counts: Iterable[tuple[frozenset[str], int]]) -> int:
    """Count only bills that all states of this bill may see (S25)."""
    return sum(number for states, number in counts if set(bill.states) <= states)
