"""Heartbeats of running processes, so that one that died or hangs is noticed.

    pulse = Pulse("worker", config)
    while not stopping:
        pulse.beat()
        ...
    pulse.stop()

The first `beat` starts two threads with connections of their own. One writes the heartbeat, so that a process busy with
a long message does not look dead. The other watches all processes and notifies of a standstill (`notify.watch`). Each
process watches, since one that hangs cannot report itself.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import psycopg
from django.db import DatabaseError, connection

from roadstead.config import Config
from roadstead.oversight.health.notify import watch
from roadstead.platform.database.connect import app_url

log = logging.getLogger("roadstead.oversight.health")
BEAT_SECONDS: Final = 5.0
WATCH_SECONDS: Final = 10.0
FIRST_WATCH_SECONDS: Final = 30.0  # time to clear up what was left when everything was stopped
GONE_SECONDS: Final = 3600  # a process of another machine unseen for so long is removed

WRITE: Final = """
insert into health_heartbeat (kind, host, pid, seen_at, pass_at)
values (%(kind)s, %(host)s, %(pid)s, clock_timestamp(), clock_timestamp() - make_interval(secs => %(passed)s))
on conflict (kind, host, pid) do update set seen_at = excluded.seen_at, pass_at = excluded.pass_at
"""
REMOVE: Final = "delete from health_heartbeat where kind = %(kind)s and host = %(host)s and pid = %(pid)s"
OF_THIS_HOST: Final = """
select kind, pid from health_heartbeat
where host = %(host)s and (kind = %(kind)s or seen_at < clock_timestamp() - make_interval(secs => %(gone)s))
"""
REMOVE_GONE: Final = """
delete from health_heartbeat where host <> %(host)s and seen_at < clock_timestamp() - make_interval(secs => %(gone)s)
"""


@dataclass(slots=True)
class Pulse:
    """Heartbeat of this process. `kind`: what the process does, a key of `checks.KINDS`."""

    kind: str
    config: Config
    _passed: float = field(default_factory=time.monotonic)
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def beat(self) -> None:
        """Call in each pass of the process's main loop, or once if it has none."""
        self._passed = time.monotonic()
        if not self._threads:
            self._start("heartbeat", BEAT_SECONDS, self._write)
            self._start(
                "standstill",
                WATCH_SECONDS,
                lambda: watch(self.config, now=datetime.now(UTC)),
                first=FIRST_WATCH_SECONDS,
            )

    def stop(self) -> None:
        """Remove the heartbeat when the process ends normally, so that it is not missed."""
        self._ended.set()
        for thread in self._threads:
            thread.join(1.0)
        try:
            with psycopg.connect(app_url(self.config), autocommit=True, connect_timeout=2) as own:
                own.execute(REMOVE, self._who())
        except psycopg.Error as error:
            log.warning("cannot remove the heartbeat: %s", type(error).__name__)

    def _start(self, name: str, seconds: float, work: Callable[[], None], *, first: float = 0.0) -> None:
        thread = threading.Thread(target=self._repeat, args=(first, seconds, work), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _repeat(self, first: float, seconds: float, work: Callable[[], None]) -> None:
        """Repeat the work. Log a failure and try again: this thread must outlive the database and everything else."""
        failed = False
        self._ended.wait(first)
        while not self._ended.is_set():
            try:
                work()
                failed = False
            except Exception as error:  # noqa: BLE001
                if isinstance(error, DatabaseError | psycopg.Error):
                    connection.close()
                if not failed:
                    log.warning("%s: %s", threading.current_thread().name, type(error).__name__)
                failed = True
            self._ended.wait(seconds)
        connection.close()

    def _write(self) -> None:
        is_first = connection.connection is None
        with connection.cursor() as cursor:
            if is_first:
                self._remove_dead()
            cursor.execute(WRITE, self._who() | {"passed": time.monotonic() - self._passed})
            cursor.execute(REMOVE_GONE, {"host": socket.gethostname(), "gone": GONE_SECONDS})

    def _remove_dead(self) -> None:
        """Remove processes that died on this machine: of this kind, which this one replaces, and any after an hour."""
        with connection.cursor() as cursor:
            cursor.execute(OF_THIS_HOST, self._who() | {"gone": GONE_SECONDS})
            for kind, pid in cursor.fetchall():
                if not _is_running(pid):
                    cursor.execute(REMOVE, self._who() | {"kind": kind, "pid": pid})

    def _who(self) -> dict[str, str | int]:
        return {"kind": self.kind, "host": socket.gethostname(), "pid": os.getpid()}


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
