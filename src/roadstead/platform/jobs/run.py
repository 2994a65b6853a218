"""Execution of due periodic jobs: never twice at once, however many schedulers run, and recorded in the job's row.

The database's clock decides what is due. A process that runs a job holds an advisory lock of its connection, and not
the row: a purge takes minutes and many transactions, and a process that dies releases the lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.functions import Now

from roadstead.config import Config
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.jobs.models import Job
from roadstead.platform.outbox.queue import MAX_ERROR_CHARS, error_place

log = logging.getLogger("roadstead.platform.jobs")
LOCK_CLASS: Final = 7_210_040  # class of our advisory locks, beside a job's name; this number is used for nothing else

# A wrong clock may have set the next run far ahead, and a process that died left a run without an end: the start of a
# scheduler corrects both.
REGISTER: Final = """
insert into jobs_job (name, every, next_at)
values (%(name)s, %(every)s, clock_timestamp() + %(wait)s)
on conflict (name) do update set every = excluded.every,
  began_at = case when pg_try_advisory_xact_lock(%(space)s, hashtext(excluded.name)) then jobs_job.ended_at
    else jobs_job.began_at end,
  next_at = greatest(least(jobs_job.next_at, clock_timestamp() + excluded.every), excluded.next_at)
"""
LOCK: Final = "select pg_try_advisory_lock(%s, hashtext(%s))"
UNLOCK: Final = "select pg_advisory_unlock(%s, hashtext(%s))"
BEGIN: Final = "update jobs_job set began_at = clock_timestamp() where name = %s and next_at <= clock_timestamp()"
# A run that was requested meanwhile comes next: this one may have begun before there was anything to do.
SUCCEEDED: Final = """
update jobs_job set ended_at = clock_timestamp(), took = clock_timestamp() - began_at,
  next_at = case when next_at > began_at then next_at
    else clock_timestamp() + greatest(every, %(rests)s * (clock_timestamp() - began_at)) end, failures = 0, error = ''
where name = %(name)s
"""
# Retried after 10 seconds, then after twice as long each time, up to the job's interval or a minute.
FAILED: Final = """
update jobs_job set ended_at = clock_timestamp(), took = clock_timestamp() - began_at,
  next_at = case when next_at > began_at then next_at else clock_timestamp() + case when %(soon)s
    then least(interval '10 seconds' * 2 ^ least(failures, 20), greatest(every, interval '1 minute')) else every end
    end,
  failures = failures + 1, error = %(error)s
where name = %(name)s
"""


class JobFailed(Exception):
    """Failure of a job that an early retry would not change. The text is shown to operators."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicJob:
    """One line of the table of jobs (`pipeline/schedule.py`).

    `run`: called outside any transaction; an exception is a failure. `wait`: time from the start of a scheduler to the
    first run. `rests`: least pause before the next run, as a multiple of the time that the last one took.
    """

    name: str
    every: timedelta
    run: Callable[[Config, datetime], object]
    wait: timedelta = timedelta()
    rests: int = 0


def register(jobs: Sequence[PeriodicJob]) -> None:
    """Give each job its row, and delete the rows of jobs that no longer exist."""
    with transaction.atomic():
        for job in jobs:
            _execute(REGISTER, {"space": LOCK_CLASS, "name": job.name, "every": job.every, "wait": job.wait})
        Job.objects.exclude(name__in=[job.name for job in jobs]).delete()


def run_soon(name: str) -> None:
    """Make a job due for the next pass of a scheduler. Raises NotAllowed for an unknown name."""
    if not Job.objects.filter(name=name).update(next_at=Now()):
        raise NotAllowed("there is no job with this name: choose one of those below")


def run_due(job: PeriodicJob, config: Config) -> bool:
    """Run the job if it is due and no other process runs it; return True if it ran.

    A failure is recorded in its row, and raised only where the database is unavailable and nothing can be recorded.
    """
    with _job_lock(job.name) as is_alone:
        if not is_alone or not _execute(BEGIN, [job.name]):
            return False
        try:
            job.run(config, datetime.now(UTC))
        except JobFailed as failure:
            _note_failure(job, str(failure), soon=False)
        except Exception as failure:
            if not connection.is_usable():
                raise
            _note_failure(job, error_place(failure), soon=True)
        else:
            _execute(SUCCEEDED, {"name": job.name, "rests": job.rests})
        return True


def _note_failure(job: PeriodicJob, error: str, *, soon: bool) -> None:
    log.error("job %s: %s", job.name, error)
    _execute(FAILED, {"name": job.name, "error": error[:MAX_ERROR_CHARS], "soon": soon})


@contextmanager
def _job_lock(name: str) -> Iterator[bool]:
    """Yield True if no other process runs this job; a lost connection releases the lock."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [LOCK_CLASS, name])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone and connection.is_usable():
            _execute(UNLOCK, [LOCK_CLASS, name])


def _execute(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> int:
    """Execute a statement; return the number of rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
