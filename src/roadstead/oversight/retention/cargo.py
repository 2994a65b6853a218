"""Deletion and masking of cargo: bills, containers, their statements, and the names of their parties (S6, S8, S10).

A party may be a person or a firm and nothing tells which, so all are masked. Goods, weights, ports and numbers stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec
from django.db.models import Q

from roadstead.casework.alerts.models import Suppressed
from roadstead.engine.records import Address, Consignment, Party
from roadstead.engine.reference.retention import Category
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.heads import parties_of_report
from roadstead.filings.cargo.models import Bill, BillStatement, Firm, FirmPlace, Mention
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import OF_CARGO
from roadstead.filings.voyages.models import Manifest, Statement, Voyage
from roadstead.oversight.retention.due import Due
from roadstead.oversight.retention.erasing import Erased
from roadstead.oversight.retention.graph import erase
from roadstead.platform.database.rows import BATCH, save_all

NAMED: Final = ~Q(name="", address="", code="")
MENTION: Final[dict[str, Any]] = {"name": "", "address": "", "code": "", "why": []}
FIRM: Final[dict[str, Any]] = {"key": "", "code": "", "words": []}
BILL: Final = ("consignor", "consignee", "named", "declared")
MANIFEST: Final[dict[str, Any]] = {"problems": [], "unread": []}


def settle_cargo(voyage: Voyage, due: Due, erased: Erased) -> None:
    """Delete or mask the cargo of a voyage that has not expired as a whole. A bill with an open possible match is not
    touched.
    """
    running = due.running.get(Category.CARGO)
    if running is None:
        return
    if not running:
        _delete(voyage, due, erased)
    kept = sorted(running | {state for alert in due.kept if alert.of_cargo for state in alert.states})
    for rows in (voyage.bills, voyage.boxes, voyage.billstatements, voyage.boxstatements, voyage.cargo_reports):
        only(rows.all(), kept)
    only(Mention.objects.filter(bill__voyage=voyage), kept)
    if Category.CARGO in due.masked:
        erased.counts["bills masked"] += mask_cargo(voyage, but=due.needed_bills)
        if not due.needs_heads:
            mask_heads(voyage)


def only(rows: Any, states: Sequence[str]) -> None:
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
    said = _said_of(voyage).exclude(number__in=spared)
    _mask_said(said)
    masked = _mask_bills(voyage.bills.exclude(pk__in=but))
    named.update(**MENTION)
    Suppressed.objects.filter(bill__voyage=voyage).exclude(bill__in=but).update(reasons=[])
    _mask_words(Manifest.objects.filter(voyage=voyage, cargo_report__isnull=False))
    return masked


def mask_heads(voyage: Voyage) -> None:
    """Mask the parties of whole manifests; as for parties of bills, role and country stay."""
    for report in voyage.cargo_reports.exclude(parties=[]):
        report.parties = msgspec.to_builtins([_bare(party) for party in parties_of_report(report)])
        report.save(update_fields=["parties"])
    Suppressed.objects.filter(voyage=voyage, traveller=None, bill=None).update(reasons=[])


def mask_waybills(message: Message) -> int:
    """Mask the statements of a message about bills that are on no voyage; return their number."""
    _mask_words(Manifest.objects.filter(message=message, voyage=None))
    return _mask_said(BillStatement.objects.filter(manifest__message=message, voyage=None))


def is_carried(message: Message) -> bool:
    """Return True if a voyage has the bills of this message's waybills, which are built from its statements."""
    alone = BillStatement.objects.filter(manifest__message=message, voyage=None)
    numbers = {each for pair in alone.values_list("number", "master") for each in pair if each}
    return Bill.objects.filter(Q(number__in=numbers) | Q(manifest__message=message)).exists()


def firms_of_nobody(erased: Erased) -> None:
    """Delete firms that no bill names any more; blank the names of firms that only masked bills name."""
    erased.whole("cargo_firm", Firm.objects.filter(mentions=None).values_list("pk", flat=True))
    named = Mention.objects.filter(NAMED).values("firm")
    nameless = list(Firm.objects.exclude(**FIRM).exclude(pk__in=named).values_list("pk", flat=True))
    erase("cargo_firmplace", list(FirmPlace.objects.filter(firm__in=nameless).values_list("pk", flat=True)))
    Firm.objects.filter(pk__in=nameless).update(**FIRM)


def _delete(voyage: Voyage, due: Due, erased: Erased) -> None:
    """Delete bills, containers and statements. Needed bills keep their statements, needed parties their reports."""
    needed = due.needed_bills
    spared = list(Bill.objects.filter(pk__in=needed).values_list("number", flat=True))
    erased.whole("cargo_bill", voyage.bills.exclude(pk__in=needed).values_list("pk", flat=True))
    erased.whole("cargo_billstatement", voyage.billstatements.exclude(number__in=spared).values_list("pk", flat=True))
    reports = voyage.cargo_reports.none() if due.needs_heads else voyage.cargo_reports.all()
    for table, rows in (
        ("cargo_box", voyage.boxes),
        ("cargo_boxstatement", voyage.boxstatements),
        ("cargo_cargoreport", reports),
    ):
        erased.whole(table, rows.values_list("pk", flat=True))
    _mask_words(Manifest.objects.filter(voyage=voyage, function__in=OF_CARGO))


def _said_of(voyage: Voyage) -> Any:
    """Return the statements on the voyage, and those of separate waybill messages on the same bills."""
    numbers = voyage.bills.values("number")
    return BillStatement.objects.filter(Q(voyage=voyage) | Q(voyage=None, number__in=numbers))


def _mask_said(rows: Any) -> int:
    changed = 0
    for batch in _batches(rows):
        told = [(row, bare(msgspec.json.decode(row.said, type=Consignment))) for row in batch]
        texts = [(row, msgspec.json.encode(bill).decode()) for row, bill in told]
        over = [row for row, text in texts if row.said != text]
        for row, text in texts:
            row.said = text
        save_all(BillStatement, over, ["said"])
        changed += len(over)
    return changed


def _mask_bills(rows: Any) -> int:
    changed = 0
    for batch in _batches(rows):
        over = []
        for row in batch:
            told = msgspec.json.decode(msgspec.json.encode(bare(consignment_of(row))))  # lists, as in the database
            if (row.consignor, row.consignee, row.named, row.declared) != ("", "", "", told):
                row.consignor, row.consignee, row.named, row.declared = "", "", "", told
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


def _mask_words(manifests: Any) -> None:
    """Delete what the message says besides its bills: its header parties and its problems, which quote it."""
    numbers = list(manifests.values_list("pk", flat=True))
    erase("manifests_statement", list(Statement.objects.filter(manifest__in=numbers).values_list("pk", flat=True)))
    Manifest.objects.filter(pk__in=numbers).update(**MANIFEST)


def _batches(rows: Any) -> Iterator[list[Any]]:
    """Yield the rows in batches by id, so that rows changed meanwhile do not come twice."""
    numbers = list(rows.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(numbers), BATCH):
        yield list(rows.model._default_manager.filter(pk__in=numbers[begin : begin + BATCH]).order_by("pk"))
