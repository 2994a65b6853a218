"""Connections of a bill, a firm or a voyage, as far as the user may see them (S25).

A chart has the bills it starts with, their parties and containers, other bills that name one of those, and the voyages
of all of them. Carriers are left out, as they would connect everything. Firms and containers of the other bills are
drawn only if they are in the chart already: two steps are informative, three connect almost everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.engine.records import PartyRole
from roadstead.filings.cargo.linked_people import people_like
from roadstead.filings.cargo.logic.link_graph import Edge, Graph, Key, Kind, Node, Tie, bounded
from roadstead.filings.cargo.logic.merge import key as number_key
from roadstead.filings.cargo.logic.merge import printed
from roadstead.filings.cargo.models import Bill, Firm, Mention
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User

BEGUN: Final = 12  # bills that a chart starts with, the newest
OTHERS: Final = 18  # other bills, the newest
LOOKED: Final = 1_000  # mentions, and bills of a container, that are searched for other bills
TIES_ALL: Final = (PartyRole.CARRIER.value, PartyRole.MASTER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Start of a chart: its `bills`, and how many `more` were left out; `traveller` if the chart starts with one."""

    start: Key
    nodes: tuple[Node, ...]
    bills: Sequence[Bill]
    more: int
    traveller: Traveller | None = None


def from_bill(bill: Bill, user: User) -> Begun:
    """Start with a bill and its houses, or its master."""
    near = bill.voyage.bills.visible_to(user).filter(Q(master=bill.number) | Q(number=bill.master or "-"))
    found, more = _newest([bill], near)
    return Begun(start=_of(Kind.BILL, bill.pk), nodes=(), bills=found, more=more)


def from_firm(firm: Firm, user: User) -> Begun:
    """Start with a firm and the bills that name it."""
    naming = Mention.objects.visible_to(user).filter(firm=firm)
    newest = naming.order_by("-pk").values("bill")[:LOOKED]
    found, more = _newest([], Bill.objects.visible_to(user).filter(pk__in=newest))
    named = naming.order_by("pk").first()
    node = Node(key=_of(Kind.FIRM, firm.pk), label=named.name if named else "")
    return Begun(start=node.key, nodes=(node,), bills=found, more=more)


def from_voyage(voyage: Voyage, user: User, traveller: Traveller | None = None) -> Begun:
    """Start with a voyage and its bills, or with a traveller on it that an alert is about."""
    found, more = _newest([], voyage.bills.visible_to(user).filter(stands=True))
    nodes = (_voyage(voyage), *((_traveller(traveller),) if traveller else ()))
    return Begun(start=nodes[-1].key, nodes=nodes, bills=found, more=more, traveller=traveller)


def linked(begun: Begun, user: User) -> Graph:
    """Return the chart, bounded to as many nodes as can be shown, with the number of nodes left out."""
    own = _mentions(begun.bills, user)
    others, more = _others(begun.bills, own, user)
    bills = [*begun.bills, *others]
    firms, boxes = {mention.firm_id for mention in own}, set(_boxes(begun.bills))
    tied = [*own, *(each for each in _mentions(others, user) if each.firm_id in firms)]
    voyages = {bill.voyage_id: bill.voyage for bill in bills}
    people, same = people_like(begun.bills, own, user)
    nodes = [*begun.nodes, *map(_bill, bills), *map(_voyage, voyages.values()), *map(_traveller, people)]
    nodes += [Node(key=_of(Kind.FIRM, each.firm_id), label=each.name) for each in reversed(tied)]
    nodes += [_box(box, bill) for bill in bills for box in _boxes([bill]) if box in boxes]
    edges = [*_travels(begun.traveller), *_edges(bills, tied, boxes), *same]
    return bounded(begun.start, nodes, edges, {Kind.BILL: begun.more + more} if begun.more + more else {})


def _newest(first: list[Bill], rows: QuerySet[Bill, Bill]) -> tuple[list[Bill], int]:
    found = rows.select_related("voyage").order_by("-first_at", "-pk")
    taken = list(found[:BEGUN])
    return [*first, *taken], (found.count() - len(taken) if len(taken) == BEGUN else 0)


def _others(begun: Sequence[Bill], own: Sequence[Mention], user: User) -> tuple[list[Bill], int]:
    """Return other bills that name a party or a container of these, and how many more there are."""
    naming = Mention.objects.visible_to(user).filter(firm__in={each.firm_id for each in own}).exclude(role__in=TIES_ALL)
    boxes = sorted({box for bill in begun for box in bill.containers})
    sharing = Bill.objects.visible_to(user).filter(containers__overlap=boxes)
    # Each by its own index, and only so far back: a weekly shipper has too many bills to read.
    same = naming.order_by("-pk").values("bill")[:LOOKED].union(sharing.order_by("-pk").values("pk")[:LOOKED])
    rows = Bill.objects.visible_to(user).filter(pk__in=same).exclude(pk__in=[bill.pk for bill in begun])
    found = list(rows.select_related("voyage").order_by("-first_at", "-pk")[:OTHERS])
    return found, (rows.count() - len(found) if len(found) == OTHERS else 0)


def _mentions(bills: Iterable[Bill], user: User) -> list[Mention]:
    return list(
        Mention.objects.visible_to(user).filter(bill__in=[bill.pk for bill in bills]).exclude(role__in=TIES_ALL)
    )


def _boxes(bills: Iterable[Bill]) -> Iterator[str]:
    return (number_key(box) for bill in bills for box in bill.containers)


def _edges(bills: Sequence[Bill], tied: Iterable[Mention], boxes: set[str]) -> Iterator[Edge]:
    by_number = {(bill.voyage_id, bill.number): bill for bill in bills}
    for mention in tied:
        yield Edge(one=_of(Kind.FIRM, mention.firm_id), other=_of(Kind.BILL, mention.bill_id), why=mention.role)
    for bill in bills:
        own = _of(Kind.BILL, bill.pk)
        yield Edge(one=own, other=_of(Kind.VOYAGE, bill.voyage_id), why=Tie.ON)
        yield from (Edge(one=own, other=_of(Kind.CONTAINER, box), why=Tie.IN) for box in _boxes([bill]) if box in boxes)
        master = by_number.get((bill.voyage_id, bill.master))
        if master is not None:
            yield Edge(one=own, other=_of(Kind.BILL, master.pk), why=Tie.HOUSE)


def _travels(traveller: Traveller | None) -> list[Edge]:
    if traveller is None:
        return []
    return [Edge(one=_of(Kind.TRAVELLER, traveller.pk), other=_of(Kind.VOYAGE, traveller.voyage_id), why=Tie.TRAVELS)]


def _of(kind: Kind, row: int | str) -> Key:
    return Key(kind=kind, row=str(row))


def _bill(bill: Bill) -> Node:
    return Node(key=_of(Kind.BILL, bill.pk), label=printed(bill.number, bill.voyage.mode))


def _voyage(voyage: Voyage) -> Node:
    number = voyage.number.removeprefix(voyage.carrier).strip()
    name = " ".join(filter(None, (voyage.craft_name or voyage.carrier, number)))
    return Node(key=_of(Kind.VOYAGE, voyage.pk), label=name or voyage.key)


def _box(box: str, bill: Bill) -> Node:
    return Node(key=_of(Kind.CONTAINER, box), label=box, voyage=bill.voyage_id)


def _traveller(traveller: Traveller) -> Node:
    name = ", ".join(filter(None, (traveller.surname, traveller.given)))
    return Node(key=_of(Kind.TRAVELLER, traveller.pk), label=name, voyage=traveller.voyage_id)
