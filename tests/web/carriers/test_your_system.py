"""The pages for a carrier's system: webhooks with a secret that is shown once, and test lists."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from roadstead.config import config
from roadstead.filings.intake import sandbox
from roadstead.filings.intake.models import Message, SandboxMessage, Status
from roadstead.outbound.notifications.carrier_send import secret_of
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, DeliveryStatus
from roadstead.pipeline.sandbox import read_tests
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import make_user
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file
from tests.pipeline.test_pipeline import states as states
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
ADDRESS = "https://systems.example.com/roadstead"


@pytest.fixture
def ours(region: None) -> User:
    return make_user("desk", Role.CARRIER, carrier="2X")


def words(text: bytes) -> str:
    return " ".join(text.decode().split())


def test_a_webhook_is_added_and_its_secret_shown_once(client: Client, ours: User) -> None:
    client.force_login(ours)
    answer = client.post("/your-system/webhooks", {"target": ADDRESS})
    enter(REGION)
    secret = secret_of(CarrierWebhook.objects.get(), config())
    assert secret in answer.content.decode()
    assert answer.status_code == 200
    again = client.get("/your-system").content.decode()
    assert ADDRESS in again
    assert secret not in again
    enter(REGION)
    assert list(Record.objects.filter(who=ours, action="set").values_list("subject", flat=True)) == [
        f"webhook {CarrierWebhook.objects.get().pk}"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Fill in “Address”."),
        ("http://systems.example.com/x", "Write an address that begins with https://"),
        ("https://user:word@systems.example.com/", "contains a user name or a password"),
        (ADDRESS, "is one of your webhooks already"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_at_its_field(
    typed: str, said: str, client: Client, ours: User
) -> None:
    client.force_login(ours)
    client.post("/your-system/webhooks", {"target": ADDRESS})
    answer = client.post("/your-system/webhooks", {"target": typed})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    enter(REGION)
    assert CarrierWebhook.objects.count() == 1


def test_a_webhook_is_tested_switched_and_deleted(client: Client, ours: User) -> None:
    client.force_login(ours)
    client.post("/your-system/webhooks", {"target": ADDRESS})
    enter(REGION)
    hook = CarrierWebhook.objects.get()
    for act in ("test", "off", "on", "nonsense"):
        assert client.post(f"/your-system/webhooks/{hook.pk}", {"act": act}).status_code == 302
    enter(REGION)
    hook.refresh_from_db()
    assert hook.test_requested_at is not None
    assert hook.active
    other = make_user("other", Role.CARRIER, carrier="Y8")
    client.force_login(other)
    assert client.post(f"/your-system/webhooks/{hook.pk}", {"act": "delete"}).status_code == 404
    client.force_login(ours)
    client.post(f"/your-system/webhooks/{hook.pk}", {"act": "delete"})
    enter(REGION)
    assert not CarrierWebhook.objects.exists()


def test_what_was_sent_is_listed_and_a_failure_is_sent_again(client: Client, ours: User) -> None:
    enter(REGION)
    hook = CarrierWebhook.objects.create(carrier="2X", target=ADDRESS, made_at=NOW)
    message = file(paxlst(ANNA))
    CarrierDelivery.objects.update(status=DeliveryStatus.FAILED, result="HTTP 503", attempts=8)
    delivery = CarrierDelivery.objects.get(webhook=hook)
    client.force_login(ours)
    shown = words(client.get("/your-system").content)
    for each in (message.receipt, "HTTP 503", "Failed", "Send again"):
        assert each in shown
    client.post(f"/your-system/deliveries/{delivery.pk}")
    enter(REGION)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (DeliveryStatus.PENDING, 0)


def test_the_page_says_which_address_keeps_failing_what_to_do_and_sends_all_of_it_again(
    client: Client, ours: User
) -> None:
    enter(REGION)
    hook = CarrierWebhook.objects.create(carrier="2X", target=ADDRESS, made_at=NOW)
    theirs = CarrierWebhook.objects.create(carrier="Y8", target="https://other.example", made_at=NOW)
    for number in (1, 2):
        file(paxlst(ANNA, reference=str(number), sent=f"261125:120{number}"))
    client.force_login(ours)
    assert "could not be delivered" not in words(client.get("/your-system").content)
    enter(REGION)
    first, second = CarrierDelivery.objects.filter(webhook=hook)
    CarrierDelivery.objects.filter(pk=first.pk).update(status=DeliveryStatus.FAILED, result="HTTP 503", attempts=8)
    CarrierDelivery.objects.filter(pk=second.pk).update(attempts=3, result="HTTP 500", next_at=NOW)
    CarrierDelivery.objects.create(
        webhook=theirs, message=first.message, carrier="Y8", event="receipt", status="failed", result="secret"
    )
    shown = words(client.get("/your-system").content)
    assert f"2 messages to {ADDRESS} could not be delivered, the last because:" in shown
    assert "Repair it, press Send test, then send again what failed." in shown
    assert "Send 1 failed message again" in shown
    assert "other.example" not in shown
    client.post(f"/your-system/webhooks/{hook.pk}", {"act": "resend"})
    enter(REGION)
    assert not CarrierDelivery.objects.filter(webhook=hook, status=DeliveryStatus.FAILED).exists()
    assert CarrierDelivery.objects.filter(webhook=theirs, status=DeliveryStatus.FAILED).exists()
    CarrierWebhook.objects.update(active=False)
    assert "could not be delivered" not in words(client.get("/your-system").content)


def test_a_list_is_tried_on_the_page_and_marked_as_a_test_everywhere(client: Client, ours: User) -> None:
    client.force_login(ours)
    raw = paxlst(ANNA, TOBIAS).replace(b"750304", b"759904").decode()
    answer = client.post("/file", {"text": raw, "test": "on"})
    enter(REGION)
    test = SandboxMessage.objects.get()
    assert answer.headers["Location"] == f"/test-lists/{test.receipt}"
    client.force_login(ours)
    waits = words(client.get(answer.headers["Location"]).content)
    assert "Test: this list was not filed" in waits
    assert "Test: waiting to be read" in waits
    assert client.get(f"/test-lists/{test.receipt}/status").json() == {"waits": True}
    enter(REGION)
    read_tests(limit=1, now=NOW)
    client.force_login(ours)
    shown = words(client.get(answer.headers["Location"]).content)
    for each in (
        "Test: read, not filed",
        "QUILLIMANE TOBIAS",
        "Insufficient data",
        "759904",
        "2 people",
        "No problems",
    ):
        assert each in shown
    assert client.get(f"/test-lists/{test.receipt}/status").json() == {"waits": False}
    listed = words(client.get("/test-lists").content)
    assert test.receipt in listed
    assert "1 test list" in listed
    assert test.receipt not in words(client.get("/messages").content)
    enter(REGION)
    assert not Message.objects.exists()


def test_a_test_list_of_another_carrier_is_not_found_and_officers_have_no_such_page(
    client: Client, ours: User, officer_a: User
) -> None:
    enter(REGION)
    test, _ = sandbox.receive_test(paxlst(ANNA), carrier="Y8", channel="api", now=NOW)
    client.force_login(ours)
    assert client.get(f"/test-lists/{test.receipt}").status_code == 404
    assert client.get("/test-lists/nonsense").status_code == 404
    client.force_login(officer_a)
    assert client.get(f"/test-lists/{test.receipt}").status_code == 403


def test_a_test_list_that_is_too_large_is_refused_at_the_field(
    client: Client, ours: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MAX_BYTES", 10)
    client.force_login(ours)
    answer = client.post("/file", {"text": "more than ten characters", "test": "on"})
    assert answer.status_code == 413
    assert re.search("A test list has 10 bytes at most", answer.content.decode())
    enter(REGION)
    assert not SandboxMessage.objects.filter(status=Status.RECEIVED).exists()
