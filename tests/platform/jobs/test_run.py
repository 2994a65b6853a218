"""A periodic job runs when it is due, in one process at a time; a failure is shown and tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import connection

from roadstead.config import Config, config
from roadstead.platform.database.connect import app_url
from roadstead.platform.jobs.models import Job
from roadstead.platform.jobs.run import LOCK, LOCK_CLASS, JobFailed, PeriodicJob, register, run_due, run_soon

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def job(
    run: Callable[[Config, datetime], object] = lambda config, now: None, *, every: timedelta = HOUR
) -> PeriodicJob:
    return PeriodicJob(name="count", every=every, run=run)


def fails(config: Config, now: datetime) -> None:
    raise ValueError("G7654321 is a passport")


def row() -> Job:
    return Job.objects.get(name="count")


def make_due() -> None:
    Job.objects.update(next_at=datetime.now(UTC) - timedelta(seconds=1))


def until_next(found: Job) -> float:
    """Seconds from the end of the last run to the next."""
    assert found.ended_at is not None
    return (found.next_at - found.ended_at).total_seconds()


def test_a_new_job_runs_at_once_and_then_after_its_interval() -> None:
    ran: list[datetime] = []
    one = job(lambda config, now: ran.append(now))
    register([one])
    assert run_due(one, config())
    assert not run_due(one, config())
    assert len(ran) == 1
    found = row()
    assert (found.failures, found.error, found.is_running) == (0, "", False)
    assert until_next(found) == pytest.approx(3600, abs=1)
    make_due()
    assert run_due(one, config())
    assert len(ran) == 2


@pytest.mark.parametrize("it_fails", [False, True])
def test_a_run_that_is_asked_for_while_the_job_runs_comes_next(it_fails: bool) -> None:
    def asked_for_again(config: Config, now: datetime) -> None:
        run_soon("count")
        if it_fails:
            fails(config, now)

    one = job(asked_for_again)
    register([one])
    assert run_due(one, config())
    assert until_next(row()) <= 0
    assert run_due(one, config())


def test_a_failure_shows_where_it_was_and_nothing_of_what_it_said() -> None:
    one = job(fails)
    register([one])
    assert run_due(one, config())
    assert row().failures == 1
    assert row().error.startswith("ValueError at test_run.py:")


def test_a_job_that_fails_is_tried_again_after_a_growing_pause_and_counts_anew_once_it_works() -> None:
    one, pauses = job(fails), []
    register([one])
    for _ in range(10):
        make_due()
        run_due(one, config())
        pauses.append(round(until_next(row())))
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600]
    make_due()
    run_due(job(), config())
    assert (row().failures, row().error) == (0, "")


def test_a_job_of_every_few_seconds_waits_a_minute_at_most_after_failures() -> None:
    one = job(fails, every=timedelta(seconds=2))
    register([one])
    for _ in range(8):
        make_due()
        run_due(one, config())
    assert until_next(row()) == pytest.approx(60, abs=1)


def test_what_would_fail_again_is_tried_at_its_next_time_and_says_why() -> None:
    def broken(config: Config, now: datetime) -> None:
        raise JobFailed("audit log verification failed: line 7 is missing")

    one = job(broken)
    register([one])
    run_due(one, config())
    assert row().error == "audit log verification failed: line 7 is missing"
    assert until_next(row()) == pytest.approx(3600, abs=1)


def test_two_schedulers_never_run_one_job_at_the_same_time() -> None:
    ran: list[datetime] = []
    one = job(lambda config, now: ran.append(now))
    register([one])
    with psycopg.connect(app_url(config()), autocommit=True) as other:
        other.execute(LOCK, [LOCK_CLASS, one.name])
        assert not run_due(one, config())
    assert ran == []
    until_free(one.name)
    assert run_due(one, config())


def until_free(name: str) -> None:
    """The server notices within milliseconds that the other connection has ended."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, hashtext(%s)), pg_advisory_unlock(%s, hashtext(%s))",
                       [LOCK_CLASS, name, LOCK_CLASS, name])  # fmt: skip


def test_a_job_that_takes_long_rests_for_a_multiple_of_it() -> None:
    slow = PeriodicJob(name="count", every=timedelta(seconds=1), run=lambda config, now: time.sleep(0.2), rests=20)
    register([slow])
    assert run_due(slow, config())
    assert until_next(row()) >= 20 * 0.2
    assert not run_due(slow, config())


def test_a_job_is_shown_as_running_while_it_runs() -> None:
    seen: list[bool] = []
    one = job(lambda config, now: seen.append(row().is_running))
    register([one])
    run_due(one, config())
    assert seen == [True]
    assert row().took is not None


def test_a_job_waits_until_its_scheduler_has_run_for_a_while() -> None:
    late = PeriodicJob(name="count", every=HOUR, run=fails, wait=timedelta(minutes=10))
    register([late])
    assert not run_due(late, config())
    Job.objects.update(next_at=datetime.now(UTC) - timedelta(days=3))
    register([late])
    assert not run_due(late, config())


def test_a_start_forgets_jobs_that_are_no_more_and_puts_right_what_a_wrong_clock_or_a_crash_left() -> None:
    one, now = job(), datetime.now(UTC)
    Job.objects.create(name="gone", every=HOUR, next_at=now)
    Job.objects.create(name="count", every=2 * HOUR, next_at=now + timedelta(days=365), began_at=now)
    register([one])
    found = Job.objects.get()
    assert (found.name, found.every, found.is_running) == ("count", HOUR, False)
    assert found.next_at <= datetime.now(UTC) + HOUR
