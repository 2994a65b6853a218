"""Surrender from the warrant to the handover: offices of a side act together, and no court sees a target."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from roadstead.casework.items import Item
from roadstead.cooperation.requests.acts import Addressee, NewRequest, RequestChanged, act, send
from roadstead.cooperation.requests.competing import competing
from roadstead.cooperation.requests.drafts import drafts
from roadstead.cooperation.requests.facts import case_of, may_see_case, state_facts, to_do_of
from roadstead.cooperation.requests.guests import check_guest_access
from roadstead.cooperation.requests.links import KINDS, link_all, may_name
from roadstead.cooperation.requests.models import CaseFacts, Message, Receipt, Request
from roadstead.cooperation.requests.notify import notify_of_due_times, notify_of_messages
from roadstead.cooperation.requests.receipts import record_read
from roadstead.cooperation.requests.surrender_times import times_of
from roadstead.cooperation.requests.waiting import hide_targets, requests_of, requests_waiting_for
from roadstead.cooperation.warrants import end
from roadstead.cooperation.warrants.logic.statuses import Status as WarrantStatus
from roadstead.cooperation.warrants.models import Warrant
from roadstead.cooperation.warrants.notify import notify_of_warrants
from roadstead.cooperation.warrants.surrender import bases_of, execute_after, surrender_draft
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.models import AccountNotice, Organisation, Role, State, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.timeline.events import first_broken
from roadstead.targeting.watchlists.models import Entry
from tests.casework.cases.test_acts import make_alert
from tests.conftest import make_user
from tests.cooperation.warrants.test_warrants import in_force, member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ARREST = {
    "when": "25 November, 10:00 in Saint Lucia",
    "where": "Port Castries",
    "power": "Backing of Warrants Act, s. 3",
}
COURT = {"court": "First District Court", "when": "26 November, 9:00 in Saint Lucia"}
CONSENT = {
    "court": "First District Court",
    "explained": "yes",
    "upheld": "yes",
    "counsel": "yes",
    "interpreter": "no",
    "speciality": "no",
}
DECISION = {
    "court": "First District Court",
    "day": "2026-11-26",
    "decision": "surrender",
    "text": "Robbery",
    "told": "yes",
}
HANDOVER = {"when": "2 December, 8:00", "where": "Hewanorra", "escorts": "Police, 1", "transport": "flight"}


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code, zone in (("BRB", "America/Barbados"), ("LCA", "America/St_Lucia"), ("GRD", "America/Grenada")):
        State.objects.update_or_create(code=code, defaults={"name": code, "zone": zone})


@pytest.fixture
def asker() -> User:
    return member("asker", Role.CENTRAL_AUTHORITY, "BRB", OrganisationType.CENTRAL_AUTHORITY)


@pytest.fixture
def authority() -> User:
    return member("authority-l", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)


@pytest.fixture
def court() -> User:
    return member("court-l", Role.COURT, "LCA", OrganisationType.COURT)


def warrant(asker: User) -> Warrant:
    return in_force(member("clerk-b", Role.COURT, "BRB", OrganisationType.COURT), asker)


def asked(asker: User, authority: User, **fields: str) -> Request:
    """A request under the Backing of Warrants Act, filled in from a warrant and sent."""
    found = warrant(asker)
    draft = surrender_draft(found, "LCA", "backing", by=asker, now=NOW)
    assert authority.organisation is not None
    return _send(asker, draft.content | {"affidavit": "He is on his way to Castries."} | fields, authority.organisation)


def _send(asker: User, content: Mapping[str, Any], to: Organisation) -> Request:
    of = TYPES["surrender_backing"]
    names = {each.name for each in of.asks}
    item = content.get("item_number")
    new = NewRequest(
        type=of.code,
        to=[Addressee(organisation=to)],
        title=content["title"],
        basis=content["basis"],
        purpose=content["purpose"],
        measure="surrender",
        content={name: text for name, text in content.items() if name in names},
        items=[Item("warrant", int(item))] if item else [],
    )
    enter(asker.scope)
    (made,) = send(new, by=asker, now=NOW)
    enter(REGION)
    return made


def does(by: User, request: Request, action: str, content: Mapping[str, str] | None = None, **more: Any) -> Request:
    enter(by.scope)
    try:
        return act(request.pk, action, content or {}, by=by, now=more.pop("now", NOW + HOUR), **more)
    finally:
        enter(REGION)


def test_a_warrant_fills_in_the_request_and_the_usable_basis_comes_first(asker: User, authority: User) -> None:
    found = warrant(asker)
    bases = bases_of(found, "LCA", NOW)
    assert [each.is_usable for each in bases] == sorted((each.is_usable for each in bases), reverse=True)
    assert {each.instrument.code for each in bases} == {"cawt", "backing", "extradition"}
    draft = surrender_draft(found, "LCA", "backing", by=asker, now=NOW)
    assert draft.type == "surrender_backing"
    assert draft.content["to"] == [authority.organisation_id]
    assert (draft.content["name"], draft.content["months"], draft.content["age"]) == ("QUILLIMANE TOBIAS", "168", "51")
    assert "Theft Act s 8" in draft.content["offences"]
    assert list(drafts(asker)) == [draft]


def test_the_central_authority_is_asked_and_where_there_is_none_whom_routing_names(asker: User) -> None:
    police = member("police-l", Role.OFFICER, "LCA", OrganisationType.POLICE)
    found = warrant(asker)
    assert surrender_draft(found, "LCA", "backing", by=asker, now=NOW).content["to"] == [police.organisation_id]
    authority = member("authority-l", Role.CENTRAL_AUTHORITY, "LCA", OrganisationType.CENTRAL_AUTHORITY)
    assert surrender_draft(found, "LCA", "backing", by=asker, now=NOW).content["to"] == [authority.organisation_id]


def test_a_surrender_is_asked_for_by_the_authorities_alone_and_under_a_warrant_in_force(
    asker: User, authority: User
) -> None:
    found = warrant(asker)
    with pytest.raises(NotAllowed, match="no such legal basis"):
        surrender_draft(found, "LCA", "untoc", by=asker, now=NOW)
    officer = make_user("border", Role.OFFICER, state="BRB")
    with pytest.raises(NotAllowed, match="Only the central authority"):
        surrender_draft(found, "LCA", "backing", by=officer, now=NOW)
    officer.organisation = asker.organisation
    officer.save()
    draft = surrender_draft(found, "LCA", "backing", by=asker, now=NOW)
    assert authority.organisation is not None
    with pytest.raises(NotAllowed, match="central authority or a court"):
        _send(officer, draft.content | {"affidavit": "x"}, authority.organisation)


def test_the_court_acts_beside_the_central_authority_and_its_messages_are_its_own(
    asker: User, authority: User, court: User
) -> None:
    request = asked(asker, authority)
    enter(court.scope)
    assert not Request.objects.visible_to(court).exists()
    enter(REGION)
    does(authority, request, "acknowledge")
    does(authority, request, "admit")
    does(authority, request, "arrest", ARREST)
    request = does(authority, request, "bring", COURT, to=court.organisation)
    assert (request.status, request.turn) == ("hearing", court.organisation_id)
    enter(court.scope)
    assert list(requests_waiting_for(court)) == [request]
    enter(REGION)
    request = does(court, request, "consent", CONSENT)
    assert Message.objects.get(act="consent").organisation == court.organisation
    request = does(court, request, "decide", DECISION)
    assert (request.due_code, request.due_kind) == ("review", "deadline")
    assert request.due_at == NOW + HOUR + timedelta(days=15)
    request = does(authority, request, "final", {"day": "2026-12-12"}, now=NOW + timedelta(days=16))
    assert (request.turn, request.due_code) == (authority.organisation_id, "release")
    with pytest.raises(RequestChanged):
        does(authority, request, "refuse", {"code": "ground", "text": "Article XII"})
    does(authority, request, "set", HANDOVER)
    request = does(authority, request, "surrender", {"when": "2 December", "where": "Hewanorra", "to": "Police"})
    assert (request.status, request.turn, request.due_at) == ("surrendered", asker.organisation_id, None)
    assert first_broken(request) == 0


def test_arrival_ends_the_warrant_and_its_entry(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    for action, content in (
        ("acknowledge", {}), ("admit", {}), ("arrest", ARREST), ("bring", COURT), ("consent", CONSENT),
        ("decide", DECISION), ("final", {"day": "2026-12-12"}), ("set", HANDOVER),
        ("surrender", {"when": "2 December", "where": "Hewanorra", "to": "Police"}),
    ):  # fmt: skip
        does(authority, request, action, content)
    assert Entry.objects.filter(removed_in=None).count() == 1
    enter(authority.scope)
    assert execute_after(request, by=authority, now=NOW) is None
    enter(REGION)
    request = does(asker, request, "feedback", {"when": "2 December, 11:00", "where": "Bridgetown"})
    assert request.status == "closed"
    enter(asker.scope)
    ended = execute_after(request, by=asker, now=NOW + HOUR)
    enter(REGION)
    assert ended is not None
    assert ended.state is WarrantStatus.EXECUTED
    assert not Entry.objects.filter(removed_in=None).exists()


def test_consent_counts_only_if_it_was_explained_and_upheld(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    for action, content in (("acknowledge", {}), ("admit", {}), ("arrest", ARREST), ("bring", COURT)):
        does(authority, request, action, content)
    with pytest.raises(FieldRefused) as refused:
        does(authority, request, "consent", CONSENT | {"upheld": "no"})
    assert refused.value.field == "upheld"
    assert (
        does(authority, request, "contest", {"court": "First", "counsel": "no", "interpreter": "no"}).status
        == "contested"
    )


def test_a_provisional_arrest_waits_for_the_documents_of_the_other_side(asker: User, authority: User) -> None:
    request = asked(asker, authority, documents="follow")
    request = does(authority, request, "provisional", ARREST)
    assert (request.status, request.turn) == ("provisional", asker.organisation_id)
    request = does(asker, request, "documents", {"text": "Warrant and affidavit"})
    assert (request.status, request.turn) == ("arrested", authority.organisation_id)
    request = does(authority, request, "release", {"when": "today", "code": "court"})
    assert (request.status, request.turn) == ("released", asker.organisation_id)


def test_facts_are_read_by_the_asked_side_alone_and_raise_grounds(asker: User, authority: User, court: User) -> None:
    request = asked(asker, authority, age="13")
    facts = {"person.asylum": True, "requested.age_of_responsibility": 16}
    enter(authority.scope)
    state_facts(request.pk, facts, "Interview of 25 November", by=authority, now=NOW)
    said = case_of(request, authority, NOW.date())
    assert said.facts["person.asylum"] is True
    assert said.facts["person.age_at_offence"] == 13
    assert said.basis is not None
    assert [each for each in said.grounds if each.rule.code == "age" and "apply" in each.status]
    enter(asker.scope)
    assert not CaseFacts.objects.exists()
    assert not may_see_case(request, asker)
    with pytest.raises(NotAllowed, match="Only the state that is asked"):
        state_facts(request.pk, facts, "x", by=asker, now=NOW)
    enter(authority.scope)
    with pytest.raises(FieldRefused, match="where these facts come from"):
        state_facts(request.pk, facts, " ", by=authority, now=NOW)
    with pytest.raises(NotAllowed, match="no such field"):
        state_facts(request.pk, {"person.faith": True}, "x", by=authority, now=NOW)
    for sql in ("update requests_casefacts set note = ''", "delete from requests_casefacts"):
        with transaction.atomic(), connection.cursor() as cursor:
            try:
                cursor.execute(sql)
            except DatabaseError:
                break
            assert cursor.rowcount == 0
    enter(court.scope)
    assert not CaseFacts.objects.exists()
    enter(REGION)


def test_an_office_that_is_let_in_later_reads_what_was_stated_before_and_what_is_stated_next(
    asker: User, authority: User, court: User
) -> None:
    request = asked(asker, authority)
    enter(authority.scope)
    state_facts(request.pk, {"case.judged_before": False}, "Register", by=authority, now=NOW)
    enter(REGION)
    request = does(authority, request, "forward", {"reason": "For the hearing"}, to=court.organisation)
    assert request.asked == authority.organisation
    notify_of_messages(list(OutboxEvent.objects.filter(kind=EventKind.REQUEST)), NOW)
    assert AccountNotice.objects.filter(person=court).exists()
    enter(court.scope)
    said = case_of(request, court, NOW.date()).said
    assert said is not None
    assert (said.added_by, said.added_at, said.facts) == (authority, NOW, {"case.judged_before": False})
    assert may_see_case(request, court)
    state_facts(request.pk, {"case.judged_before": True}, "Judgment", by=court, now=NOW)
    enter(authority.scope)
    assert case_of(request, authority, NOW.date()).facts["case.judged_before"] is True
    enter(REGION)


def test_an_arrest_needs_four_things_until_they_are_stated(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    assert to_do_of(request, authority) == ()
    for action, content in (("acknowledge", {}), ("admit", {}), ("arrest", ARREST)):
        request = does(authority, request, action, content)
    assert to_do_of(request, authority) == ("consular", "counsel", "interpreter", "guardian")
    done = {"consular": "done", "guardian": "not needed", "counsel": "x", "faith": "done"}
    enter(authority.scope)
    state_facts(request.pk, {}, "Custody record", by=authority, now=NOW, done=done)
    assert to_do_of(request, authority) == ("counsel", "interpreter")
    enter(REGION)
    request = does(authority, request, "release", {"when": "today", "code": "court"})
    assert to_do_of(request, authority) == ()


def test_a_court_sees_no_target_and_every_deadline(asker: User, authority: User, court: User) -> None:
    request = asked(asker, authority)
    request = does(authority, request, "forward", {"reason": "For the hearing"}, to=court.organisation)
    assert request.due_kind == "target"
    assert {each.code: each.row.is_empty for each in times_of(request, authority)} == {
        "acknowledge": False, "admit": False, "documents": True, "consent": True, "decision": True, "review": False,
        "handover": True, "release": False,
    }  # fmt: skip
    assert all(each.row.kind == "deadline" for each in times_of(request, court))
    hide_targets([request], court)
    assert (request.due_at, request.due_kind) == (None, "")


def test_two_states_that_ask_for_one_person_stand_side_by_side(asker: User, authority: User) -> None:
    first = asked(asker, authority)
    other = member("authority-g", Role.CENTRAL_AUTHORITY, "GRD", OrganisationType.CENTRAL_AUTHORITY)
    assert authority.organisation is not None
    own = in_force(member("clerk-g", Role.COURT, "GRD", OrganisationType.COURT), other)
    content = {
        "warrant": "GRD 7", "name": "Quillimane, Tobias J.", "born": "1975", "for": "prosecute", "offences": "Arson",
        "documents": "attached", "affidavit": "x", "title": "Surrender", "basis": "s 4", "purpose": "Arson",
        "item_number": own.pk,
    }  # fmt: skip
    second = _send(other, content, authority.organisation)
    _send(other, content | {"born": "1981"}, authority.organisation)
    enter(authority.scope)
    assert [row for row, _fields in competing(first, authority)] == [second]
    enter(asker.scope)
    assert competing(first, asker) == []
    enter(REGION)


def test_a_surrender_is_not_sent_without_a_warrant_in_force(asker: User, authority: User) -> None:
    found = warrant(asker)
    draft = surrender_draft(found, "LCA", "backing", by=asker, now=NOW)
    content = draft.content | {"affidavit": "x"}
    assert authority.organisation is not None
    with pytest.raises(NotAllowed, match="under a warrant in force"):
        _send(asker, content | {"item_number": ""}, authority.organisation)
    end.suspend(found.pk, "to be checked", by=asker, now=NOW)
    with pytest.raises(NotAllowed, match="under a warrant in force"):
        _send(asker, content, authority.organisation)


def test_an_authority_names_warrants_and_no_travellers(asker: User) -> None:
    assert may_name("warrant", asker)
    assert not any(may_name(kind, asker) for kind in KINDS if kind != "warrant")
    request = Request(asking_id=str(asker.organisation_id), asked_id="LCA-BA")
    alert = make_alert("BRB")
    with pytest.raises(FieldRefused, match="no item with this number"):
        link_all(request, [Item("alert", alert.pk)], by=asker, now=NOW)


def test_the_police_record_an_arrest_and_no_decision_of_a_court(asker: User, authority: User) -> None:
    police = member("police-l", Role.OFFICER, "LCA", OrganisationType.POLICE)
    request = asked(asker, authority)
    does(authority, request, "acknowledge")
    does(authority, request, "admit")
    does(authority, request, "forward", {"reason": "To find him"}, to=police.organisation)
    enter(police.scope)
    assert list(requests_of(police)) == [request]
    enter(REGION)
    for action, content in (("forward", {"reason": "x"}), ("refuse", {"code": "ground", "text": "x"})):
        with pytest.raises(RequestChanged):
            does(police, request, action, content, to=authority.organisation)
    request = does(police, request, "arrest", ARREST)
    assert Message.objects.get(act="arrest").organisation == police.organisation
    assert request.officer == authority
    with pytest.raises(RequestChanged):
        does(police, request, "bring", COURT)
    AccountNotice.objects.all().delete()
    does(asker, request, "withdraw", {"reason": "Quashed"})
    notify_of_messages(list(OutboxEvent.objects.filter(kind=EventKind.REQUEST).order_by("-pk")[:1]), NOW)
    assert set(AccountNotice.objects.values_list("person__username", flat=True)) == {"authority-l", "police-l"}


def test_each_office_reads_and_signs_for_itself(asker: User, authority: User, court: User) -> None:
    request = asked(asker, authority)
    request = does(authority, request, "forward", {"reason": "For the hearing"}, to=court.organisation)
    enter(court.scope)
    record_read(request, request.events.all(), by=court, now=NOW)
    assert list(Receipt.objects.values_list("organisation", flat=True)) == [court.organisation_id]
    enter(REGION)
    request = does(court, request, "write", {"text": "The hearing is on Monday."})
    message = Message.objects.get(act="write")
    assert (message.organisation, message.seen) == (court.organisation, Message.objects.get(act="send").hash)
    assert not Receipt.objects.filter(organisation=authority.organisation).exists()


@pytest.mark.parametrize(("by", "action"), [("asker", "withdraw"), ("authority", "refuse")])
def test_whoever_is_held_is_released_after_the_request_has_ended(
    by: str, action: str, asker: User, authority: User
) -> None:
    request = asked(asker, authority)
    for each, content in (("acknowledge", {}), ("admit", {}), ("arrest", ARREST)):
        does(authority, request, each, content)
    told = {"reason": "Quashed"} if action == "withdraw" else {"code": "ground", "text": "Article XII"}
    request = does(asker if by == "asker" else authority, request, action, told)
    assert request.turn == authority.organisation_id
    assert to_do_of(request, authority) != ()
    with pytest.raises(RequestChanged):
        does(asker, request, "close")
    request = does(authority, request, "release", {"when": "today", "code": "court"})
    assert (request.status, request.turn) == ("released", asker.organisation_id)
    assert does(asker, request, "close").status == "closed"


def test_nobody_is_released_who_was_not_arrested(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    request = does(asker, request, "withdraw", {"reason": "Quashed"})
    assert request.turn == ""
    with pytest.raises(RequestChanged):
        does(authority, request, "release", {"when": "today", "code": "court"})


def test_every_office_is_notified_when_the_warrant_behind_a_surrender_ends(
    asker: User, authority: User, court: User
) -> None:
    request = asked(asker, authority)
    does(authority, request, "forward", {"reason": "For the hearing"}, to=court.organisation)
    end.withdraw(Warrant.objects.get().pk, "quashed", by=asker, now=NOW)
    notify_of_warrants(list(OutboxEvent.objects.filter(kind=EventKind.WARRANT)), NOW)
    found = AccountNotice.objects.filter(kind="surrender warrant")
    assert set(found.values_list("person__username", flat=True)) == {"asker", "authority-l", "court-l"}
    assert {each.places["number"] for each in found} == {request.reference}


def test_an_arrival_that_a_court_confirms_notifies_the_central_authority(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    clerk = User.objects.get(username="clerk-b")
    clerk.organisation = asker.organisation
    clerk.save()
    enter(clerk.scope)
    assert execute_after(request, by=clerk, now=NOW) is None
    enter(REGION)
    assert set(AccountNotice.objects.filter(kind="surrender arrived").values_list("person", flat=True)) == {asker.pk}


def test_nobody_is_late_when_the_time_of_a_review_has_passed(asker: User, authority: User) -> None:
    request = asked(asker, authority)
    for action, content in (
        ("acknowledge", {}), ("admit", {}), ("arrest", ARREST), ("bring", COURT), ("consent", CONSENT),
        ("decide", DECISION),
    ):  # fmt: skip
        request = does(authority, request, action, content)
    assert (request.due_code, request.can_be_late) == ("review", False)
    AccountNotice.objects.all().delete()
    events = OutboxEvent.objects.filter(kind=EventKind.REQUEST_DUE)
    notify_of_due_times(list(events), NOW + timedelta(days=60))
    assert not AccountNotice.objects.exists()


def test_a_surrender_is_never_answered_through_a_link(asker: User, authority: User) -> None:
    with pytest.raises(NotAllowed, match="never answered through a link"):
        check_guest_access(asked(asker, authority))


def test_an_officer_of_the_authority_does_not_go_on_with_the_draft_of_a_surrender(asker: User) -> None:
    surrender_draft(warrant(asker), "LCA", "backing", by=asker, now=NOW)
    officer = make_user("border", Role.OFFICER, state="BRB")
    officer.organisation = asker.organisation
    officer.save()
    assert drafts(asker).count() == 1
    assert not drafts(officer).exists()
