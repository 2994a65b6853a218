"""The sender process: one deadline for each delivery, a pause after failures in a row, a result for every failure."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.config import Config, NotConfigured, config, read
from roadstead.outbound.notifications import mail, webhook
from roadstead.outbound.notifications.breaker import FIRST_PAUSE, MAX_FAILURES, MAX_PAUSE, pause_after
from roadstead.outbound.notifications.channels import target_problem
from roadstead.outbound.notifications.deliver import Sender
from roadstead.outbound.notifications.due_work import MAX_WAIT_FOR_PAUSED
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, MailServer, Notice
from roadstead.outbound.notifications.payload import sample_payload
from roadstead.outbound.notifications.retries import LEASE, MAX_ATTEMPTS
from roadstead.outbound.notifications.send import claim, deliver_due, settle_unsent
from roadstead.outbound.notifications.slots import SLOTS, STATE_SLOTS
from roadstead.outbound.notifications.wire import DELIVERY_SECONDS, Deadline, DeadlinePassed, is_public
from roadstead.platform.directory.models import Duty
from tests.outbound.notifications.receivers import Got, receivers
from tests.outbound.notifications.tarpits import Behaviour, dribble, endless, silent, tarpit
from tests.outbound.notifications.test_dissemination import NOW, channel, raised

SECONDS = 1.0
LONG_HEADER = b"HTTP/1.1 200 OK\r\nX-Filler: " + b"x" * 3000


@pytest.fixture
def got() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture
def ours(got: Got) -> Config:
    return replace(config(), smtp_url=got.smtp, webhook_private=True, mail_from="duty@roadstead.example")


def post(url: str) -> tuple[DeliveryStatus, str, float]:
    """What came of one webhook, and the seconds it took."""
    began = time.monotonic()
    payload = sample_payload("BRB", "http://127.0.0.1:8000").payload()
    outcome = webhook.send(payload, url, secret="s", key="k", private=True, now=NOW, seconds=SECONDS)
    return outcome.status, outcome.words, time.monotonic() - began


def mail_to(url: str) -> tuple[DeliveryStatus, str, float]:
    began = time.monotonic()
    content = sample_payload("BRB", "http://127.0.0.1:8000")
    message = mail.compose(content, to="duty@brb.example", sender="duty@roadstead.example", key="k", now=NOW)
    outcome = mail.send(message, url, seconds=SECONDS)
    return outcome.status, outcome.words, time.monotonic() - began


def dialogue(last: bytes, seconds: float) -> Behaviour:
    """A mail server that takes everything, and answers the body itself one byte at a time."""

    def serve(connection) -> None:  # type: ignore[no-untyped-def]
        connection.sendall(b"220 here\r\n")
        while said := connection.recv(65536):
            if said.endswith(b"\r\n.\r\n"):
                return dribble(last, seconds)(connection)
            connection.sendall(b"354 go on\r\n" if said.startswith(b"data") else b"250 good\r\n")
        return None

    return serve


@pytest.mark.parametrize(
    "behaviour",
    [silent, dribble(LONG_HEADER, 0.3), dribble(b"H" * 200, 0.3), endless(b"HTTP/1.1 100 Continue\r\n\r\n")],
    ids=["silent", "header by bytes", "status by bytes", "one interim answer after the other"],
)
def test_no_answer_of_a_webhook_takes_longer_than_the_deadline(behaviour: Behaviour) -> None:
    with tarpit(behaviour) as pit:
        standing, _words, took = post(pit.webhook)
    assert standing == DeliveryStatus.PENDING
    assert took < SECONDS + 1


@pytest.mark.parametrize(
    "behaviour",
    [silent, dribble(b"220 " + b"x" * 300, 0.3), endless(b"220-more\r\n"), dialogue(b"", 0)],
    ids=["silent", "by bytes", "an answer without end", "closes after the body"],
)
def test_no_dialogue_with_a_mail_server_takes_longer_than_the_deadline(behaviour: Behaviour) -> None:
    with tarpit(behaviour) as pit:
        standing, _words, took = mail_to(pit.mail)
    assert standing in {DeliveryStatus.PENDING, DeliveryStatus.UNSURE}
    assert took < SECONDS + 1


def test_a_mail_whose_last_answer_is_late_is_unsure_and_says_why() -> None:
    with tarpit(dialogue(b"250 " + b"x" * 300, 0.3)) as pit:
        standing, words, took = mail_to(pit.mail)
    assert (standing, words) == (DeliveryStatus.UNSURE, "no complete answer in time (1 s)")
    assert took < SECONDS + 1


def test_a_server_that_never_completes_tls_is_given_up_in_time() -> None:
    with tarpit(silent) as pit:
        assert post(pit.webhook.replace("http:", "https:"))[::2] < (DeliveryStatus.PENDING, SECONDS + 1)
        assert mail_to(pit.mail.replace("smtp:", "smtps:"))[::2] < (DeliveryStatus.PENDING, SECONDS + 1)


def test_an_answer_is_read_up_to_a_limit() -> None:
    with tarpit(endless(b"x" * 65536)) as pit:
        assert post(pit.webhook)[0] == DeliveryStatus.PENDING
    header = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (at, b"y" * 60_000) for at in range(90)) + b"\r\n"
    with tarpit(endless(header)) as pit:
        assert post(pit.webhook)[:2] == (DeliveryStatus.PENDING, "ResponseTooLong")


def test_a_look_up_that_does_not_end_is_left_behind() -> None:
    ends = threading.Event()
    began = time.monotonic()
    with Deadline(0.3) as deadline, pytest.raises(DeadlinePassed):
        deadline.wait_for(lambda: ends.wait(20))
    ends.set()
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2001:0:1::1",
        "fec0::1",
        "fe80::1%lo",
        "ff02::1",
        "ff0e::1",
        "224.0.0.1",
        "239.1.2.3",
        "0.0.0.0",
        "::",
    ],
)
def test_no_webhook_goes_to_an_address_that_may_lead_inside(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


BAD_HOOKS = [
    "https://hooks.example.org:99999/x", "https://hooks.example.org:0/x", "https://hooks.example.org:80a/",
    f"https://{'a' * 64}.example.org/", f"https://{'.'.join(['a' * 51] * 5)}/", "https://a..example.org/",
    "https:///x", "https://[::1/x", "https://hooks.example.org/\nx", "https://hooks.example.org/a b",
    "https://hooks.example.org/\x00", "https://duty:word@hooks.example.org/", "https://hooks.example.org/é",
    "ftp://hooks.example.org/", "hooks.example.org",
]  # fmt: skip
BAD_MAILS = [
    "duty", "duty@", "@brb.example", "duty@brb..example", "duty@-brb.example", "du ty@brb.example",
    "duty@brb.example\n", ".duty@brb.example",
    "duty@brb.example\r\nBcc: other@x.example", "duty@@brb.example", "dúty@brb.example", "a,b@brb.example",
    f"{'d' * 65}@brb.example", f"duty@{'a' * 64}.example", '"du ty"@brb.example', "duty@brb.example\x00",
]  # fmt: skip


@pytest.mark.parametrize("target", BAD_HOOKS)
def test_a_webhook_to_which_nothing_can_be_sent_is_refused_when_it_is_entered(target: str) -> None:
    assert "https://duty.example.org/roadstead" in target_problem("webhook", target, private=False)


@pytest.mark.parametrize("target", BAD_MAILS)
def test_an_address_to_which_no_mail_can_be_sent_is_refused_when_it_is_entered(target: str) -> None:
    assert target_problem("mail", target, private=False).startswith("Write one e-mail address")


def test_good_addresses_are_taken() -> None:
    hooks = ("https://hooks.example.org:8443/x?a=1", "https://bücher.example/", "https://[2606:4700::1111]/x")
    assert not [each for each in hooks if target_problem("webhook", each, private=False)]
    assert not target_problem("mail", "duty.desk+night@customs.brb.example", private=False)
    assert "300" in target_problem("webhook", f"https://hooks.example.org/{'x' * 300}", private=False)


def test_a_mail_server_with_a_port_that_is_none_is_not_configured() -> None:
    with pytest.raises(NotConfigured, match="port"):
        read({"ROADSTEAD_SMTP_URL": "smtp://mail.example:99999"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("way", "target"),
    [
        *(("webhook", each.replace("\x00", "\x7f")) for each in BAD_HOOKS),
        ("mail", "dúty@brb.example"),
        ("mail", "duty@brb.example\r\nBcc: o@x.example"),
    ],
)
def test_one_bad_address_that_is_stored_fails_with_a_reason_and_escalates(
    region: None, ours: Config, way: str, target: str
) -> None:
    channel("BRB", way, target)
    raised("BRB")
    for minutes in (0, 30, 60, 90, 120, 150, 180, 210):
        deliver_due(ours, now=NOW + timedelta(minutes=minutes))
    delivery = Delivery.objects.get()
    assert delivery.status == DeliveryStatus.FAILED
    assert delivery.reason
    assert Notice.objects.get().level > 0


def test_the_pause_grows_with_each_failure_and_has_an_end() -> None:
    pauses = [pause_after(failures) for failures in range(60)]
    assert pauses[MAX_FAILURES - 1 : MAX_FAILURES + 1] == [timedelta(0), FIRST_PAUSE]
    assert all(one <= two for one, two in pairwise(pauses))
    assert pauses[-1] == MAX_PAUSE


@pytest.mark.django_db
def test_after_failures_in_a_row_a_channel_rests_and_others_do_not(region: None, got: Got, ours: Config) -> None:
    bad = channel("BRB", "webhook", got.http)
    for _ in range(10):
        raised("BRB")
    got.code = 500
    deliver_due(ours, now=NOW)
    assert len(got.posts) == MAX_FAILURES
    assert Channel.objects.get(pk=bad.pk).paused_until == NOW + FIRST_PAUSE
    got.code = 200
    channel("LCA", "webhook", got.http + "?lca")
    raised("LCA")
    deliver_due(ours, now=NOW)
    assert len(got.posts) == MAX_FAILURES + 1
    deliver_due(ours, now=NOW + FIRST_PAUSE)
    assert Channel.objects.get(pk=bad.pk).paused_until is None
    assert not Delivery.objects.exclude(status=DeliveryStatus.SENT).exists()


@pytest.mark.django_db
def test_a_mail_server_that_is_away_rests_for_all_and_a_webhook_goes_all_the_same(
    region: None, got: Got, ours: Config
) -> None:
    away = replace(ours, smtp_url="smtp://127.0.0.1:1")
    for state in ("BRB", "LCA", "GRD", "VCT", "DMA"):
        channel(state, "mail", f"duty@{state.lower()}.example")
    channel("BRB", "webhook", got.http)
    raised("BRB", "LCA", "GRD", "VCT", "DMA")
    deliver_due(away, now=NOW)
    assert MailServer.objects.get().failures == MAX_FAILURES
    assert Delivery.objects.filter(attempts=0).count() == 2
    assert len(got.posts) == 1
    deliver_due(ours, now=NOW + FIRST_PAUSE)
    assert len(got.mails) == 5
    assert MailServer.objects.get().failures == 0


@pytest.mark.django_db
def test_what_waits_too_long_for_a_paused_channel_fails_and_escalates(region: None, ours: Config) -> None:
    slow = channel("BRB", "webhook", "http://127.0.0.1:1/")
    raised("BRB")
    update_notices(now=NOW)
    Notice.objects.update(escalates_at=NOW + timedelta(hours=9))
    Channel.objects.filter(pk=slow.pk).update(failures=9, paused_until=NOW + timedelta(hours=9))
    assert settle_unsent(now=NOW + MAX_WAIT_FOR_PAUSED - timedelta(seconds=1)) == 0
    assert settle_unsent(now=NOW + MAX_WAIT_FOR_PAUSED) == 1
    assert Delivery.objects.get().status == DeliveryStatus.FAILED
    assert Notice.objects.get().escalates_at == NOW + MAX_WAIT_FOR_PAUSED


@pytest.mark.django_db
def test_a_delivery_whose_sender_dies_each_time_is_given_up(region: None, got: Got, ours: Config) -> None:
    channel("BRB", "webhook", got.http)
    raised("BRB")
    update_notices(now=NOW)
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        assert claim(ours, now=now)
        assert not claim(ours, now=now), "two at a time by one channel"
        now += LEASE
    assert claim(ours, now=now) is None
    deliver_due(ours, now=now)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == (DeliveryStatus.FAILED, "the sender stopped while sending")
    assert not got.posts


@pytest.mark.django_db
def test_a_slow_webhook_takes_one_slot_and_a_state_does_not_take_all(region: None, got: Got, ours: Config) -> None:
    with ExitStack() as stack:
        pit = stack.enter_context(tarpit(dribble(LONG_HEADER, 8.0)))
        for number in range(SLOTS + 2):
            channel("BRB", "webhook", f"{pit.webhook}?{number}")
        channel("LCA", "webhook", got.http)
        channel("LCA", "mail", "duty@lca.example")
        raised("BRB")
        raised("LCA")
        sender = Sender(ours)
        began = time.monotonic()
        while not (got.posts and got.mails) and time.monotonic() - began < DELIVERY_SECONDS - 2:
            sender.run_pass()
            time.sleep(0.05)
        assert (len(got.posts), len(got.mails)) == (1, 1)
        assert len(pit.times) == STATE_SLOTS
        waits = Delivery.objects.filter(channel__state="BRB", status=DeliveryStatus.PENDING)
        assert waits.count() == SLOTS + 2 - STATE_SLOTS


@pytest.mark.django_db
def test_a_pass_with_nothing_to_do_asks_the_database_once(region: None, ours: Config) -> None:
    with CaptureQueriesContext(connection) as asked:
        Sender(ours).run_pass()
    assert sum(" from " in each["sql"] for each in asked) == 1


@pytest.mark.django_db
def test_the_roster_and_the_channels_of_a_state_are_read_once_for_many_alerts(region: None, ours: Config) -> None:
    channel("BRB", "mail", "duty@brb.example")
    for _ in range(5):
        raised("BRB")
    with CaptureQueriesContext(connection) as asked:
        update_notices(now=NOW)
    assert Delivery.objects.count() == 5
    for table in (Duty, Channel):
        assert sum(f'FROM "{table._meta.db_table}"' in each["sql"] for each in asked) == 1


@pytest.mark.django_db
def test_whatever_a_way_raises_is_recorded(region: None, ours: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(webhook, "_post", fails)
    channel("BRB", "webhook", "https://duty.example.org/")
    raised("BRB")
    deliver_due(ours, now=NOW)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == (DeliveryStatus.PENDING, "RecursionError")
