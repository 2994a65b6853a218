"""The scheduler hands out what is due; a long job keeps no other waiting, and a crash loses none."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from bench.live import until
from roadstead.config import Config, config
from roadstead.pipeline.schedule import JOBS
from roadstead.platform.jobs import scheduler
from roadstead.platform.jobs.models import Job
from roadstead.platform.jobs.run import PeriodicJob, register
from roadstead.platform.jobs.scheduler import Scheduler
from tests.shared import live_system


def a_job(name: str) -> PeriodicJob:
    return PeriodicJob(name=name, every=timedelta(seconds=2), run=lambda config, now: None)


@pytest.mark.django_db
def test_a_long_job_keeps_no_other_waiting_and_is_not_begun_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[str] = []
    ends = threading.Event()

    def run(job: PeriodicJob, config: Config) -> None:
        began.append(job.name)
        if job.name == "long":
            ends.wait(30)

    monkeypatch.setattr(scheduler, "run_due", run)
    jobs = [a_job("long"), a_job("quick")]
    register(jobs)
    one = Scheduler(config(), jobs, beat=lambda: None)
    one.dispatch_due()
    until(lambda: "quick" in began and one._running == {"long"}, "the quick job waits", 10)
    one.dispatch_due()
    until(lambda: began.count("quick") == 2, "the quick job waits", 10)
    ends.set()
    until(lambda: not one._running, "the long job does not end", 10)
    assert began.count("long") == 1


@pytest.mark.django_db
def test_a_job_that_raises_what_nobody_expected_leaves_its_thread_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    began: list[str] = []

    def run(job: PeriodicJob, config: Config) -> None:
        began.append(job.name)
        raise OSError("G7654321 is a passport")

    monkeypatch.setattr(scheduler, "run_due", run)
    register([a_job("broken")])
    one = Scheduler(config(), [a_job("broken")], beat=lambda: None)
    for number in (1, 2):
        one.dispatch_due()
        until(lambda number=number: len(began) == number and not one._running, "it is not run", 10)


@pytest.mark.django_db
def test_what_is_not_due_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "run_due", lambda job, config: pytest.fail("not due"))
    register([a_job("later")])
    Job.objects.update(next_at=datetime.now(UTC) + timedelta(minutes=1))
    one = Scheduler(config(), [a_job("later")], beat=lambda: None)
    one.dispatch_due()
    assert not one._running


def test_two_schedulers_share_the_jobs_and_what_a_killed_one_left_goes_on(django_db_setup: None) -> None:
    sealed = "select count(*) from jobs_job where name = 'Seal audit' and ended_at > now() - interval '5 s'"
    with live_system("roadstead_schedule", workers=0, web=False) as system:
        system.start_scheduler()
        ended = "select count(*) from jobs_job where ended_at is not null"
        until(lambda: system.count(ended) == len(JOBS) - 1, "not run")
        assert system.count("select count(*) from jobs_job") == len(JOBS)
        assert system.value("select next_at > now() + interval '9 min' from jobs_job where every = '10 min'") == "True"
        killed = system.scheduler
        assert killed
        killed.kill()
        killed.wait()
        system.start_scheduler()
        until(lambda: system.count(sealed) == 1, "the second does not go on", 30)
        assert system.count("select count(*) from jobs_job where failures > 0") == 0
