"""Rescreening is killed with SIGKILL; what goes on from there comes to what an undisturbed run comes to."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest

from bench.live import ROOT, Live, until
from tests.shared import live_system, screened_region

pytestmark = pytest.mark.long
SINCE = "2020-01-01"
KEPT = 3  # chunks computed before the kill
# The command in small chunks, which kills itself when it has computed so many.
SMALL = """
import os, signal, sys
from roadstead.cli.django_setup import set_up
set_up()
from roadstead.cli import rescreen
from roadstead.cli.__main__ import main
from roadstead.pipeline.bulk import people
people.PEOPLE_PER_CHUNK, left, compute = 40, [int(sys.argv.pop(1))], rescreen.hits_of
def hits_of(chunk, folder):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return compute(chunk, folder)
rescreen.hits_of = hits_of
sys.exit(main(sys.argv[1:]))
"""
ALERTS = "select string_agg(concat_ws(' ', id, state, score, reasons, updates), E'\\n' order by id) from ({alerts}) a"
BEFORE = """
select id, state, score, reasons,
  (select count(*) from alerts_event event where event.alert_id = alert.id) updates
from alerts_alert alert
"""
AGAIN = "update rescreens_rescreenjob set passes = 0, after = 0, done_at = null, queued_at = clock_timestamp()"
WAITING = "select count(*) from rescreens_rescreenjob where done_at is null"


@pytest.fixture
def stored() -> Iterator[Live]:
    """What the demo region's carriers have filed, and nobody at work."""
    with live_system("roadstead_rescreened", original=screened_region(), workers=0, web=False, lease=2) as system:
        yield system


def rescreened(system: Live, *command: str, workers: int) -> subprocess.CompletedProcess[str]:
    asked = ["rescreen", "--since", SINCE, "--json", "--workers", str(workers)]
    return subprocess.run(
        [sys.executable, *command, *asked], env=system.env, cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_a_rescreen_that_was_killed_gives_the_lines_of_one_that_was_not_by_one_process_and_by_two(
    stored: Live,
) -> None:
    killed = rescreened(stored, "-c", SMALL, str(KEPT), workers=1)
    assert killed.returncode == -signal.SIGKILL
    results = [path for path in stored.home.glob("rescreen/*/*.json") if path.name != "versions.json"]
    assert len(results) == KEPT
    resumed = rescreened(stored, "-c", SMALL, "1000000", workers=1)
    by_two = rescreened(stored, "-m", "roadstead.cli", workers=2)
    assert resumed.returncode == by_two.returncode == 0, resumed.stderr + by_two.stderr
    assert resumed.stdout == by_two.stdout
    assert len(resumed.stdout.splitlines()) > 10
    assert resumed.stdout.startswith(killed.stdout)


def test_jobs_whose_workers_are_killed_leave_every_alert_as_it_was_and_raise_none_twice(stored: Live) -> None:
    alerts = ALERTS.format(alerts=BEFORE)
    before, dice = stored.value(alerts), random.Random(7)
    with psycopg.connect(stored.admin_url) as connection:
        connection.execute(AGAIN.encode())
    for _ in range(2):
        stored.start_worker()
    for _ in range(8):
        time.sleep(dice.uniform(0.5, 2.0))
        victim = stored.workers.pop(0)
        victim.kill()
        victim.wait()
        stored.start_worker()
    until(lambda: stored.count(WAITING) == 0, "the rescreens do not end")
    assert stored.value(alerts) == before
