"""What counts as a standstill: each limit, passed and kept, in a real database."""

from __future__ import annotations

import os
import socket
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from roadstead.casework.alerts.models import Event
from roadstead.config import Config, config
from roadstead.filings.intake import queue
from roadstead.filings.intake.models import Message
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, Delivery, Notice
from roadstead.oversight.health.checks import MEASURE, Check, CheckCache, judge, run_checks
from roadstead.oversight.health.heartbeat import Pulse
from roadstead.oversight.health.models import Heartbeat
from roadstead.platform.audit.models import log
from roadstead.platform.jobs.models import Job
from roadstead.platform.outbox.models import MAX_ATTEMPTS, EventKind, OutboxEvent
from roadstead.platform.outbox.queue import retry, write
from tests.outbound.notifications.test_dissemination import channel, raised

NOW = datetime.now(UTC)


def measured() -> dict[str, Check]:
    """The checks as this test's transaction sees them."""
    with connection.cursor() as cursor:
        cursor.execute(MEASURE)
        row: dict[str, Any] = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
    return {check.name: check for check in judge(row, config())}


def alive(kind: str = "worker", *, pid: int = 1, seen: float = 1, passed: float = 1, host: str = "h") -> None:
    now = datetime.now(UTC)
    Heartbeat.objects.create(
        kind=kind, host=host, pid=pid, seen_at=now - timedelta(seconds=seen), pass_at=now - timedelta(seconds=passed)
    )


def waiting(message: int, group: str, *, seconds: int, in_hand: bool = False, tries: int = 0) -> None:
    queue.enqueue(message, group)
    with connection.cursor() as cursor:
        cursor.execute(
            "update pgmq.q_intake set enqueued_at = clock_timestamp() - make_interval(secs => %s), read_ct = %s,"
            " vt = clock_timestamp() + make_interval(secs => %s) where message->>'message' = %s",
            [seconds, tries or int(in_hand), 60 if in_hand else -1, str(message)],
        )


def delivery(**given: Any) -> None:
    alert = raised("BRB")
    event = Event.objects.create(alert=alert, number=2, act="raised", states=["BRB"])
    notice = Notice.objects.create(
        alert=alert, event=event, state="BRB", audience="duty", kind="new", created_at=NOW, states=["BRB"]
    )
    Delivery.objects.create(notice=notice, channel=channel("BRB", "mail", "a@b.example"), states=["BRB"], **given)


def test_a_quiet_system_with_a_worker_a_sender_and_a_scheduler_passes_every_check(region: None) -> None:
    alive()
    assert not measured()["senders"].ok
    alive("sender", pid=2)
    assert not measured()["schedulers"].ok
    alive("scheduler", pid=3)
    assert all(check.ok for check in measured().values())


def test_a_message_that_nobody_takes_is_named_with_its_age_and_the_limit(region: None) -> None:
    waiting(1, "v1", seconds=125)
    check = measured()["queue"]
    assert not check.ok
    assert check.value == pytest.approx(125, abs=5)
    assert check.limit == 120
    assert "The oldest waiting message has waited 2 min." in check.text


def test_a_long_message_in_hand_and_those_of_its_voyage_behind_it_are_no_standstill(region: None) -> None:
    waiting(1, "v1", seconds=3000, in_hand=True)
    waiting(2, "v1", seconds=2900)
    assert measured()["queue"].ok
    waiting(3, "v2", seconds=2800)
    assert measured()["queue"].value == pytest.approx(2800, abs=5)


def test_a_message_that_fails_and_pauses_again_and_again_counts_as_waiting(region: None) -> None:
    waiting(1, "v1", seconds=300, in_hand=True, tries=3)
    assert not measured()["queue"].ok


def test_a_process_without_a_heartbeat_is_named_and_a_busy_one_is_not_dead(region: None) -> None:
    alive(pid=7, seen=2, passed=1500)
    assert measured()["heartbeat"].ok
    assert measured()["busy"].ok
    alive("sender", pid=8, seen=95, passed=95)
    check = measured()["heartbeat"]
    assert not check.ok
    assert "sender of emails and webhooks with process id 8 has sent no heartbeat for 95 s" in check.text


def test_a_process_that_lives_but_has_hung_for_longer_than_any_work_takes_is_named(region: None) -> None:
    alive(pid=7, seen=2, passed=3700)
    check = measured()["busy"]
    assert not check.ok
    assert "process id 7" in check.text


def test_without_any_worker_nothing_is_screened_and_that_is_said(region: None) -> None:
    alive("web", pid=3, passed=9999)
    checks = measured()
    assert not checks["workers"].ok
    assert checks["busy"].ok


def test_an_audit_line_that_stays_unsealed_is_noticed(region: None) -> None:
    log(None, "read", "voyage 1", states=["BRB"])
    assert measured()["audit"].ok
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_record where sequence is null")
    nothing = dict.fromkeys(("queue", "overdue", "outbox", "failed_jobs", "late_job", "busy_job"))
    counts = dict.fromkeys(("failing", "failing_carriers", "set_aside"), 0)
    later: dict[str, Any] = {**nothing, **counts, "processes": [], "audit": 61.0}
    assert not {check.name: check for check in judge(later, config())}["audit"].ok


def test_an_event_that_nobody_is_notified_of_in_time_is_noticed(region: None) -> None:
    write(EventKind.ALERT, 1, due_at=datetime.now(UTC) + timedelta(minutes=1))
    assert measured()["outbox_overdue"].value == 0
    write(EventKind.ALERT, 2)
    OutboxEvent.objects.filter(subject=2).update(made_at=datetime.now(UTC) - timedelta(minutes=6))
    check = measured()["outbox_overdue"]
    assert not check.ok
    assert check.value == pytest.approx(360, abs=5)


def test_mails_to_one_person_that_wait_for_the_mail_server_are_no_standstill(region: None) -> None:
    write(EventKind.ACCOUNT_NOTICE, 1)
    OutboxEvent.objects.update(made_at=datetime.now(UTC) - timedelta(hours=1))
    assert measured()["outbox_overdue"].ok


def test_an_event_that_failed_each_time_is_noticed_until_an_operator_has_it_tried_again(region: None) -> None:
    write(EventKind.ALERT, 1)
    OutboxEvent.objects.update(attempts=MAX_ATTEMPTS)
    assert not measured()["outbox_set_aside"].ok
    assert retry() == 1
    assert measured()["outbox_set_aside"].ok


def test_an_overdue_delivery_is_noticed_and_one_that_is_due_later_is_not(region: None) -> None:
    delivery(next_at=NOW + timedelta(hours=1))
    assert measured()["deliveries_overdue"].ok
    Delivery.objects.update(next_at=NOW - timedelta(seconds=400))
    assert not measured()["deliveries_overdue"].ok


def test_failures_of_the_last_hour_are_counted_and_old_ones_are_not(region: None) -> None:
    delivery(status="failed", attempts=8, next_at=NOW + timedelta(minutes=20))
    assert measured()["deliveries_failing"].value == 1
    Delivery.objects.update(next_at=NOW - timedelta(hours=2))
    assert measured()["deliveries_failing"].value == 0
    Delivery.objects.update(next_at=NOW, status="pending", attempts=3)
    assert measured()["deliveries_failing"].value == 1


def test_carriers_whose_webhooks_keep_failing_are_counted_once_each(region: None) -> None:
    for _ in range(9):
        of_carrier("2X", status="failed", attempts=8, next_at=NOW)
    check = measured()["carriers_failing"]
    assert (check.value, check.ok) == (1, True)  # one system that is down is no standstill of ours
    for carrier in ("Y1", "Y2", "Y3", "Y4", "Y5"):
        of_carrier(carrier, status="pending", attempts=3, next_at=NOW + timedelta(minutes=5))
    check = measured()["carriers_failing"]
    assert (check.value, check.ok) == (6, False)
    assert check.text == "Carriers whose webhooks keep failing, last hour: 6. Limit: 5."
    CarrierDelivery.objects.update(next_at=NOW - timedelta(hours=2))
    assert measured()["carriers_failing"].value == 0


def of_carrier(carrier: str, **given: Any) -> None:
    hook, _ = CarrierWebhook.objects.get_or_create(
        carrier=carrier, target="https://a.example", defaults={"made_at": NOW}
    )
    message, _ = Message.objects.get_or_create(
        carrier=carrier,
        defaults={"receipt": f"R-{carrier}", "channel": "api", "received_at": NOW, "size": 1, "sha256": carrier},
    )
    CarrierDelivery.objects.create(webhook=hook, message=message, carrier=carrier, event="receipt", **given)


def test_a_periodic_job_that_failed_is_late_or_hangs_is_noticed(region: None) -> None:
    now = datetime.now(UTC)
    job = Job.objects.create(name="seal audit", every=timedelta(seconds=2), next_at=now + timedelta(seconds=2))
    assert all(measured()[name].ok for name in ("jobs_failed", "jobs_late", "jobs_busy"))
    Job.objects.update(failures=1, error="ValueError at seal.py:7")
    assert "seal audit" in measured()["jobs_failed"].text
    assert not measured()["jobs_failed"].ok
    Job.objects.update(failures=0, next_at=now - timedelta(minutes=6))
    assert not measured()["jobs_late"].ok
    job.began_at = now - timedelta(hours=2)
    job.save(update_fields=["began_at"])
    found = measured()
    assert found["jobs_late"].ok
    assert not found["jobs_busy"].ok


def test_a_full_disk_is_noticed_in_both_folders(db: None) -> None:
    found = {check.name: check for check in run_checks(replace(config(), ready_disk_mb=10**9))}
    assert not found["disk_home"].ok
    assert not found["disk_database"].ok


def test_a_database_that_is_away_is_the_reason_and_takes_no_longer_than_seconds() -> None:
    away = replace(config(), app_database_url="postgresql://x@127.0.0.1:1/none")
    database, *others = run_checks(away)
    assert database.name == "database"
    assert not database.ok
    assert {check.name for check in others} == {"disk_home", "disk_database"}


def test_anybody_may_ask_and_learns_the_reason_in_words_and_as_data(transactional_heartbeats: None) -> None:
    answer = Client().get("/readyz")
    told = answer.json()
    assert answer.status_code == 503
    assert told["status"] == "not ready"
    assert "workers" in told["failing"]
    assert "(screening worker): 0" in told["reason"]
    (workers,) = [check for check in told["checks"] if check["name"] == "workers"]
    assert workers == {
        "name": "workers",
        "ok": False,
        "value": 0,
        "limit": 1,
        "unit": "processes",
        "text": "Running processes (screening worker): 0. At least 1 must run.",
    }
    assert answer["Cache-Control"] == "no-store"
    assert Client().post("/readyz").status_code == 405


@pytest.fixture
def transactional_heartbeats(django_db_setup: None) -> None:
    """Asked without any database of the test's own: the view brings its connection."""


def test_however_many_ask_the_checks_run_once_a_second() -> None:
    ran = 0

    def run(settings: Config) -> list[Check]:
        nonlocal ran
        ran += 1
        return []

    cached = CheckCache(run=run)
    for _ in range(50):
        cached.checks(config())
    assert ran == 1


def test_a_process_that_starts_takes_the_place_of_the_dead_of_its_kind_and_forgets_the_long_gone(region: None) -> None:
    here = socket.gethostname()
    dead = subprocess.Popen(["/bin/true"])
    dead.wait()
    parent = os.getppid()
    rows = [
        ("worker", here, dead.pid, 60),
        ("worker", here, parent, 60),
        ("web", here, dead.pid, 60),
        ("sender", here, dead.pid, 9999),
        ("worker", "elsewhere", 5, 60),
        ("web", "elsewhere", 6, 9999),
    ]
    for kind, host, pid, seen in rows:
        alive(kind, pid=pid, seen=seen, host=host)
    pulse = Pulse("worker", config())
    pulse._remove_dead()
    pulse._write()
    assert set(Heartbeat.objects.values_list("kind", "host", "pid")) == {
        ("worker", here, parent),
        ("worker", here, os.getpid()),
        ("web", here, dead.pid),
        ("worker", "elsewhere", 5),
    }
