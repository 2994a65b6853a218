"""Guests: somebody without an account reads and answers one request, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from roadstead.casework.alerts.models import Alert
from roadstead.cooperation.requests import guests
from roadstead.cooperation.requests.acts import act, send
from roadstead.cooperation.requests.export import export_request
from roadstead.cooperation.requests.files import add_file
from roadstead.cooperation.requests.guests import WrongPin
from roadstead.cooperation.requests.models import Draft, GuestLink, Message, Request, RequestFile
from roadstead.cooperation.requests.notify import notify_of_messages
from roadstead.cooperation.requests.receipts import record_read
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.timeline.attachments import Upload
from roadstead.platform.timeline.events import first_broken
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user
from tests.cooperation.requests.test_acts import (
    HELD,
    HOUR,
    NOW,
    agency,
    answerer,
    asker,
    does,
    member,
    new,
    sent,
    states,
)

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
GUEST = {"name": "Ada Pierre", "mail": "duty@grd.example", "language": "fr"}


def link_to(by: User, request: Request, **more: Any) -> GuestLink:
    enter(by.scope)
    try:
        return guests.make_link(request.pk, **GUEST, by=by, now=more.pop("now", NOW))
    finally:
        enter(REGION)


def test_a_guest_reads_and_answers_one_request_and_is_named_in_its_messages(asker: User) -> None:
    request, other = sent(asker, "GRD"), sent(asker, "GRD", title="Another one")
    make_alert("GRD", owner="GRD")
    link = link_to(asker, request)
    guests.enter_pin(guests.link_for(guests.secret_of(link), now=NOW), guests.pin_of(link), now=NOW)
    guest = guests.guest_user(link)
    enter(guest.scope)
    assert [each.pk for each in Request.objects.all()] == [request.pk]
    assert Request.objects.visible_to(guest).get() == request
    assert {each.request_id for each in Message.objects.all()} == {request.pk}
    assert not Alert.objects.exists()
    assert not Draft.objects.exists()
    record_read(request, request.events.all(), by=guest, now=NOW)
    act(request.pk, "acknowledge", {}, by=guest, now=NOW + HOUR)
    photo = Upload(title="The register", what="statement", name="register.pdf", raw=b"%PDF-1.4 page")
    add_file(request.pk, photo, by=guest, now=NOW + HOUR)
    act(request.pk, "reply", HELD, by=guest, now=NOW + 2 * HOUR)
    enter(REGION)
    request.refresh_from_db()
    assert (request.status, request.turn, request.officer) == ("replied", "BRB-BA", None)
    assert first_broken(request) == 0
    told = request.events.exclude(act="send")
    assert {(each.who, each.content["guest"], each.organisation_id) for each in told} == {
        (None, "Ada Pierre", "GRD-BA")
    }
    assert RequestFile.objects.get().added_by is None
    lines = Record.objects.filter(subject=f"exchange {request.pk}", as_whom="guest GRD-BA")
    assert [each.action for each in lines.order_by("pk")] == [
        "guest came in", "exchange acknowledge", "exchange file put in", "exchange reply",
    ]  # fmt: skip
    enter(asker.scope)
    assert b"PK" in export_request(request, by=asker, now=NOW)
    enter(REGION)
    assert Request.objects.get(pk=other.pk).status == "waiting"


def test_five_wrong_pins_end_a_link_and_its_sender_is_notified(asker: User) -> None:
    link = link_to(asker, sent(asker, "GRD"))
    secret, wrong = guests.secret_of(link), f"{(int(guests.pin_of(link)) + 1) % 10**6:06d}"
    for left in (4, 3, 2, 1):
        with pytest.raises(WrongPin) as refused:
            guests.enter_pin(guests.link_for(secret, now=NOW), wrong, now=NOW)
        assert refused.value.places["left"] == left
    with pytest.raises(NotAllowed, match="five times"):
        guests.enter_pin(guests.link_for(secret, now=NOW), wrong, now=NOW)
    with pytest.raises(NotAllowed, match="ended"):
        guests.link_for(secret, now=NOW)
    assert AccountNotice.objects.get(kind="guest link ended").person == asker
    assert Record.objects.filter(action="wrong PIN").count() == 5


def test_a_link_ends_after_72_hours_and_when_another_is_sent(asker: User) -> None:
    request = sent(asker, "GRD")
    first = link_to(asker, request)
    secret = guests.secret_of(first)
    guests.link_for(secret, now=NOW + timedelta(hours=71))
    with pytest.raises(NotAllowed, match="ended"):
        guests.link_for(secret, now=NOW + timedelta(hours=72))
    second = link_to(asker, request)
    with pytest.raises(NotAllowed, match="ended"):
        guests.link_for(secret, now=NOW)
    assert guests.pin_of(second) != guests.pin_of(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuestLink.objects.filter(pk=second.pk).update(ends_at=NOW + timedelta(hours=73))
    enter(asker.scope)
    guests.end_link(request.pk, by=asker, now=NOW)
    enter(REGION)
    with pytest.raises(NotAllowed, match="ended"):
        guests.link_for(guests.secret_of(second), now=NOW)


def test_whoever_has_an_account_is_not_asked_through_a_link(asker: User, answerer: User) -> None:
    request = sent(asker, "LCA")
    with pytest.raises(NotAllowed, match="have accounts"):
        link_to(asker, request)
    enter(answerer.scope)
    with pytest.raises(NotAllowed, match="side that asks"):
        guests.make_link(request.pk, **GUEST, by=answerer, now=NOW)
    enter(REGION)


def test_financial_data_and_what_is_stricter_than_amber_go_through_no_link(asker: User) -> None:
    request = sent(asker, "GRD")
    Request.objects.filter(pk=request.pk).update(tlp="amber+strict")
    with pytest.raises(NotAllowed, match=r"AMBER\+STRICT"):
        link_to(asker, request)
    Request.objects.filter(pk=request.pk).update(tlp="amber")
    fiu = agency("GRD")
    fiu.type = "fiu"
    fiu.save()
    with pytest.raises(NotAllowed, match="Financial data"):
        link_to(asker, request)


def test_the_mail_goes_out_again_when_a_message_has_come_for_the_guest(asker: User) -> None:
    request = sent(asker, "GRD")
    link = link_to(asker, request)
    OutboxEvent.objects.all().delete()
    does(asker, request, "write", {"text": "The vessel has sailed."})
    events = list(OutboxEvent.objects.filter(kind=EventKind.REQUEST))
    notify_of_messages(events, NOW + HOUR)
    assert list(OutboxEvent.objects.filter(kind=EventKind.GUEST_LINK).values_list("subject", flat=True)) == [link.pk]
    GuestLink.objects.update(ended_at=NOW)
    OutboxEvent.objects.filter(kind=EventKind.GUEST_LINK).delete()
    notify_of_messages(events, NOW + HOUR)
    assert not OutboxEvent.objects.filter(kind=EventKind.GUEST_LINK).exists()


def test_only_the_two_sides_see_a_link(asker: User) -> None:
    link = link_to(asker, sent(asker, "GRD"))
    third = member("third", Role.OFFICER, state="LCA")
    for user, count in ((asker, 1), (third, 0), (make_user("centre", Role.ANALYST), 0)):
        enter(user.scope)
        assert GuestLink.objects.filter(pk=link.pk).count() == count
        enter(REGION)


def test_a_guest_sends_nothing(asker: User) -> None:
    guest = guests.guest_user(link_to(asker, sent(asker, "GRD")))
    enter(guest.scope)
    with pytest.raises(NotAllowed, match="sends none"):
        send(new("LCA"), by=guest, now=NOW)
    enter(REGION)
    assert Request.objects.count() == 1
