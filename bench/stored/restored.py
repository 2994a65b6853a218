"""A dump, and its restore after deletions, which are then repeated from the journal."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import psycopg

from bench.live import Live
from bench.stored.counted import counted
from bench.stored.system import database
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.make_cluster import program_path
from roadstead.platform.database.roles import APP_ROLE, OWNER_ROLE, password

NAME: Final = "restored"
TRAVELLERS: Final = "select count(*) from voyages_traveller"


def dumped(system: Live) -> dict[str, Any]:
    """Return seconds and megabytes of a dump."""
    with database(system):
        began = time.perf_counter()
        subprocess.run([program_path("pg_dump"), "-Fc", "-f", _file(system), system.admin_url], check=True)
        seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 1), "megabytes": round(_file(system).stat().st_size / 2**20)}


def measured(system: Live) -> dict[str, Any]:
    """Return seconds of a restore into another database, and of repeating there the deletions since the dump."""
    assert _file(system).exists(), "nothing was dumped: measure the part dump before"
    ours = cluster(system.home)
    with database(system), psycopg.connect(system.admin_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME}".encode())
        connection.execute(f"create database {NAME} owner {OWNER_ROLE}".encode())
        try:
            began = time.perf_counter()
            url = ours.url(NAME, "postgres")
            subprocess.run([program_path("pg_restore"), "-j", "2", "-d", url, _file(system)], check=True)
            took = time.perf_counter() - began
            return {"restored_s": round(took, 1), **_deleted_again(system, replace(system, admin_url=url))}
        finally:
            connection.execute(f"drop database {NAME} with (force)".encode())


def _deleted_again(system: Live, other: Live) -> dict[str, Any]:
    ours, before = cluster(system.home), other.count(TRAVELLERS)
    other.env = system.env | {
        "ROADSTEAD_DATABASE_URL": ours.url(NAME, OWNER_ROLE, password(system.home, OWNER_ROLE)),
        "ROADSTEAD_APP_DATABASE_URL": ours.url(NAME, APP_ROLE, password(system.home, APP_ROLE)),
    }
    with counted(other.admin_url) as took:
        assert other.run("purge", "--replay").wait() == 0, "replaying failed"
    assert other.count(TRAVELLERS) == system.count(TRAVELLERS), "not the same people are gone"
    journal = sum(path.stat().st_size for path in (system.home / "deletions").rglob("*.*"))
    gone = before - other.count(TRAVELLERS)
    return {"deleted_again_s": round(took.seconds, 1), "travellers": gone, "journal_bytes": journal, **took.figures()}


def _file(system: Live) -> Path:
    return system.home / "stored.dump"
