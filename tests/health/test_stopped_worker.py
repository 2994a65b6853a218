"""Real processes: a worker that stops, and the others that notice."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from http.client import HTTPConnection
from typing import Any

import pytest

from bench.live import Live, until
from tests.shared import live_system

pytestmark = pytest.mark.long

LIMIT = 10


@pytest.fixture
def system(django_db_setup: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    monkeypatch.setenv("ROADSTEAD_READY_HEARTBEAT_SECONDS", str(LIMIT))
    monkeypatch.setenv("ROADSTEAD_STANDSTILL_SECONDS", "12")
    monkeypatch.setenv("ROADSTEAD_READY_DISK_MB", "1")
    with live_system("roadstead_standstill", workers=1) as running:
        yield running


def ready(system: Live) -> tuple[int, dict[str, Any]]:
    connection = HTTPConnection("127.0.0.1", system.port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def subjects(system: Live) -> list[str]:
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in (system.home / "mail").glob("*.eml")]
    return [mail["Subject"] for mail in found if "standstill" in mail["Subject"]]


def test_a_stopped_worker_is_named_reported_once_and_reported_as_back(system: Live) -> None:
    until(lambda: ready(system)[0] == 200, f"not ready: {ready(system)}")
    (worker,) = system.workers
    worker.send_signal(signal.SIGSTOP)
    try:
        until(lambda: ready(system)[0] == 503, "the stopped worker is not noticed", LIMIT + 10)
        reason = ready(system)[1]["reason"]
        assert f"screening worker with process id {worker.pid} has sent no heartbeat for" in reason
        assert system.answers()  # /healthy: the web server lives
        until(lambda: len(subjects(system)) == 1, "nobody is notified")
    finally:
        worker.send_signal(signal.SIGCONT)
    until(lambda: ready(system)[0] == 200, "a worker that goes on is not noticed")
    until(lambda: len(subjects(system)) == 2, "nobody is notified of the end")
    assert sum("back to normal" in subject for subject in subjects(system)) == 1


def test_a_worker_that_ends_in_order_is_missed_only_if_it_was_the_last(system: Live) -> None:
    until(lambda: ready(system)[0] == 200, "not ready")
    second = system.start_worker()
    until(lambda: system.count("select count(*) from health_heartbeat where kind = 'worker'") == 2, "not there")
    second.terminate()
    second.wait(30)
    assert system.count("select count(*) from health_heartbeat where kind = 'worker'") == 1
    assert ready(system)[0] == 200


def test_a_worker_that_was_killed_and_started_again_leaves_no_alarm_behind(system: Live) -> None:
    until(lambda: ready(system)[0] == 200, "not ready")
    system.workers[0].kill()
    system.workers.pop().wait()
    system.start_worker()
    until(
        lambda: (
            system.count(
                "select count(*) from health_heartbeat where kind = 'worker' and seen_at > now() - interval '5 s'"
            )
            == 1
        ),
        "not there",
        60,
    )
    assert system.count("select count(*) from health_heartbeat where kind = 'worker'") == 1
