"""State of a cluster's processes as the system reports it: the lock file alone is wrong after a kill -9 or a reboot.

Every process of a cluster carries the cluster's mark in its title, which any user may read.
"""

from __future__ import annotations

import hashlib
import os
from enum import StrEnum

import psutil

from roadstead.platform.database.layout import Cluster

STATUS_LINE = 7  # of postmaster.pid, counted from 0: starting, ready, stopping


class State(StrEnum):
    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    STOPPING = "stopping"


def cluster_mark(cluster: Cluster) -> str:
    """Return the cluster_name, which distinguishes this cluster's processes from those of any other PostgreSQL."""
    return f"roadstead-{hashlib.sha256(os.fsencode(cluster.data.resolve())).hexdigest()[:16]}"


def state(cluster: Cluster) -> State:
    """Return the state of this cluster's server; READY if it accepts connections."""
    holder = _holder(cluster)
    if holder is None or not _belongs_to(holder, cluster):
        return State.STOPPED
    status = [line.strip() for line in _lock_lines(cluster)[STATUS_LINE:]]
    return next((known for known in State if [known] == status), State.STARTING)


def is_stale(cluster: Cluster) -> bool:
    """Return True if the lock file names a process that is no PostgreSQL, because its number was reused."""
    holder = _holder(cluster)
    return holder is not None and not leftovers(cluster) and _name(holder) != "postgres"


def leftovers(cluster: Cluster) -> list[psutil.Process]:
    """Return the living processes of this cluster, whatever their parent is."""
    return [process for process in psutil.process_iter() if _belongs_to(process, cluster)]


def _holder(cluster: Cluster) -> psutil.Process | None:
    """Return the living process that the lock file names."""
    first = _lock_lines(cluster)[:1]
    try:
        return psutil.Process(int(first[0])) if first else None
    except (psutil.NoSuchProcess, ValueError):
        return None


def _belongs_to(process: psutil.Process, cluster: Cluster) -> bool:
    try:
        return _name(process) == "postgres" and cluster_mark(cluster) in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return False


def _name(process: psutil.Process) -> str:
    try:
        return process.name()
    except psutil.NoSuchProcess:
        return ""


def _lock_lines(cluster: Cluster) -> list[str]:
    try:
        return (cluster.data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
