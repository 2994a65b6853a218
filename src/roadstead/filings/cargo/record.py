"""From a cargo message to the cargo of record: statements kept, bills and containers of the voyage told anew.

Only what the message touches is told anew, from all that was ever said of it, in the order sent: the same messages make
the same cargo of record in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Count, QuerySet, Sum

from roadstead.engine import records as model
from roadstead.engine.records import CargoTotals
from roadstead.filings.cargo.bills import call_where_discharged, tell_bills, tell_boxes
from roadstead.filings.cargo.desk import share
from roadstead.filings.cargo.heads import bills_of_boxes, parties_of_head
from roadstead.filings.cargo.logic import merge as sums
from roadstead.filings.cargo.logic.firms import source_of
from roadstead.filings.cargo.logic.merge import added_up, is_whole, key
from roadstead.filings.cargo.models import Bill, BillStatement, BoxStatement, CargoReport, Said
from roadstead.filings.voyages.declared import OF_CARGO, fitting
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.filings.voyages.record import Recorded
from roadstead.filings.voyages.record_quality import cargo_deadline
from roadstead.platform.database.rows import batches, save_all


def is_cargo(declared: model.Manifest) -> bool:
    return declared.message.function in OF_CARGO


def record_cargo(filed: Recorded, *, participating: Collection[str], now: datetime) -> list[tuple[Voyage, list[int]]]:
    """Keep what the message says, and tell what it touches anew; by voyage the rows of the bills it touched,
    also by what it says of their containers.

    The caller holds the voyage's lock.
    """
    if filed.voyage:
        call_where_discharged(filed.voyage, filed.declared.consignments, participating)
    named, listed = _keep_bills(filed), _keep_boxes(filed)
    _report(filed, participating)
    touched = named.bills | _left_out(filed)
    told = []
    for voyage in _voyages(filed, touched | named.masters):
        rows = tell_bills(voyage, touched, participating=participating, now=now)
        tell_boxes(voyage, listed | named.boxes)
        told.append((voyage, sorted({*rows, *bills_of_boxes(voyage, listed)})))
    if filed.voyage and named.bills:
        share(filed.manifest, filed.voyage, named.bills)
    return told


def tell_anew(voyage: Voyage, *, participating: Collection[str], now: datetime) -> list[int]:
    """All the cargo of a voyage from all that was said of it; the rows of its bills."""
    rows = tell_bills(voyage, list(voyage.bills.values_list("number", flat=True)), participating=participating, now=now)
    tell_boxes(voyage, list(voyage.boxes.values_list("number", flat=True)))
    return rows


def _report(filed: Recorded, participating: Collection[str]) -> None:
    declared = filed.declared
    due_at, due_source = cargo_deadline(filed.voyage, participating) if filed.voyage else (None, "")
    CargoReport.objects.create(
        manifest=filed.manifest,
        voyage=filed.voyage,
        action=declared.message.action[:3],
        source=source_of(declared.message.type),
        office=fitting(CargoReport, "office", declared.office),
        totals=msgspec.to_builtins(declared.totals),
        read=msgspec.to_builtins(added_up(declared.consignments)),
        parties=msgspec.to_builtins(parties_of_head(declared)),
        bills=len(declared.consignments),
        containers=len(declared.containers),
        due_at=due_at,
        due_source=due_source,
        states=filed.manifest.states,
    )


def _left_out(filed: Recorded) -> set[str]:
    """Bills of its sender's earlier messages under this reference, where this one takes their place or cancels them."""
    head = filed.declared.message
    if not filed.voyage or not head.reference or not is_whole(head.action, len(filed.declared.consignments)):
        return set()
    same = Manifest.objects.filter(
        voyage=filed.voyage,
        carrier=filed.manifest.carrier,
        sender=filed.manifest.sender,
        reference=filed.manifest.reference,
    )
    return set(BillStatement.objects.filter(manifest__in=same).values_list("number", flat=True))


def _voyages(filed: Recorded, numbers: Collection[str]) -> list[Voyage]:
    """Its own, or those that carry its bills where the message names none."""
    if filed.voyage:
        return [filed.voyage]
    carrying = BillStatement.objects.filter(number__in=numbers, voyage__isnull=False).values("voyage")
    return list(Voyage.objects.filter(pk__in=carrying).order_by("pk"))


# ── What a message says of each bill and container, kept as it was read, a thousand at a time.


class Named(NamedTuple):
    """Numbers of the bills of a message, of the masters above them, and of the containers that they name."""

    bills: set[str]
    masters: set[str]
    boxes: set[str]


def _keep_bills(filed: Recorded) -> Named:
    """A bill without number tells of nothing that could be found again: it is in the message alone."""
    named, action = Named(set(), set(), set()), filed.declared.message.action[:3]
    for batch in batches(enumerate(filed.declared.consignments)):
        told = [(at, bill) for at, bill in batch if bill.number]
        rows = [
            BillStatement(**_said(filed, at, bill, BillStatement), master=key(bill.master)[:40], action=action)
            for at, bill in told
        ]
        save_all(BillStatement, rows)
        named.bills.update(row.number for row in rows)
        named.masters.update(row.master for row in rows if row.master)
        named.boxes.update(key(box) for _, bill in told for box in bill.containers)
    return named


def _keep_boxes(filed: Recorded) -> set[str]:
    """Numbers of the containers that the message lists."""
    source, named = source_of(filed.declared.message.type), set[str]()
    for batch in batches(enumerate(filed.declared.containers)):
        rows = [BoxStatement(**_said(filed, at, box, BoxStatement), source=source) for at, box in batch if box.number]
        save_all(BoxStatement, rows)
        named.update(row.number for row in rows)
    return named


def _said(filed: Recorded, at: int, told: model.Consignment | model.Container, table: type[Said]) -> dict[str, Any]:
    """The columns that both kinds of statement have."""
    return {
        "manifest": filed.manifest,
        "voyage": filed.voyage,
        "position": at,
        "number": fitting(table, "number", key(told.number)),
        "order": filed.manifest.order,
        "said": msgspec.json.encode(told).decode(),
        "states": filed.manifest.states,
    }


# ── What the voyage's cargo comes to, beside what its senders say it comes to.


OF_HOUSES: Final = ("packages", "gross_mass_kg")


def sums_of(report: CargoReport) -> list[sums.Sum]:
    """One message's own totals against the bills it gave, as they were added up when it came. Who may see the report
    may see every bill in it."""
    return sums.compared(msgspec.convert(report.totals, CargoTotals), msgspec.convert(report.read, CargoTotals))


def sums_of_houses(master: Bill, houses: QuerySet[Bill, Bill]) -> list[sums.Sum]:
    """A master against those of its houses that the reader sees; nothing where there is none."""
    read = houses.order_by().aggregate(houses=Count("pk"), **{name: Sum(name) for name in OF_HOUSES})
    if not read["houses"]:
        return []
    return [sums.Sum(name=name, declared=getattr(master, name), read=read[name]) for name in OF_HOUSES]
