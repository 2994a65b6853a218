"""Webhooks of carriers: signed references to own receipts and changed answers, retried, and in nobody's way."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from roadstead.config import Config, config
from roadstead.engine.refusals import FieldRefused
from roadstead.filings.intake.models import Message, Status
from roadstead.outbound.notifications import carrier_send, webhook
from roadstead.outbound.notifications.breaker import MAX_FAILURES
from roadstead.outbound.notifications.carrier_send import (
    CARRIER_SLOTS,
    SELF_REGISTERED_SLOTS,
    CarrierJob,
    claim,
    secret_of,
    send_job,
    settle,
)
from roadstead.outbound.notifications.carrier_webhooks import (
    MAX_WEBHOOKS,
    add,
    delete,
    request_test,
    resend,
    set_active,
)
from roadstead.outbound.notifications.deliver import Sender
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, DeliveryStatus
from roadstead.outbound.notifications.retries import LEASE, MAX_ATTEMPTS
from roadstead.outbound.notifications.send import deliver_due
from roadstead.outbound.notifications.wire import CARRIERS_LOOKUPS, MAX_LOOKUPS
from roadstead.outbound.responses.refresh_queue import run_due_refreshes
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, REGIONS_PEOPLE, Scope, enter
from roadstead.platform.registration.carrier_codes import PREFIX
from tests.conftest import make_user
from tests.outbound.notifications.receivers import Got, receivers
from tests.outbound.notifications.tarpits import silent, tarpit
from tests.outbound.responses.test_issue import decided, listed
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file
from tests.pipeline.test_pipeline import states as states
from tests.samples import paxlst

pytestmark = pytest.mark.django_db


@pytest.fixture
def got() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture
def ours(got: Got) -> Config:
    return replace(config(), webhook_private=True)


@pytest.fixture
def desk(region: None) -> User:
    return make_user("desk", Role.CARRIER, carrier="2X")


def hook(target: str, carrier: str = "2X") -> CarrierWebhook:
    enter(REGION)
    return CarrierWebhook.objects.create(carrier=carrier, target=target, made_at=NOW)


def rows() -> list[tuple[str, str, str]]:
    enter(REGION)
    return list(CarrierDelivery.objects.values_list("carrier", "event", "status"))


def test_a_list_that_was_read_is_announced_by_reference_alone_and_signed(ours: Config, got: Got) -> None:
    mine, theirs = hook(got.http), hook(got.http, "Y8")
    message = file(paxlst(ANNA, TOBIAS))
    assert rows() == [("2X", "receipt", "pending")]
    assert deliver_due(ours, now=NOW) >= 1
    (posted,) = got.posts
    headers, body = posted
    assert json.loads(body) == {
        "event": "receipt",
        "receipt": message.receipt,
        "status": "read",
        "processed_at": "2026-11-25T12:00:00+00:00",
        "link": f"{ours.url.rstrip('/')}/api/v1/receipts/{message.receipt}",
    }
    secret = secret_of(mine, ours)
    assert headers["Roadstead-Signature"] == webhook.signature(secret, int(NOW.timestamp()), body)
    assert secret != secret_of(theirs, ours)
    assert secret != webhook.signing_secret("x", mine.pk)
    for name in (b"QUILLIMANE", b"TESTER", b"ok"):
        assert name not in body
    enter(REGION)
    sent = CarrierDelivery.objects.get()
    assert (sent.status, sent.result, sent.attempts) == (DeliveryStatus.SENT, "HTTP 200", 1)


def test_a_changed_answer_is_announced_and_the_first_one_comes_with_the_receipt(
    ours: Config, got: Got, officer_a: User
) -> None:
    hook(got.http)
    listed("stop")
    file(paxlst(ANNA, TOBIAS))
    assert [event for _, event, _ in rows()] == ["receipt"]
    decided(officer_a)
    run_due_refreshes()
    assert [event for _, event, _ in rows()] == ["receipt", "answers"]
    deliver_due(ours, now=NOW)
    told = [json.loads(body) for _, body in got.posts]
    assert [each["event"] for each in told] == ["receipt", "answers"]
    assert "not_ok" not in json.dumps(told)


def test_an_event_that_waits_is_not_written_twice(got: Got) -> None:
    hook(got.http)
    message = file(paxlst(ANNA))
    enter(REGION)
    Message.objects.filter(pk=message.pk).update(status=Status.SET_ASIDE)
    Message.objects.filter(pk=message.pk).update(status=Status.READ)
    assert [event for _, event, _ in rows()] == ["receipt"]
    waits = CarrierDelivery.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        CarrierDelivery.objects.create(webhook=waits.webhook, message=waits.message, carrier="2X", event=waits.event)


def test_without_a_webhook_or_with_one_that_is_off_nothing_is_written(got: Got) -> None:
    CarrierWebhook.objects.filter(pk=hook(got.http).pk).update(active=False)
    file(paxlst(ANNA))
    assert rows() == []


def test_a_failure_is_tried_again_with_the_same_key_until_it_is_given_up(ours: Config, got: Got) -> None:
    got.code = 503
    hook(got.http)
    file(paxlst(ANNA))
    now = NOW
    for _ in range(MAX_ATTEMPTS):
        deliver_due(ours, now=now)
        now += timedelta(hours=1)  # longer than any pause
    enter(REGION)
    failed = CarrierDelivery.objects.get()
    assert (failed.status, failed.attempts, failed.result) == (DeliveryStatus.FAILED, MAX_ATTEMPTS, "HTTP 503")
    assert len({headers["Idempotency-Key"] for headers, _ in got.posts}) == 1
    assert len(got.posts) == MAX_ATTEMPTS


def test_after_failures_in_a_row_a_webhook_is_paused_and_another_carriers_is_not(ours: Config, got: Got) -> None:
    got.code = 500
    broken, healthy = hook(got.http), hook(got.http, "Y8")
    for number in range(MAX_FAILURES):
        file(paxlst(ANNA, reference=str(number), sent=f"261125:120{number}"))
    deliver_due(ours, now=NOW)
    enter(REGION)
    broken.refresh_from_db()
    healthy.refresh_from_db()
    assert broken.paused_until is not None
    assert healthy.paused_until is None
    assert claim(ours, now=NOW + timedelta(seconds=20)) is None
    assert claim(ours, now=NOW + timedelta(minutes=20)) is not None


def test_what_a_sender_that_died_held_is_sent_again_after_its_lease(ours: Config, got: Got) -> None:
    hook(got.http)
    file(paxlst(ANNA))
    first = claim(ours, now=NOW)
    assert first is not None
    assert claim(ours, now=NOW) is None
    again = claim(ours, now=NOW + LEASE)
    assert again is not None
    assert again.key == first.key
    settle(first, send_job(first, ours, NOW), NOW)  # the one that was believed dead: it no longer holds the delivery
    enter(REGION)
    assert CarrierDelivery.objects.get().status == DeliveryStatus.SENDING


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x", "https://10.0.0.1/x", "https://[::1]/x", "https://user@a.example/"]
)
def test_no_webhook_leads_into_the_own_network(address: str) -> None:
    job = carrier_send.CarrierJob(hook(address), carrier_send.sample_payload("https://r.example"), "k")
    outcome = send_job(job, replace(config(), webhook_private=False), NOW)
    assert outcome.status == DeliveryStatus.FAILED


def test_a_test_is_sent_once_and_shows_its_result(ours: Config, got: Got, desk: User) -> None:
    mine = hook(got.http)
    request_test(mine, by=desk, now=NOW)
    deliver_due(ours, now=NOW)
    deliver_due(ours, now=NOW)
    assert [json.loads(body)["event"] for _, body in got.posts] == ["test"]
    enter(REGION)
    mine.refresh_from_db()
    assert mine.test_result == "Sent: HTTP 200"


def test_a_carrier_has_few_webhooks_and_each_address_once(desk: User) -> None:
    first = add("https://a.example/0", by=desk, now=NOW)
    with pytest.raises(FieldRefused, match="already"):
        add("https://a.example/0", by=desk, now=NOW)
    for number in range(1, MAX_WEBHOOKS):
        add(f"https://a.example/{number}", by=desk, now=NOW)
    with pytest.raises(FieldRefused, match="Delete one first"):
        add("https://a.example/9", by=desk, now=NOW)
    delete(first, by=desk)
    add("https://a.example/9", by=desk, now=NOW)


def test_what_waits_for_a_webhook_that_is_switched_off_is_not_sent_later(ours: Config, got: Got, desk: User) -> None:
    mine = hook(got.http)
    file(paxlst(ANNA))
    set_active(mine, on=False, by=desk)
    set_active(mine, on=True, by=desk)
    deliver_due(ours, now=NOW)
    assert got.posts == []


def test_a_failed_delivery_is_sent_again_on_request(ours: Config, got: Got, desk: User) -> None:
    hook(got.http)
    file(paxlst(ANNA))
    CarrierDelivery.objects.update(status=DeliveryStatus.FAILED, attempts=MAX_ATTEMPTS)
    failed = CarrierDelivery.objects.get()
    assert resend(failed, by=desk, now=NOW)
    assert not resend(failed, by=desk, now=NOW)
    deliver_due(ours, now=NOW)
    assert len(got.posts) == 1


def test_nobody_but_the_carrier_and_the_machine_sees_its_webhooks(got: Got) -> None:
    hook(got.http)
    file(paxlst(ANNA))
    for scope, number in (
        (Scope(carrier="2X"), 1),
        (Scope(carrier="Y8"), 0),
        (Scope(states=("BRB",)), 0),
        (REGIONS_PEOPLE, 0),
        (Scope(), 0),
        (REGION, 1),
    ):
        enter(scope)
        assert (CarrierWebhook.objects.count(), CarrierDelivery.objects.count()) == (number, number)
    enter(REGION)


def test_a_slow_carrier_delays_no_other_carrier(ours: Config, got: Got) -> None:
    """Every address but one never answers; the one is told meanwhile."""
    with ExitStack() as stack:
        pit = stack.enter_context(tarpit(silent))
        for number in range(CARRIER_SLOTS - 1):
            hook(pit.webhook, f"S{number}")
            file(paxlst(ANNA, reference=f"{number}"), carrier=f"S{number}") if number == 0 else None
        enter(REGION)
        waits = CarrierDelivery.objects.get()
        CarrierDelivery.objects.bulk_create(
            CarrierDelivery(webhook=each, message=waits.message, carrier=each.carrier, event="receipt")
            for each in CarrierWebhook.objects.exclude(pk=waits.webhook_id)
        )
        healthy = hook(got.http, "Y8")
        CarrierDelivery.objects.create(webhook=healthy, message=waits.message, carrier="Y8", event="receipt")
        sender = Sender(ours)
        began = time.monotonic()
        sender.run_pass()
        while not got.posts and time.monotonic() - began < 5:
            time.sleep(0.05)
        took = time.monotonic() - began
        assert len(got.posts) == 1
        assert took < 3
        threads = [each for each in threading.enumerate() if each.name.startswith("Thread")]
        assert len(threads) >= CARRIER_SLOTS - 1


def test_carriers_that_registered_themselves_take_a_part_of_the_slots_alone(ours: Config, got: Got) -> None:
    """However many accounts somebody opens, three quarters of the slots are for carriers that are known."""
    file(paxlst(ANNA), carrier="Y8")
    enter(REGION)
    message = Message.objects.get()
    many = [hook(f"https://a.example/{number}", f"{PREFIX}{number:08}") for number in range(SELF_REGISTERED_SLOTS + 2)]
    for each in many:
        CarrierDelivery.objects.create(webhook=each, message=message, carrier=each.carrier, event="receipt")
    CarrierWebhook.objects.filter(pk=many[-1].pk).update(test_requested_at=NOW)
    in_hand: list[int] = []
    while job := claim(ours, now=NOW, in_hand=in_hand):
        in_hand.append(job.webhook.pk)
    assert len(in_hand) == SELF_REGISTERED_SLOTS
    known = hook("https://b.example/x", "Y8")
    CarrierDelivery.objects.create(webhook=known, message=message, carrier="Y8", event="receipt")
    job = claim(ours, now=NOW, in_hand=in_hand)
    assert job is not None
    assert job.webhook == known


def test_slow_name_servers_of_carriers_leave_the_look_ups_of_states_free(
    ours: Config, got: Got, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look-up cannot be interrupted: it goes on after its delivery was given up."""
    ends, real = threading.Event(), socket.getaddrinfo

    def look_up(host: str, *more: Any, **named: Any) -> Any:
        if host == "slow.example":
            ends.wait(20)
            raise socket.gaierror
        return real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    slow = hook("https://slow.example/x", "S1")
    job = CarrierJob(slow, {}, "k")
    senders = [threading.Thread(target=send_job, args=[job, ours, NOW]) for _ in range(MAX_LOOKUPS)]
    for each in senders:
        each.start()
    try:
        while CARRIERS_LOOKUPS._value:
            time.sleep(0.01)
        told = webhook.send({}, got.http, secret="s", key="k", private=True, now=NOW, seconds=3)
        assert told.status == DeliveryStatus.SENT
    finally:
        ends.set()
        for each in senders:
            each.join()
