"""Webhooks of a state's organisation: told of alerts, requests and containers, and never of their content."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from roadstead.casework.alerts.models import Alert
from roadstead.config import config
from roadstead.cooperation.requests.acts import Addressee, NewRequest, send
from roadstead.outbound.notifications import carrier_send, webhook
from roadstead.outbound.notifications.models import CarrierDelivery, CarrierWebhook, DeliveryStatus
from roadstead.outbound.notifications.outcome import Outcome
from roadstead.outbound.notifications.state_events import delete_old
from roadstead.pipeline.handlers import HANDLERS
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.queue import handle
from tests.casework.examinations.cargo import OTHER, selected, ship
from tests.pipeline.test_pipeline import NOW
from tests.web.systems.national import employed, flight_of_both, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(region: None) -> User:
    return employed("chief", Role.SUPERVISOR, "BRB", "BRB-IMM")


def hook(state: str = "BRB", code: str = "BRB-IMM", *topics: str) -> CarrierWebhook:
    return CarrierWebhook.objects.create(
        owner=state,
        organisation=organisation(state, code).pk,
        topics=[*(topics or ("alert", "request", "container"))],
        target=f"https://{code.lower()}.example/hook",
        made_at=NOW,
    )


def told() -> list[Any]:
    handle(HANDLERS, now=timezone.now())
    enter(REGION)
    return list(CarrierDelivery.objects.exclude(content={}).order_by("pk").values("organisation", "event", "content"))


def test_a_supervisor_adds_one_tests_it_and_switches_it_off(client: Client, chief: User) -> None:
    client.force_login(chief)
    form = {"target": "https://border.example.com/hook", "topics": ["alert"]}
    page = client.post("/systems/webhooks", form).content.decode()
    enter(REGION)
    made = CarrierWebhook.objects.get()
    assert (made.owner, made.organisation, made.carrier, made.topics) == ("BRB", "BRB-IMM", "", ["alert"])
    assert carrier_send.secret_of(made, config()) in page
    assert "Choose what the system is told." in client.post("/systems/webhooks", {"target": "x"}).content.decode()
    client.post(f"/systems/webhooks/{made.pk}", {"act": "test"})
    job = carrier_send.claim(config(), now=timezone.now())
    assert job is not None
    assert job.content["event"] == "test"
    assert "state" in str(job.content["link"])
    client.post(f"/systems/webhooks/{made.pk}", {"act": "off"})
    enter(REGION)
    assert not CarrierWebhook.objects.get().active
    client.force_login(employed("other", Role.SUPERVISOR, "BRB", "BRB-CUS"))
    assert "border.example.com" not in client.get("/systems/webhooks").content.decode()
    assert client.post(f"/systems/webhooks/{made.pk}", {"act": "delete"}).status_code == 404


def test_each_state_is_told_of_a_new_alert_by_reference_alone(chief: User) -> None:
    hook()
    hook("LCA", "LCA-IMM", "container")
    alert = flight_of_both()
    found = told()
    assert found == [
        {
            "organisation": "BRB-IMM",
            "event": "alert",
            "content": {
                "event": "alert",
                "reference": str(alert.pk),
                "link": f"{config().url.rstrip('/')}/api/v1/state/alerts/{alert.pk}",
            },
        }
    ]
    assert "QUILLIMANE" not in json.dumps(found)


@pytest.mark.parametrize("hidden", [{"action": "discreet"}, {"tlp": "red", "named": [1]}])
def test_nobody_is_told_of_a_silent_or_a_red_alert(hidden: dict[str, Any], chief: User) -> None:
    hook()
    flight_of_both()
    Alert.objects.update(**hidden)
    assert told() == []


def test_a_container_is_told_when_it_is_held_and_when_nothing_holds_it_any_more(chief: User) -> None:
    hook()
    hook("LCA", "LCA-IMM")
    voyage = ship()
    first = selected(voyage, chief, bill="B3", container=OTHER, detains=True)
    (held,) = told()
    assert held["organisation"] == "BRB-IMM"
    assert {name: held["content"][name] for name in ("container", "port", "status")} == {
        "container": OTHER,
        "port": "BBBGI",
        "status": "held",
    }
    assert "weights" not in json.dumps(held)
    from roadstead.casework.examinations.acts import cancel

    cancel(first.pk, "not needed", by=chief, now=NOW, releases=True)
    assert [each["content"]["status"] for each in told()] == ["held", "released"]


def test_a_request_is_told_to_the_organisation_that_is_asked_and_to_no_other(chief: User) -> None:
    hook("LCA", "LCA-IMM")
    hook("LCA", "LCA-POL")
    hook("BRB", "BRB-IMM")
    new = NewRequest(
        type="information_request",
        to=[Addressee(organisation=organisation("LCA", "LCA-IMM"))],
        title="t",
        basis="b",
        purpose="p",
        content={"about": "person", "name": "A. Person", "question": "q", "why": "w"},
    )
    enter(chief.scope)
    (request,) = send(new, by=chief, now=NOW)
    enter(REGION)
    (found,) = told()
    assert (found["organisation"], found["content"]["reference"]) == ("LCA-IMM", request.reference)
    assert "Person" not in json.dumps(found)


def test_a_delivery_is_sent_signed_settled_and_deleted_after_a_month(
    chief: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook()
    flight_of_both()
    told()
    sent: list[Any] = []

    def send_it(content: Any, target: str, **more: Any) -> Outcome:
        sent.append((content, target, more["secret"]))
        return Outcome(DeliveryStatus.SENT, "200")

    monkeypatch.setattr(webhook, "send", send_it)
    now = timezone.now()
    job = carrier_send.claim(config(), now=now)
    assert job is not None
    carrier_send.settle(job, carrier_send.send_job(job, config(), now), now)
    assert sent[0][0]["event"] == "alert"
    assert sent[0][1] == "https://brb-imm.example/hook"
    enter(REGION)
    assert CarrierDelivery.objects.get().status == DeliveryStatus.SENT
    delete_old(now + timedelta(days=29))
    assert CarrierDelivery.objects.exists()
    delete_old(now + timedelta(days=32))
    assert not CarrierDelivery.objects.exists()
