"""What every process of a test run needs and one of them makes for all: the demo region, and the demo region when
everything its carriers file is screened. All of it stands in the run's home and goes with it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.live import Live, Original, live, settled, until
from demo.region import make
from demo.settle import SEED
from roadstead.cli.send import post
from roadstead.config import Config, config
from roadstead.platform.database.cluster import cluster, stop
from roadstead.platform.database.roles import DATABASE
from tests.migrated import RUN, alone, begin_with_tables

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")  # "" where one process runs all tests
# A copy runs without a sender.
TO_NOTIFY = "select count(*) from outbox_event where due_at <= now()"
LIVE = RUN / "live"  # home of the server that all live systems of the run share


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
    return settle_on(live_config())


def settle_on(own: Config) -> Original:
    """In a server under `own.home` that begins as a copy of the migrated one, where a process has made that."""
    with alone("migrated"):
        if not begin_with_tables(cluster(own.home).folder):
            return settled(own)
    empty = own.home / "empty"
    empty.mkdir(parents=True, exist_ok=True)
    return settled(own, Original(DATABASE, empty, {}, {}))


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
