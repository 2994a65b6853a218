"""Senders are killed with SIGKILL under load: no event is lost, a webhook's receiver that drops known keys has each
once, and no mail goes twice: what is not known to be sent is said to be unsure (decision 0017)."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes

import psycopg
import pytest

from bench.live import ROOT, database, until
from roadstead.config import config
from tests.outbound.notifications.receivers import receivers

ALERTS, KILLS = 60, 6
MAKE = """
import sys
from datetime import UTC, datetime, timedelta
from roadstead.cli.django_setup import set_up
set_up()
from roadstead.config import config
from roadstead.platform.database.prepare import migrate
migrate(config())
from roadstead.platform.database.scope import REGION, scoped
from roadstead.casework.alerts.models import Alert, Event
from roadstead.outbound.notifications.models import Channel
from roadstead.filings.voyages.models import Voyage
now = datetime.now(UTC)
with scoped(REGION):
    for way, target in (("mail", "duty@brb.example"), ("webhook", sys.argv[1])):
        Channel.objects.create(state="BRB", way=way, target=target, made_at=now, states=["BRB"])
    for number in range(int(sys.argv[2])):  # a voyage for each: alerts of one voyage share a notice
        voyage = Voyage.objects.create(
            key=f"v{number}", mode="air", states=["BRB"], arrives_at=now + timedelta(days=3)
        )
        alert = Alert.objects.create(voyage=voyage, kind="rule", rule=f"r{number}", action="refer", states=["BRB"])
        Event.objects.create(alert=alert, number=1, act="raised", after="new", states=["BRB"])
"""
SEND = """
from datetime import timedelta
from roadstead.cli.django_setup import set_up
set_up()
from roadstead.config import config
from roadstead.outbound.notifications.deliver import Sender
Sender(config(), lease=timedelta(seconds=2)).run()
"""


@pytest.mark.long
def test_nothing_is_lost_and_no_mail_goes_twice_when_senders_are_killed_under_load(db: None) -> None:
    dice = random.Random(5)
    with receivers() as got, database(config(), "roadstead_tell") as (env, admin):
        got.slow = 0.03  # so that most kills fall between handing over and answer
        env = env | {"ROADSTEAD_SMTP_URL": got.smtp, "ROADSTEAD_WEBHOOK_PRIVATE": "yes"}
        subprocess.run([sys.executable, "-c", MAKE, got.http, str(ALERTS)], env=env, cwd=ROOT, check=True)
        for _ in range(KILLS):
            before = len(got.mails) + len(got.posts)
            sender = subprocess.Popen([sys.executable, "-c", SEND], env=env, cwd=ROOT)
            until(lambda before=before: len(got.mails) + len(got.posts) > before + 5, "nothing is sent")
            time.sleep(dice.uniform(0, 0.1))
            sender.kill()
            sender.wait()
        sender = subprocess.Popen([sys.executable, "-c", SEND], env=env, cwd=ROOT)
        try:
            until(lambda: not _count(admin, "status in ('pending', 'sending')"), "it does not end")
        finally:
            sender.terminate()
            ended = sender.wait(20)
        assert ended == 0, "it does not end when it is asked to"
        mails = Counter(str(message_from_bytes(raw)["Message-ID"]) for raw in got.mails)
        keys = {headers["Idempotency-Key"] for headers, _ in got.posts}
        assert _count(admin, "true") == 2 * ALERTS
        assert set(mails.values()) == {1}
        assert len(keys) == ALERTS == _count(admin, "status = 'sent' and channel_id = 2")
        sent, unsure = (_count(admin, f"status = '{word}' and channel_id = 1") for word in ("sent", "unsure"))
        assert sent + unsure == ALERTS
        assert sent <= len(mails) <= sent + unsure


def _count(admin: str, where: str) -> int:
    with psycopg.connect(admin) as connection:
        row = connection.execute(f"select count(*) from notifications_delivery where {where}".encode()).fetchone()
    return int(row[0]) if row else 0
