"""Requests between organisations: who sends, who reads, who acts, and what is proven afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from roadstead.casework.items import Item
from roadstead.cooperation.requests.acts import Addressee, NewRequest, RequestChanged, act, send
from roadstead.cooperation.requests.drafts import drafts, save_draft
from roadstead.cooperation.requests.links import links_of
from roadstead.cooperation.requests.models import Message, Receipt, Request, RequestLink
from roadstead.cooperation.requests.notify import notify_of_due_times, notify_of_messages
from roadstead.cooperation.requests.receipts import record_read
from roadstead.cooperation.requests.references import new_reference, normalise_reference
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import AccountNotice, Organisation, Role, State, User
from roadstead.platform.accounts.organisations import first_organisation
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.timeline.events import first_broken
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONTENT = {
    "about": "person",
    "name": "QUILLIMANE Ferdinand",
    "question": "Is an address known?",
    "why": "He lived there until 2024.",
}
HELD = {"held": "nothing"}


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code, zone in (("BRB", "America/Barbados"), ("LCA", "America/St_Lucia"), ("GRD", "America/Grenada")):
        State.objects.update_or_create(code=code, defaults={"name": code, "zone": zone})


@pytest.fixture
def asker(region: None) -> User:
    return member("asker", Role.OFFICER, state="BRB")


@pytest.fixture
def answerer(region: None) -> User:
    return member("answerer", Role.OFFICER, state="LCA")


def member(username: str, role: Role, *, state: str, organisation: Organisation | None = None) -> User:
    """A person of an organisation: the border agency of the state if none is given."""
    user = make_user(username, role, state=state)
    user.organisation = organisation or agency(state)
    user.save(update_fields=["organisation"])
    return user


def agency(state: str) -> Organisation:
    return first_organisation(State.objects.get(pk=state))


def other(code: str, state: str, type: str = "police") -> Organisation:
    made: Organisation = Organisation.objects.create(code=code, names={"en": code}, type=type, state_id=state)
    return made


def new(*states: str, **more: Any) -> NewRequest:
    told: dict[str, Any] = {
        "type": "information_request",
        "to": [Addressee(organisation=agency(each)) for each in states or ("LCA",)],
        "title": "Address of one traveller",
        "basis": "Immigration Act, s. 1",
        "purpose": "Admission at the border",
        "content": CONTENT,
        **more,
    }
    return NewRequest(**told)


def sent(by: User, *states: str, **more: Any) -> Request:
    enter(by.scope)
    made = send(new(*states, **more), by=by, now=NOW)
    enter(REGION)
    return made[0]


def does(by: User, request: Request, action: str, content: Mapping[str, str] | None = None, **more: Any) -> Request:
    enter(by.scope)
    try:
        done = act(request.pk, action, content or {}, by=by, now=more.pop("now", NOW + HOUR), **more)
    finally:
        enter(REGION)
    return done


def test_a_request_is_read_by_the_two_organisations_and_nobody_else(asker: User, answerer: User) -> None:
    request = sent(asker)
    police = member("police", Role.OFFICER, state="LCA", organisation=other("LCA-PO", "LCA"))
    centre, third = make_user("centre", Role.SUPERVISOR), member("third", Role.OFFICER, state="GRD")
    for user, count in ((asker, 1), (answerer, 1), (police, 0), (centre, 0), (third, 0)):
        enter(user.scope)
        assert Request.objects.count() == count, user.username
        assert Message.objects.count() == count, user.username
        assert Request.objects.visible_to(user).count() == count, user.username
        enter(REGION)
    assert request.owner == "BRB"


def test_three_states_asked_together_see_nothing_of_each_other(asker: User, answerer: User) -> None:
    enter(asker.scope)
    made = send(new("LCA", "GRD"), by=asker, now=NOW)
    assert made[0].together
    assert {each.together for each in made} == {made[0].together}
    enter(answerer.scope)
    assert Request.objects.count() == 1
    assert not Message.objects.filter(content__to="GRD-BA").exists()


def test_a_request_goes_from_question_to_reply_to_feedback(asker: User, answerer: User) -> None:
    request = sent(asker)
    assert (request.status, request.turn, request.due_code) == ("waiting", "LCA-BA", "acknowledge")
    request = does(answerer, request, "acknowledge")
    assert (request.status, request.officer, request.due_code) == ("working", answerer, "reply")
    request = does(answerer, request, "ask", {"text": "Which address?"}, now=NOW + 2 * HOUR)
    assert (request.turn, request.due_code) == ("BRB-BA", "clarify")
    request = does(asker, request, "clarify", {"text": "The last one."}, now=NOW + 5 * HOUR)
    assert request.due_at == NOW + timedelta(days=7, hours=3)  # three hours of pause
    request = does(answerer, request, "reply", HELD, now=NOW + 6 * HOUR)
    assert (request.status, request.turn, request.due_at) == ("replied", "BRB-BA", None)
    request = does(asker, request, "feedback", {"code": "useful"}, now=NOW + 7 * HOUR)
    assert (request.status, request.turn) == ("closed", "")
    assert [each.act for each in request.events.all()] == ["send", "acknowledge", "ask", "clarify", "reply", "feedback"]
    assert first_broken(request) == 0
    assert Record.objects.filter(subject=f"exchange {request.pk}").count() == 6


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"basis": " "}, "basis"),
        ({"title": ""}, "title"),
        ({"purpose": ""}, "purpose"),
        ({"to": []}, "to"),
        ({"type": "nothing"}, "type"),
        ({"tlp": "red"}, "tlp"),
        ({"content": {**CONTENT, "question": ""}}, "question"),
        ({"content": {**CONTENT, "about": "ghost"}}, "about"),
        ({"urgency": "x" * 301}, "urgency"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_sent(asker: User, changed: dict[str, Any], field: str) -> None:
    enter(asker.scope)
    with pytest.raises(FieldRefused) as refused:
        send(replace(new(), **changed), by=asker, now=NOW)
    assert refused.value.field == field
    enter(REGION)
    assert not Request.objects.exists()


def test_nobody_asks_their_own_organisation(asker: User) -> None:
    enter(asker.scope)
    with pytest.raises(FieldRefused, match="Your own organisation"):
        send(new("BRB"), by=asker, now=NOW)


def test_only_the_side_whose_button_it_is_may_press_it(asker: User, answerer: User) -> None:
    request = sent(asker)
    with pytest.raises(RequestChanged):
        does(asker, request, "reply", HELD)
    with pytest.raises(RequestChanged):
        does(answerer, request, "withdraw", {"reason": "r"})
    with pytest.raises(RequestChanged):
        does(answerer, request, "no such thing")
    does(answerer, request, "refuse", {"code": "no_basis", "text": "There is no treaty."})
    with pytest.raises(RequestChanged):
        does(answerer, request, "reply", HELD)


def test_whoever_has_not_read_the_last_message_is_told(asker: User, answerer: User) -> None:
    request = sent(asker)
    old = request.edition
    does(asker, request, "write", {"text": "He also used another name."})
    with pytest.raises(RequestChanged, match="A message has come"):
        does(answerer, request, "reply", HELD, edition=old)


def test_a_promise_names_a_day_that_is_not_over(asker: User, answerer: User) -> None:
    request = sent(asker)
    for day, said in (("2026-11-24", "not over yet"), ("2026-02-31", "no such day")):
        with pytest.raises(FieldRefused, match=said):
            does(answerer, request, "promise", {"until": day})
    request = does(answerer, request, "promise", {"until": "2026-11-27"})
    assert (request.due_code, request.due_kind) == ("promise", "target")
    assert request.due_at == datetime(2026, 11, 28, 4, tzinfo=UTC)  # midnight in Saint Lucia


def test_forwarding_lets_the_other_organisation_read_all_of_it(asker: User, answerer: User) -> None:
    request = sent(asker)
    police = member("police", Role.OFFICER, state="LCA", organisation=other("LCA-PO", "LCA"))
    for to in (None, agency("BRB"), agency("LCA")):
        with pytest.raises(FieldRefused, match="another organisation of your own state"):
            does(answerer, request, "forward", {"reason": "Theirs."}, to=to)
    request = does(answerer, request, "forward", {"reason": "Theirs."}, to=police.organisation)
    assert (request.turn, request.status) == ("LCA-PO", "waiting")
    enter(police.scope)
    assert Message.objects.visible_to(police).count() == 2
    request = does(police, request, "reply", HELD)
    assert request.status == "replied"


def test_a_message_cannot_be_changed_or_deleted_by_the_application(asker: User) -> None:
    request = sent(asker)
    enter(asker.scope)
    for sql in ("update requests_message set content = '{}'", "delete from requests_message"):
        with transaction.atomic(), connection.cursor() as cursor:
            try:
                cursor.execute(sql)
            except DatabaseError:
                break
            assert cursor.rowcount == 0
    enter(REGION)
    assert first_broken(request) == 0


def test_receipts_prove_what_the_other_side_had_read(asker: User, answerer: User) -> None:
    request = sent(asker)
    enter(answerer.scope)
    record_read(request, request.events.all(), by=answerer, now=NOW)
    record_read(request, request.events.all(), by=answerer, now=NOW + HOUR)
    enter(asker.scope)
    record_read(request, request.events.all(), by=asker, now=NOW)  # their own: no receipt
    enter(REGION)
    receipt = Receipt.objects.get()
    assert (receipt.organisation_id, receipt.at, receipt.by) == ("LCA-BA", NOW, answerer)
    request = does(answerer, request, "acknowledge")
    first, second = request.events.order_by("number")
    assert second.seen == first.hash
    assert request.events.order_by("number")[0].seen == ""


def test_each_side_sees_only_its_own_links(asker: User, answerer: User) -> None:
    alert = make_alert("BRB", owner="REGION")
    request = sent(asker, items=[Item("alert", alert.pk)])
    enter(answerer.scope)
    assert not RequestLink.objects.exists()
    assert not links_of(request, answerer)
    enter(asker.scope)
    assert [each.number for each in links_of(request, asker)] == [alert.pk]


def test_nobody_links_or_tells_what_they_may_not(asker: User) -> None:
    theirs = make_alert("LCA")
    enter(asker.scope)
    with pytest.raises(FieldRefused, match="that you may see"):
        send(new("GRD", items=[Item("alert", theirs.pk)]), by=asker, now=NOW)
    enter(REGION)
    of_another = make_alert("BRB", "GRD", owner="GRD", tlp="amber")
    enter(asker.scope)
    with pytest.raises(NotAllowed, match="TLP:AMBER"):
        send(new("LCA", items=[Item("alert", of_another.pk)]), by=asker, now=NOW)
    enter(REGION)
    own = make_alert("BRB", owner="BRB", tlp="amber")
    assert sent(asker, items=[Item("alert", own.pk)])


def test_the_other_side_is_notified_once_and_not_of_what_it_has_read(asker: User, answerer: User) -> None:
    request = sent(asker, urgency="The traveller is waiting.")
    events = list(OutboxEvent.objects.filter(kind=EventKind.REQUEST))
    assert len(events) == 1
    notify_of_messages(events, NOW)
    notice = AccountNotice.objects.get()
    assert (notice.person, notice.kind, notice.places["number"]) == (answerer, "urgent request", request.reference)
    does(answerer, request, "acknowledge")
    record_read(request, request.events.all(), by=asker, now=NOW)
    notify_of_messages(list(OutboxEvent.objects.filter(kind=EventKind.REQUEST).exclude(pk=events[0].pk)), NOW)
    assert AccountNotice.objects.count() == 1


def test_whoever_is_late_is_told_with_the_heads_of_the_office_and_nobody_after_the_reply(
    asker: User, answerer: User
) -> None:
    head = member("head", Role.FOCAL_POINT, state="LCA")
    request = sent(asker)
    events = list(OutboxEvent.objects.filter(kind=EventKind.REQUEST_DUE).order_by("due_at"))
    assert len(events) == 2
    notify_of_due_times(events, NOW + HOUR)
    assert not AccountNotice.objects.exists()
    notify_of_due_times(events, NOW + timedelta(days=2))
    assert {each.person for each in AccountNotice.objects.all()} == {answerer, head}
    does(answerer, request, "reply", HELD)
    AccountNotice.objects.all().delete()
    notify_of_due_times(events, NOW + timedelta(days=20))
    assert not AccountNotice.objects.exists()


def test_a_draft_is_its_organisations_and_goes_when_it_is_sent(asker: User, answerer: User) -> None:
    enter(asker.scope)
    draft = save_draft("information_request", {"title": "T"}, by=asker, now=NOW)
    save_draft("information_request", {"title": "U"}, by=asker, now=NOW, pk=draft.pk)
    assert [each.content for each in drafts(asker)] == [{"title": "U"}]
    enter(answerer.scope)
    assert not drafts(answerer).exists()
    enter(asker.scope)
    send(new(), by=asker, now=NOW, draft=draft)
    assert not drafts(asker).exists()


@pytest.mark.parametrize("typed", ["as it is", "small", "plain"])
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    for _ in range(20):
        reference = new_reference()
        forms = {"as it is": reference, "small": f" {reference.lower()} ", "plain": reference.replace("-", "")[2:]}
        assert normalise_reference(forms[typed]) == reference
    assert normalise_reference("RQ-7KQ4") == ""


def test_one_wrong_character_of_a_reference_is_noticed() -> None:
    reference = new_reference()
    wrong = reference[:-1] + ("A" if reference[-1] != "A" else "B")
    assert normalise_reference(wrong) == ""


def test_an_auditor_of_the_organisation_reads_and_leaves_no_receipt(asker: User, answerer: User) -> None:
    request = sent(asker)
    watcher = member("watcher", Role.AUDITOR, state="LCA")
    enter(watcher.scope)
    assert Request.objects.visible_to(watcher).count() == 1
    with pytest.raises(NotAllowed, match="Officers, supervisors and focal points"):
        act(request.pk, "acknowledge", {}, by=watcher, now=NOW)
