"""What every process of a test run needs and one of them makes for all: a migrated database, the demo region, the demo
region when everything its carriers file is screened. All of it stands in the run's home and goes with it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections

from bench.live import Live, Original, live, settled, until
from demo.region import make
from demo.settle import SEED
from roadstead.cli.send import post
from roadstead.config import Config, config
from roadstead.platform.database.cluster import cluster, stop
from roadstead.platform.database.make_cluster import make_open_folders
from roadstead.platform.database.prepare import migrate, start_own_server
from roadstead.platform.database.roles import DATABASE

RUN = Path(os.environ["ROADSTEAD_TEST_HOME"])
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")  # "" where one process runs all tests
# A copy runs without a sender.
TO_NOTIFY = "select count(*) from outbox_event where due_at <= now()"
MIGRATED = RUN / "migrated"
LIVE = RUN / "live"  # home of the server that all live systems of the run share


@contextmanager
def alone(what: str) -> Iterator[None]:
    """One process at a time; the others wait."""
    with (RUN / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_migrated() -> None:
    """The own server of this process, with tables: the first process of the run makes them, the others copy."""
    ours = cluster(config().home).folder
    if PROCESS and not config().database_url:
        with alone("migrated"):
            if MIGRATED.exists() and not ours.exists():
                make_open_folders(ours.parent)
                _copy(MIGRATED, ours)
            else:  # nobody has made them, or a test of this process has begun a server without tables
                start_own_server(config())
                migrate(config())
                if not MIGRATED.exists():
                    connections.close_all()  # they end with the server
                    stop(cluster(config().home))
                    _copy(ours, MIGRATED)
        start_own_server(config())
    else:
        start_own_server(config())
        migrate(config())


def _copy(folder: Path, to: Path) -> None:
    """With its owners: PostgreSQL may run as another user."""
    subprocess.run(["/bin/cp", "-a", str(folder), str(to)], check=True)


def live_config() -> Config:
    return replace(config(), home=LIVE)


@contextmanager
def live_system(name: str, *, original: Original | None = None, **more: Any) -> Iterator[Live]:
    """As bench.live.live, on the run's shared server: a copy of `original`, else of the settled demo region."""
    with live(live_config(), f"{name}{PROCESS}", original=original or settled_region(), **more) as system:
        yield system


def settled_region() -> Original:
    """The demo region before anything is filed."""
    return _made_once("settled", _settled)


def _settled() -> Original:
    """In a server that begins as a copy of the migrated one, where a process has made that."""
    empty, ours = LIVE / "empty", cluster(LIVE).folder
    with alone("migrated"):
        if not MIGRATED.exists() or ours.exists():
            return settled(live_config())
        empty.mkdir(parents=True)
        make_open_folders(ours.parent)
        _copy(MIGRATED, ours)
    return settled(live_config(), Original(DATABASE, empty, {}, {}))


def screened_region() -> Original:
    """The demo region when everything that its carriers file is screened."""
    return _made_once("screened", _screened)


def _screened() -> Original:
    with live(live_config(), "roadstead_screened", workers=2, keep=True, original=settled_region()) as system:
        for message in make(SEED, datetime.now(UTC)).sent:
            status, answer = post(system.url, system.tokens[message.carrier], message.raw, message.file_name)
            assert status == 202, answer
        until(lambda: system.count("select count(*) from pgmq.q_intake") == 0, "the queue does not empty", 300)
        until(lambda: system.count(TO_NOTIFY) == 0, "states are not notified", 300)
        return system.original


def _made_once(what: str, make: Callable[[], Original]) -> Original:
    kept = RUN / f"{what}.json"
    with alone(what):
        if not kept.exists():
            kept.write_text(json.dumps({**asdict(made := make()), "home": str(made.home)}))
    told = json.loads(kept.read_text())
    return Original(**{**told, "home": Path(told["home"])})


def stop_live_server() -> None:
    """At the end of the run, by the process that began it."""
    if (LIVE / "postgres").exists():
        stop(cluster(LIVE))
