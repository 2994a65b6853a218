"""A version asked of the stored travellers of the last days: how many, whom, and on whom it would fall (S17).

Of a rule for cargo the stored bills (`dry_run_bills`).

Nothing is raised. Bounded, and it says its number: the newest voyages first, no more people than a page can wait for.
What is kept are numbers, and the rows of those it met, so that reading who they are is audited each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from roadstead.engine.matching.documents import documents_reported
from roadstead.engine.records import Manifest
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.rules.facts.person import age_of
from roadstead.engine.rules.language import Level
from roadstead.engine.rules.rule import Facts
from roadstead.engine.rules.written import Tally, Written, asked
from roadstead.filings.voyages.declared import as_filing, on_voyage
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import note
from roadstead.targeting.rulebook.acts import owner_of
from roadstead.targeting.rulebook.dry_run_bills import dry_run_bills
from roadstead.targeting.rulebook.in_force import as_written
from roadstead.targeting.rulebook.known import asked_for
from roadstead.targeting.rulebook.logic.rates import DAYS, MOST, MOST_KEPT, One, Result, groups
from roadstead.targeting.rulebook.models import DryRun, RuleVersion


@dataclass(slots=True)
class _Run:
    """What was found so far."""

    people: list[One] = field(default_factory=list)
    whom: list[int] = field(default_factory=list)
    voyages: list[int] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def dry_run(version: RuleVersion, *, by: User, now: datetime) -> DryRun:
    """Over what this person may see; kept with the version."""
    rule = as_written(version, approved=False)
    if rule is None:
        raise NotAllowed("its condition is not understood by this release: write a new version of it")
    if rule.about_bills:
        return dry_run_bills(version, rule, by=by, now=now)
    run, voyages = _Run(), _recent(by, now)
    for voyage in voyages.iterator(chunk_size=50):
        if len(run.people) >= MOST:
            break
        _ask(rule, voyage, now, run)
    everybody = Traveller.objects.visible_to(by).filter(voyage__in=voyages).exclude(presence=Presence.WITHDRAWN)
    result = _result(rule, run, everybody.count())
    states = [] if by.state_id is None else [by.state_id]
    note(
        by,
        "rule tried",
        f"rule {version.rule.code} version {version.number}",
        states=states,
        detail=f"{result.people} travellers of the last {DAYS} days",
    )
    return DryRun.objects.create(
        version=version,
        owner=owner_of(by),
        sha256=version.sha256,
        at=now,
        by=by,
        whom=run.whom[:MOST_KEPT],
        voyages=run.voyages[:MOST_KEPT],
        result=result.kept(),
    )


def _recent(by: User, now: datetime) -> QuerySet[Voyage, Voyage]:
    since = now - timedelta(days=DAYS)
    return Voyage.objects.visible_to(by).filter(filed_at__gte=since, cancelled=False).order_by("-filed_at", "-id")


def _ask(rule: Written, voyage: Voyage, now: datetime, run: _Run) -> None:
    rows = on_voyage(voyage)
    manifest, past = asked_for([rule], voyage, rows)
    today = (voyage.arrives_at or now).date()
    filing = as_filing(voyage)
    facts = Facts(manifest=manifest, documents=documents_reported(()), today=today, filing=filing)
    found = {met.traveller for met in asked((rule,), facts, past, run.tally)}
    run.people += _people(manifest, found, today=today)
    run.whom += [row.pk for at, row in enumerate(rows) if at in found]
    run.voyages += [voyage.pk] if None in found else []


def _people(manifest: Manifest, found: set[int | None], *, today: date) -> Iterator[One]:
    for at, one in enumerate(manifest.travellers):
        nationality = alpha3(one.nationality) or one.nationality
        yield One(one.sex, age_of(one, today), nationality, at in found)


def _result(rule: Written, run: _Run, number: int) -> Result:
    about_voyages = rule.condition.level is Level.VOYAGE
    return Result(
        days=DAYS,
        all=number,
        people=len(run.people),
        voyages=run.tally.voyages,
        met=len(run.whom),
        met_voyages=len(run.voyages),
        unknown=run.tally.unknown[rule.code],
        failed=run.tally.failed[rule.code],
        about_voyages=about_voyages,
        groups=() if about_voyages else groups(run.people),
    )
