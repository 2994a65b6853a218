"""Cost of statements by the database's own count (pg_stat_statements), and the longest transaction meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg

from roadstead.platform.database.roles import APP_ROLE

EVERY: Final = 0.1  # seconds between two samples of transactions
SUMS: Final = f"""
select coalesce(sum(calls), 0), coalesce(sum(total_exec_time), 0),
       coalesce(sum(shared_blks_hit + shared_blks_read), 0), coalesce(sum(rows), 0)
from pg_stat_statements where userid = '{APP_ROLE}'::regrole
"""
LONGEST: Final = f"""
select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0) from pg_stat_activity
where usename = '{APP_ROLE}'
"""
DEAREST: Final = f"""
select calls, total_exec_time, shared_blks_hit + shared_blks_read, left(regexp_replace(query, '\\s+', ' ', 'g'), 300)
from pg_stat_statements where userid = '{APP_ROLE}'::regrole order by total_exec_time desc limit 5
"""


@dataclass(slots=True)
class Counted:
    """Totals of all statements of the application: number, milliseconds, pages of 8 kB touched, rows.

    `seconds`: wall-clock time; `longest_s`: longest transaction seen. `dearest`: the statements that took most time.
    """

    statements: int = 0
    sql_ms: float = 0.0
    blocks: int = 0
    rows: int = 0
    seconds: float = 0.0
    longest_s: float = 0.0
    dearest: list[str] = field(default_factory=list)

    def figures(self, per: int = 1) -> dict[str, float]:
        """Return the totals divided by `per` equal pieces of work."""
        found = {"statements": self.statements, "sql_ms": self.sql_ms, "blocks": self.blocks}
        return {name: round(value / per, 1) for name, value in found.items()}


@contextmanager
def counted(url: str) -> Iterator[Counted]:
    """Measure the statements of the block, as the superuser of `url` sees them."""
    found, is_over = Counted(), threading.Event()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create extension if not exists pg_stat_statements")
        connection.execute("select pg_stat_statements_reset()")
        watch = threading.Thread(target=_watch, args=(url, found, is_over), daemon=True)
        watch.start()
        began = time.perf_counter()
        try:
            yield found
        finally:
            found.seconds = time.perf_counter() - began
            is_over.set()
            watch.join()
            _sum_up(connection, found)


def _sum_up(connection: psycopg.Connection[Any], found: Counted) -> None:
    row = connection.execute(SUMS.encode()).fetchone()
    assert row
    found.statements, found.sql_ms, found.blocks, found.rows = int(row[0]), float(row[1]), int(row[2]), int(row[3])
    found.dearest = [
        f"{calls} × {ms / max(1, calls):.1f} ms, {blocks // max(1, calls)} blocks: {query}"
        for calls, ms, blocks, query in connection.execute(DEAREST.encode())
    ]


def _watch(url: str, found: Counted, is_over: threading.Event) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        while not is_over.wait(EVERY):
            row = connection.execute(LONGEST.encode()).fetchone()
            found.longest_s = max(found.longest_s, float(row[0]) if row else 0.0)
