"""Every job of the table does its work in a real database."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from roadstead.config import config
from roadstead.oversight.retention.models import Run
from roadstead.pipeline.schedule import JOBS
from roadstead.platform.audit.models import Checkpoint, Record, log
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.jobs.models import Job
from roadstead.platform.jobs.run import register, run_due

pytestmark = pytest.mark.django_db


def test_every_job_runs_and_none_fails(region: None, tmp_path: Path) -> None:
    log(None, "read", "voyage 1", states=["BRB"])
    settings = replace(config(), home=tmp_path)
    register(JOBS)
    Job.objects.update(next_at=datetime.now(UTC))
    assert all(run_due(job, settings) for job in JOBS)
    assert set(Job.objects.values_list("name", "error")) == {(job.name, "") for job in JOBS}
    enter(REGION)
    assert Record.objects.get(subject="voyage 1").sequence == 1
    assert Checkpoint.objects.get().fault == ""
    assert Run.objects.filter(kind="purge").exclude(ended_at=None).exists()


def test_an_audit_that_does_not_hold_fails_the_job_and_says_which_line(region: None, tmp_path: Path) -> None:
    log(None, "read", "voyage 1", states=["BRB"])
    settings, jobs = replace(config(), home=tmp_path), {job.name: job for job in JOBS}
    register(JOBS)
    run_due(jobs["Seal audit"], settings)
    Checkpoint.objects.create(at=datetime.now(UTC), size=1, hash="00", fault="")
    run_due(jobs["Sign audit"], settings)
    assert Job.objects.get(name="Sign audit").error.startswith("audit log verification failed: line 1 differs from")


@pytest.mark.parametrize("module", ["roadstead.pipeline.schedule", "roadstead.pipeline.handlers"])
def test_scheduler_and_sender_hold_no_matcher_in_memory(module: str) -> None:
    program = f"import django; django.setup(); import {module}, sys; assert 'numba' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
