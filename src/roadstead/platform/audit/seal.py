"""Sealing of lines into the chain: a periodic job, seconds after they were written, for which no request waits (S29).

Lines are chained in the order of sealing: a transaction that commits late is sealed late. What was never committed
leaves no gap.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from roadstead.engine.chain import ZERO_HASH, digest, link
from roadstead.platform.audit.models import HASHED_COLUMNS, Record, hashed_line
from roadstead.platform.database.scope import REGION, scoped

LOCK_ID: Final = 7_210_012  # advisory lock for extending the chain; this number is used for nothing else
BATCH_SIZE: Final = 2000  # lines in one transaction
SEAL_SQL: Final = """
update audit_record as record set sequence = sealed.sequence, hash = sealed.hash
from (select unnest(%s::bigint[]) as id, unnest(%s::bigint[]) as sequence, unnest(%s::text[]) as hash) as sealed
where record.id = sealed.id and record.sequence is null
"""


def seal(*, wait: bool = False) -> int:
    """Seal all committed lines; return their number. If another process is sealing, return 0, or `wait` for it.

    Runs in transactions of its own.
    """
    done = 0
    while True:
        with scoped(REGION):
            found = _seal_batch() if _take_lock(wait) else 0
        done += found
        if found < BATCH_SIZE:
            return done


def _take_lock(wait: bool) -> bool:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK_ID])
            return True
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK_ID])
        return bool(cursor.fetchone()[0])


def _seal_batch() -> int:
    rows = list(Record.objects.filter(sequence=None).order_by("id").values_list(*HASHED_COLUMNS)[:BATCH_SIZE])
    if not rows:
        return 0
    sequence, before = head()
    hashes = list[str]()
    for row in rows:
        before = link(before, digest(hashed_line(row)))
        hashes.append(before.hex())
    numbers = list(range(sequence + 1, sequence + 1 + len(rows)))
    with connection.cursor() as cursor:
        cursor.execute(SEAL_SQL, [[row[0] for row in rows], numbers, hashes])
    return len(rows)


def head() -> tuple[int, bytes]:
    """Return number and hash of the last line of the chain."""
    rows = Record.objects.exclude(sequence=None).order_by("-sequence").values_list("sequence", "hash")
    last = rows.first()
    return (last[0] or 0, bytes.fromhex(last[1])) if last else (0, ZERO_HASH)
