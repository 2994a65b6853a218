"""Settings files of our PostgreSQL, written at every start: parameters, and who may connect how."""

from __future__ import annotations

import os
import pwd
from pathlib import Path
from typing import Final

from roadstead.config import config
from roadstead.platform.database.layout import SOCKET_PORT, Cluster
from roadstead.platform.database.service_user import run_as

# Operators put their own settings into local.conf beside it. Settings that keep the data safe and private come after.
TUNING = {
    "max_connections": "100",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",  # solid-state disks
    "jit": "off",  # our queries are short
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
RESERVED_MB: Final = 2048  # memory for the web server, two workers, sender and scheduler beside the database
MIN_BUFFERS_MB, MAX_BUFFERS_MB, MIN_CACHE_MB = 256, 8192, 1024
CGROUP_MEMORY_FILE: Final = Path("/sys/fs/cgroup/memory.max")  # bytes, or "max"
FIXED_SETTINGS = {
    "listen_addresses": "",  # never TCP
    "port": SOCKET_PORT,
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    # Acknowledged means on disk.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    # No statement, parameter or row ever reaches the log: they hold personal data. Errors of a statement quote values,
    # so only the server's own messages (log, fatal, panic) are written; the application sees its errors itself.
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}

ACCESS = """# Written by Roadstead at every start.
local all postgres peer map=administrator
local all all scram-sha-256
"""


def settings_files(cluster: Cluster) -> dict[str, str]:
    """Name and content of every settings file in the data folder."""
    return {"postgresql.conf": _settings(cluster), "pg_hba.conf": ACCESS, "pg_ident.conf": _administrators(cluster)}


def _settings(cluster: Cluster) -> str:
    here = {"unix_socket_directories": _in_list(cluster.run), "dynamic_shared_memory_type": _shared_memory(cluster)}
    own = "# Written by Roadstead at every start. Your own settings: local.conf, beside this file."
    tuning = TUNING | memory_settings(config().database_memory or machine_mb())
    return "\n".join([own, _lines(tuning), "include_if_exists = 'local.conf'", _lines(FIXED_SETTINGS | here), ""])


def memory_settings(megabytes: int) -> dict[str, str]:
    """Return settings for a machine with that memory: buffers are a quarter of what our own processes leave, and the
    planner expects three quarters of it to be cached.
    """
    left = max(0, megabytes - RESERVED_MB)
    buffers, cache = min(max(left // 4, MIN_BUFFERS_MB), MAX_BUFFERS_MB), max(left * 3 // 4, MIN_CACHE_MB)
    return {"shared_buffers": f"{buffers}MB", "effective_cache_size": f"{cache}MB"}


def machine_mb(container: Path = CGROUP_MEMORY_FILE) -> int:
    """Return the megabytes of memory of this machine, or of the container we are in where that has less."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = container.read_text().strip() if container.exists() else ""
    return min(whole, int(limit) if limit.isdecimal() else whole) // 2**20


def _shared_memory(cluster: Cluster) -> str:
    """Return `posix`, or `mmap` (files in the data folder) where a container has no shared memory for us."""
    return "posix" if run_as(cluster.user, ["/bin/sh", "-c", "test -w /dev/shm"]).returncode == 0 else "mmap"


def _lines(settings: dict[str, str]) -> str:
    return "\n".join(f"{name} = '{_escaped(value)}'" for name, value in settings.items())


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _in_list(path: Path) -> str:
    """Return a path as one value of a list, whatever commas or spaces it has."""
    return '"' + str(path).replace('"', '""') + '"'


def _administrators(cluster: Cluster) -> str:
    """Return the map of system users who may connect as `postgres`: who runs the server, and who started it."""
    names = {pwd.getpwuid(os.geteuid()).pw_name} | ({cluster.user} if cluster.user else set())
    return "".join(f'administrator "{name}" postgres\n' for name in sorted(names))
