"""All periodic work in one table: a job's name, how often it runs, and the function that the scheduler calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.config import Config
from roadstead.outbound.notifications.spread import update_notices
from roadstead.oversight.retention.daily import mask_and_delete_due
from roadstead.oversight.statistics.ahead import count_ahead
from roadstead.platform.audit.seal import seal
from roadstead.platform.audit.verify import Broken, make_daily_checkpoint
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.jobs.run import JobFailed, PeriodicJob
from roadstead.platform.timeline.verify import faults


def sign_audit(config: Config, now: datetime) -> None:
    """Verify the audit and sign where it stands. Lines that were changed stay changed: it is not tried again soon."""
    try:
        make_daily_checkpoint(config.home, now=now)
    except Broken as broken:
        raise JobFailed(f"the audit does not hold: {broken}") from None


def verify_histories(config: Config, now: datetime) -> None:
    """Verify the histories of alerts and cases against the audit, as `roadstead audit verify` does."""
    with scoped(REGION):
        found = list(faults())
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise JobFailed(f"histories do not hold: {found[0]}{more}")


JOBS: Final = (
    # Until it is sealed a line of the audit can be changed unseen.
    PeriodicJob(name="Seal audit", every=timedelta(seconds=2), run=lambda config, now: seal()),
    PeriodicJob(name="Sign audit", every=timedelta(days=1), run=sign_audit),
    PeriodicJob(name="Verify histories", every=timedelta(days=1), run=verify_histories),
    # The sender does it each second; so that the page Notices is right while none runs.
    PeriodicJob(name="Make notices", every=timedelta(seconds=5), run=lambda config, now: update_notices(now=now)),
    # One report each time, and the database is left to the workers twenty times as long as that took.
    PeriodicJob(
        name="Count statistics", every=timedelta(seconds=20), run=lambda config, now: count_ahead(now=now), rests=20
    ),
    # Nothing is deleted in the first minutes, so that a wrong clock or policy can still be corrected.
    PeriodicJob(
        name="Mask and delete",
        every=timedelta(minutes=10),
        wait=timedelta(minutes=10),
        run=lambda config, now: mask_and_delete_due(config.home, now=now),
    ),
)
