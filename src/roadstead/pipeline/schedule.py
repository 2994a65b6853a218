"""Table of all periodic jobs: name, interval, and the function that the scheduler calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from roadstead.config import Config
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.oversight.retention.daily import mask_and_delete_due
from roadstead.oversight.situation.daily import mail_digests, prepare_drafts
from roadstead.oversight.statistics.precompute import precompute_reports
from roadstead.oversight.statistics.response_times import count_response_times
from roadstead.platform.audit.seal import seal
from roadstead.platform.audit.verify import ChainBroken, make_daily_checkpoint
from roadstead.platform.database.scope import REGION, scoped
from roadstead.platform.jobs.run import JobFailed, PeriodicJob
from roadstead.platform.timeline.verify import faults


def sign_audit(config: Config, now: datetime) -> None:
    """Verify and sign the audit log. Raises JobFailed if it was changed, which a quick retry cannot repair."""
    try:
        make_daily_checkpoint(config.home, now=now)
    except ChainBroken as broken:
        raise JobFailed(f"audit log verification failed: {broken}") from None


def verify_histories(config: Config, now: datetime) -> None:
    """Verify the timelines of alerts and cases against the audit log, as `roadstead audit verify` does."""
    with scoped(REGION):
        found = list(faults())
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise JobFailed(f"history verification failed: {found[0]}{more}")


JOBS: Final = (
    # A line of the audit log could be changed undetected until it is sealed.
    PeriodicJob(name="Seal audit", every=timedelta(seconds=2), run=lambda config, now: seal()),
    PeriodicJob(name="Sign audit", every=timedelta(days=1), run=sign_audit),
    PeriodicJob(name="Verify histories", every=timedelta(days=1), run=verify_histories),
    # The sender does this every second; the job keeps the notices page current while no sender runs.
    PeriodicJob(name="Create notices", every=timedelta(seconds=5), run=lambda config, now: update_notices(now=now)),
    # One report per run; then the database is free for the workers for twenty times as long as the report took.
    PeriodicJob(
        name="Count statistics",
        every=timedelta(seconds=20),
        run=lambda config, now: precompute_reports(now=now),
        rests=20,
    ),
    PeriodicJob(
        name="Count response times", every=timedelta(hours=1), run=lambda config, now: count_response_times(now=now)
    ),
    PeriodicJob(
        name="Prepare situation reports", every=timedelta(minutes=5), run=lambda config, now: prepare_drafts(now=now)
    ),
    PeriodicJob(name="Mail log digests", every=timedelta(minutes=5), run=lambda config, now: mail_digests(now=now)),
    # Nothing is deleted in the first minutes, so that a wrong clock or policy can be corrected.
    PeriodicJob(
        name="Mask and delete",
        every=timedelta(minutes=10),
        wait=timedelta(minutes=10),
        run=lambda config, now: mask_and_delete_due(config.home, now=now),
    ),
)
