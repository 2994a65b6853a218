"""History of the firms of some bills: earlier voyages of consignor, consignee, and of both together.

A hit is shown to every state its bill concerns, so only bills that all of these states may see are counted (S25).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Min, QuerySet

from roadstead.engine.records import PartyRole
from roadstead.engine.rules.cargo_facts import EarlierVoyages
from roadstead.filings.cargo.models import Bill, Mention
from roadstead.filings.voyages.models import Voyage

LOOKBACK: Final = timedelta(days=365)
CONSIGNOR, CONSIGNEE = PartyRole.CONSIGNOR.value, PartyRole.CONSIGNEE.value
Firms = tuple[int | None, int | None]  # consignor and consignee of a bill


class _Carried(NamedTuple):
    """A firm's goods on one voyage, according to bills of these states."""

    voyage: int
    states: frozenset[str]
    first: datetime


def earlier_voyages(voyage: Voyage, bills: Sequence[Bill]) -> list[EarlierVoyages]:
    """Return the earlier voyages of each bill's firms. Three queries, however many bills."""
    firms = _firms(bills)
    if not bills or not any(any(pair) for pair in firms.values()):
        return [EarlierVoyages() for _ in bills]
    rows = _around(voyage, bills)
    alone = _by(rows.filter(role__in=(CONSIGNOR, CONSIGNEE), firm__in=_named(firms.values())), "firm", "role")
    together = _by(_pairs(rows, firms.values()), "firm", "bill__mentions__firm")
    return [_earlier(bill, firms.get(bill.pk, (None, None)), alone, together) for bill in bills]


def days_of_history(now: datetime) -> int | None:
    """Return days since the first bill stored here: with little history, every firm seems new."""
    first = Bill.objects.order_by("pk").values_list("first_at", flat=True).first()
    return (now - first).days if first else None


def _firms(bills: Sequence[Bill]) -> dict[int, Firms]:
    """Return the first firm of each role, as the bill gives them."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Mention.objects.filter(bill__in=[bill.pk for bill in bills], role__in=(CONSIGNOR, CONSIGNEE)).order_by("id")
    for bill, role, firm in rows.values_list("bill", "role", "firm"):
        found[bill].setdefault(role, firm)
    return {bill: (roles.get(CONSIGNOR), roles.get(CONSIGNEE)) for bill, roles in found.items()}


def _named(pairs: Iterable[Firms]) -> set[int]:
    return {firm for pair in pairs for firm in pair if firm is not None}


def _around(voyage: Voyage, bills: Sequence[Bill]) -> QuerySet[Mention, Mention]:
    moments = [bill.first_at for bill in bills]
    rows = Mention.objects.filter(bill__first_at__gte=min(moments) - LOOKBACK, bill__first_at__lt=max(moments))
    return rows.filter(bill__is_declared=True, bill__voyage__cancelled=False).exclude(bill__voyage=voyage)


def _pairs(rows: QuerySet[Mention, Mention], pairs: Iterable[Firms]) -> QuerySet[Mention, Mention]:
    both = [pair for pair in pairs if all(pair)]
    consignors, consignees = {pair[0] for pair in both}, {pair[1] for pair in both}
    return rows.filter(
        role=CONSIGNOR, firm__in=consignors, bill__mentions__role=CONSIGNEE, bill__mentions__firm__in=consignees
    )


def _by(rows: QuerySet[Mention, Mention], *keys: str) -> Mapping[tuple[Any, ...], list[_Carried]]:
    found: defaultdict[tuple[Any, ...], list[_Carried]] = defaultdict(list)
    counted = rows.order_by().values_list(*keys, "bill__voyage", "bill__states").annotate(first=Min("bill__first_at"))
    for *key, voyage, states, first in counted:
        found[tuple(key)].append(_Carried(voyage, frozenset(states), first))
    return found


def _earlier(
    bill: Bill,
    firms: Firms,
    alone: Mapping[tuple[Any, ...], list[_Carried]],
    together: Mapping[tuple[Any, ...], list[_Carried]],
) -> EarlierVoyages:
    consignor, consignee = firms
    return EarlierVoyages(
        consignor=None if consignor is None else _voyages(bill, alone.get((consignor, CONSIGNOR), ())),
        consignee=None if consignee is None else _voyages(bill, alone.get((consignee, CONSIGNEE), ())),
        together=_voyages(bill, together.get(firms, ())) if None not in firms else None,
    )


def _voyages(bill: Bill, carried: Iterable[_Carried]) -> int:
    """Count voyages before this bill was first stated; later ones are not past, however late the question is asked."""
    states, since = set(bill.states), bill.first_at - LOOKBACK
    return len({each.voyage for each in carried if since <= each.first < bill.first_at and states <= each.states})
