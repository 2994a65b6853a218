"""A migrated database, which one process of a run makes and the others copy. Where `ROADSTEAD_TEST_KEPT` names a
folder it is kept there for later runs, until anything changes that tables are made of."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import connections

import roadstead
from roadstead.config import config
from roadstead.platform.database.cluster import cluster, stop
from roadstead.platform.database.make_cluster import make_open_folders
from roadstead.platform.database.prepare import migrate, start_own_server

RUN = Path(os.environ["ROADSTEAD_TEST_HOME"])
KEPT = os.environ.get("ROADSTEAD_TEST_KEPT", "")
IN_USE_SECONDS = 3600  # another run may copy it: one of another checkout with the same home
SOURCE = Path(roadstead.__file__).parent
# Pages and commands import models, and are imported by none: but for these.
NOT_OF_TABLES, OF_TABLES = ("web", "cli"), ("web/settings.py",)


@contextmanager
def alone(what: str) -> Iterator[None]:
    """One process at a time; the others wait."""
    with (RUN / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_migrated() -> None:
    """Start the own server of this process, with tables."""
    ours = cluster(config().home).folder
    if config().database_url:
        start_own_server(config())
        migrate(config())
        return
    with alone("migrated"):
        if ours.exists() or not begin_with_tables(ours):  # a test of this process may have begun one without tables
            start_own_server(config())
            migrate(config())
            connections.close_all()  # they end with the server
            stop(cluster(config().home))
            _keep(ours)
    start_own_server(config())


def begin_with_tables(folder: Path) -> bool:
    """Copy the migrated server to where there is none; False where nobody has made it yet."""
    if not migrated().exists() or folder.exists():
        return False
    make_open_folders(folder.parent)
    _copy(migrated(), folder)
    return True


@cache
def migrated() -> Path:
    return Path(KEPT, _key()) if KEPT else RUN / "migrated"


def _key() -> str:
    """What tables are made of: the code and data of all packages that models may import, and the libraries."""
    found = sha256(str(os.getuid()).encode())
    lock = SOURCE.parents[1] / "requirements.lock"
    for path in sorted(path for path in SOURCE.rglob("*") if path.suffix in {".py", ".csv", ".json", ".sql"}):
        name = path.relative_to(SOURCE)
        if name.parts[0] not in NOT_OF_TABLES or name.as_posix() in OF_TABLES:
            found.update(f"{name} {path.stat().st_size} ".encode() + path.read_bytes())
    found.update(lock.read_bytes())
    return found.hexdigest()[:20]


def _keep(folder: Path) -> None:
    """Copy a stopped server for the others: whole, or not at all; and forget older ones of other sources."""
    if migrated().exists():
        return
    draft = migrated().with_name(f"{migrated().name}.{os.getpid()}")
    make_open_folders(draft.parent)
    _copy(folder, draft)
    if KEPT:
        for other in draft.parent.iterdir():
            if other != draft and time.time() - other.stat().st_mtime > IN_USE_SECONDS:
                shutil.rmtree(other, ignore_errors=True)
    try:
        draft.rename(migrated())
    except OSError:  # another run was faster
        shutil.rmtree(draft, ignore_errors=True)


def _copy(folder: Path, to: Path) -> None:
    """With its owners: PostgreSQL may run as another user."""
    subprocess.run(["/bin/cp", "-a", str(folder), str(to)], check=True)
