"""A manifest of twenty thousand bills takes minutes: one worker at a time reads such, and the others the rest.

While it is read its lease is as long as it may take: a lease that ran out counts as a worker that died.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message
from roadstead.filings.intake.queue import Job
from roadstead.platform.database.scope import REGION, scoped

LARGE: Final = 2_000_000  # bytes; a manifest of about a thousand bills
SLOWEST: Final = 10_000  # bytes read, kept and screened in a second by a machine that has other things to do
AGAIN: Final = 5  # seconds until a large message that found no turn is offered again
LOCK: Final = 7_210_024  # whose holder reads a large message; a number of our own, used for nothing else


def small_first(jobs: Iterable[Job]) -> list[tuple[Job, int]]:
    """With the size of each message in bytes: what a worker has taken with a large one does not wait for it."""
    listed = list(jobs)
    with scoped(REGION):
        sizes = dict(Message.objects.filter(pk__in=[job.message for job in listed]).values_list("pk", "size"))
    return sorted(((job, sizes.get(job.message, 0)) for job in listed), key=lambda pair: pair[1] > LARGE)


@contextmanager
def turn(job: Job, size: int, *, lease: int) -> Iterator[bool]:
    """Whether this message may be read now. A large one of which another is read goes back, as if never taken."""
    if size <= LARGE:
        yield True
        return
    mine = _locked("select pg_try_advisory_lock(%s)")
    try:
        with scoped(REGION):
            if mine:
                queue.give_back(job, seconds=lease + size // SLOWEST)  # held longer, and by us
            else:
                queue.give_back(job, seconds=AGAIN, untouched=True)
        yield mine
    finally:
        if mine:
            _locked("select pg_advisory_unlock(%s)")


def _locked(statement: str) -> bool:
    """Of this connection, outside any transaction; a connection that is lost lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
        return bool(cursor.fetchone()[0])
