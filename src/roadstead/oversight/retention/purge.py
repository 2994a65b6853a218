"""Purge: masking and deletion of what is due, a few voyages in a transaction, with a proof of what was deleted (S8,
S10).

If it is interrupted, only whole batches are done, and the next purge continues. `purge_guard` decides whether a purge
may begin at all. Voyages of messages being read are left for the next purge, so that neither waits for the other.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from roadstead.casework.alerts.models import Redress
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.locks import try_lock
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.oversight.retention.cargo import delete_unnamed_firms
from roadstead.oversight.retention.enforce import enforce_on_message, enforce_on_voyages
from roadstead.oversight.retention.erasure import Erasure
from roadstead.oversight.retention.models import Run
from roadstead.oversight.retention.pending import due_messages, due_voyages
from roadstead.oversight.retention.runs import begin, finish, finish_old
from roadstead.oversight.retention.schedule import Scheduler
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.platform.database.outages import is_infrastructure
from roadstead.platform.database.scope import REGION, enter, scoped
from roadstead.platform.outbox.queue import error_place
from roadstead.platform.policies.in_force import in_force

log = logging.getLogger("roadstead.oversight.retention")
BATCH_SIZE: Final = 5  # voyages or messages in one transaction, which locks their rows
Say = Callable[[int], None]  # called with the number of voyages and messages that a batch has processed


class _NotReally(Exception):
    """Ends the transaction of a dry run."""


@dataclass(slots=True)
class Purge:
    """Purge of what is due by `as_of`. `dry`: everything is tried and rolled back, in database and journal."""

    home: Path
    as_of: datetime
    now: datetime
    dry: bool = False
    say: Say = lambda number: None
    counts: Counter[str] = field(default_factory=Counter)
    gone: set[int] = field(default_factory=set)  # voyages

    def run(self) -> Run:
        self._set_schedules()
        if not self.dry:
            finish_old(now=self.now)
        run = Run(kind="purge", as_of=self.as_of, started_at=self.now) if self.dry else begin(self.as_of, self.now)
        for ids in _batches(self._due(due_voyages)):
            self._each(run, self._voyages, ids)
        self._set_schedules()  # messages of deleted voyages
        for ids in _batches(sorted({*self._due(due_messages), *self._messages_of_gone()})):
            self._each(run, self._messages, ids)
        self._batch(run, _unused_numbers, 0)
        self._batch(run, delete_unnamed_firms, 0)
        run.counts = dict(self.counts)
        return run if self.dry else finish(run, now=self.now)

    def due(self) -> int:
        """Return the number of voyages and messages to process, for the progress shown."""
        self._set_schedules()
        return len(self._due(due_voyages)) + len(self._due(due_messages))

    def _due(self, found: Callable[[datetime], list[int]]) -> list[int]:
        with scoped(REGION):
            return found(self.as_of)

    def _messages_of_gone(self) -> list[int]:
        """Return, in a dry run, the expired messages that voyages to be deleted would release."""
        if not self.dry:
            return []
        with scoped(REGION):
            told = Manifest.objects.filter(voyage__in=self.gone).exclude(message__schedules__expires_at__gt=self.as_of)
            return list(told.order_by().values_list("message", flat=True))

    def _set_schedules(self) -> None:
        winder, left = Scheduler(in_force(RETENTION)), True
        while left:
            with scoped(REGION):
                left = bool(winder.schedule())

    def _each(self, run: Run, work: Callable[[Sequence[int], Erasure], None], ids: Sequence[int]) -> None:
        """Skip rows that cannot be processed, so that others are not kept too long. The next purge tries them again."""
        try:
            self._batch(run, lambda erased: work(ids, erased), len(ids))
        except Exception as error:
            if is_infrastructure(error):
                raise
            if len(ids) > 1:
                for pk in ids:
                    self._each(run, work, [pk])
                return
            log.error("%s %s: not processed: %s", work.__name__.strip("_"), ids, error_place(error))
            self.counts["not processed"] += 1
            self.say(1)

    def _batch(self, run: Run, work: Callable[[Erasure], None], size: int) -> None:
        erased = Erasure()
        try:
            with transaction.atomic():
                enter(REGION)
                work(erased)
                if self.dry:
                    raise _NotReally
                erased.commit(self.home, run, at=self.now)
        except _NotReally:
            pass
        self.counts.update(erased.counts)
        self.gone |= erased.voyages
        self.say(size)

    def _voyages(self, ids: Sequence[int], erased: Erasure) -> None:
        """Lock the voyages as readers of messages do (`filings.voyages.record`)."""
        free = {each.pk: each.flight_key for each in Voyage.objects.filter(pk__in=ids) if try_lock(each)}
        held = Voyage.objects.select_for_update().filter(pk__in=free).order_by("pk")
        voyages = [each for each in held if each.flight_key == free[each.pk]]  # not renamed meanwhile
        enforce_on_voyages(voyages, erased, now=self.as_of, present=self._present())

    def _messages(self, ids: Sequence[int], erased: Erasure) -> None:
        waiting = Message.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=ids)
        for message in waiting.defer("raw").order_by("pk"):
            voyages = set(message.manifests.exclude(voyage=None).values_list("voyage", flat=True))
            if self.dry and voyages and voyages <= self.gone:  # a real purge would have deleted them by now
                erased.counts["intake_message"] += 1
            else:
                enforce_on_message(message, erased, now=self.as_of, present=self._present())

    def _present(self) -> datetime:
        """Return the time for arrivals: the database's, or the day that a dry run is about."""
        return max(database_now(), self.as_of) if self.dry else database_now()


def _unused_numbers(erased: Erasure) -> None:
    """Delete redress numbers without a pair, which recall nothing, with their base data (S35)."""
    erased.erase_rows("alerts_redress", Redress.objects.filter(pairs=None).values_list("pk", flat=True))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH_SIZE):
        yield ids[start : start + BATCH_SIZE]
