"""Daily job (`pipeline/schedule.py`): what is due is masked and deleted once a day (S6, S8, S10)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION, Category, policy_for
from roadstead.oversight.retention.models import DAILY, Run
from roadstead.oversight.retention.purge import Purge
from roadstead.oversight.retention.purge_guard import guarded_purge
from roadstead.oversight.retention.replay import replay
from roadstead.oversight.retention.schedule import Scheduler
from roadstead.oversight.retention.stop_notices import notify
from roadstead.oversight.retention.stops import (
    PurgeStopped,
    carried_out,
    is_stopped_for_now,
    stop_by_clock,
    to_carry_out,
)
from roadstead.oversight.retention.trusted_clock import database_now
from roadstead.platform.accounts import account_notices
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.directory import expiry
from roadstead.platform.policies.in_force import in_force

log = logging.getLogger("roadstead.oversight.retention")
DAY: Final = timedelta(days=1)
# Data outside voyages, by category: deleted once it is older than the policy allows.
OLD: Final = {Category.LOG: account_notices.delete_old, Category.DIRECTORY: expiry.delete_old}


def mask_and_delete_due(home: Path, *, now: datetime) -> None:
    """Set the schedules of what is new; purge if the last purge is a day ago, or two people decided to go on with one.

    While the clock is in doubt no schedule is set either, since it would count from a wrong time.
    """
    try:
        stop_by_clock(now, now, DAILY)
        with scoped(REGION):
            rows = in_force(RETENTION)
            Scheduler(rows).schedule()
            for category, delete in OLD.items():
                delete(policy_for(rows, state=ANY, category=category, mode=ANY, on=now.date()).keep, now)
            approved = to_carry_out()
            is_due = _is_due(now)
        if approved:
            carried_out(approved, _purge(home, approved.as_of, now, approved=True))
        elif is_due:
            _purge(home, now, now, approved=False)
    except PurgeStopped as stopped:
        log.warning("purge stopped: %s", stopped)
    finally:
        notify()


def _is_due(now: datetime) -> bool:
    """Return True a day after the last purge, or after the last time that one was stopped for its size."""
    last = Run.objects.filter(kind="purge").exclude(ended_at=None).first()
    return (last is None or now - last.started_at >= DAY) and not is_stopped_for_now(database_now())


def _purge(home: Path, as_of: datetime, now: datetime, *, approved: bool) -> Run:
    replay(home, now=now)  # repeats the deletions of a purge that was interrupted
    done = guarded_purge(Purge(home, as_of, now), started_by=DAILY, approved=approved)
    log.info("purged: %s, root %s", done.counts or "nothing due", done.root)
    return done
