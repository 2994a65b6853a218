"""Bills of a voyage against what is watched for, chunk by chunk: twenty thousand of one ship fit a worker's memory.

One place says how bills are asked and become alerts: for a message, for a list that changed, for a rule.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from roadstead.casework.alerts.evidence import Key
from roadstead.casework.alerts.raise_alerts import Raised, every, raise_alerts
from roadstead.engine.rules.written import Tally
from roadstead.engine.screening.run import Watch, screen_bills
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.pipeline.rules_met import RulesMet

CHUNK: Final = 1_000  # bills in memory at once


def raise_for_bills(
    voyage: Voyage,
    bills: Collection[int],
    watch: Watch,
    *,
    owners: Mapping[str, str],
    today: date,
    now: datetime,
    at_stake: Callable[[Key], bool] = every,
    tally: Tally | None = None,
) -> Raised:
    """Screen these bills (numbers of rows) as they stand. Of a bill that is no longer declared, what nobody has decided
    about lapses. `tally` counts how the rules for cargo answered. The caller holds the voyage's lock."""
    raised, rules = Raised(), RulesMet(voyage, watch.written, today=today, now=now, tally=tally or Tally())

    def at_stake_of_lists(key: Key) -> bool:
        return not key.rule and at_stake(key)

    for rows in _chunks(bills):
        standing = [row for row in rows if row.stands]
        place = {row.pk: at for at, row in enumerate(rows)}
        found = screen_bills([consignment_of(row) for row in standing], watch, today=today)
        hits = [replace(hit, bill=place[standing[hit.bill].pk]) for hit in found if hit.bill is not None]
        raised.add(raise_alerts(hits, voyage=voyage, bills=rows, owners=owners, now=now,
                                at_stake=at_stake_of_lists))  # fmt: skip
        rules.ask(standing)
    raised.add(rules.raise_for(bills, owners=owners, at_stake=at_stake))
    return raised


def standing_bills(voyage: Voyage) -> list[int]:
    """All that are still declared, for lists and rules that changed."""
    return list(voyage.bills.filter(stands=True).order_by("pk").values_list("pk", flat=True))


def _chunks(bills: Collection[int]) -> Iterator[list[Bill]]:
    numbers = sorted(set(bills))
    for begin in range(0, len(numbers), CHUNK):
        yield list(Bill.objects.filter(pk__in=numbers[begin : begin + CHUNK]).order_by("pk"))
