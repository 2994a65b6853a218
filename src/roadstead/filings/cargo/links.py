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
from roadstead.filings.cargo.logic.link_graph import Edge, Graph, Key, Kind, Node, Tie, bounded_graph
from roadstead.filings.cargo.logic.merge import number_key, printed
from roadstead.filings.cargo.models import Bill, Firm, Mention
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User

MAX_START_BILLS: Final = 12  # bills that a chart starts with, the newest
MAX_OTHER_BILLS: Final = 18  # other bills, the newest
MAX_SEARCHED: Final = 1_000  # mentions, and bills of a container, that are searched for other bills
IGNORED_ROLES: Final = (PartyRole.CARRIER.value, PartyRole.MASTER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartStart:
    """Start of a chart: its `bills`, the number `left_out`, and `traveller` if the chart starts with one."""

    start: Key
    nodes: tuple[Node, ...]
    bills: Sequence[Bill]
    left_out: int
    traveller: Traveller | None = None


def from_bill(bill: Bill, user: User) -> ChartStart:
    """Start with a bill and its houses, or its master."""
    near = bill.voyage.bills.visible_to(user).filter(Q(master=bill.number) | Q(number=bill.master or "-"))
    found, more = _newest([bill], near)
    return ChartStart(start=_key(Kind.BILL, bill.pk), nodes=(), bills=found, left_out=more)


def from_firm(firm: Firm, user: User) -> ChartStart:
    """Start with a firm and the bills that name it."""
    naming = Mention.objects.visible_to(user).filter(firm=firm)
    newest = naming.order_by("-pk").values("bill")[:MAX_SEARCHED]
    found, more = _newest([], Bill.objects.visible_to(user).filter(pk__in=newest))
    named = naming.order_by("pk").first()
    node = Node(key=_key(Kind.FIRM, firm.pk), label=named.name if named else "")
    return ChartStart(start=node.key, nodes=(node,), bills=found, left_out=more)


def from_voyage(voyage: Voyage, user: User, traveller: Traveller | None = None) -> ChartStart:
    """Start with a voyage and its bills, or with a traveller on it that an alert is about."""
    found, more = _newest([], voyage.bills.visible_to(user).filter(is_declared=True))
    nodes = (_voyage(voyage), *((_traveller(traveller),) if traveller else ()))
    return ChartStart(start=nodes[-1].key, nodes=nodes, bills=found, left_out=more, traveller=traveller)


def build_graph(start: ChartStart, user: User) -> Graph:
    """Return the chart, bounded to as many nodes as can be shown, with the number of nodes left out."""
    own = _mentions(start.bills, user)
    others, more = _others(start.bills, own, user)
    bills = [*start.bills, *others]
    firms, boxes = {mention.firm_id for mention in own}, set(_container_numbers(start.bills))
    tied = [*own, *(each for each in _mentions(others, user) if each.firm_id in firms)]
    voyages = {bill.voyage_id: bill.voyage for bill in bills}
    people, same = people_like(start.bills, own, user)
    nodes = [*start.nodes, *map(_bill, bills), *map(_voyage, voyages.values()), *map(_traveller, people)]
    nodes += [Node(key=_key(Kind.FIRM, each.firm_id), label=each.name) for each in reversed(tied)]
    nodes += [_container(box, bill) for bill in bills for box in _container_numbers([bill]) if box in boxes]
    edges = [*_travels(start.traveller), *_edges(bills, tied, boxes), *same]
    return bounded_graph(start.start, nodes, edges, {Kind.BILL: start.left_out + more} if start.left_out + more else {})


def _newest(first: list[Bill], rows: QuerySet[Bill, Bill]) -> tuple[list[Bill], int]:
    found = rows.select_related("voyage").order_by("-first_at", "-pk")
    taken = list(found[:MAX_START_BILLS])
    return [*first, *taken], (found.count() - len(taken) if len(taken) == MAX_START_BILLS else 0)


def _others(begun: Sequence[Bill], own: Sequence[Mention], user: User) -> tuple[list[Bill], int]:
    """Return other bills that name a party or a container of these, and how many more there are."""
    naming = (
        Mention.objects.visible_to(user).filter(firm__in={each.firm_id for each in own}).exclude(role__in=IGNORED_ROLES)
    )
    boxes = sorted({box for bill in begun for box in bill.containers})
    sharing = Bill.objects.visible_to(user).filter(containers__overlap=boxes)
    # Each by its own index, and only so far back: a weekly shipper has too many bills to read.
    same = (
        naming.order_by("-pk").values("bill")[:MAX_SEARCHED].union(sharing.order_by("-pk").values("pk")[:MAX_SEARCHED])
    )
    rows = Bill.objects.visible_to(user).filter(pk__in=same).exclude(pk__in=[bill.pk for bill in begun])
    found = list(rows.select_related("voyage").order_by("-first_at", "-pk")[:MAX_OTHER_BILLS])
    return found, (rows.count() - len(found) if len(found) == MAX_OTHER_BILLS else 0)


def _mentions(bills: Iterable[Bill], user: User) -> list[Mention]:
    return list(
        Mention.objects.visible_to(user).filter(bill__in=[bill.pk for bill in bills]).exclude(role__in=IGNORED_ROLES)
    )


def _container_numbers(bills: Iterable[Bill]) -> Iterator[str]:
    return (number_key(box) for bill in bills for box in bill.containers)


def _edges(bills: Sequence[Bill], tied: Iterable[Mention], boxes: set[str]) -> Iterator[Edge]:
    by_number = {(bill.voyage_id, bill.number): bill for bill in bills}
    for mention in tied:
        yield Edge(one=_key(Kind.FIRM, mention.firm_id), other=_key(Kind.BILL, mention.bill_id), tie=mention.role)
    for bill in bills:
        own = _key(Kind.BILL, bill.pk)
        yield Edge(one=own, other=_key(Kind.VOYAGE, bill.voyage_id), tie=Tie.ON)
        yield from (
            Edge(one=own, other=_key(Kind.CONTAINER, box), tie=Tie.IN)
            for box in _container_numbers([bill])
            if box in boxes
        )
        master = by_number.get((bill.voyage_id, bill.master))
        if master is not None:
            yield Edge(one=own, other=_key(Kind.BILL, master.pk), tie=Tie.HOUSE)


def _travels(traveller: Traveller | None) -> list[Edge]:
    if traveller is None:
        return []
    return [Edge(one=_key(Kind.TRAVELLER, traveller.pk), other=_key(Kind.VOYAGE, traveller.voyage_id), tie=Tie.TRAVELS)]


def _key(kind: Kind, row: int | str) -> Key:
    return Key(kind=kind, row=str(row))


def _bill(bill: Bill) -> Node:
    return Node(key=_key(Kind.BILL, bill.pk), label=printed(bill.number, bill.voyage.mode))


def _voyage(voyage: Voyage) -> Node:
    number = voyage.number.removeprefix(voyage.carrier).strip()
    name = " ".join(filter(None, (voyage.craft_name or voyage.carrier, number)))
    return Node(key=_key(Kind.VOYAGE, voyage.pk), label=name or voyage.key)


def _container(box: str, bill: Bill) -> Node:
    return Node(key=_key(Kind.CONTAINER, box), label=box, voyage=bill.voyage_id)


def _traveller(traveller: Traveller) -> Node:
    name = ", ".join(filter(None, (traveller.surname, traveller.given)))
    return Node(key=_key(Kind.TRAVELLER, traveller.pk), label=name, voyage=traveller.voyage_id)
