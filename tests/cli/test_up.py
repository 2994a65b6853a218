"""`./roadstead up` as a newcomer meets it: from nothing to screened lists, again in seconds, and robust."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest

from bench.live import free_port, until
from roadstead.casework.cases.export import certificate
from roadstead.casework.cases.export.archive import FONTS
from roadstead.cli.send import post
from roadstead.oversight.retention.logic import journal
from roadstead.platform.audit.signing import KEY_FILE
from roadstead.platform.database.cluster import cluster
from roadstead.platform.database.socket_folder import RECORD_FILE
from tests.samples import Person, paxlst

ROOT = Path(__file__).parents[2]


class Up:
    """One home, and `up` in it."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start, and wait until the address is printed."""
        env = {
            **os.environ,
            "ROADSTEAD_HOME": str(self.home),
            "ROADSTEAD_PORT": str(self.port),
            "ROADSTEAD_LEASE": "5",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        env.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "roadstead.cli", "up"]
        out = (self.home / "out").open("w")
        self.process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out, text=True)
        until(
            lambda: "Roadstead is running at" in self.said() or self.process.poll() is not None,
            "up does not finish",
            500,
        )
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return (self.home / "out").read_text()

    def tokens(self) -> dict[str, str]:
        return dict(json.loads((self.home / "demo.json").read_text())["tokens"])

    def file(self, raw: bytes) -> int:
        try:
            return post(f"http://127.0.0.1:{self.port}", self.tokens()["2X"], raw, "x")[0]
        except Exception:  # noqa: BLE001 any failure counts as not filed
            return 0

    def count(self, query: LiteralString, *values: str) -> int:
        with psycopg.connect(cluster(self.home).url("roadstead", "postgres")) as connection:
            row = connection.execute(query, values).fetchone()
        return int(row[0]) if row else 0

    def travellers(self, surname: str) -> int:
        return self.count("select count(*) from voyages_traveller where surname = %s", surname)

    def family(self) -> list[psutil.Process]:
        assert self.process
        return psutil.Process(self.process.pid).children(recursive=True)

    def interrupt(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def up() -> Iterator[Up]:
    """From nothing. With `--long` alone: every day the browser's tests start a whole system."""
    home = Path(tempfile.mkdtemp(prefix="roadstead-up-", dir="/var/tmp"))
    home.chmod(0o755)
    running = Up(home)
    yield running
    if running.process and running.process.poll() is None:
        running.interrupt()
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.long
def test_up_files_the_demo_screens_it_and_prints_address_accounts_and_table(up: Up) -> None:
    up.start()
    said = up.said()
    assert f"http://127.0.0.1:{up.port}" in said
    assert "region.analyst" in said
    found = re.search(r"(\d+) voyages, (\d+) travellers, (\d+) possible matches", said)
    assert found
    assert all(int(number) > 0 for number in found.groups())
    # Lists and rules were in force before anything was filed: nothing is screened again for them.
    assert up.count("select count(*) from rescreens_rescreenjob where voyages > 0 or done_at is null") == 0


@pytest.mark.long
def test_the_database_is_started_again_when_its_postmaster_is_killed(up: Up) -> None:
    assert up.file(paxlst(Person(surname="BEFORE"), reference="501")) == 202
    pid = int((up.home / "postgres/data/postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    until(lambda: "the database is running again" in up.said(), "the database is not started again")
    until(
        lambda: up.file(paxlst(Person(surname="AFTER"), reference="502", flight="2X777")) == 202,
        "web is not back",
    )


@pytest.mark.long
def test_ctrl_c_stops_everything_it_started_and_nothing_else(up: Up) -> None:
    started, mine = up.family(), psutil.Process().pid
    assert started
    assert up.interrupt() in {0, 130}
    assert not [process for process in started if process.is_running() and process.status() != "zombie"]
    assert not (up.home / "postgres/data/postmaster.pid").exists()
    assert psutil.pid_exists(mine)


@pytest.mark.long
def test_a_second_up_keeps_its_data_and_refuses_a_third(up: Up) -> None:
    up.start()
    until(lambda: up.travellers("BEFORE") == up.travellers("AFTER") == 1, "what was acknowledged is not there")
    answer = http.client.HTTPConnection("127.0.0.1", up.port)
    answer.request("GET", "/healthy")
    assert answer.getresponse().status == 200
    env = {**os.environ, "ROADSTEAD_HOME": str(up.home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    third = subprocess.run(
        [sys.executable, "-m", "roadstead.cli", "up"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=60
    )
    assert third.returncode == 1
    assert f"already running at http://127.0.0.1:{up.port}" in third.stderr


@pytest.mark.long
def test_logs_and_mails_are_open_to_their_owner_only(up: Up) -> None:
    assert [(up.home / name).stat().st_mode & 0o777 for name in ("log", "mail")] == [0o700, 0o700]


@pytest.mark.long
def test_everything_kept_in_the_home_is_in_the_backup_or_said_to_be_made_anew(up: Up) -> None:
    """Both what a running system has there, and what the code names: some files are made on first use."""
    handbook = (ROOT / "docs/handbook/operators.md").read_text()
    section = handbook.partition("## Backup\n")[2].partition("\n## ")[0]
    known = {word.partition("/")[0] for word in re.findall(r"`([\w./-]+)`", section)}
    found = {path.name for path in up.home.iterdir() if not path.name.startswith(".")} - {"out"}
    for path in (ROOT / "src/roadstead").rglob("*.py"):
        found |= set(re.findall(r"""\bhome / ["']([\w.-]+)["']""", path.read_text()))
    found |= {KEY_FILE, certificate.FILE, FONTS, journal.FOLDER, RECORD_FILE}
    assert found - known == set()


def test_what_a_restore_needs_is_named_in_the_backup_and_packed_by_its_command() -> None:
    handbook = (ROOT / "docs/handbook/operators.md").read_text()
    section = handbook.partition("## Backup\n")[2].partition("\n## ")[0]
    packed = re.search(r"^tar .*$", section, re.M)
    assert packed
    for name in ("audit.key", "documents.pem", "secret", "deletions", "fonts", "postgres/data/local.conf"):
        assert f"| `{name}`" in section
        assert name in packed[0]
    assert "demo.json" not in packed[0]
    assert "umask 077" in section.partition("pg_dump")[0]


@pytest.mark.long
def test_a_port_that_somebody_else_has_is_said_so_before_anything_is_started(up: Up) -> None:
    up.interrupt()
    with socket.socket() as other:
        other.bind(("127.0.0.1", up.port))
        other.listen()
        env = {
            **os.environ,
            "ROADSTEAD_HOME": str(up.home),
            "ROADSTEAD_PORT": str(up.port),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        command = [sys.executable, "-m", "roadstead.cli", "up"]
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"port {up.port} is in use" in done.stderr
