"""A list has changed: travellers and bills on their way, and those just arrived, meet what it changed, and nothing
else.

So it is too when a list alerts from another threshold on, or a cleared match is taken back (`watchlists.look_backs`).

Voyage by voyage, each in a transaction with the note of how far we are: a worker that dies loses one voyage, and the
next goes on from there. A second pass takes the voyages whose messages were being read, by a worker that did not know
the version yet, while it was put in force.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.evidence import Key
from roadstead.casework.alerts.raise_alerts import Raised, raise_alerts
from roadstead.config import Config
from roadstead.engine.rules.builtin import reported_document
from roadstead.engine.screening.changed import only_changed
from roadstead.engine.screening.run import ScreeningSet, screen
from roadstead.filings.voyages.declared import as_manifest, as_voyage, on_voyage
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.filings.voyages.record import lock
from roadstead.outbound.responses.give import look_again
from roadstead.pipeline.process import day_of
from roadstead.pipeline.screen_cargo import raise_for_bills, raise_for_manifests, standing_bills
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.audit.models import note
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION
from roadstead.targeting.watchlists.models import Entry, LookBack
from roadstead.targeting.watchlists.publish import as_entry

log = logging.getLogger("roadstead.pipeline.look_back")
PASSES = 2
COUNTED = ("new", "changed", "lapsed", "suppressed")


@dataclass(frozen=True, slots=True)
class Changes:
    """What one version changed, as a screening_set of its own, and which alerts it could have met."""

    screening_set: ScreeningSet
    at_stake: Callable[[Key], bool]


@dataclass(slots=True)
class Looker:
    """One worker's: what was changed is made ready once, not for each voyage."""

    config: Config
    _of: tuple[int, str] = (0, "")  # look back, and the state of the lists
    _changes: Changes | None = field(default=None)

    def look(self, live: ScreeningSetCache, *, now: datetime, most: int) -> int:
        """Look at up to `most` voyages; how many steps were done, 0 where nothing waits."""
        for done in range(most):
            if not self._step(live, now):
                return done
        return most

    def _step(self, live: ScreeningSetCache, now: datetime) -> bool:
        """One voyage, or the end of a pass. A transaction of its own."""
        with scoped(REGION):
            job = self._waiting(now).select_for_update(of=("self",), skip_locked=True).first()
            if job is None:
                return False
            voyage = (
                voyages_of(job.passes, job.queued_at, self.config, now).filter(pk__gt=job.after).order_by("pk").first()
            )
            if voyage is None:
                self._end_of_pass(job, now)
            else:
                live.refresh(now.date())
                self._look_at(voyage, job, live, now)
                job.after = voyage.pk
            job.save()
            return True

    def _waiting(self, now: datetime) -> QuerySet[LookBack]:
        ready = Q(passes=0) | Q(queued_at__lte=now - in_hand(self.config))
        return LookBack.objects.filter(ready, done_at=None).select_related("watch_list", "version").order_by("id")

    def _look_at(self, voyage: Voyage, job: LookBack, live: ScreeningSetCache, now: datetime) -> None:
        lock([as_voyage(voyage)])
        found = Voyage.objects.filter(pk=voyage.pk).first()  # as whoever held it has left it, or joined to another
        if found is None:
            return
        changes, rows = self._of_job(job, live), on_voyage(found)
        hits = screen(as_manifest(found, rows), changes.screening_set, today=day_of(found, now))
        raised = raise_alerts(
            hits, voyage=found, travellers=rows, owners=live.current().owners, now=now, at_stake=changes.at_stake
        )
        if raised.events:
            look_again(found, now=now)
        job.voyages, job.travellers = job.voyages + 1, job.travellers + len(rows)
        _count(job, raised)
        self._look_at_bills(found, job, changes, live, now)
        _count(
            job,
            raise_for_manifests(
                found,
                changes.screening_set,
                owners=live.current().owners,
                today=day_of(found, now),
                now=now,
                at_stake=changes.at_stake,
            ),
        )

    def _look_at_bills(
        self, voyage: Voyage, job: LookBack, changes: Changes, live: ScreeningSetCache, now: datetime
    ) -> None:
        """Only entries are met by a party: lost documents are nobody's on a bill."""
        bills = standing_bills(voyage)
        if not bills:
            return
        raised = raise_for_bills(
            voyage,
            bills,
            changes.screening_set,
            owners=live.current().owners,
            today=day_of(voyage, now),
            now=now,
            at_stake=changes.at_stake,
        )
        job.bills += len(bills)
        _count(job, raised)

    def _of_job(self, job: LookBack, live: ScreeningSetCache) -> Changes:
        if self._changes is None or self._of != (job.pk, live.stamp):
            self._changes, self._of = changes_of(job, live.current()), (job.pk, live.stamp)
        return self._changes

    def _end_of_pass(self, job: LookBack, now: datetime) -> None:
        job.passes, job.after = job.passes + 1, 0
        if job.passes < PASSES:
            return
        job.done_at, self._changes = now, None
        states = [] if job.owner == OF_THE_REGION else [job.owner]
        subject = _subject(job)
        note(None, "looked back", subject, states=states, detail=in_words(job))
        log.info("%s: looked back over %s", subject, in_words(job))


def in_hand(config: Config) -> timedelta:
    """Longer than any message is in the hands of a worker that has not seen a new version."""
    return timedelta(seconds=2 * config.lease)


def voyages_of(passes: int, queued_at: datetime, config: Config, now: datetime) -> QuerySet[Voyage]:
    """Of the first pass those on their way or just arrived, of the second those that were being read meanwhile."""
    if passes == 0:
        since = now - timedelta(days=config.look_back_days)
        unknown = Q(arrives_at=None, updated_at__gte=since)
        return Voyage.objects.filter(Q(arrives_at__gte=since) | unknown, cancelled=False)
    meanwhile = (queued_at - in_hand(config), queued_at + in_hand(config))
    read = Manifest.objects.filter(message__processed_at__range=meanwhile).exclude(voyage=None)
    return Voyage.objects.filter(pk__in=read.values("voyage_id"), cancelled=False)


def in_words(job: LookBack) -> str:
    """Numbers only."""
    counts = ", ".join(f"{getattr(job, name)} {name}" for name in COUNTED)
    bills = f", {job.bills} bills" if job.bills else ""
    return f"{job.voyages} voyages, {job.travellers} travellers{bills}: {counts}"


def changes_of(job: LookBack, whole: ScreeningSet) -> Changes:
    """Entries: those that are concerned, as they are in force now. Documents: the rule that asks for them."""
    title, rows = job.watch_list.title, _concerned(job)
    touched = frozenset(rows.values_list("entry_id", flat=True))
    if not touched and job.version:
        return _of_documents(whole)
    in_force = [as_entry(row) for row in rows.filter(removed_in=None)]

    def at_stake(key: Key) -> bool:
        return key.list == title and key.entry in touched and not key.rule

    return Changes(only_changed(in_force, whole), at_stake)


def _concerned(job: LookBack) -> QuerySet[Entry]:
    rows = Entry.objects.filter(watch_list=job.watch_list)
    if job.version:
        ids = rows.filter(Q(added_in=job.version) | Q(removed_in=job.version)).values("entry_id")
        return rows.filter(entry_id__in=ids)
    return rows.filter(entry_id=job.entry_id) if job.entry_id else rows


def _subject(job: LookBack) -> str:
    return f"list {job.watch_list_id}" + (f" version {job.version.version}" if job.version else "")


def _of_documents(whole: ScreeningSet) -> Changes:
    """The rule is asked whole: what it says of many on one voyage, of several lists, becomes one alert."""
    rules = tuple(rule for rule in whole.rules if rule.check is reported_document)
    codes = {rule.code for rule in rules}
    return Changes(replace(only_changed([], whole), rules=rules), lambda key: key.rule in codes)


def _count(job: LookBack, raised: Raised) -> None:
    for name in COUNTED:
        setattr(job, name, getattr(job, name) + getattr(raised, name))
