"""The restore drill: a database from a backup deletes again what was deleted since, before anybody is served (S10)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from roadstead.config import config
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.make_cluster import program_path
from roadstead.platform.database.roles import APP_ROLE, DATABASE, OWNER_ROLE, password

NAME = "restore_drill"
pytestmark = pytest.mark.skipif(bool(config().database_url), reason="the drill makes databases on our own server")


@dataclass(frozen=True, slots=True)
class Drill:
    """A second database on the tests' server, with a home of its own for the journal."""

    home: Path

    def url(self, role: str = "postgres", database: str = NAME) -> str:
        secret = "" if role == "postgres" else password(config().home, role)
        return cluster(config().home).url(database, role, secret)

    def make(self, came_from: Path | None = None) -> None:
        with psycopg.connect(self.url(database="postgres"), autocommit=True) as server:
            server.execute(f"drop database if exists {NAME} with (force)")
            server.execute(f"create database {NAME} owner {OWNER_ROLE} template template0 encoding 'UTF8'")
        if came_from:
            subprocess.run(
                [program_path("pg_restore"), "--exit-on-error", f"--dbname={self.url()}", came_from], check=True
            )

    def dump(self, to: Path, database: str = NAME) -> Path:
        where = self.url(database=database)
        subprocess.run([program_path("pg_dump"), "-Fc", f"--file={to}", f"--dbname={where}"], check=True)
        return to

    def environment(self) -> dict[str, str]:
        return {
            "ROADSTEAD_HOME": str(self.home),
            "ROADSTEAD_DATABASE_URL": self.url(OWNER_ROLE),
            "ROADSTEAD_APP_DATABASE_URL": self.url(APP_ROLE),
            "DJANGO_SETTINGS_MODULE": "roadstead.web.settings",
        }

    def call(self, *argv: str) -> subprocess.CompletedProcess[str]:
        own = os.environ | self.environment()
        return subprocess.run([sys.executable, *argv], env=own, capture_output=True, text=True)

    def travellers(self) -> int:
        with psycopg.connect(self.url()) as connection:
            (number,) = connection.execute("select count(*) from voyages_traveller").fetchone() or (0,)
            return int(number)


@pytest.fixture
def drill(django_db_setup: None, tmp_path: Path) -> Iterator[Drill]:
    made = Drill(tmp_path / "home")
    made.home.mkdir()
    made.make(made.dump(tmp_path / "empty.dump", DATABASE))
    yield made
    with psycopg.connect(made.url(database="postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {NAME} with (force)")


@pytest.mark.long
def test_a_wrong_purge_that_was_taken_out_of_the_journal_is_not_repeated_after_a_restore(
    drill: Drill, tmp_path: Path
) -> None:
    """By the commands of the operators' handbook, "Remove a wrong deletion from the journal"."""
    drill.call("-m", "tests.oversight.retention.backed_up")
    backup = drill.dump(tmp_path / "night.dump")
    purged = drill.call("-m", "roadstead.cli", "purge")
    number = purged.stderr.partition("deletion ")[2].partition(":")[0]
    own = os.environ | {"H": str(drill.home), "WRONG": number, "PSQL": f"{program_path('psql')} -d {drill.url()}"}
    subprocess.run(["bash", "-eu", "-c", commands_of_the_handbook()], env=own, check=True, cwd=tmp_path)
    drill.make(backup)
    replayed = drill.call("-m", "roadstead.cli", "purge", "--replay")
    assert (replayed.returncode, drill.travellers()) == (0, 1), replayed.stderr
    assert len(list((drill.home / "deletions.wrong").glob("*.jsonl"))) == 1


def commands_of_the_handbook() -> str:
    """What stands there as code, without the lines that name the machine's own paths."""
    text = (Path(__file__).parents[3] / "docs" / "handbook" / "operators.md").read_text()
    code = text.partition("### Remove a wrong deletion from the journal")[2].split("```")[1]
    return "\n".join(line for line in code.splitlines() if not line.startswith(("H=", "BIN=", "PSQL=", "WRONG=")))


@pytest.mark.long
def test_a_restored_database_is_not_served_until_its_deletions_are_replayed(drill: Drill, tmp_path: Path) -> None:
    filed = drill.call("-m", "tests.oversight.retention.backed_up")
    assert (filed.returncode, drill.travellers()) == (0, 1), filed.stderr
    backup = drill.dump(tmp_path / "night.dump")
    purged = drill.call("-m", "roadstead.cli", "purge")
    assert (purged.returncode, drill.travellers()) == (0, 0), purged.stderr
    drill.make(backup)
    assert drill.travellers() == 1
    for command in ("serve", "work", "deliver"):
        refused = drill.call("-m", "roadstead.cli", command)
        assert (refused.returncode, "purge --replay" in refused.stderr) == (1, True)
    replayed = drill.call("-m", "roadstead.cli", "purge", "--replay")
    assert (replayed.returncode, drill.travellers()) == (0, 0), replayed.stderr
    again = drill.call("-m", "roadstead.cli", "purge", "--replay")
    assert "nothing to replay" in again.stderr
