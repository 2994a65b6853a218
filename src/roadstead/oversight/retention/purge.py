"""Masking and deletion of what is due, a few voyages in a transaction, with a proof of what went (S8, S10).

Cut off at any point it leaves whole batches; called again it goes on with what is still there. `guarded`
says whether a purge may begin at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.models import Q

from roadstead.casework.alerts.models import Redress
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.cargo import firms_of_nobody
from roadstead.oversight.retention.erasing import Erased
from roadstead.oversight.retention.models import Clock, Run
from roadstead.oversight.retention.runs import begin, finish, finish_old
from roadstead.oversight.retention.settle import settle_message, settle_voyage
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.oversight.retention.wind import Winder
from roadstead.platform.database.scope import REGION, enter, scoped
from roadstead.platform.policies.in_force import in_force

BATCH: Final = 50
Say = Callable[[int], None]  # told how many voyages and messages a batch has gone through


class _NotReally(Exception):
    """Ends the transaction of a dry run."""


@dataclass(slots=True)
class Purge:
    """Of what is due by `as_of`. `dry`: everything is tried and nothing is kept, neither in database nor journal."""

    home: Path
    as_of: datetime
    now: datetime
    dry: bool = False
    say: Say = lambda number: None
    counts: Counter[str] = field(default_factory=Counter)
    gone: set[int] = field(default_factory=set)  # voyages

    def run(self) -> Run:
        self._wind()
        if not self.dry:
            finish_old(now=self.now)
        run = Run(kind="purge", as_of=self.as_of, started_at=self.now) if self.dry else begin(self.as_of, self.now)
        for ids in _batches(_due_voyages(self.as_of)):
            self._batch(run, lambda erased, ids=ids: self._voyages(ids, erased), len(ids))  # type: ignore[misc]
        for ids in _batches(_due_messages(self.as_of)):
            self._batch(run, lambda erased, ids=ids: self._messages(ids, erased), len(ids))  # type: ignore[misc]
        self._batch(run, _unused_numbers, 0)
        self._batch(run, firms_of_nobody, 0)
        run.counts = dict(self.counts)
        return run if self.dry else finish(run, now=self.now)

    def due(self) -> int:
        """How many voyages and messages there are to go through, for the progress shown."""
        self._wind()
        return len(_due_voyages(self.as_of)) + len(_due_messages(self.as_of))

    def _wind(self) -> None:
        winder, left = Winder(in_force(RETENTION)), True
        while left:
            with scoped(REGION):
                left = bool(winder.wind())

    def _batch(self, run: Run, work: Callable[[Erased], None], size: int) -> None:
        erased = Erased()
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

    def _voyages(self, ids: Sequence[int], erased: Erased) -> None:
        for voyage in Voyage.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
            settle_voyage(voyage, erased, now=self.as_of, present=self._present())

    def _messages(self, ids: Sequence[int], erased: Erased) -> None:
        for message in Message.objects.filter(pk__in=ids).defer("raw").order_by("pk"):
            voyages = set(message.manifests.exclude(voyage=None).values_list("voyage", flat=True))
            if self.dry and voyages and voyages <= self.gone:  # in earnest they would be gone by now
                erased.counts["intake_message"] += 1
            else:
                settle_message(message, erased, now=self.as_of, present=self._present())

    def _present(self) -> datetime:
        """By which a voyage has arrived: the database's time, or the day that a dry run asks about."""
        return max(database_now(), self.as_of) if self.dry else database_now()


def _unused_numbers(erased: Erased) -> None:
    """A redress number without a pair left recalls nothing: it goes with its base data (S35)."""
    erased.whole("casework_redress", Redress.objects.filter(pairs=None).values_list("pk", flat=True))


def _due_voyages(now: datetime) -> list[int]:
    """Those with a clock that is over or asks for masking, of their own or of an alert."""
    over = Q(expires_at__lte=now) | Q(mask_at__lte=now)
    with scoped(REGION):
        own = Clock.objects.filter(over, voyage__isnull=False).values_list("voyage", flat=True)
        of_alerts = Clock.objects.filter(over, alert__isnull=False).values_list("alert__voyage", flat=True)
        return sorted(set(own) | set(of_alerts))


def _due_messages(now: datetime) -> list[int]:
    """Asked after the voyages went: a message goes when nothing of it is left."""
    over = Clock.objects.filter(Q(expires_at__lte=now) | Q(mask_at__lte=now), message__isnull=False)
    with scoped(REGION):
        return sorted(set(over.values_list("message", flat=True)))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
