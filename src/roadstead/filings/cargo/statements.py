"""What a message says of each bill and container, kept as it was read.

A thousand at a time: of the rows of a manifest of twenty thousand bills no more than that stand in memory.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from roadstead.engine import records as model
from roadstead.filings.cargo.logic.firms import source_of
from roadstead.filings.cargo.logic.merge import key
from roadstead.filings.cargo.models import BillStatement, BoxStatement, Said
from roadstead.filings.cargo.rows import batches, save_all
from roadstead.filings.voyages.declared import fitting
from roadstead.filings.voyages.record import Recorded


class Named(NamedTuple):
    """Numbers of the bills of a message, of the masters above them, and of the containers that they name."""

    bills: set[str]
    masters: set[str]
    boxes: set[str]


def keep_bills(filed: Recorded) -> Named:
    """A bill without number tells of nothing that could be found again: it is in the message alone."""
    named = Named(set(), set(), set())
    for batch in batches(enumerate(filed.declared.consignments)):
        told = [(at, bill) for at, bill in batch if bill.number]
        rows = [_bill(filed, at, bill) for at, bill in told]
        save_all(BillStatement, rows)
        named.bills.update(row.number for row in rows)
        named.masters.update(row.master for row in rows if row.master)
        named.boxes.update(key(box) for _, bill in told for box in bill.containers)
    return named


def keep_boxes(filed: Recorded) -> set[str]:
    """Numbers of the containers that the message lists."""
    source, named = source_of(filed.declared.message.type), set[str]()
    for batch in batches(enumerate(filed.declared.containers)):
        rows = [BoxStatement(**_said(filed, at, box, BoxStatement), source=source) for at, box in batch if box.number]
        save_all(BoxStatement, rows)
        named.update(row.number for row in rows)
    return named


def _bill(filed: Recorded, at: int, bill: model.Consignment) -> BillStatement:
    action = filed.declared.message.action[:3]
    return BillStatement(**_said(filed, at, bill, BillStatement), master=key(bill.master)[:40], action=action)


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
