"""The facts of stored bills, chunk by chunk: as few queries as the rules that are asked need, and no more for more
bills."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from roadstead.cargo.bills import consignment_of
from roadstead.cargo.models import Bill
from roadstead.config import config
from roadstead.manifests.declared import as_voyage
from roadstead.manifests.models import Voyage
from roadstead.model import Consignment
from roadstead.reference.overlay import FOLDER
from roadstead.reference.source_ports import source_ports, sources_for
from roadstead.rulebook.known.boxes import boxes_of
from roadstead.rulebook.known.history import days_kept, earlier_of
from roadstead.rulebook.known.told import told_of
from roadstead.screening.rules.cargo_facts import Carriage, Known, Suggested, facts_of_bills
from roadstead.screening.rules.facts import Values

AT_ONCE: Final = 500  # bills of a chunk
PARTIES: Final = frozenset({"consignor", "consignee", "parties"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What others make of bills, where they are there to be asked: `suggest` an HS heading from a bill's goods,
    `lanes` the facts of the family `lane` for some bills as of a moment, by position."""

    suggest: Callable[[Consignment], Suggested | None] | None = None
    lanes: Callable[[Sequence[Bill], datetime], Sequence[Mapping[str, int]]] | None = None


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
    beside: Beside = Beside(),
) -> Iterator[Values]:
    """By position; only these families (`screening.rules.on_bills.families_of`)."""
    known = known_of_bills(voyage, bills, families, now=now, beside=beside)
    return facts_of_bills([consignment_of(bill) for bill in bills], carriage, known, families)


def known_of_bills(
    voyage: Voyage, bills: Sequence[Bill], families: Collection[str], *, now: datetime, beside: Beside = Beside()
) -> list[Known]:
    """By position. What no family among these looks at is not looked for."""
    asked, nothing = set(families), [None] * len(bills)
    boxes = boxes_of(voyage, bills) if asked & {"containers", "dangerous"} else [{} for _ in bills]
    earlier = earlier_of(voyage, bills) if asked & PARTIES else nothing
    kept = days_kept(now) if "history" in asked else None
    told = told_of(voyage, bills, asked)
    lanes = beside.lanes(bills, now) if beside.lanes and "lane" in asked else [{} for _ in bills]
    sources = _sources(bills, (voyage.arrives_at or now).date()) if "route" in asked else [{} for _ in bills]
    return [
        Known(
            first_at=bill.first_at, last_at=words.last_at, amendments=words.amendments, houses=words.houses,
            same_text_others=words.same_text_others, boxes=boxes[at], earlier=earlier[at], days_kept=kept,
            sources=sources[at], lane=lanes[at], suggested=_suggested(bill, asked, beside),
        )
        for at, (bill, words) in enumerate(zip(bills, told, strict=True))
    ]  # fmt: skip


def _suggested(bill: Bill, asked: Collection[str], beside: Beside) -> Suggested | None:
    return beside.suggest(consignment_of(bill)) if beside.suggest and "goods" in asked else None


def _sources(bills: Sequence[Bill], on: date) -> list[Mapping[str, frozenset[str]]]:
    """A ship's bills concern a handful of states; each set of them is looked up once."""
    rows, found = source_ports(config().home / FOLDER), {}
    for bill in bills:
        states = tuple(bill.states)
        if states not in found:
            found[states] = sources_for(rows, states, on)
    return [found[tuple(bill.states)] for bill in bills]
