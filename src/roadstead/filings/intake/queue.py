"""Queue of messages to read: pgmq in the same database, so that a message and its place in the queue commit together.

First in, first out within a voyage; voyages are processed in parallel. A worker that dies loses its lease, not the
message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import psycopg
from django.db import connection

from roadstead.filings.intake.models import Message
from roadstead.platform.database.scope import REGION, scoped

# ── Bodies of messages, read from the database in pieces.
#
# The database client keeps a buffer for the largest result it ever had, twice the bytes of a body in it, as long as the
# connection lives: a worker that once read forty megabytes whole would stay eighty megabytes larger.


PIECE_BYTES: Final = 4 * 1024 * 1024  # bytes
READ_PIECE: Final = "select substring(raw from %s for %s) from intake_message where id = %s"


def body_of(message: Message) -> bytes:
    """Return the body as stored; b"" while its use is restricted (S34)."""
    found = BytesIO()
    with connection.cursor() as cursor:
        while not message.is_restricted and found.tell() % PIECE_BYTES == 0:
            cursor.execute(READ_PIECE, [found.tell() + 1, PIECE_BYTES, message.pk])
            (piece,) = cursor.fetchone()
            if not found.write(piece):
                break
    return found.getvalue()


QUEUE = "intake"
CHANNEL = "roadstead_intake"  # NOTIFY channel that wakes the workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One message to process. `attempt` counts from 1."""

    id: int
    message: int
    attempt: int


def enqueue(message_id: int, group: str) -> None:
    """Queue a message behind the others of its voyage. Visible to workers once the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pgmq.send(%s, jsonb_build_object('message', %s::bigint),"
            " jsonb_build_object('x-pgmq-group', %s::text))",
            [QUEUE, message_id, group],
        )
    notify_workers()


def notify_workers() -> None:
    """Wake the workers once the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])


def lease_jobs(*, lease: int, limit: int) -> list[Job]:
    """Lease the oldest message of each of up to `limit` voyages for `lease` seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select msg_id, (message->>'message')::bigint, read_ct from pgmq.read_grouped_head(%s, %s, %s)",
            [QUEUE, lease, limit],
        )
        return [Job(id=row[0], message=row[1], attempt=row[2]) for row in cursor.fetchall()]


def remove(job: Job) -> None:
    """Remove the job in the transaction that did the work, so that both commit or neither."""
    with connection.cursor() as cursor:
        cursor.execute("select pgmq.delete(%s, %s::bigint)", [QUEUE, job.id])


def release(job: Job, *, seconds: int, was_only_leased: bool = False) -> None:
    """Let the job be tried again after a pause. `was_only_leased`: it was only leased, which counts as no attempt;
    nothing is done if another worker has taken it since.
    """
    with connection.cursor() as cursor:
        if was_only_leased:
            cursor.execute(
                f"update pgmq.q_{QUEUE} set read_ct = read_ct - 1 where msg_id = %s and read_ct = %s",  # noqa: S608
                [job.id, job.attempt],
            )
            if not cursor.rowcount:
                return
        cursor.execute("select msg_id from pgmq.set_vt(%s, %s::bigint, %s::integer)", [QUEUE, job.id, seconds])


def length() -> int:
    """Return the number of messages that wait or are being processed."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from pgmq.q_{QUEUE}")  # noqa: S608 a constant
        return int(cursor.fetchone()[0])


class QueueListener:
    """Wakes a waiting worker within milliseconds of a message being queued, without polling."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute(f"listen {CHANNEL}")

    def wait(self, seconds: float) -> None:
        """Return at the next notification, or after `seconds`."""
        for _ in self._connection.notifies(timeout=seconds, stop_after=1):
            return


# ── Large messages: a manifest of twenty thousand bills takes minutes. One worker at a time reads one; the others read
# the rest.
#
# Its lease meanwhile lasts as long as reading may take: an expired lease counts as a dead worker.


LARGE_BYTES: Final = 2_000_000  # bytes; a manifest of about a thousand bills
MIN_BYTES_PER_SECOND: Final = 10_000  # bytes read, stored and screened per second on a busy machine
RETRY_SECONDS: Final = 5  # seconds until a large message that had to wait is offered again
LOCK_KEY: Final = 7_210_024  # key of the advisory lock for reading a large message; used for nothing else


def small_first(jobs: Iterable[Job]) -> list[tuple[Job, int]]:
    """Return the jobs with the size of their messages in bytes, large ones last, so that small ones do not wait for
    them.
    """
    listed = list(jobs)
    if not listed:
        return []
    with scoped(REGION):
        sizes = dict(Message.objects.filter(pk__in=[job.message for job in listed]).values_list("pk", "size"))
    return sorted(((job, sizes.get(job.message, 0)) for job in listed), key=lambda pair: pair[1] > LARGE_BYTES)


@contextmanager
def reading_slot(job: Job, size: int, *, lease: int) -> Iterator[bool]:
    """Yield True if this message may be read now. If another large one is being read, put it back as if never
    leased.
    """
    if size <= LARGE_BYTES:
        yield True
        return
    mine = _call_lock("select pg_try_advisory_lock(%s)")
    try:
        with scoped(REGION):
            if mine:
                release(job, seconds=lease + size // MIN_BYTES_PER_SECOND)  # held longer, and by us
            else:
                release(job, seconds=RETRY_SECONDS, was_only_leased=True)
        yield mine
    finally:
        if mine:
            _call_lock("select pg_advisory_unlock(%s)")


def _call_lock(statement: str) -> bool:
    """Call a function on a session-level advisory lock: outside any transaction, released if the connection is lost."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK_KEY])
        return bool(cursor.fetchone()[0])
