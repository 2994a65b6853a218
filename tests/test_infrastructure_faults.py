"""Faults of the database and the machine do not use up a message's attempts; a message that kills workers still ends.

Real workers against a database of its own, in which a trigger raises PostgreSQL's own errors.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError

from bench.live import Live, live, until
from roadstead.cli.send import post
from roadstead.config import config
from roadstead.platform.database.outages import is_infrastructure
from tests.samples import Person, paxlst

pytestmark = pytest.mark.long
ATTEMPTS = 2
flights = iter(range(100, 999))


@pytest.fixture(autouse=True)
def no_worker_stays(system: Live) -> Iterator[None]:
    yield
    stop_workers(system)


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    with live(config(), "roadstead_faults", workers=0, lease=2) as system:
        system.env["ROADSTEAD_MAX_ATTEMPTS"] = str(ATTEMPTS)
        yield system


@contextmanager
def failing(system: Live, statement: str) -> Iterator[None]:
    """Every manifest that is stored meanwhile runs `statement` in the database first."""
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        body = f"create or replace function fail() returns trigger language plpgsql as $$begin {statement}; end$$"
        connection.execute(body.encode())
        connection.execute("create trigger fail before insert on voyages_manifest for each row execute function fail()")
        try:
            yield
        finally:
            connection.execute("drop trigger fail on voyages_manifest")


def file(system: Live) -> str:
    """The receipt of a new list."""
    flight = next(flights)
    raw = paxlst(Person(surname="TESTER", reference=str(flight)), flight=f"2X{flight}", reference=str(flight))
    status, answer = post(system.url, system.tokens["2X"], raw, "list.txt")
    assert status == 202
    return str(answer["receipt"])


def status(system: Live, receipt: str) -> str:
    return system.value(f"select status || ' ' || attempts from intake_message where receipt = '{receipt}'")


def times_logged(system: Live, words: str) -> int:
    log = system.home / f"{system.name}-work.log"
    return log.read_text().count(words) if log.exists() else 0


def stop_workers(system: Live) -> None:
    while system.workers:
        worker = system.workers.pop()
        worker.kill()
        worker.wait()


@pytest.mark.parametrize(
    "statement",
    [
        "raise exception 'x' using errcode = '53100'",  # disk full
        "raise exception 'x' using errcode = '57P03'",  # cannot connect now
        "raise exception 'x' using errcode = '08006'",  # connection failure
        "raise exception 'x' using errcode = '58030'",  # input or output error
        "perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return new",
    ],
    ids=["no-disk", "operator", "connection", "system", "terminated"],
)
def test_faults_of_the_database_leave_a_message_all_its_attempts(system: Live, statement: str) -> None:
    receipt = file(system)
    before = times_logged(system, "not counted as an attempt")
    with failing(system, statement):
        system.start_worker()
        until(
            lambda: times_logged(system, "not counted as an attempt") >= before + ATTEMPTS + 1,
            "the worker does not say that the fault is not the message's",
        )
        assert status(system, receipt) == "received 0"
    until(lambda: status(system, receipt) == "read 1", "the message is not read once the fault is over")


def test_a_fault_of_the_message_itself_still_counts(system: Live) -> None:
    receipt = file(system)
    with failing(system, "raise exception 'x'"):
        system.start_worker()
        until(lambda: status(system, receipt) == f"set_aside {ATTEMPTS}", "the message is not set aside")


def test_a_message_whose_every_attempt_kills_the_worker_is_set_aside(system: Live) -> None:
    receipt = file(system)
    waiting = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
    with failing(system, "perform pg_sleep(60); return new"):
        for _ in range(ATTEMPTS):
            system.start_worker()
            until(lambda: system.count(waiting) == 1, "the message is not read")
            stop_workers(system)
            system.count("select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event = 'PgSleep'")
        system.start_worker()
        until(lambda: status(system, receipt).startswith("set_aside"), "the message is not set aside")


def test_a_full_disk_is_no_fault_of_the_message_and_a_missing_file_may_be() -> None:
    assert is_infrastructure(OSError(errno.ENOSPC, "No space left on device"))
    assert is_infrastructure(OperationalError())  # the connection was lost: no SQLSTATE came
    assert not is_infrastructure(FileNotFoundError(errno.ENOENT, "No such file"))
    assert not is_infrastructure(ValueError())
