"""What a worker does beside its messages: once a day what is due is masked and deleted (S6, S8, S10)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import connection

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION, Category, policy_for
from roadstead.oversight.retention.guarded import guarded_purge
from roadstead.oversight.retention.models import DAILY, Run
from roadstead.oversight.retention.purge import Purge
from roadstead.oversight.retention.replay import replay
from roadstead.oversight.retention.stop_notices import notify
from roadstead.oversight.retention.stops import (
    PurgeStopped,
    carried_out,
    is_stopped_for_now,
    stop_by_clock,
    to_carry_out,
)
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.oversight.retention.wind import Winder
from roadstead.platform.accounts import notifying
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.directory import forget
from roadstead.platform.policies.in_force import in_force

log = logging.getLogger("roadstead.oversight.retention")
LOCK: Final = 7_210_018  # whose holder purges; a number of our own, used for nothing else
LOOK: Final = timedelta(minutes=10)  # between two looks at what is new
DAY: Final = timedelta(days=1)
# What stands outside voyages, by its category: deleted once it is older than the policy says.
OLD: Final = {Category.LOG: notifying.delete_old, Category.DIRECTORY: forget.delete_old}


@dataclass(slots=True)
class Daily:
    """Of one worker process; several may look, and one at a time does."""

    home: Path
    looked_at: datetime = field(default_factory=lambda: datetime.now(UTC))  # nothing is purged as a worker starts

    def look(self, *, now: datetime) -> None:
        """Set the clocks of what is new; purge where the last purge is a day ago."""
        if now - self.looked_at < LOOK:
            return
        self.looked_at = now
        with _alone() as alone:
            if alone:
                self._look(now)

    def _look(self, now: datetime) -> None:
        """With a clock in doubt not even clocks are set: they would count from a wrong moment."""
        try:
            stop_by_clock(now, now, DAILY)
            with scoped(REGION):
                rows = in_force(RETENTION)
                Winder(rows).wind()
                for category, delete in OLD.items():
                    delete(policy_for(rows, state=ANY, category=category, mode=ANY, on=now.date()).keep, now)
                approved = to_carry_out()
                is_due = self._is_due(now)
            if approved:
                carried_out(approved, self._purge(approved.as_of, now, approved=True))
            elif is_due:
                self._purge(now, now, approved=False)
        except PurgeStopped as stopped:
            log.warning("purge stopped: %s", stopped)
        finally:
            notify()

    def _is_due(self, now: datetime) -> bool:
        """A day after the last purge, or after the last time that one was stopped for taking too much."""
        last = Run.objects.filter(kind="purge").exclude(ended_at=None).first()
        return (last is None or now - last.started_at >= DAY) and not is_stopped_for_now(database_now())

    def _purge(self, as_of: datetime, now: datetime, *, approved: bool) -> Run:
        replay(self.home, now=now)  # what a purge that was cut off meant to delete
        done = guarded_purge(Purge(self.home, as_of, now), started_by=DAILY, approved=approved)
        log.info("purged: %s, root %s", done.counts or "nothing was due", done.root)
        return done


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process purges now; outside any transaction, since a purge has many."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        got = bool(cursor.fetchone()[0])
    try:
        yield got
    finally:
        if got:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
