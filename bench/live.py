"""A complete Roadstead with its own database, web server and workers as real processes, for tests and benches."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from psycopg import sql

from roadstead.config import Config, mail_folder
from roadstead.platform.database.cluster import Cluster, cluster, is_running, start
from roadstead.platform.database.roles import APP_ROLE, OWNER_ROLE, ensure_roles, password

ROOT = Path(__file__).parent.parent
PATIENCE = 240.0  # seconds

# Runs in a separate process, so that Django is set up for that database: tables, users, lists, tokens.
SET_UP = """
import json, sys
from roadstead.cli.django_setup import set_up
set_up()
from roadstead.config import config
from roadstead.platform.database.prepare import migrate
migrate(config())
from demo.settle import settle
settled = settle(config().home / sys.argv[1])
print(json.dumps({"accounts": settled.accounts, "tokens": settled.tokens}))
"""


@dataclass(frozen=True, slots=True)
class Original:
    """A database to copy from, with its home and secrets. Copying takes one second, creating takes twenty."""

    name: str
    home: Path
    accounts: dict[str, str]
    tokens: dict[str, str]


_settled: dict[Path, Original] = {}


@dataclass(slots=True)
class Live:
    """Addresses and secrets of a running system, and its processes. `admin_url` is the database as its superuser."""

    home: Path
    name: str
    port: int
    env: dict[str, str]
    admin_url: str
    accounts: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    web: subprocess.Popen[bytes] | None = None
    sender: subprocess.Popen[bytes] | None = None
    scheduler: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def original(self) -> Original:
        """This system as an original for copies; stop it before copying."""
        return Original(self.name, self.home, self.accounts, self.tokens)

    def run(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `roadstead …` against this system; its log is written to the home's folder."""
        log = (self.home / f"{self.name}-{arguments[0]}.log").open("ab")
        command = [sys.executable, "-m", "roadstead.cli", *arguments]
        env = {"ROADSTEAD_PORT": str(self.port), **self.env}
        return subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log)

    def start_worker(self) -> subprocess.Popen[bytes]:
        worker = self.run("work")
        self.workers.append(worker)
        return worker

    def start_sender(self) -> None:
        self.sender = self.run("deliver")

    def start_scheduler(self) -> None:
        self.scheduler = self.run("schedule")

    def start_web(self) -> None:
        """Start the web server and wait until it answers. Raise AssertionError if it ends instead."""
        self.web = web = self.run("serve")
        until(lambda: self.answers() or web.poll() is not None, "the web server does not answer")
        assert web.poll() is None, f"the web server ended, see {self.home / f'{self.name}-serve.log'}"

    def answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthy")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def count(self, query: str) -> int:
        """Return a number from the database, as seen by its superuser."""
        return int(self.value(query) or 0)

    def value(self, query: str) -> str:
        """Return the first value of the first row as text, "" if there is none."""
        with psycopg.connect(self.admin_url) as connection:
            row = connection.execute(query.encode()).fetchone()
        return str(row[0]) if row else ""

    def stop(self) -> None:
        started = [*self.workers, self.web, self.sender, self.scheduler]
        processes = [process for process in started if process and process.poll() is None]
        for process in processes:
            process.send_signal(signal.SIGTERM)
        for process in processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def until(condition: object, failure: str, patience: float = PATIENCE) -> None:
    """Wait until `condition()` holds; raise AssertionError with `failure` after `patience` seconds."""
    assert callable(condition)
    give_up = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < give_up, failure
        time.sleep(0.05)


@contextmanager
def database(
    config: Config, name: str, original: Original | None = None, *, keep: bool = False
) -> Iterator[tuple[dict[str, str], str]]:
    """Create the database `name` on the server under `config.home`, empty or as a copy, and drop it afterwards unless
    `keep`.

    Yield the environment of processes that use it, and the URL of its superuser.
    """
    try:
        yield _make(config, name, original)
    finally:
        ours = cluster(config.home)
        if not keep and is_running(ours):  # otherwise it was removed with its server
            _drop(ours.url("postgres", "postgres"), name)


def _make(config: Config, name: str, original: Original | None) -> tuple[dict[str, str], str]:
    ours = cluster(config.home)
    start(ours)
    with (config.home / "databases.lock").open("w") as lock:  # one at a time, since they share roles and originals
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _made(config, ours, name, original)


def _made(config: Config, ours: Cluster, name: str, original: Original | None) -> tuple[dict[str, str], str]:
    admin = ours.url("postgres", "postgres")
    home = config.home / name
    shutil.rmtree(home, ignore_errors=True)
    _drop(admin, name)
    if original:
        shutil.copytree(original.home, home)
        _copy(admin, original.name, name)
    ensure_roles(admin, home=config.home, database=name)
    home.mkdir(exist_ok=True)
    env = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "ROADSTEAD_HOME": str(home),
        "ROADSTEAD_DATABASE_URL": ours.url(name, OWNER_ROLE, password(config.home, OWNER_ROLE)),
        "ROADSTEAD_APP_DATABASE_URL": ours.url(name, APP_ROLE, password(config.home, APP_ROLE)),
        "DJANGO_SETTINGS_MODULE": "roadstead.web.settings",
        "ROADSTEAD_SECOND_FACTOR": "demo",  # as shipped
    }
    return env, ours.url(name, "postgres")


def settled(config: Config, tables: Original | None = None) -> Original:
    """Return the demo region before anything is filed, on the server under `config.home`.

    It is made once per process, so that it is never of an older release. `tables`: a migrated, empty database of that
    server.
    """
    if config.home not in _settled:
        name = "roadstead_settled"
        env, _ = _make(config, name, tables)
        made = subprocess.run(
            [sys.executable, "-c", SET_UP, "."], env=env, cwd=ROOT, check=True, capture_output=True, text=True
        )
        told = json.loads(made.stdout.strip().splitlines()[-1])
        _settled[config.home] = Original(name, config.home / name, told["accounts"], told["tokens"])
    return _settled[config.home]


@contextmanager
def live(
    config: Config,
    name: str,
    *,
    workers: int = 2,
    web: bool = True,
    lease: int = 60,
    settings: Mapping[str, str] | None = None,
    original: Original | None = None,
    keep: bool = False,
) -> Iterator[Live]:
    """Run a system in the database `name` of the server under `config.home`, and stop and drop everything afterwards.

    The database is a copy of `original`, or of the demo region before anything is filed. `keep`: do not drop the
    database. `settings`: further environment variables of its processes.
    """
    original = original or settled(config)
    with database(config, name, original, keep=keep) as (env, admin):
        env |= {"ROADSTEAD_LEASE": str(lease), "ROADSTEAD_SMTP_URL": mail_folder(config.home / name)}
        env |= dict(settings or {})
        env.pop("ROADSTEAD_PORT", None)  # of whoever started this: each system has its own
        system = Live(
            home=config.home / name,
            name=name,
            port=free_port(),
            env=env,
            admin_url=admin,
            accounts=original.accounts,
            tokens=original.tokens,
        )
        try:
            if web:
                system.start_web()
            for _ in range(workers):
                system.start_worker()
            if workers:
                system.start_sender()
                system.start_scheduler()
            yield system
        finally:
            system.stop()


def _copy(admin: str, original: str, name: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [original])
        statement = sql.SQL("create database {} owner {} template {}")
        names = (sql.Identifier(each) for each in (name, OWNER_ROLE, original))
        connection.execute(statement.format(*names))


def _drop(admin: str, name: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
