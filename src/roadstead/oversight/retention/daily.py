"""Daily job (`pipeline/schedule.py`): what is due is masked and deleted once a day (S6, S8, S10)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.contrib.sessions.models import Session

from roadstead.casework.examinations import expiry as examinations
from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.retention import RETENTION, Category, policy_for
from roadstead.filings.intake import sandbox
from roadstead.filings.trips import expiry as trips
from roadstead.outbound.notifications import carrier_webhooks, state_events
from roadstead.oversight.retention import exchanges, lookouts, rooms, situation, vetting, warrants, watch_log
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
from roadstead.platform.accounts import account_notices, answered_calls
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.directory import expiry
from roadstead.platform.policies.in_force import in_force
from roadstead.platform.registration import deletion as registration_deletion
from roadstead.targeting.watchlists import photos

log = logging.getLogger("roadstead.oversight.retention")
DAY: Final = timedelta(days=1)


def _delete_unused_accounts(period: str, now: datetime) -> int:
    """Delete what identifies holders of unused accounts, and the addresses of their systems."""
    deleted = registration_deletion.delete_unused_accounts(period, now)
    carrier_webhooks.delete_of_erased_accounts()
    return deleted


# Data outside voyages, by category: deleted once it is older than the policy allows.
OLD: Final = {
    Category.LOG: account_notices.delete_old,
    Category.DIRECTORY: expiry.delete_old,
    Category.PROFILE: trips.delete_old,
    Category.PHOTO: photos.delete_old,
    Category.TEST: sandbox.delete_old,
    Category.REGISTRATION: registration_deletion.delete_registrations,
    Category.REQUEST: exchanges.delete_old,
    Category.LOOKOUT: lookouts.delete_old,
    Category.WARRANT: warrants.delete_old,
    Category.WATCH_LOG: watch_log.delete_old,
    Category.SITUATION: situation.delete_old,
    Category.ROOM: rooms.delete_old,
    Category.VETTING: vetting.delete_without_match,
    Category.VETTING_MATCH: vetting.delete_others,
    Category.ACCOUNT: _delete_unused_accounts,
}


def mask_and_delete_due(home: Path, *, now: datetime) -> None:
    """Close selections of goods that nobody examined and set the schedules of what is new; purge if the last purge is a
    day ago, or two people decided to go on with one.

    While the clock is in doubt no schedule is set either, since it would count from a wrong time.
    """
    try:
        stop_by_clock(now, now, DAILY)
        with scoped(REGION):
            rows = in_force(RETENTION)
            examinations.close_unexamined(now)
            Scheduler(rows).schedule()
            for category, delete in OLD.items():
                delete(policy_for(rows, state=ANY, category=category, mode=ANY, on=now.date()).keep, now)
            answered_calls.delete_old(now)
            state_events.delete_old(now)
            Session.objects.filter(expire_date__lt=now).delete()  # may hold what was typed in one that expired
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
