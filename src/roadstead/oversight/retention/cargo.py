"""Deletion and masking of cargo: bills, containers, their statements, and the names of their parties (S6, S8, S10).

A party may be a person or a firm and nothing tells which, so all are masked. Goods, weights, ports and numbers stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec
from django.db.models import Q

from roadstead.casework.alerts.models import Suppression
from roadstead.engine.records import Address, Consignment, Party
from roadstead.engine.reference.retention import Category
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill, BillStatement, Firm, FirmPlace, Mention
from roadstead.filings.cargo.parties import parties_of_report
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import CARGO_FUNCTIONS
from roadstead.filings.voyages.models import Manifest, Statement, Voyage
from roadstead.oversight.retention.due import Due
from roadstead.oversight.retention.erasure import Erasure
from roadstead.oversight.retention.graph import erase
from roadstead.platform.database.rows import BATCH_SIZE, save_all

NAMED: Final = ~Q(name="", address="", code="")
MENTION: Final[dict[str, Any]] = {"name": "", "address": "", "code": "", "reasons": []}
FIRM: Final[dict[str, Any]] = {"key": "", "code": "", "address_words": []}
BILL: Final = ("consignor", "consignee", "party_names", "declared")
MANIFEST: Final[dict[str, Any]] = {"problems": [], "unread": []}


def enforce_cargo(voyage: Voyage, due: Due, erased: Erasure) -> None:
    """Delete or mask the cargo of a voyage that has not expired as a whole. A bill with an open possible match is not
    touched.
    """
    running = due.running.get(Category.CARGO)
    if running is None:
        return
    if not running:
        _delete(voyage, due, erased)
    if due.has_ended:
        _hide_from_states(voyage, due, running)
    if Category.CARGO in due.masked:
        erased.counts["bills masked"] += mask_cargo(voyage, but=due.needed_bills)
        if not due.needs_manifest_parties:
            mask_manifest_parties(voyage)


def _hide_from_states(voyage: Voyage, due: Due, running: frozenset[str]) -> None:
    kept = sorted(running | {state for alert in due.kept if alert.is_about_cargo for state in alert.states})
    for rows in (
        voyage.bills,
        voyage.containers,
        voyage.billstatements,
        voyage.containerstatements,
        voyage.cargo_reports,
    ):
        limit_states(rows.all(), kept)
    limit_states(Mention.objects.filter(bill__voyage=voyage), kept)


def limit_states(rows: Any, states: Sequence[str]) -> None:
    """Remove other states from the rows. No state is added: a row may concern fewer than its voyage does (S25)."""
    for found in list(rows.order_by().values_list("states", flat=True).distinct()):
        kept = [state for state in found if state in states]
        if kept != found:
            rows.filter(states=found).update(states=kept)


def mask_cargo(voyage: Voyage, *, but: Sequence[int] = ()) -> int:
    """Mask names, addresses, contacts and numbers of parties, marks and notes. Return the number of bills.
    Irreversible.
    """
    spared = list(Bill.objects.filter(pk__in=but).values_list("number", flat=True))
    named = Mention.objects.filter(NAMED, bill__voyage=voyage).exclude(bill__in=but)
    said = _statements_of(voyage).exclude(number__in=spared)
    _mask_statements(said)
    masked = _mask_bills(voyage.bills.exclude(pk__in=but))
    named.update(**MENTION)
    Suppression.objects.filter(bill__voyage=voyage).exclude(bill__in=but).update(reasons=[])
    _delete_message_text(Manifest.objects.filter(voyage=voyage, cargo_report__isnull=False))
    return masked


def mask_manifest_parties(voyage: Voyage) -> None:
    """Mask the parties of whole manifests; as for parties of bills, role and country stay."""
    for report in voyage.cargo_reports.exclude(parties=[]):
        report.parties = msgspec.to_builtins([_bare(party) for party in parties_of_report(report)])
        report.save(update_fields=["parties"])
    Suppression.objects.filter(voyage=voyage, traveller=None, bill=None).update(reasons=[])


def mask_waybills(message: Message) -> int:
    """Mask the statements of a message about bills that are on no voyage; return their number."""
    _delete_message_text(Manifest.objects.filter(message=message, voyage=None))
    return _mask_statements(BillStatement.objects.filter(manifest__message=message, voyage=None))


def is_carried(message: Message) -> bool:
    """Return True if a voyage has the bills of this message's waybills, which are built from its statements."""
    alone = BillStatement.objects.filter(manifest__message=message, voyage=None)
    numbers = {each for pair in alone.values_list("number", "master") for each in pair if each}
    return Bill.objects.filter(Q(number__in=numbers) | Q(manifest__message=message)).exists()


def delete_unnamed_firms(erased: Erasure) -> None:
    """Delete firms that no bill names any more; blank the names of firms that only masked bills name."""
    erased.erase_rows("cargo_firm", Firm.objects.filter(mentions=None).values_list("pk", flat=True))
    named = Mention.objects.filter(NAMED).values("firm")
    nameless = list(Firm.objects.exclude(**FIRM).exclude(pk__in=named).values_list("pk", flat=True))
    erase("cargo_firmplace", list(FirmPlace.objects.filter(firm__in=nameless).values_list("pk", flat=True)))
    Firm.objects.filter(pk__in=nameless).update(**FIRM)


def _delete(voyage: Voyage, due: Due, erased: Erasure) -> None:
    """Delete bills, containers and statements. Needed bills keep their statements, needed parties their reports."""
    needed = due.needed_bills
    spared = list(Bill.objects.filter(pk__in=needed).values_list("number", flat=True))
    erased.erase_rows("cargo_bill", voyage.bills.exclude(pk__in=needed).values_list("pk", flat=True))
    erased.erase_rows(
        "cargo_billstatement", voyage.billstatements.exclude(number__in=spared).values_list("pk", flat=True)
    )
    reports = voyage.cargo_reports.none() if due.needs_manifest_parties else voyage.cargo_reports.all()
    for table, rows in (
        ("cargo_voyagecontainer", voyage.containers),
        ("cargo_containerstatement", voyage.containerstatements),
        ("cargo_cargoreport", reports),
    ):
        erased.erase_rows(table, rows.values_list("pk", flat=True))
    _delete_message_text(Manifest.objects.filter(voyage=voyage, function__in=CARGO_FUNCTIONS))


def _statements_of(voyage: Voyage) -> Any:
    """Return the statements on the voyage, and those of separate waybill messages on the same bills."""
    numbers = voyage.bills.values("number")
    return BillStatement.objects.filter(Q(voyage=voyage) | Q(voyage=None, number__in=numbers))


def _mask_statements(rows: Any) -> int:
    changed = 0
    for batch in _batches(rows):
        told = [(row, bare(msgspec.json.decode(row.payload, type=Consignment))) for row in batch]
        texts = [(row, msgspec.json.encode(bill).decode()) for row, bill in told]
        over = [row for row, text in texts if row.payload != text]
        for row, text in texts:
            row.payload = text
        save_all(BillStatement, over, ["payload"])
        changed += len(over)
    return changed


def _mask_bills(rows: Any) -> int:
    changed = 0
    for batch in _batches(rows):
        over = []
        for row in batch:
            told = msgspec.json.decode(msgspec.json.encode(bare(consignment_of(row))))  # lists, as in the database
            if (row.consignor, row.consignee, row.party_names, row.declared) != ("", "", "", told):
                row.consignor, row.consignee, row.party_names, row.declared = "", "", "", told
                over.append(row)
        save_all(Bill, over, BILL)
        changed += len(over)
    return changed


def bare(bill: Consignment) -> Consignment:
    """Return the bill with role and country of each party only, without marks and notes, which may contain names."""
    parties = tuple(_bare(each) for each in bill.parties)
    goods = tuple(replace(line, marks=()) for line in bill.goods)
    return replace(bill, parties=parties, goods=goods, marks=(), notes=(), references=(), sent=())


def _bare(party: Party) -> Party:
    return Party(role=party.role, address=Address(country=party.address.country))


def _delete_message_text(manifests: Any) -> None:
    """Delete what the message says besides its bills: its header parties and its problems, which quote it."""
    numbers = list(manifests.values_list("pk", flat=True))
    erase("voyages_statement", list(Statement.objects.filter(manifest__in=numbers).values_list("pk", flat=True)))
    Manifest.objects.filter(pk__in=numbers).update(**MANIFEST)


def _batches(rows: Any) -> Iterator[list[Any]]:
    """Yield the rows in batches by id, so that rows changed meanwhile do not come twice."""
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(numbers), BATCH_SIZE):
        yield list(rows.model._default_manager.filter(pk__in=numbers[begin : begin + BATCH_SIZE]).order_by("pk"))
