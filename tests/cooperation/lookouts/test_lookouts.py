"""Lookouts: issued by two people, live at chosen desks and in screening, over after 72 hours by themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from roadstead.casework.alerts.models import Alert
from roadstead.config import config
from roadstead.cooperation.lookouts.desks import Reply, acknowledge, record_call, reply
from roadstead.cooperation.lookouts.end import withdraw
from roadstead.cooperation.lookouts.issue import NewLookout, decide, faults, propose, renew
from roadstead.cooperation.lookouts.models import Lookout, LookoutDesk, LookoutEvent, LookoutPeriod, Status
from roadstead.cooperation.lookouts.photo import lookout_photo
from roadstead.cooperation.lookouts.waiting import shown
from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.oversight.approvals.kinds import KINDS
from roadstead.oversight.retention.lookouts import delete_old
from roadstead.pipeline.handlers import HANDLERS
from roadstead.pipeline.rescreen import Rescreener
from roadstead.pipeline.screening_set import ScreeningSetCache
from roadstead.platform.accounts.models import AccountNotice, Role, State, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.policies.in_force import in_force
from roadstead.platform.timeline.events import first_broken
from roadstead.targeting.watchlists import agree, nominate
from roadstead.targeting.watchlists.models import Entry, Nomination, Photo, WatchList
from roadstead.targeting.watchlists.photos import PhotoChange
from roadstead.web.common.guard import page_recipient
from tests.conftest import make_user
from tests.oversight.retention.residue import residue
from tests.pipeline.test_pipeline import ANNA, TOBIAS, file
from tests.samples import paxlst
from tests.targeting.watchlists.test_photos import picture

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
THREE_DAYS = timedelta(hours=72)
ESCAPED = NewLookout(
    kind="person",
    cells={
        "surname": "QUILLIMANE",
        "given": "TOBIAS",
        "born": "1975-03-04",
        "nationality": "GUY",
        "documents": "P:GUY:G7654321",
    },
    why="Escaped from prison this morning QZXWHY",
    basis="Prisons Act, section 9",
    chosen=["BRB"],
    hours=72,
)
VEHICLE = NewLookout(
    kind="vehicle",
    cells={"surname": "Toyota Hiace, white", "plate": "PJ 4411"},
    why="Stolen",
    basis="Police Act, section 4",
    chosen=["BRB"],
    hours=24,
)


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA", "GRD"):
        State.objects.get_or_create(code=code, defaults={"name": code})


@pytest.fixture
def issuer(states: None) -> User:
    return make_user("officer-l", Role.OFFICER, state="LCA")


@pytest.fixture
def second(states: None) -> User:
    return make_user("supervisor-l", Role.SUPERVISOR, state="LCA")


@pytest.fixture
def watching(states: None) -> User:
    """An officer of the state that is to watch, on whose voyages the tests file."""
    return make_user("officer-w", Role.OFFICER, state="BRB")


@pytest.fixture
def stranger(states: None) -> User:
    return make_user("officer-s", Role.OFFICER, state="GRD")


def live(issuer: User, second: User, new: NewLookout = ESCAPED, now: datetime = NOW) -> Lookout:
    made = propose(new, by=issuer, now=now)
    return decide(made.pk, True, "seen the order", by=second, now=now)


def rescreened(now: datetime | None = None) -> None:
    """Rescreen stored voyages, as a worker does."""
    at = now or datetime.now(UTC) + timedelta(seconds=2 * config().lease + 1)
    Rescreener(config()).run(ScreeningSetCache(), now=at, limit=1000)
    enter(REGION)


def told(kind: str) -> list[str]:
    return sorted(AccountNotice.objects.filter(kind=kind).values_list("person__username", flat=True))


# ── issued by two people


def test_a_lookout_is_live_when_a_second_person_approves_it_and_no_third_is_asked(
    issuer: User, second: User, watching: User
) -> None:
    made = propose(ESCAPED, by=issuer, now=NOW)
    assert (made.status_at(NOW), made.states) == (Status.WAITING, ["LCA"])
    assert not Lookout.objects.visible_to(watching).exists()
    assert not Entry.objects.exists()
    assert [row.lookout for row in KINDS["lookout"].rows(second, None)] == [made]
    assert list(KINDS["nomination"].rows(second, None)) == []
    decide(made.pk, True, "seen the order", by=second, now=NOW)
    made.refresh_from_db()
    assert (made.status_at(NOW), made.until, made.states) == (Status.LIVE, NOW + THREE_DAYS, ["BRB", "LCA"])
    entry = Entry.objects.get()
    assert (entry.entry_id, entry.listed["action"], entry.watch_list.may_share_with) == (
        made.reference,
        "refer",
        ["BRB"],
    )
    nomination = Nomination.objects.get()
    assert (nomination.status, nomination.proposed_by, nomination.decided_by) == ("live", issuer, second)
    assert first_broken(made) == 0


def test_nobody_approves_the_own_lookout_and_the_database_refuses_it_as_well(second: User) -> None:
    made = propose(ESCAPED, by=second, now=NOW)
    with pytest.raises(NotAllowed, match="you cannot approve your own proposal"):
        decide(made.pk, True, "w", by=second, now=NOW)
    period = LookoutPeriod.objects.get()
    period.decision, period.decided_by, period.decided_at = "approved", second, NOW
    with pytest.raises(IntegrityError, match="a_lookout_is_issued_by_two_people"), transaction.atomic():
        period.save()
    period.decision, period.decided_by, period.until = "", None, NOW
    with pytest.raises(IntegrityError, match="a_lookout_is_in_force_by_approval"), transaction.atomic():
        period.save()


def test_the_database_lets_no_period_last_longer_than_72_hours(issuer: User, second: User) -> None:
    made = live(issuer, second)
    with pytest.raises(IntegrityError, match="72_hours"), transaction.atomic():
        LookoutPeriod.objects.filter(lookout=made).update(until=NOW + THREE_DAYS + timedelta(seconds=1))
    with pytest.raises(IntegrityError, match="72_hours"), transaction.atomic():
        LookoutPeriod.objects.filter(lookout=made).update(hours=73)


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"chosen": []}, "chosen", "Choose at least one state"),
        ({"chosen": ["LCA"]}, "chosen", "other participating states only"),
        ({"chosen": ["XXX"]}, "chosen", "other participating states only"),
        ({"hours": 73}, "hours", "1 to 72 hours"),
        ({"hours": 0}, "hours", "1 to 72 hours"),
        ({"why": " "}, "why", "Write why it is looked for"),
        ({"basis": ""}, "basis", "Write the legal basis"),
        ({"kind": "goods"}, "kind", "a person, a vessel or a vehicle"),
        ({"cells": {"surname": "QUILLIMANE"}}, "born", "one more identifier"),
        ({"cells": {}}, "surname", "Enter the name"),
        ({"why": "SECRET: seen the informant"}, "", "marking"),
    ],
)
def test_bad_input_is_refused_in_one_sentence_at_its_field(
    wrong: dict[str, Any], field: str, words: str, issuer: User
) -> None:
    with pytest.raises(NotAllowed) as refused:
        propose(replace(ESCAPED, **wrong), by=issuer, now=NOW)
    assert words.casefold() in str(refused.value).casefold()
    assert not field or getattr(refused.value, "field", "") == field
    assert not Lookout.objects.exists()


def test_a_vehicle_needs_a_number_and_is_watched_for_by_people_alone(
    issuer: User, second: User, watching: User
) -> None:
    assert [each.field for each in faults(replace(VEHICLE, cells={"surname": "Hiace"}), NOW)] == ["plate"]
    made = live(issuer, second, VEHICLE)
    assert not Entry.objects.exists()
    assert list(shown(watching, "live", NOW)) == [made]


def test_a_rejected_lookout_is_live_nowhere_and_its_photo_is_deleted(issuer: User, second: User) -> None:
    made = propose(replace(ESCAPED, photo=PhotoChange(picture())), by=issuer, now=NOW)
    assert Photo.objects.exists()
    with pytest.raises(FieldRefused, match="why you approve or reject"):
        decide(made.pk, False, " ", by=second, now=NOW)
    decide(made.pk, False, "it is another man", by=second, now=NOW)
    made.refresh_from_db()
    assert (made.status_at(NOW), made.states) == (Status.ENDED, ["LCA"])
    assert not Entry.objects.exists()
    assert not Photo.objects.exists()


def test_its_entry_is_changed_by_its_lookout_alone(issuer: User, second: User) -> None:
    waits = propose(ESCAPED, by=issuer, now=NOW)
    nomination = Nomination.objects.get()
    with pytest.raises(NotAllowed, match="belongs to a lookout"):
        nominate.drop(nomination.pk, by=issuer, now=NOW)
    with pytest.raises(NotAllowed, match="belongs to another authority"):
        agree.approve([nomination.pk], why="w", by=second, now=NOW)
    decide(waits.pk, True, "w", by=second, now=NOW)
    with pytest.raises(NotAllowed, match="manual list"):
        agree.withdraw(Entry.objects.get(), why="w", by=second, now=NOW)
    with pytest.raises(NotAllowed, match="manual list"):
        nominate.save_draft(WatchList.objects.get(), {}, why="w", by=issuer, now=NOW)


# ── live in screening and at the desks


def test_a_new_filing_and_a_stored_voyage_raise_alerts_that_the_chosen_state_reads(
    issuer: User, second: User, watching: User, stranger: User
) -> None:
    file(paxlst(ANNA, TOBIAS))
    live(issuer, second)
    rescreened()
    alert = Alert.objects.get()
    assert (alert.action, alert.states, alert.state) == ("refer", ["BRB"], "new")
    file(paxlst(ANNA, TOBIAS, flight="2X205", reference="2"))
    assert Alert.objects.count() == 2
    assert Alert.objects.visible_to(watching).count() == 2
    assert not Alert.objects.visible_to(stranger).exists()


def test_a_state_that_was_not_chosen_sees_nothing(issuer: User, second: User, watching: User, stranger: User) -> None:
    made = live(issuer, second)
    for person, sees in ((watching, True), (issuer, True), (stranger, False)):
        enter(person.scope)
        for rows in (Lookout, LookoutEvent, LookoutPeriod, LookoutDesk):
            assert rows.objects.exists() is sees, rows  # the database's own policy
            assert rows.objects.visible_to(person).exists() is sees, rows
        enter(REGION)
    with pytest.raises(Lookout.DoesNotExist):
        acknowledge(made.pk, by=stranger, now=NOW)


def test_the_centre_sees_a_states_lookout_only_where_the_state_lets_it_telephone(
    issuer: User, second: User, analyst: User
) -> None:
    for calls in (False, True):
        made = live(issuer, second, replace(ESCAPED, centre_calls=calls))
        enter(analyst.scope)
        assert Lookout.objects.filter(pk=made.pk).exists() is calls  # the database's own policy
        assert Lookout.objects.visible_to(analyst).filter(pk=made.pk).exists() is calls
        assert LookoutEvent.objects.filter(lookout=made).exists() is calls
        enter(REGION)
    assert OutboxEvent.objects.filter(kind="lookout", codes__of="unacknowledged").count() == 1


def test_a_lookout_for_one_state_is_shown_to_no_other_through_its_alerts(
    issuer: User, second: User, watching: User, stranger: User
) -> None:
    live(issuer, second, replace(ESCAPED, chosen=["GRD"]))
    file(paxlst(ANNA, TOBIAS))  # to Barbados, which does not watch
    assert not Alert.objects.visible_to(watching).exists()
    assert not Alert.objects.visible_to(stranger).exists()


def test_each_desk_acknowledges_once_and_the_centre_records_its_call(
    issuer: User, second: User, watching: User, analyst: User
) -> None:
    made = live(issuer, second, replace(ESCAPED, chosen=["BRB", "GRD"]))
    assert list(made.desks.values_list("organisation", flat=True)) == ["BRB-BA", "GRD-BA"]
    assert shown(watching, "live", NOW).get().waits_for_us
    acknowledge(made.pk, by=watching, now=NOW)
    assert not shown(watching, "live", NOW).get().waits_for_us
    with pytest.raises(NotAllowed, match="acknowledged this lookout already"):
        acknowledge(made.pk, by=watching, now=NOW)
    with pytest.raises(NotAllowed, match="states that are to watch"):
        acknowledge(made.pk, by=issuer, now=NOW)
    silent = made.desks.get(acknowledged_at=None)
    with pytest.raises(NotAllowed, match="regional centre"):
        record_call(made.pk, silent.pk, True, "", by=watching, now=NOW)
    record_call(made.pk, silent.pk, False, "rang out", by=analyst, now=NOW)
    event = made.events.get(act="called")
    assert (event.organisation_id, event.content) == ("GRD-BA", {"answered": "no", "note": "rang out"})


def test_a_desk_replies_seen_or_not_seen_and_the_issuer_is_notified(issuer: User, second: User, watching: User) -> None:
    made = live(issuer, second)
    seen = Reply(is_seen=True, where="Bridgetown port", at=NOW, done="Referred to the police")
    for wrong, words in (
        ({"where": ""}, "where it was seen"),
        ({"at": NOW + timedelta(hours=1)}, "must be in the past"),
        ({"done": ""}, "what was done"),
    ):
        with pytest.raises(FieldRefused, match=words):
            reply(made.pk, replace(seen, **wrong), by=watching, now=NOW)
    reply(made.pk, Reply(is_seen=False, done="All crew checked"), by=watching, now=NOW)
    reply(made.pk, seen, by=watching, now=NOW)
    assert list(made.events.filter(organisation="BRB-BA").values_list("act", flat=True)) == ["not seen", "seen"]
    update_notices(HANDLERS, now=NOW)
    assert told("lookout issued") == ["officer-w"]
    assert told("lookout answered") == ["officer-l", "supervisor-l"]
    assert first_broken(Lookout.objects.get()) == 0


def test_the_centre_is_asked_to_telephone_desks_that_are_silent_for_an_hour(
    issuer: User, second: User, watching: User, analyst: User
) -> None:
    made = live(issuer, second)
    update_notices(HANDLERS, now=NOW + timedelta(minutes=59))
    assert told("lookout silent") == []
    update_notices(HANDLERS, now=NOW + timedelta(hours=1))
    assert told("lookout silent") == ["analyst"]
    acknowledge(made.pk, by=watching, now=NOW)


def test_a_child_is_referred_to_child_protection_and_the_photo_is_read_by_the_desks_alone(
    issuer: User, second: User, watching: User, analyst: User
) -> None:
    cells = {**ESCAPED.cells, "born": "2014-06-01"}
    made = live(issuer, second, replace(ESCAPED, cells=cells, photo=PhotoChange(picture())))
    assert made.is_child
    assert Entry.objects.get().listed["reason"].startswith("Refer to child protection. Do not arrest.")
    for person, sees in ((watching, True), (issuer, True), (analyst, False)):
        enter(person.scope)
        assert (lookout_photo(made, page_recipient(person), person.scope, with_content=True) is not None) is sees
        enter(REGION)
    assert live(issuer, second, replace(ESCAPED, is_child=True)).is_child


# ── the end


def test_it_ends_after_its_time_without_anybody_doing_anything(issuer: User, second: User, watching: User) -> None:
    file(paxlst(ANNA, TOBIAS))
    made = live(issuer, second)
    rescreened()
    ends = NOW + THREE_DAYS
    assert made.status_at(ends) == Status.ENDED  # on pages, before the machine has closed it
    update_notices(HANDLERS, now=ends - timedelta(seconds=1))
    assert Entry.objects.filter(removed_in=None).exists()
    update_notices(HANDLERS, now=ends)
    assert not Entry.objects.filter(removed_in=None).exists()
    rescreened()
    made.refresh_from_db()
    assert (made.ended_at, made.states, Alert.objects.get().state) == (ends, ["LCA"], "lapsed")
    assert made.events.order_by("number").values_list("act", flat=True).last() == "expired"
    assert not Lookout.objects.visible_to(watching).exists()
    file(paxlst(ANNA, TOBIAS, flight="2X205", reference="2"))
    assert Alert.objects.count() == 1
    update_notices(HANDLERS, now=ends)
    assert told("lookout ended") == ["officer-w"]
    assert first_broken(made) == 0


def test_a_renewal_needs_two_people_and_a_reason_and_counts_from_its_approval(issuer: User, second: User) -> None:
    made = live(issuer, second)
    later = NOW + timedelta(hours=60)
    with pytest.raises(FieldRefused, match="Write why it is looked for"):
        renew(made.pk, 24, "", by=issuer, now=later)
    renew(made.pk, 48, "still at large", by=issuer, now=later)
    with pytest.raises(NotAllowed, match="already waiting for a second approval"):
        renew(made.pk, 48, "again", by=issuer, now=later)
    made.refresh_from_db()
    assert made.until == NOW + THREE_DAYS  # proposed alone, it ends on time
    decide(made.pk, True, "agreed", by=second, now=later)
    update_notices(HANDLERS, now=NOW + THREE_DAYS)
    made.refresh_from_db()
    assert (made.ended_at, made.until) == (None, later + timedelta(hours=48))
    assert Entry.objects.get(removed_in=None).listed["expires"] == f"{made.until:%Y-%m-%d}"
    update_notices(HANDLERS, now=made.until)
    assert not Entry.objects.filter(removed_in=None).exists()


def test_a_renewal_that_nobody_approved_ends_with_its_lookout(issuer: User, second: User) -> None:
    made = live(issuer, second)
    renew(made.pk, 48, "still at large", by=issuer, now=NOW)
    update_notices(HANDLERS, now=NOW + THREE_DAYS)
    assert LookoutPeriod.objects.filter(lookout=made).values_list("decision", flat=True)[1] == "replaced"
    with pytest.raises(NotAllowed, match="already been decided"):
        decide(made.pk, True, "too late", by=second, now=NOW + THREE_DAYS)
    assert not Nomination.objects.filter(status="waiting").exists()


def test_a_withdrawal_is_one_persons_act_and_closes_the_alerts(issuer: User, second: User, watching: User) -> None:
    file(paxlst(ANNA, TOBIAS))
    made = live(issuer, second)
    rescreened()
    with pytest.raises(NotAllowed, match="state that issued"):
        withdraw(made.pk, "w", by=watching, now=NOW)
    with pytest.raises(FieldRefused, match="why the lookout ends"):
        withdraw(made.pk, " ", by=issuer, now=NOW)
    withdraw(made.pk, "caught", by=issuer, now=NOW)
    rescreened()
    assert Alert.objects.get().state == "lapsed"
    assert not Lookout.objects.visible_to(watching).exists()
    with pytest.raises(NotAllowed, match="has ended"):
        withdraw(made.pk, "again", by=issuer, now=NOW)
    with pytest.raises(NotAllowed, match="has ended"):
        renew(made.pk, 5, "again", by=issuer, now=NOW)


def test_an_end_whose_event_is_handled_late_or_twice_ends_it_once(issuer: User, second: User) -> None:
    made = live(issuer, second)
    event = OutboxEvent.objects.get(kind="lookout ends")
    HANDLERS[EventKind.LOOKOUT_ENDS]([event, event], NOW + THREE_DAYS + timedelta(hours=5))
    HANDLERS[EventKind.LOOKOUT_ENDS]([event], NOW + THREE_DAYS + timedelta(hours=6))
    assert made.events.filter(act="expired").count() == 1


def test_whom_it_names_is_deleted_thirty_days_after_its_end(issuer: User, second: User) -> None:
    period = next(row.keep for row in in_force(RETENTION) if row.category == "lookout")
    ended, waits = live(issuer, second), propose(replace(ESCAPED, photo=PhotoChange(picture())), by=issuer, now=NOW)
    withdraw(ended.pk, "caught", by=issuer, now=NOW)
    assert delete_old(period, NOW + timedelta(days=29)) == 0
    assert delete_old(period, NOW + timedelta(days=31)) == 2
    assert not Lookout.objects.exists()
    assert not Photo.objects.exists()
    for word in ("QZXWHY", "QUILLIMANE", "G7654321", waits.reference[-9:] + " never"):
        assert residue(word) == [], word
