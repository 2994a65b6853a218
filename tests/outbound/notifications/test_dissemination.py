"""An alert reaches every state on the route, says nothing of a person, and goes further when nobody answers (S25)."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from roadstead.casework.alerts.models import Alert, Event
from roadstead.config import Config, config, secret_key
from roadstead.engine.reference.caricom import CENTRE
from roadstead.engine.reference.escalation import ESCALATION
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.notifications import webhook
from roadstead.outbound.notifications.acknowledgement import acknowledge, count_calling, own_notices
from roadstead.outbound.notifications.logic import escalation
from roadstead.outbound.notifications.logic.routing import Addressee, Audience, route
from roadstead.outbound.notifications.models import Channel, Delivery, DeliveryStatus, Notice
from roadstead.outbound.notifications.retries import LEASE
from roadstead.outbound.notifications.send import deliver_due, send_again
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import OutboxEvent
from tests.conftest import Approve, make_user
from tests.outbound.notifications.receivers import Got, receivers
from tests.pipeline.test_bill_alerts import FIRMS, listed, manifest
from tests.pipeline.test_pipeline import file, put_in_force

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
PERSONAL = ("ZEPHYRINE", "Oriel", "G7654321", "Persons sought", "Q. Listed", "1975-03-04", "X9 210")
WAITS = ESCALATION.rows()
pytestmark = pytest.mark.django_db


@pytest.fixture
def got() -> Iterator[Got]:
    with receivers() as got:
        yield got


@pytest.fixture
def ours(got: Got) -> Config:
    return replace(config(), smtp_url=got.smtp, webhook_private=True, mail_from="duty@roadstead.example")


def raised(*states: str, owner: str = "REGION", action: str = "stop", named: tuple[int, ...] = ()) -> Alert:
    voyage = Voyage.objects.create(
        key=f"v{Voyage.objects.count()}",
        mode="air",
        carrier="X9",
        number="X9 210",
        states=list(states),
        arrives_at=NOW + timedelta(hours=2),
    )
    alert = Alert.objects.create(
        voyage=voyage,
        kind="name",
        list_name="Persons sought",
        entry_id="e1",
        entry_name="Q. Listed",
        action=action,
        owner=owner,
        score=30,
        states=list(states),
        named=list(named),
        declared={
            "surname": "ZEPHYRINE",
            "given": "Oriel",
            "born": "1975-03-04",
            "documents": [{"number": "G7654321"}],
        },
    )
    Event.objects.create(alert=alert, number=1, act="raised", after="new", note="ZEPHYRINE", states=list(states))
    return alert


def channel(state: str, way: str, target: str, level: int = 0) -> Channel:
    return Channel.objects.create(state=state, way=way, target=target, level=level, made_at=NOW, states=[state])


def test_every_state_is_told_a_silent_entry_its_keepers_and_red_the_people_named() -> None:
    told = (Addressee("BRB", Audience.DUTY), Addressee("LCA", Audience.DUTY))
    assert route(states=["BRB", "LCA", "BRB"], action="stop", named=[]) == told
    assert route(states=[CENTRE], action="discreet", named=[]) == (Addressee(CENTRE, Audience.KEEPERS),)
    assert route(states=["BRB"], action="discreet", named=[7]) == (Addressee("BRB", Audience.NAMED),)


def test_the_sooner_the_arrival_the_sooner_it_escalates_and_nobody_is_called_once_all_have_left() -> None:
    goes_up = [
        escalation.escalation_time(WAITS, NOW + timedelta(hours=h), NOW, state="BRB") for h in (0.5, 3, 20, 50, -7)
    ]
    assert goes_up == [*(NOW + timedelta(minutes=given) for given in (5, 15, 60, 240)), None]
    assert escalation.escalation_time(WAITS, None, NOW, state="BRB") == NOW + timedelta(minutes=240)


def test_mail_and_webhook_reach_each_state_and_hold_nothing_of_a_person(region: None, got: Got, ours: Config) -> None:
    channel("BRB", "mail", "duty@brb.example")
    hook = channel("LCA", "webhook", got.http)
    raised("BRB", "LCA")
    deliver_due(ours, now=NOW)
    (mail,), ((headers, body),) = got.mails, got.posts
    notices = {notice.state: notice for notice in Notice.objects.all()}
    assert set(notices) == {"BRB", "LCA"}
    assert not [value for value in PERSONAL if value.encode() in mail + body]
    assert f"ref {notices['BRB'].reference}".encode() in mail.replace(b"\r\n ", b" ")
    said = json.loads(body)
    assert set(said) == {"reference", "state", "kind", "about", "urgency", "arrives_at", "link"}
    assert (said["state"], said["arrives_at"]) == ("LCA", "2026-11-25T14:00+00:00")
    at, _, mac = headers["Roadstead-Signature"].removeprefix("t=").partition(",v1=")
    secret = webhook.signing_secret(secret_key(ours), hook.pk)
    assert mac == hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert set(Delivery.objects.values_list("status", flat=True)) == {DeliveryStatus.SENT}
    told = Record.objects.filter(action="notified: sent")
    assert {tuple(line.states) for line in told} == {("BRB",), ("LCA",)}
    assert {line.purpose for line in told} == {"match"}
    deliver_due(ours, now=NOW + timedelta(minutes=1))
    assert (len(got.mails), len(got.posts)) == (1, 1)


def test_of_a_bill_is_told_that_it_is_cargo_when_it_arrives_and_nothing_more(
    region: None, got: Got, ours: Config, officer_a: User, client: Client
) -> None:
    """S6, S25: neither bill nor party leaves the system; the page names the bill to those who may read it."""
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    put_in_force(FIRMS)
    file(manifest(listed("QB7")), carrier="CLMX")
    channel("BRB", "mail", "duty@brb.example")
    channel("BRB", "webhook", got.http)
    deliver_due(ours, now=NOW)
    (mail,), ((_, body),) = got.mails, got.posts
    said = json.loads(body)
    assert (said["about"], said["arrives_at"]) == ("cargo", "2026-11-26T10:30+00:00")
    assert b"1 new alert on a bill arriving" in mail.replace(b"\r\n ", b" ")
    assert not [value for value in (b"QB7", b"QUANDOR") if value in mail + body]
    assert Notice.objects.get().escalates_at == NOW + timedelta(minutes=60)  # 22½ hours before Bridgetown
    client.force_login(officer_a)
    page = client.get("/notices").content.decode()
    assert "Cargo, bill QB7" in page
    assert "QUANDOR" not in page


def test_a_notice_about_goods_escalates_as_long_as_they_lie_in_the_port() -> None:
    arrived = NOW - timedelta(hours=20)
    assert escalation.escalation_time(WAITS, arrived, NOW, state="BRB") is None
    assert escalation.escalation_time(WAITS, arrived, NOW, state="BRB", cargo=True) == NOW + timedelta(minutes=5)


def test_a_silent_entry_goes_by_no_mail_and_no_officer_of_the_state_sees_its_notice(
    region: None, got: Got, ours: Config, officer_a: User, supervisor_a: User
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    raised("BRB", owner="BRB", action="discreet")
    deliver_due(ours, now=NOW)
    assert not got.mails
    assert (own_notices(officer_a).count(), own_notices(supervisor_a).count()) == (0, 1)


def test_unanswered_it_goes_to_the_supervisor_then_to_the_centre_and_an_answer_ends_it(
    region: None, got: Got, ours: Config, officer_a: User, supervisor_a: User, analyst: User
) -> None:
    channel("BRB", "mail", "chief@brb.example", level=1)
    channel(CENTRE, "mail", "duty@centre.example")
    raised("BRB")
    deliver_due(ours, now=NOW)
    assert (count_calling(officer_a), count_calling(supervisor_a), count_calling(analyst), len(got.mails)) == (
        1,
        0,
        0,
        0,
    )
    deliver_due(ours, now=NOW + timedelta(minutes=16))
    assert (count_calling(supervisor_a), count_calling(analyst)) == (1, 0)
    assert b"chief@brb.example" in got.mails[0]
    deliver_due(ours, now=NOW + timedelta(minutes=32))
    assert count_calling(analyst) == 1
    assert b"duty@centre.example" in got.mails[1]
    notice = Notice.objects.get()
    assert acknowledge(notice, by=officer_a, now=NOW)
    assert not acknowledge(notice, by=supervisor_a, now=NOW)
    assert Notice.objects.get().acknowledged_by == officer_a
    assert not count_calling(analyst)


def test_what_a_states_own_list_raised_never_escalates_to_the_centre(region: None, ours: Config, analyst: User) -> None:
    raised("BRB", owner="BRB")
    for minutes in (0, 16, 32, 64):
        deliver_due(ours, now=NOW + timedelta(minutes=minutes))
    assert Notice.objects.get().level == escalation.Level.SUPERVISOR
    assert not count_calling(analyst)


def test_a_state_sets_how_long_it_waits_from_a_day_on(region: None, ours: Config, approved: Approve) -> None:
    for days, minutes in ((-1, 7), (1, 99)):
        since = (NOW + timedelta(days=days)).date()
        approved(ESCALATION, f"BRB,48,{since},,{minutes},yes,P,Order 1,made up")
    raised("BRB", "LCA")
    deliver_due(ours, now=NOW)
    waits = {notice.state: notice.escalates_at for notice in Notice.objects.all()}
    assert waits == {"BRB": NOW + timedelta(minutes=7), "LCA": NOW + timedelta(minutes=15)}


def test_a_webhook_that_answers_with_a_redirect_is_tried_again_with_the_same_key_and_never_followed(
    region: None, got: Got, ours: Config
) -> None:
    channel("BRB", "webhook", got.http)
    raised("BRB")
    got.code = 302
    deliver_due(ours, now=NOW)
    got.code = 200
    deliver_due(ours, now=NOW + timedelta(minutes=1))
    first, second = (headers["Idempotency-Key"] for headers, _ in got.posts)
    assert first == second
    assert Delivery.objects.get().status == DeliveryStatus.SENT


def test_a_private_address_is_refused_and_a_failure_escalates_at_once(region: None, got: Got, ours: Config) -> None:
    channel("BRB", "webhook", "https://127.0.0.1/hook")
    raised("BRB")
    deliver_due(replace(ours, webhook_private=False), now=NOW)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == (DeliveryStatus.FAILED, "the address is in a private network")
    assert Notice.objects.get().escalates_at == NOW


def test_a_mail_whose_sender_died_is_unsure_and_goes_again_only_on_an_operators_word(
    region: None, got: Got, ours: Config
) -> None:
    channel("BRB", "mail", "duty@brb.example")
    raised("BRB")
    deliver_due(ours, now=NOW, most=0)
    Delivery.objects.update(status=DeliveryStatus.SENDING, attempts=1, next_at=NOW + LEASE)
    deliver_due(ours, now=NOW + LEASE)
    assert (Delivery.objects.get().status, got.mails) == (DeliveryStatus.UNSURE, [])
    assert send_again(Delivery.objects.get().pk, now=NOW)
    deliver_due(ours, now=NOW + LEASE)
    assert (Delivery.objects.get().status, len(got.mails)) == (DeliveryStatus.SENT, 1)


def test_a_notice_is_seen_in_its_own_state_only_in_the_database_too(
    region: None, ours: Config, officer_a: User, officer_b: User
) -> None:
    raised("BRB")
    deliver_due(ours, now=NOW)
    assert (own_notices(officer_a).count(), own_notices(officer_b).count()) == (1, 0)
    enter(officer_b.scope)
    assert not Notice.objects.exists()
    enter(REGION)
    assert not OutboxEvent.objects.exists()


def test_red_is_for_the_people_named(region: None, ours: Config, officer_a: User) -> None:
    other = make_user("other", Role.OFFICER, state="BRB")
    raised("BRB", named=(officer_a.pk,))
    deliver_due(ours, now=NOW)
    assert (own_notices(officer_a).count(), own_notices(other).count()) == (1, 0)
