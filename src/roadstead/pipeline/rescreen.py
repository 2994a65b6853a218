"""Rescreening of stored voyages after a change of a list, a threshold, a cleared match or a rule.

Each voyage is screened in one transaction with the progress of its job: a worker that dies loses one voyage, and the
next worker continues. A second pass takes the voyages whose messages were being processed during the change, by a
worker that did not know it yet. A voyage that fails is skipped and retried later.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import F, Q, QuerySet

from roadstead.casework.alerts.evidence import AlertKey
from roadstead.casework.alerts.raise_alerts import REPORTED, Changes, Scope
from roadstead.config import Config
from roadstead.engine.rules.builtin import reported_document
from roadstead.engine.rules.evaluation import Tally
from roadstead.engine.rules.language import CARGO
from roadstead.engine.screening.changed_entries import restrict_set
from roadstead.engine.screening.run import ScreeningSet
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.pipeline.screen_voyage import Target, screen_voyage
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.audit.models import log
from roadstead.platform.database.outages import is_infrastructure
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.outbox.queue import MAX_ERROR_CHARS, error_place
from roadstead.targeting.rescreens.models import Reason, RescreenJob
from roadstead.targeting.rulebook.counts import add_counts
from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION
from roadstead.targeting.watchlists.models import Entry
from roadstead.targeting.watchlists.publish import as_entry

logger = logging.getLogger("roadstead.pipeline.rescreen")
PASSES: Final = 2
# Pauses before the retries of voyages that could not be screened, after the passes.
PAUSES: Final = (timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))
MAX_FAILED: Final = 1_000  # failed voyages of a job; if more fail, the job is at fault


class Change(NamedTuple):
    """A job's change: the reduced screening set, the targets, and the alerts that it can affect."""

    screening_set: ScreeningSet
    targets: Target
    scope: Scope


@dataclass(slots=True)
class Rescreener:
    """Rescreener of one worker. A change is prepared once, not for each voyage."""

    config: Config
    _of: tuple[int, str, str] = (0, "", "")  # key of the cached change: job, state of the lists, state of the rules
    _change: Change | None = field(default=None)

    def run(self, cache: ScreeningSetCache, *, now: datetime, limit: int) -> int:
        """Screen up to `limit` voyages. Returns the number of steps done, 0 if nothing is waiting."""
        for done in range(limit):
            if not self._step(cache, now):
                return done
        return limit

    def _step(self, cache: ScreeningSetCache, now: datetime) -> bool:
        """Screen one voyage or end a pass, in a transaction of its own. Returns False if nothing is waiting."""
        with scoped(REGION):
            job = self._waiting(now).select_for_update(of=("self",), skip_locked=True).first()
            if job is None:
                return False
            voyage = voyages_of(job, self.config, now).filter(pk__gt=job.after).order_by("pk").first()
            if voyage is None:
                self._end_pass(job, now)
            else:
                cache.refresh(now.date())
                self._screen(job, voyage, cache, now)
            job.save()
            return True

    def _screen(self, job: RescreenJob, voyage: Voyage, cache: ScreeningSetCache, now: datetime) -> None:
        """Screen the voyage, or record that it failed and continue with others.

        If the change itself cannot be prepared, or too many voyages fail, the job waits and other jobs run first.
        """
        change = None
        try:
            with transaction.atomic():
                change = self._change_of(job, cache)
                screened = _screened(voyage, change, now)
        except Exception as error:
            if is_infrastructure(error):
                raise
            job.error = error_place(error)[:MAX_ERROR_CHARS]
            logger.error("%s: voyage %s: %s", _subject(job), voyage.pk, job.error)
            if change is None or len(job.failed) >= MAX_FAILED:
                job.retry_at = now + PAUSES[0]
                return
            job.failed = [*(pk for pk in job.failed if pk != voyage.pk), voyage.pk]
        else:
            add_changes(job, screened)
            job.failed = [pk for pk in job.failed if pk != voyage.pk]
            job.error = job.error if job.failed else ""
        job.after = voyage.pk

    def _waiting(self, now: datetime) -> QuerySet[RescreenJob]:
        """Return the jobs that are ready: changes of lists before rules. Manual jobs are run by their command."""
        ready = Q(passes=0) | Q(queued_at__lte=now - max_processing_time(self.config))
        rested = Q(retry_at=None) | Q(retry_at__lte=now)
        jobs = RescreenJob.objects.filter(ready, rested, done_at=None).exclude(reason=Reason.MANUAL)
        jobs = jobs.select_related("watch_list", "version", "rule_version__rule")
        return jobs.order_by(F("rule_version").asc(nulls_first=True), "id")

    def _change_of(self, job: RescreenJob, cache: ScreeningSetCache) -> Change:
        of = (job.pk, cache.stamp, cache.rules)
        if self._change is None or self._of != of:
            self._change, self._of = change_of(job, cache.current()), of
        return self._change

    def _end_pass(self, job: RescreenJob, now: datetime) -> None:
        job.passes, job.after = job.passes + 1, 0
        if job.passes < PASSES:
            return
        job.failed = list(still_declared(job.failed).values_list("pk", flat=True))
        job.error = job.error if job.failed else ""
        if job.failed and job.passes - PASSES < len(PAUSES):
            job.retry_at = now + PAUSES[job.passes - PASSES]
            return
        job.done_at, job.retry_at, self._change = now, None, None
        states = [] if job.owner == OF_THE_REGION else [job.owner]
        log(None, "rescreened", _subject(job), states=states, detail=counts_in_words(job))
        logger.info("%s: rescreened %s", _subject(job), counts_in_words(job))


def max_processing_time(config: Config) -> timedelta:
    """Return a time longer than any worker holds a message without having seen a change."""
    return timedelta(seconds=2 * config.lease)


def voyages_of(job: RescreenJob, config: Config, now: datetime) -> QuerySet[Voyage]:
    """Return the voyages of the job's current pass.

    First pass: under way or just arrived. Second: those being processed during the change, and failed ones. Later
    passes: those that still fail.
    """
    if job.passes == 0:
        since = now - timedelta(days=config.rescreen_days)
        unknown = Q(arrives_at=None, updated_at__gte=since)
        return Voyage.objects.filter(Q(arrives_at__gte=since) | unknown, cancelled=False)
    if job.passes >= PASSES:
        return still_declared(job.failed)
    meanwhile = (job.queued_at - max_processing_time(config), job.queued_at + max_processing_time(config))
    read = Manifest.objects.filter(message__processed_at__range=meanwhile).exclude(voyage=None)
    return Voyage.objects.filter(Q(pk__in=read.values("voyage_id")) | Q(pk__in=job.failed), cancelled=False)


def still_declared(numbers: Collection[int]) -> QuerySet[Voyage]:
    """Return those of these voyages that still exist and are not cancelled."""
    return Voyage.objects.filter(pk__in=numbers, cancelled=False)


def _screened(voyage: Voyage, change: Change, now: datetime) -> Changes | None:
    """Screen the voyage. Only results of the changed rule are counted; the others were counted before."""
    set_, targets, scope = change
    tally = Tally()
    screened = screen_voyage(voyage, set_, targets=targets, scope=scope, now=now, tally=tally)
    if set_.written_rules:
        add_counts(tally, set_.written_rules, now.date())
    return screened


def add_changes(job: RescreenJob, changes: Changes | None, *, voyages: int = 1) -> None:
    """Add a voyage, or a further part of it (`voyages` 0), to the job. None: deleted, cancelled or changed."""
    if changes is None:
        return
    job.voyages += voyages
    for name in ("travellers", "bills", *REPORTED):
        setattr(job, name, getattr(job, name) + getattr(changes, name))


def counts_in_words(job: RescreenJob) -> str:
    """Return the counts of the job as text, without personal data."""
    counts = ", ".join(f"{getattr(job, name)} {name}" for name in REPORTED)
    failed = f", {len(job.failed)} voyages not screened" if job.failed else ""
    return f"{job.voyages} voyages, {job.travellers} travellers, {job.bills} bills: {counts}{failed}"


def _subject(job: RescreenJob) -> str:
    if job.rule_version:
        return f"rule {job.rule_version.rule.code} version {job.rule_version.number}"
    return f"list {job.watch_list_id}" + (f" version {job.version.version}" if job.version else "")


# ── Screening sets of what changed, as in force now


def change_of(job: RescreenJob, whole: ScreeningSet) -> Change:
    """Return the change of a job: entries concerned as in force now, the lost-document rule, or the changed rule."""
    if job.rule_version:
        rule = job.rule_version.rule
        return _of_rule(rule.code, Target.CARGO_RULES if rule.subject == CARGO.subject else Target.PEOPLE, whole)
    assert job.watch_list is not None  # guaranteed by a database constraint
    title, rows = job.watch_list.title, _concerned(job)
    touched = frozenset(rows.values_list("entry_id", flat=True))
    if not touched and job.version:
        return _of_documents(whole)
    in_force = [as_entry(row) for row in rows.filter(removed_in=None)]

    def scope(key: AlertKey) -> bool:
        return key.list == title and key.entry in touched and not key.rule

    return Change(restrict_set(in_force, whole), Target.PEOPLE | Target.BILLS | Target.PARTIES, scope)


def _concerned(job: RescreenJob) -> QuerySet[Entry]:
    rows = Entry.objects.filter(watch_list=job.watch_list)
    if job.version:
        ids = rows.filter(Q(added_in=job.version) | Q(removed_in=job.version)).values("entry_id")
        return rows.filter(entry_id__in=ids)
    return rows.filter(entry_id=job.entry_id) if job.entry_id else rows


def _of_documents(whole: ScreeningSet) -> Change:
    """Return a change that evaluates the whole rule: its findings on several people or lists form one alert."""
    rules = tuple(rule for rule in whole.rules if rule.check is reported_document)
    codes = {rule.code for rule in rules}
    return Change(replace(restrict_set([], whole), rules=rules), Target.PEOPLE, lambda key: key.rule in codes)


def _of_rule(code: str, targets: Target, whole: ScreeningSet) -> Change:
    rules = tuple(rule for rule in whole.written_rules if rule.code == code)
    return Change(replace(restrict_set([], whole), written_rules=rules), targets, lambda key: key.rule == code)
