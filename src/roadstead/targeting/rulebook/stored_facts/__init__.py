"""Facts for rules from stored voyages and bills, in addition to the declared data (`PastVoyages`, `StoredBillData`).

Runs only the queries that the rules in force need, and no more for more bills.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from roadstead.engine.records import Consignment, GoodsLine, Manifest, Mode
from roadstead.engine.reference.source_ports import SOURCE_PORTS, sources_for
from roadstead.engine.rules.cargo_facts import Carriage, StoredBillData, SuggestedHeading, facts_of_bills
from roadstead.engine.rules.evaluation import WrittenRule
from roadstead.engine.rules.facts import UNKNOWN_PAST, PastVoyage, PastVoyages, Values
from roadstead.engine.text.headings import Agreement, compare_with_code, suggest_headings
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.declared import as_manifest, as_voyage
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.platform.database.scope import restricted_ids
from roadstead.platform.policies.in_force import in_force
from roadstead.targeting.rulebook.stored_facts.containers import containers_of
from roadstead.targeting.rulebook.stored_facts.filing_history import filing_counts
from roadstead.targeting.rulebook.stored_facts.firm_history import days_of_history, earlier_voyages
from roadstead.targeting.rulebook.stored_facts.lane_facts import lane_facts

BATCH_SIZE: Final = 500  # bills of a chunk
PARTIES: Final = frozenset({"consignor", "consignee", "parties"})


def carriage_of(voyage: Voyage) -> Carriage:
    """Return the carriage with the earliest deadline of its cargo reports, as set by the law of the first state."""
    due = voyage.cargo_reports.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
    return Carriage(voyage=as_voyage(voyage), due_at=due)


def bill_facts(
    voyage: Voyage,
    bills: Sequence[Bill],
    carriage: Carriage,
    families: Collection[str],
    *,
    now: datetime,
) -> Iterator[Values]:
    """Yield the facts of each bill, by position, of these families only (`rules.evaluation.families_of`)."""
    known = stored_facts_of_bills(voyage, bills, families, now=now)
    return facts_of_bills([consignment_of(bill) for bill in bills], carriage, known, families)


def stored_facts_of_bills(
    voyage: Voyage, bills: Sequence[Bill], families: Collection[str], *, now: datetime
) -> list[StoredBillData]:
    """Return the stored facts of each bill, by position, of these families only."""
    asked, nothing = set(families), [None] * len(bills)
    boxes = containers_of(voyage, bills) if asked & {"containers", "dangerous"} else [{} for _ in bills]
    earlier = earlier_voyages(voyage, bills) if asked & PARTIES else nothing
    kept = days_of_history(now) if "history" in asked else None
    told = filing_counts(voyage, bills, asked)
    lanes = lane_facts(bills, now=now) if "lane" in asked else [{} for _ in bills]
    headings = [_suggested_of(consignment_of(bill)) for bill in bills] if "goods" in asked else nothing
    sources = _sources(voyage, bills, now) if "route" in asked else [{} for _ in bills]
    return [
        StoredBillData(
            first_at=bill.first_at,
            last_at=words.last_at,
            amendments=words.amendments,
            houses=words.houses,
            same_text_others=words.same_text_others,
            containers=boxes[at],
            earlier=earlier[at],
            days_kept=kept,
            sources=sources[at],
            lane=lanes[at],
            suggested=headings[at],
        )
        for at, (bill, words) in enumerate(zip(bills, told, strict=True))
    ]


def _sources(voyage: Voyage, bills: Sequence[Bill], now: datetime) -> list[Mapping[str, frozenset[str]]]:
    """Return the source ports for each bill. A ship's bills share few sets of states; each set is looked up once."""
    rows, found = in_force(SOURCE_PORTS), {}
    on, mode = (voyage.arrives_at or now).date(), Mode(voyage.mode)
    for bill in bills:
        states = tuple(bill.states)
        if states not in found:
            found[states] = sources_for(rows, states, on, mode)
    return [found[tuple(bill.states)] for bill in bills]


DIFFERS: Final = {Agreement.DIFFERS: True, Agreement.HEADING: False, Agreement.CHAPTER: False, Agreement.UNCLEAR: None}


def _suggested_of(bill: Consignment) -> SuggestedHeading | None:
    """Return the suggested heading; None if no line's description suggests one."""
    found = [told for line in bill.goods if (told := _of_line(line))]
    return max(found, key=lambda told: (told.differs is True, told.confidence), default=None)


def _of_line(line: GoodsLine) -> SuggestedHeading | None:
    headings = suggest_headings(line.description).headings
    if not headings:
        return None
    differs = DIFFERS[compare_with_code(line.hs, line.description)]
    return SuggestedHeading(heading=headings[0].code, confidence=headings[0].confidence, differs=differs)


# Past voyages of the people on a voyage, by the same identifiers.
#
# A hit is shown to every state its voyage concerns, so only voyages that all of these states may see are counted: no
# rule reveals to one state that a person was in another (S25).


LOOKBACK: Final = timedelta(days=366)
NOT_COUNTED: Final = (Presence.WITHDRAWN, Presence.BOOKED)  # a booking alone is no voyage
COLUMNS: Final = ("pk", "departs_at", "arrives_at")


def past_voyages(voyage: Voyage, rows: Sequence[Traveller]) -> list[PastVoyages]:
    """Return the past of each row, by position. One query, and a second if any of them was on another voyage."""
    moment = voyage.arrives_at or voyage.departs_at
    if moment is None:
        return [UNKNOWN_PAST] * len(rows)
    found = _voyages({row.person_key for row in rows if row.person_key}, voyage, moment)
    return [PastVoyages(tuple(found[row.person_key])) if row.person_key else UNKNOWN_PAST for row in rows]


def _voyages(keys: set[UUID], voyage: Voyage, moment: datetime) -> defaultdict[UUID, list[PastVoyage]]:
    """Return voyages up to the arrival; later ones are not past, however late the question is asked."""
    began = voyage.departs_at or moment
    met = list(_on_other_voyages(keys, voyage).values_list("person_key", "presence", "voyage"))
    found: defaultdict[UUID, list[PastVoyage]] = defaultdict(list)
    if not met:
        return found
    before = Q(departs_at=None, arrives_at__lte=moment) | Q(departs_at__lt=moment)
    others = Voyage.objects.filter(before, pk__in={number for _, _, number in met}, arrives_at__gte=moment - LOOKBACK)
    others = others.filter(states__contains=voyage.states, cancelled=False)
    times = {number: (departed, arrived) for number, departed, arrived in others.values_list(*COLUMNS)}
    counted = [each for each in met if each[2] in times]
    for key, presence, number in sorted(counted, key=lambda each: times[each[2]][1]):
        assert key is not None  # only known keys were queried
        departed, arrived = times[number]
        boarded = presence != Presence.NOT_ON_BOARD
        overlaps = boarded and departed is not None and departed < moment and arrived > began
        found[key].append(PastVoyage(day=arrived.date(), boarded=boarded, overlaps=overlaps))
    return found


def _on_other_voyages(keys: set[UUID], voyage: Voyage) -> QuerySet[Traveller, Traveller]:
    """Return these people on other voyages.

    The query has no condition on voyages: else the database may start from all voyages of these states within a year
    and read everyone on them.
    """
    rows = Traveller.objects.filter(person_key__in=keys).exclude(voyage=voyage)
    rows = rows.exclude(pk__in=restricted_ids())  # restricted data may not be used (S34)
    return rows.exclude(presence__in=NOT_COUNTED).order_by("pk")


def travel_rule_inputs(
    rules: Iterable[WrittenRule], voyage: Voyage, rows: Sequence[Traveller]
) -> tuple[Manifest, Sequence[PastVoyages]]:
    """Return the voyage, with bookings and past voyages if the travel rules among these use them."""
    families = {fact.family for rule in rules if not rule.about_bills for fact in rule.condition.facts}
    # Bookings also show who shares a contact or a card, and who is a child.
    with_bookings = bool(families & {"booking", "shared"})
    past = past_voyages(voyage, rows) if "history" in families else ()
    return as_manifest(voyage, rows, with_bookings=with_bookings), past
