"""A Roadstead of its own in one folder, set up by `roadstead up`: filled once, and reused by later runs."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from bench.endtoend import load_list
from bench.live import Live, free_port, until
from bench.stored.filed import file_all
from bench.stored.inside import inside
from bench.stored.multiply import fill
from roadstead.cli.console import LAST_LINE_OF_UP, say
from roadstead.cli.progress import Progress
from roadstead.platform.database.cluster import cluster, is_running, start, stop
from roadstead.platform.database.make_cluster import write_as
from roadstead.platform.database.roles import DATABASE

# Unlike the shipped settings, statements are counted.
COUNTED: Final = "shared_preload_libraries = 'pg_stat_statements'\npg_stat_statements.track_utility = off\n"
MEMORY: Final = "ROADSTEAD_DATABASE_MEMORY"  # the only setting that is passed on


def at(folder: Path) -> Live:
    """Return the system in that folder, which may not exist yet. Starts nothing."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("ROADSTEAD_") or name == MEMORY}
    env |= {
        "PYTHONPATH": os.pathsep.join((str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[2]))),
        "DJANGO_SETTINGS_MODULE": "roadstead.web.settings",
        "ROADSTEAD_HOME": str(folder),
    }
    system = Live(folder, "stored", free_port(), env, cluster(folder).url(DATABASE, "postgres"))
    if (folder / "demo.json").exists():
        kept = json.loads((folder / "demo.json").read_text())
        system.accounts, system.tokens = kept["accounts"], kept["tokens"]
    return system


def make(folder: Path, travellers: int) -> dict[str, Any]:
    """Make a new system with so many travellers; return seconds by step."""
    folder.mkdir(parents=True)
    folder.chmod(0o755)  # the database's user must be able to enter
    began = time.perf_counter()
    with up(at(folder)):
        pass
    write_as(cluster(folder).user, cluster(folder).data / "local.conf", COUNTED)
    system = at(folder)
    with up(system):
        inside(system, "keep_long")
        load_list(system)
        time.sleep(10)  # until each process has checked for other policies and lists
        file_all(system, datetime.now(UTC).date())
        inside(system, "decide_alerts")
        inside(system, "what_is_due")  # sets the retention schedules
    filed = time.perf_counter()
    with database(system):
        progress = Progress(travellers // 300, "voyages")
        took = fill(system.admin_url, travellers, progress.add)
        took["seal_s"] = inside(system, "seal_audit")
    return {"filed_s": filed - began, **took}


@contextmanager
def database(system: Live) -> Iterator[None]:
    """Run only its PostgreSQL."""
    start(cluster(system.home))
    try:
        yield
    finally:
        stop(cluster(system.home))


@contextmanager
def served(system: Live) -> Iterator[None]:
    """Run its web server without workers, so that every statement is a page's."""
    was_running = is_running(cluster(system.home))
    start(cluster(system.home))
    system.port = free_port()  # the last one may have been taken since
    system.start_web()
    try:
        yield
    finally:
        system.stop()
        if not was_running:
            stop(cluster(system.home))


@contextmanager
def up(system: Live) -> Iterator[dict[str, float]]:
    """Run the whole system as `roadstead up` does; yield seconds until it responds, and until its start is complete."""
    log = system.home / f"{system.name}-up.log"
    log.unlink(missing_ok=True)
    began, took = time.perf_counter(), dict[str, float]()
    process = system.run("up")
    try:
        until(lambda: system.answers() or process.poll() is not None, "it does not answer", 600)
        took["answers_s"] = time.perf_counter() - began
        until(lambda: LAST_LINE_OF_UP in log.read_text() or process.poll() is not None, "it does not settle", 600)
        assert process.poll() is None, log.read_text()
        took["settled_s"] = time.perf_counter() - began
        system.accounts, system.tokens = at(system.home).accounts, at(system.home).tokens
        yield took
    finally:
        ended = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(120)
        except subprocess.TimeoutExpired:
            process.kill()
            say("the system did not stop within two minutes")
        took["stopped_s"] = time.perf_counter() - ended
