"""A version of a rule for cargo asked of the stored bills of the last days: how many, which, by lane and by country.

Nothing is raised. Bounded, and it says its number: the newest bills first, no more than a page can wait for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.db.models import QuerySet

from roadstead.engine.records import PartyRole
from roadstead.engine.rules.written import Tally, Written, asked_of_bills, families_of
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.logic.firms import country_of
from roadstead.filings.cargo.models import Bill
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note
from roadstead.targeting.rulebook.acts import owner_of
from roadstead.targeting.rulebook.known import AT_ONCE, carriage_of, facts_of
from roadstead.targeting.rulebook.logic.rates import DAYS, MOST, MOST_KEPT, OneBill, Result, groups_of_bills
from roadstead.targeting.rulebook.models import DryRun, RuleVersion


@dataclass(slots=True)
class _Run:
    """What was found so far."""

    bills: list[OneBill] = field(default_factory=list)
    which: list[int] = field(default_factory=list)
    voyages: set[int] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)


def dry_run_bills(version: RuleVersion, rule: Written, *, by: User, now: datetime) -> DryRun:
    """Over what this person may see; kept with the version."""
    run, rows = _Run(), _recent(by, now)
    for chunk in _chunks(rows):
        _ask(rule, chunk, now, run)
    result = Result(
        days=DAYS,
        all=rows.count(),
        bills=len(run.bills),
        met_bills=len(run.which),
        voyages=len(run.voyages),
        unknown=run.tally.unknown[rule.code],
        failed=run.tally.failed[rule.code],
        about_bills=True,
        groups=groups_of_bills(run.bills),
    )
    states = [] if by.state_id is None else [by.state_id]
    note(
        by,
        "rule tried",
        f"rule {version.rule.code} version {version.number}",
        states=states,
        detail=f"{result.bills} bills of the last {DAYS} days",
    )
    return DryRun.objects.create(
        version=version,
        owner=owner_of(by),
        sha256=version.sha256,
        at=now,
        by=by,
        bills=run.which[:MOST_KEPT],
        result=result.kept(),
    )


def _recent(by: User, now: datetime) -> QuerySet[Bill, Bill]:
    rows = Bill.objects.visible_to(by).filter(first_at__gte=now - timedelta(days=DAYS), stands=True)
    return rows.filter(voyage__cancelled=False)


def _chunks(rows: QuerySet[Bill, Bill]) -> Iterator[list[Bill]]:
    """The newest bills, those of one voyage together, no more at once than facts are gathered for."""
    newest = rows.order_by("-first_at", "-pk").values("pk")[:MOST]
    found = Bill.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).select_related("voyage")
    for _, of_voyage in groupby(
        found.order_by("-voyage_id", "-pk").iterator(chunk_size=AT_ONCE), attrgetter("voyage_id")
    ):
        listed = list(of_voyage)
        yield from (listed[at : at + AT_ONCE] for at in range(0, len(listed), AT_ONCE))


def _ask(rule: Written, chunk: Sequence[Bill], now: datetime, run: _Run) -> None:
    voyage = chunk[0].voyage
    values = facts_of(voyage, chunk, carriage_of(voyage), families_of([rule]), now=now)
    found = {met.bill for met in asked_of_bills((rule,), values, run.tally)}
    run.voyages.add(voyage.pk)
    run.which += [bill.pk for at, bill in enumerate(chunk) if at in found]
    run.bills += [_one(bill, at in found) for at, bill in enumerate(chunk)]


def _one(bill: Bill, met: bool) -> OneBill:
    lane = f"{bill.load or '?'}–{bill.discharge or '?'}" if bill.load or bill.discharge else ""
    sent_by = consignment_of(bill).parties_as(PartyRole.CONSIGNOR)
    return OneBill(lane, next((found for party in sent_by if (found := country_of(party))), ""), met)
