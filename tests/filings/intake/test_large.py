"""A large message holds up nobody, and is not taken for one whose worker died."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from roadstead.config import config
from roadstead.filings.intake import queue
from roadstead.filings.intake.queue import Job
from roadstead.filings.intake.receive import receive
from roadstead.platform.database.connect import app_url
from roadstead.platform.database.scope import REGION, scoped

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def jobs(region: None) -> list[Job]:
    """A large message, and a small one of another voyage, both taken by a worker."""
    for number, size in enumerate((queue.LARGE_BYTES + 1, 100)):
        receive(b"x" * size, carrier=f"C{number}", channel="api", now=NOW)
    return queue.lease_jobs(lease=60, limit=2)


def seconds_left(job: Job) -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            "select extract(epoch from vt - clock_timestamp()) from pgmq.q_intake where msg_id = %s", [job.id]
        )
        return float(cursor.fetchone()[0])


def test_what_was_taken_with_a_large_message_comes_before_it(jobs: list[Job]) -> None:
    assert [size for _, size in queue.small_first(jobs)] == [100, queue.LARGE_BYTES + 1]


def test_a_large_message_is_held_as_long_as_it_may_take(jobs: list[Job]) -> None:
    (small, _), (job, size) = queue.small_first(jobs)
    with queue.reading_slot(small, 100, lease=60) as mine:
        assert mine
    with queue.reading_slot(job, size, lease=60) as mine:
        assert mine
        assert seconds_left(job) > 60 + queue.LARGE_BYTES / queue.MIN_BYTES_PER_SECOND - 5
    assert seconds_left(small) <= 60


def test_one_worker_at_a_time_reads_a_large_message_and_the_other_gives_it_back(jobs: list[Job]) -> None:
    _, (job, size) = queue.small_first(jobs)
    with psycopg.connect(app_url(config()), autocommit=True) as other:
        other.execute("select pg_advisory_lock(%s)", [queue.LOCK_KEY])
        with queue.reading_slot(job, size, lease=60) as mine:
            assert not mine
        assert 0 < seconds_left(job) <= queue.RETRY_SECONDS
        other.execute("select pg_advisory_unlock(%s)", [queue.LOCK_KEY])
    with queue.reading_slot(job, size, lease=60) as mine:
        assert mine
    with scoped(REGION):
        assert queue.length() == 2
