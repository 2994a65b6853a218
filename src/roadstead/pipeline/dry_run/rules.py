"""Dry run of a rule version on stored travellers or bills: number of matches, which rows, and their groups (S17).

Stored with the version: counts, and the numbers of the matching rows, so that each reading of who they are is audited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, QuerySet

from roadstead.engine.matching.documents import build_document_index
from roadstead.engine.records import PartyRole
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.evaluation import (
    Tally,
    WrittenRule,
    evaluate_cargo_rules,
    evaluate_travel_rules,
    families_of,
)
from roadstead.engine.rules.facts.person import age_of
from roadstead.engine.rules.language import Level
from roadstead.engine.rules.rule import Facts
from roadstead.filings.cargo.bills import consignment_of
from roadstead.filings.cargo.logic.firms import country_of
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.declared import as_declared, as_filing, travellers_on
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.pipeline.dry_run import DAYS, dry_run, recent_bills, recent_travellers
from roadstead.pipeline.screen_voyage import day_of
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import log
from roadstead.targeting.rulebook.acts import owner_of
from roadstead.targeting.rulebook.in_force import compile_version
from roadstead.targeting.rulebook.logic.rates import (
    MAX_EVALUATED,
    MAX_STORED_MATCHES,
    DryRunResult,
    EvaluatedBill,
    EvaluatedTraveller,
    groups,
    groups_of_bills,
)
from roadstead.targeting.rulebook.models import DryRun, RuleVersion
from roadstead.targeting.rulebook.stored_facts import BATCH_SIZE, bill_facts, carriage_of, travel_rule_inputs


def dry_run_rule(version: RuleVersion, *, by: User, now: datetime) -> DryRun:
    """Run the rule on the rows visible to the user, and store the result with the version."""
    rule = compile_version(version, approved=False)
    if rule is None:
        raise NotAllowed("this release cannot read its condition: write a new version of it")
    result, matched = (_of_bills if rule.about_bills else _of_travellers)(rule, by, now)
    asked_about = f"{result.bills} bills" if rule.about_bills else f"{result.people} travellers"
    log(
        by,
        "rule tried",
        f"rule {version.rule.code} version {version.number}",
        states=[] if by.state_id is None else [by.state_id],
        detail=f"{asked_about} of the last {DAYS} days",
    )
    kept = {name: rows[:MAX_STORED_MATCHES] for name, rows in matched.items()}
    owner = owner_of(by)
    return DryRun.objects.create(
        version=version, owner=owner, sha256=version.sha256, at=now, by=by, result=result.as_json(), **kept
    )


Matched = dict[str, list[int]]  # rows by column of the stored dry run


# ── Travellers, of whole voyages since a rule may need everyone on board


def _of_travellers(rule: WrittenRule, by: User, now: datetime) -> tuple[DryRunResult, Matched]:
    rows, tally, people = (
        recent_travellers(by, now).filter(voyage__cancelled=False),
        Tally(),
        list[EvaluatedTraveller](),
    )

    def screen(voyages: Sequence[Voyage]) -> Iterator[set[int | None]]:
        """Yield for each voyage the rows of matching travellers; None among them stands for the voyage itself."""
        for voyage in voyages:
            on_board = travellers_on(voyage)
            found = _matching(rule, voyage, on_board, now, tally)
            people.extend(_one(row, at in found, voyage, now) for at, row in enumerate(on_board))
            yield {None if at is None else on_board[at].pk for at in found}

    run = dry_run(Voyage.objects.visible_to(by).filter(pk__in=_newest(rows)), screen, limit=MAX_EVALUATED)
    whom = [pk for _, found in run.matches for pk in sorted(each for each in found if each is not None)]
    voyages = [voyage.pk for voyage, found in run.matches if None in found]
    about_voyages = rule.condition.level is Level.VOYAGE
    result = DryRunResult(
        days=DAYS,
        all=rows.count(),
        people=len(people),
        voyages=tally.voyages,
        matched=len(whom),
        matched_voyages=len(voyages),
        unknown=tally.unknown[rule.code],
        failed=tally.failed[rule.code],
        about_voyages=about_voyages,
        groups=() if about_voyages else groups(people),
    )
    return result, {"travellers": whom, "voyages": voyages}


def _newest(rows: QuerySet[Traveller, Traveller]) -> list[int]:
    """Return voyages, newest first, until there are enough people on board."""
    on_board = rows.values_list("voyage_id").annotate(people=Count("pk"))
    found, people = list[int](), 0
    for voyage, number in on_board.order_by("-voyage__filed_at", "-voyage_id"):
        if people >= MAX_EVALUATED:
            break
        found, people = [*found, voyage], people + number
    return found


def _matching(
    rule: WrittenRule, voyage: Voyage, rows: Sequence[Traveller], now: datetime, tally: Tally
) -> set[int | None]:
    """Return the positions that match among `rows`; None: the voyage."""
    manifest, past = travel_rule_inputs([rule], voyage, rows)
    documents, today, filing = build_document_index(()), day_of(voyage, now), as_filing(voyage)
    facts = Facts(manifest=manifest, documents=documents, today=today, filing=filing)
    return {met.traveller for met in evaluate_travel_rules((rule,), facts, past, tally)}


def _one(row: Traveller, matches: bool, voyage: Voyage, now: datetime) -> EvaluatedTraveller:
    declared = as_declared(row)
    nationality = alpha3(declared.nationality) or declared.nationality
    return EvaluatedTraveller(declared.sex, age_of(declared, day_of(voyage, now)), nationality, matches)


# ── Bills


def _of_bills(rule: WrittenRule, by: User, now: datetime) -> tuple[DryRunResult, Matched]:
    tally, voyages = Tally(), set[int]()

    def screen(bills: Sequence[Bill]) -> Iterable[bool | None]:
        matching = set[int]()
        for voyage, of_voyage in groupby(sorted(bills, key=attrgetter("voyage_id", "pk")), attrgetter("voyage")):
            voyages.add(voyage.pk)
            matching |= _matching_bills(rule, voyage, list(of_voyage), now, tally)
        return [bill.pk in matching or None for bill in bills]

    run = dry_run(recent_bills(by, now).select_related("voyage"), screen, limit=MAX_EVALUATED)
    which = [bill.pk for bill, _ in run.matches]
    result = DryRunResult(
        days=DAYS,
        all=run.all,
        bills=len(run.screened),
        matched_bills=len(which),
        voyages=len(voyages),
        unknown=tally.unknown[rule.code],
        failed=tally.failed[rule.code],
        about_bills=True,
        groups=groups_of_bills(_one_bill(bill, bool(matches)) for bill, matches in run.screened),
    )
    return result, {"bills": which}


def _matching_bills(rule: WrittenRule, voyage: Voyage, bills: Sequence[Bill], now: datetime, tally: Tally) -> set[int]:
    """Return the rows that match, evaluated in chunks of the size that facts are loaded in."""
    found, carriage = set[int](), carriage_of(voyage)
    for begin in range(0, len(bills), BATCH_SIZE):
        chunk = bills[begin : begin + BATCH_SIZE]
        values = bill_facts(voyage, chunk, carriage, families_of([rule]), now=now)
        found |= {chunk[met.bill].pk for met in evaluate_cargo_rules((rule,), values, tally) if met.bill is not None}
    return found


def _one_bill(bill: Bill, matches: bool) -> EvaluatedBill:
    lane = f"{bill.load or '?'}–{bill.discharge or '?'}" if bill.load or bill.discharge else ""
    sent_by = consignment_of(bill).parties_as(PartyRole.CONSIGNOR)
    return EvaluatedBill(lane, next((found for party in sent_by if (found := country_of(party))), ""), matches)
