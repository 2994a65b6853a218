"""Containers of some bills of a voyage: each source's data, and presence on another ship."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import msgspec

from roadstead.engine.records import Container
from roadstead.engine.rules.cargo_facts import KnownContainer, TimeOnBoard
from roadstead.engine.rules.rule import time_on_board
from roadstead.filings.cargo.logic.merge import number_key
from roadstead.filings.cargo.models import Bill, VoyageContainer
from roadstead.filings.voyages.declared import as_voyage
from roadstead.filings.voyages.models import Voyage


def containers_of(voyage: Voyage, bills: Sequence[Bill]) -> list[dict[str, KnownContainer]]:
    """Return for each bill its containers under the number that the bill gives. Four queries, however many bills."""
    numbers = {number_key(number) for bill in bills for number in bill.containers}
    rows = {row.number: row for row in voyage.containers.filter(number__in=numbers)}
    others = _others(voyage, numbers)
    route = as_voyage(voyage)
    return [
        {
            number: _container_facts(
                number, rows.get(number_key(number)), bill, time_on_board(route, bill.load, bill.discharge), others
            )
            for number in bill.containers
        }
        for bill in bills
    ]


class _Other:
    """A bill of another voyage, with the time its containers are on board."""

    def __init__(self, bill: Bill) -> None:
        self.states = set(bill.states)
        self.aboard = time_on_board(as_voyage(bill.voyage), bill.load, bill.discharge)


def _others(voyage: Voyage, numbers: Collection[str]) -> Mapping[str, list[_Other]]:
    """Return bills of other ships by container. Other voyages of this ship do not count: one call may have two."""
    if not numbers:
        return {}
    rows = Bill.objects.filter(containers__overlap=sorted(numbers), is_declared=True, voyage__cancelled=False)
    rows = rows.exclude(voyage=voyage).select_related("voyage").prefetch_related("voyage__legs").defer("declared")
    found: defaultdict[str, list[_Other]] = defaultdict(list)
    for row in rows:
        if not (voyage.craft_imo and voyage.craft_imo == row.voyage.craft_imo):
            for number in {number_key(each) for each in row.containers} & set(numbers):
                found[number].append(_Other(row))
    return found


def _container_facts(
    number: str,
    row: VoyageContainer | None,
    bill: Bill,
    on_board: TimeOnBoard | None,
    others: Mapping[str, list[_Other]],
) -> KnownContainer:
    box = msgspec.convert(row.declared, Container, strict=False) if row else Container(number=number)
    return KnownContainer(
        container=box,
        differing_values=_values_by_source(row) if row else {},
        elsewhere=_elsewhere(number_key(number), bill, on_board, others),
    )


def _values_by_source(row: VoyageContainer) -> dict[str, dict[str, str]]:
    return {each["field"]: dict(each["stated"]) for each in row.differences}


def _elsewhere(
    number: str, bill: Bill, on_board: TimeOnBoard | None, others: Mapping[str, list[_Other]]
) -> bool | None:
    """Return True if the container is on another ship at the same time; None if the route does not give the times.

    Only other bills that every state of this bill may see are counted (S25).
    """
    if on_board is None:
        return None
    shared = (other for other in others.get(number, ()) if set(bill.states) <= other.states)
    return any(other.aboard is not None and other.aboard.meets(on_board) for other in shared)
