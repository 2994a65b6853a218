"""Record a cargo message: store its statements, and rebuild the bills and containers of the voyage.

Only what the message concerns is rebuilt, from all statements about it in the order sent: the same messages make the
same cargo of record in whatever order they arrive.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final, NamedTuple

import msgspec
from django.db.models import Count, QuerySet, Sum

from roadstead.engine import records as model
from roadstead.engine.records import CargoTotals
from roadstead.filings.cargo.bills import add_port_calls, rebuild_bills, rebuild_containers
from roadstead.filings.cargo.firm_resolver import set_message_states
from roadstead.filings.cargo.logic import merge as sums
from roadstead.filings.cargo.logic.firms import source_of
from roadstead.filings.cargo.logic.merge import add_up, is_replacement, number_key
from roadstead.filings.cargo.models import Bill, BillStatement, CargoReport, CargoStatement, ContainerStatement
from roadstead.filings.cargo.parties import bills_with_containers, parties_of_header
from roadstead.filings.voyages.declared import CARGO_FUNCTIONS, fit_column
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.filings.voyages.record import Recorded
from roadstead.filings.voyages.record_quality import cargo_deadline
from roadstead.platform.database.rows import batches, save_all


def is_cargo(declared: model.Manifest) -> bool:
    return declared.message.function in CARGO_FUNCTIONS


def record_cargo(filed: Recorded, *, participating: Collection[str], now: datetime) -> list[tuple[Voyage, list[int]]]:
    """Store the message's statements and rebuild what it concerns. Return, by voyage, the ids of the bills concerned,
    including those whose containers it states.

    The caller holds the voyage's lock.
    """
    if filed.voyage:
        add_port_calls(filed.voyage, filed.declared.consignments, participating)
    named, listed = _store_bills(filed), _store_containers(filed)
    _report(filed, participating)
    touched = named.bills | _left_out(filed)
    told = []
    for voyage in _voyages(filed, touched | named.masters):
        rows = rebuild_bills(voyage, touched, participating=participating, now=now)
        rebuild_containers(voyage, listed | named.containers)
        told.append((voyage, sorted({*rows, *bills_with_containers(voyage, listed)})))
    if filed.voyage and named.bills:
        set_message_states(filed.manifest, filed.voyage, named.bills)
    return told


def rebuild_cargo(voyage: Voyage, *, participating: Collection[str], now: datetime) -> list[int]:
    """Rebuild all cargo of a voyage from its statements; return the ids of its bills."""
    rows = rebuild_bills(
        voyage, list(voyage.bills.values_list("number", flat=True)), participating=participating, now=now
    )
    rebuild_containers(voyage, list(voyage.containers.values_list("number", flat=True)))
    return rows


def _report(filed: Recorded, participating: Collection[str]) -> None:
    declared = filed.declared
    due_at, due_source = cargo_deadline(filed.voyage, participating) if filed.voyage else (None, "")
    CargoReport.objects.create(
        manifest=filed.manifest,
        voyage=filed.voyage,
        action=declared.message.action[:3],
        source=source_of(declared.message.type),
        office=fit_column(CargoReport, "office", declared.office),
        totals=msgspec.to_builtins(declared.totals),
        added_up=msgspec.to_builtins(add_up(declared.consignments)),
        parties=msgspec.to_builtins(parties_of_header(declared)),
        bills=len(declared.consignments),
        containers=len(declared.containers),
        due_at=due_at,
        due_source=due_source,
        states=filed.manifest.states,
    )


def _left_out(filed: Recorded) -> set[str]:
    """Return the bills of the sender's earlier messages under this reference if this message replaces or
    cancels them.
    """
    head = filed.declared.message
    if not filed.voyage or not head.reference or not is_replacement(head.action, len(filed.declared.consignments)):
        return set()
    same = Manifest.objects.filter(
        voyage=filed.voyage,
        carrier=filed.manifest.carrier,
        sender=filed.manifest.sender,
        reference=filed.manifest.reference,
    )
    return set(BillStatement.objects.filter(manifest__in=same).values_list("number", flat=True))


def _voyages(filed: Recorded, numbers: Collection[str]) -> list[Voyage]:
    """Return the message's voyage, or those that carry its bills if it names none."""
    if filed.voyage:
        return [filed.voyage]
    carrying = BillStatement.objects.filter(number__in=numbers, voyage__isnull=False).values("voyage")
    return list(Voyage.objects.filter(pk__in=carrying).order_by("pk"))


# ── Statements about bills and containers, stored as read in batches of a thousand.


class StatedNumbers(NamedTuple):
    """Numbers of the bills of a message, of the masters above them, and of the containers that they name."""

    bills: set[str]
    masters: set[str]
    containers: set[str]


def _store_bills(filed: Recorded) -> StatedNumbers:
    """Store a statement for each bill. A bill without number could not be found again, so it is only in the message."""
    named, action = StatedNumbers(set(), set(), set()), filed.declared.message.action[:3]
    for batch in batches(enumerate(filed.declared.consignments)):
        told = [(at, bill) for at, bill in batch if bill.number]
        rows = [
            BillStatement(
                **_statement_columns(filed, at, bill, BillStatement), master=number_key(bill.master)[:40], action=action
            )
            for at, bill in told
        ]
        save_all(BillStatement, rows)
        named.bills.update(row.number for row in rows)
        named.masters.update(row.master for row in rows if row.master)
        named.containers.update(number_key(box) for _, bill in told for box in bill.containers)
    return named


def _store_containers(filed: Recorded) -> set[str]:
    """Store a statement for each container that the message lists; return their numbers."""
    source, named = source_of(filed.declared.message.type), set[str]()
    for batch in batches(enumerate(filed.declared.containers)):
        rows = [
            ContainerStatement(**_statement_columns(filed, at, box, ContainerStatement), source=source)
            for at, box in batch
            if box.number
        ]
        save_all(ContainerStatement, rows)
        named.update(row.number for row in rows)
    return named


def _statement_columns(
    filed: Recorded, at: int, told: model.Consignment | model.Container, table: type[CargoStatement]
) -> dict[str, Any]:
    """Return the columns that both kinds of statement have."""
    return {
        "manifest": filed.manifest,
        "voyage": filed.voyage,
        "position": at,
        "number": fit_column(table, "number", number_key(told.number)),
        "order": filed.manifest.order,
        "payload": msgspec.json.encode(told).decode(),
        "states": filed.manifest.states,
    }


# ── Totals of the voyage's cargo, beside the totals of its senders.


HOUSE_TOTALS: Final = ("packages", "gross_mass_kg")


def report_totals(report: CargoReport) -> list[sums.Total]:
    """Compare one message's own totals with those of its bills, added up on receipt. A user who may see the report may
    see every bill in it.
    """
    return sums.compare(msgspec.convert(report.totals, CargoTotals), msgspec.convert(report.added_up, CargoTotals))


def house_totals(master: Bill, houses: QuerySet[Bill, Bill]) -> list[sums.Total]:
    """Compare a master with those of its houses that the user may see; [] if there are none."""
    read = houses.order_by().aggregate(houses=Count("pk"), **{name: Sum(name) for name in HOUSE_TOTALS})
    if not read["houses"]:
        return []
    return [sums.Total(name=name, declared=getattr(master, name), added_up=read[name]) for name in HOUSE_TOTALS]
