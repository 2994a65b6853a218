"""A slow receiver of one state delays neither the screening of another state nor its notices. Real processes and real
sockets."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from statistics import median

import psycopg
import pytest

from bench.live import ROOT, Live, until
from roadstead.cli.send import post
from tests.outbound.notifications.receivers import receivers
from tests.outbound.notifications.tarpits import dribble, silent, tarpit
from tests.shared import live_system

TARGET, LIMIT = 2.0, 15.0  # seconds from POST to alert: our service target, and what a busy test machine may take
FLIGHTS = 5
ALERTS = 12  # each is a notice of its own: enough for every worker to be held many times over
MAKE = """
import sys
from datetime import UTC, datetime, timedelta
from roadstead.cli.django_setup import set_up
set_up()
from roadstead.platform.database.scope import REGION, scoped
from roadstead.casework.alerts.models import Alert, Event
from roadstead.outbound.notifications.models import Channel
from roadstead.filings.voyages.models import Voyage
now = datetime.now(UTC)
slow, healthy, alerts = sys.argv[1], sys.argv[2], int(sys.argv[3])
with scoped(REGION):
    Channel.objects.update(active=False)
    mail, hooks = ("BRB", "mail", "duty@brb.example"), (("BRB", "webhook", slow), ("LCA", "webhook", healthy))
    for state, way, target in (mail, *hooks):
        Channel.objects.create(state=state, way=way, target=target, made_at=now, states=[state])
    for number in range(alerts):
        voyage = Voyage.objects.create(key=f"v{number}", mode="air", states=["BRB"], arrives_at=now + timedelta(days=3))
        alert = Alert.objects.create(voyage=voyage, kind="rule", rule=f"r{number}", action="refer", states=["BRB"])
        Event.objects.create(alert=alert, number=1, act="raised", after="new", states=["BRB"])
"""
SURNAME, GIVEN = "QUILLFEATHER", "OSWIN"


def flight_list(number: int) -> bytes:
    """Two people on a flight to Saint Lucia; one of them is listed."""
    people = "".join(
        f"NAD+FL+++{surname}:{given}'ATT+2++M'DTM+329:710506'LOC+178+JFK'LOC+179+UVF'LOC+174+USA'NAT+2+USA'"
        f"DOC+P:110:111+U{number:04}{at}'DTM+36:330101'LOC+91+USA'"
        for at, (surname, given) in enumerate([(SURNAME, GIVEN), ("ORDINARY", "ALMA")])
    )
    flight = f"2X{7000 + number}"
    body = (
        f"UNH+1+PAXLST:D:05B:UN:IATA+{flight}'BGM+745'RFF+TN:{number}'NAD+MS+++DESK'TDT+20+{flight}+++2X'"
        f"LOC+125+JFK'DTM+189:2701261000:201'LOC+87+UVF'DTM+232:2701261600:201'{people}CNT+42:2'"
    )
    envelope = f"UNA:+.? 'UNB+UNOA:4+2X+APIS+270125:1200+{number}'{body}"
    return f"{envelope}UNT+{body.count(chr(39)) + 1}+1'UNZ+1+{number}'".encode()


def seconds_to_alert(system: Live, number: int) -> float:
    """From the start of the POST until another connection sees the alert; LIMIT where there is none by then."""
    query = b"select count(*) from alerts_alert a join voyages_voyage v on v.id = a.voyage_id where v.number = %s"
    with psycopg.connect(system.admin_url, autocommit=True) as connection:
        began = time.monotonic()
        status, answer = post(system.url, system.tokens["2X"], flight_list(number), f"{number}.txt")
        assert status == 202, answer
        while (took := time.monotonic() - began) < LIMIT:
            row = connection.execute(query, [f"2X{7000 + number}"]).fetchone()
            if row and row[0]:
                return took
            time.sleep(0.01)
        return LIMIT


@pytest.mark.long
def test_a_slow_webhook_and_a_silent_mail_server_of_one_state_delay_no_alert_of_another(db: None) -> None:
    with ExitStack() as stack:
        hook = stack.enter_context(tarpit(dribble(b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 3000, 8.0)))
        mail = stack.enter_context(tarpit(silent))
        healthy = stack.enter_context(receivers())
        settings = {"ROADSTEAD_SMTP_URL": mail.mail, "ROADSTEAD_WEBHOOK_PRIVATE": "yes"}
        system = stack.enter_context(live_system("roadstead_tarpit", workers=2, settings=settings))
        path = system.home / "listed.csv"
        path.write_text(f"id,surname,given,born,action\nB-1,{SURNAME},{GIVEN},1971-05-06,refer\n")
        assert system.run("lists", "load", str(path), "--name", "Listed").wait() == 0
        until(lambda: seconds_to_alert(system, 0) < LIMIT, "no alert before anything is slow")  # loads lists and rules
        before = [seconds_to_alert(system, number) for number in range(1, 1 + FLIGHTS)]
        made = [sys.executable, "-c", MAKE, hook.webhook, healthy.http, str(ALERTS)]
        subprocess.run(made, env=system.env, cwd=ROOT, check=True)
        until(lambda: hook.times and mail.times, "nothing is sent to the slow receivers", 30)
        took = [seconds_to_alert(system, number) for number in range(101, 101 + FLIGHTS)]
        assert max(took) < LIMIT, took
        assert median(took) < max(TARGET, 2 * median(before)), (before, took)  # the machine may be slow by itself
        until(lambda: len(healthy.posts) >= FLIGHTS, "a healthy webhook waits for the slow ones", 20)
