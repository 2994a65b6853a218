"""Kill the processes of a running system by SIGKILL, and start again what has ended, as `roadstead up` does."""

from __future__ import annotations

import contextlib
from typing import Final

import psutil

from bench.live import Live
from roadstead.platform.database.cluster import Cluster, is_running, start

VICTIMS: Final = ("web", "worker", "sender", "database")
GONE_SECONDS: Final = 30


def kill(system: Live, database: Cluster, victim: str) -> None:
    """Kill one process of this kind, with the processes that it has started; of the database the server alone, which
    leaves the others as a crash does.
    """
    if victim == "database":
        server = psutil.Process(int((database.data / "postmaster.pid").read_text().split()[0]))
        server.kill()
        server.wait(GONE_SECONDS)
        return
    started = {"web": system.web, "worker": system.workers[0], "sender": system.sender}[victim]
    assert started
    family = psutil.Process(started.pid).children(recursive=True)
    started.kill()
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    started.wait()
    psutil.wait_procs(family, GONE_SECONDS)


def start_again(system: Live, database: Cluster) -> int:
    """Start what has ended, and return the number: the database first, without which nothing else starts."""
    ended = 0
    if not is_running(database):
        start(database)
        ended += 1
    workers = [worker for worker in system.workers if worker.poll() is not None]
    for worker in workers:
        system.workers.remove(worker)
    places = (
        *((each, system.start_worker) for each in workers),
        (system.sender, system.start_sender),
        (system.scheduler, system.start_scheduler),
        (system.web, system.start_web),  # last, since it is waited for
    )
    for process, start_one in places:
        if process is None or process.poll() is not None:
            start_one()
            ended += 1
    return ended
