"""Workers are killed with SIGKILL under load; afterwards everything is there, once (decision 0004)."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bench.live import Live, live, until
from demo.records import DemoMessage
from demo.region import make
from roadstead.cli.send import post
from roadstead.config import config

SEED = 7
KILLS = 12
pytestmark = pytest.mark.long
LEASE = 2  # seconds: a killed worker's message is free again soon
ASK_WHEN = (
    "select 'W' || lpad(rule_id::text, 2, '0') from rulebook_ruleversion"
    " where condition ~ 'filed_hours|voyage.minutes_late|filing'"
)


@pytest.fixture(scope="module")
def messages() -> tuple[DemoMessage, ...]:
    return make(SEED, datetime.now(UTC)).messages


@pytest.fixture(scope="module")
def system() -> Iterator[Live]:
    with live(config(), "roadstead_crash", workers=2, lease=LEASE) as system:
        yield system


def kill_one_and_start_another(system: Live, dice: random.Random) -> None:
    victim = dice.choice(system.workers)
    victim.kill()
    victim.wait()
    system.workers.remove(victim)
    system.start_worker()


def test_nothing_is_lost_and_nothing_doubled_when_workers_are_killed_under_load(
    system: Live, messages: tuple[DemoMessage, ...]
) -> None:
    dice = random.Random(SEED)
    receipts = [send(system, message) for message in messages]
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.05, 0.6))
        kill_one_and_start_another(system, dice)
    again = [send(system, message) for message in messages]  # the carriers are unsure and send everything again
    until(lambda: system.count("select count(*) from pgmq.q_intake") == 0, "the queue does not empty")

    assert again == receipts
    assert system.count("select count(*) from intake_message") == len(set(receipts)) == len(messages)
    assert system.count("select count(*) from intake_message where status in ('received', 'set_aside')") == 0
    assert system.count("select count(*) from voyages_manifest") == system.count(
        "select count(*) from (select distinct message_id, position from voyages_manifest) once"
    )
    assert system.count("select count(*) from voyages_traveller") == travellers_once(system)
    assert system.count("select count(*) from alerts_event where act = 'raised'") == system.count(
        "select count(*) from alerts_alert"
    )


def travellers_once(system: Live) -> int:
    """Everybody on board, each once: no voyage has two rows with one person's identifiers and passenger reference."""
    return system.count(
        "select count(*) from (select distinct voyage_id, person_key, passenger_reference, segment"
        " from voyages_traveller) once"
    )


def test_what_the_killed_workers_left_is_what_an_undisturbed_run_makes(
    system: Live, messages: tuple[DemoMessage, ...]
) -> None:
    with live(config(), "roadstead_calm", workers=1) as calm:
        for message in messages:
            send(calm, message)
        until(lambda: calm.count("select count(*) from pgmq.q_intake") == 0, "the queue does not empty")
        # Whether a list came in time is the clock's doing: the second run files later than the first.
        in_time = f"alerts_alert where rule <> 'T05' and rule not in ({ASK_WHEN})"
        for table in ("voyages_voyage", "voyages_traveller", "voyages_document", in_time):
            count = f"select count(*) from {table}"
            assert system.count(count) == calm.count(count), table


def send(system: Live, message: DemoMessage) -> str:
    status, answer = post(system.url, system.tokens[message.carrier], message.raw, message.file_name)
    assert status == 202, answer
    return str(answer["receipt"])
