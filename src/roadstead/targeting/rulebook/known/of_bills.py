"""The facts of stored bills, chunk by chunk: as few queries as the rules that are asked need, and no more for more
bills."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from roadstead.config import config
from roadstead.engine.records import Mode
from roadstead.engine.reference.overlay import FOLDER
from roadstead.engine.reference.source_ports import source_ports, sources_for
from roadstead.engine.rules.cargo_facts import Carriage, Known, facts_of_bills
from roadstead.engine.rules.facts import Values
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.declared import as_voyage
from roadstead.filings.voyages.models import Voyage
from roadstead.targeting.rulebook.known.boxes import boxes_of
from roadstead.targeting.rulebook.known.headings import suggested_of
from roadstead.targeting.rulebook.known.history import days_kept, earlier_of
from roadstead.targeting.rulebook.known.told import told_of
from roadstead.targeting.rulebook.known.usual import usual_of

AT_ONCE: Final = 500  # bills of a chunk
PARTIES: Final = frozenset({"consignor", "consignee", "parties"})


def carriage_of(voyage: Voyage) -> Carriage:
    """Of its cargo reports the earliest deadline, as the law of the first state sets it."""
    due = voyage.cargo_reports.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
    return Carriage(voyage=as_voyage(voyage), due_at=due)


def facts_of(
    voyage: Voyage,
    bills: Sequence[Bill],
    carriage: Carriage,
    families: Collection[str],
    *,
    now: datetime,
) -> Iterator[Values]:
    """By position; only these families (`screening.rules.on_bills.families_of`)."""
    known = known_of_bills(voyage, bills, families, now=now)
    return facts_of_bills([consignment_of(bill) for bill in bills], carriage, known, families)


def known_of_bills(voyage: Voyage, bills: Sequence[Bill], families: Collection[str], *, now: datetime) -> list[Known]:
    """By position. What no family among these looks at is not looked for."""
    asked, nothing = set(families), [None] * len(bills)
    boxes = boxes_of(voyage, bills) if asked & {"containers", "dangerous"} else [{} for _ in bills]
    earlier = earlier_of(voyage, bills) if asked & PARTIES else nothing
    kept = days_kept(now) if "history" in asked else None
    told = told_of(voyage, bills, asked)
    lanes = usual_of(bills, now=now) if "lane" in asked else [{} for _ in bills]
    headings = [suggested_of(consignment_of(bill)) for bill in bills] if "goods" in asked else nothing
    sources = _sources(voyage, bills, now) if "route" in asked else [{} for _ in bills]
    return [
        Known(
            first_at=bill.first_at,
            last_at=words.last_at,
            amendments=words.amendments,
            houses=words.houses,
            same_text_others=words.same_text_others,
            boxes=boxes[at],
            earlier=earlier[at],
            days_kept=kept,
            sources=sources[at],
            lane=lanes[at],
            suggested=headings[at],
        )
        for at, (bill, words) in enumerate(zip(bills, told, strict=True))
    ]


def _sources(voyage: Voyage, bills: Sequence[Bill], now: datetime) -> list[Mapping[str, frozenset[str]]]:
    """A ship's bills concern a handful of states; each set of them is looked up once."""
    rows, found = source_ports(config().home / FOLDER), {}
    on, mode = (voyage.arrives_at or now).date(), Mode(voyage.mode)
    for bill in bills:
        states = tuple(bill.states)
        if states not in found:
            found[states] = sources_for(rows, states, on, mode)
    return [found[tuple(bill.states)] for bill in bills]
