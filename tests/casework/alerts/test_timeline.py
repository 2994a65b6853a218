"""The history of an alert is a chain: what is changed is found, and what is removed in its time is no forgery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.follow_ups import assign, end
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, Event, FollowUp
from roadstead.casework.alerts.outcomes import record
from roadstead.engine.chain import content_hash
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.mask import mask_alert
from roadstead.oversight.retention.models import Restriction
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, clear_hidden_ids, enter
from roadstead.platform.timeline.events import first_broken, first_broken_event, with_chain_head
from roadstead.web.alerts.alert_page import is_history_unchanged, visible_events
from tests.pipeline.test_corrections import EXACT, NAMESAKE
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

pytestmark = pytest.mark.django_db
LISTS = 5
WROTE = "Quillimane showed another passport"
WORDS = DecisionText(note=WROTE, compared=COMPARED, reasons_for="f", reasons_against="a")


@pytest.fixture
def alert(region: None, officer_a: User) -> Alert:
    """Raised by the screening, taken and cleared by an officer of the only state it concerns."""
    put_in_force()
    file(paxlst(TOBIAS))
    found = Alert.objects.get()
    act(found, Act.TAKE, Act.CLEAR, by=officer_a)
    return found


def act(alert: Alert, *acts: Act, by: User) -> None:
    enter(by.scope)
    for what in acts:
        decide(alert.pk, what, by=by, words=WORDS, now=NOW)
    enter(REGION)


def history(alert: Alert) -> list[Any]:
    return list(with_chain_head(Event.objects.filter(alert=alert)))


def test_screening_and_officers_write_one_chain_that_holds(alert: Alert) -> None:
    assert [event.act for event in history(alert)] == ["raised", "take", "clear"]
    assert first_broken(alert) == 0
    alert.refresh_from_db()
    assert (alert.edition, alert.head) == (3, history(alert)[-1].hash)


def test_the_line_of_the_audit_holds_the_hash_of_the_decision(alert: Alert) -> None:
    line = Record.objects.get(action="alert clear")
    assert line.detail == f"event {history(alert)[-1].hash}"


CHANGES: dict[str, Callable[[list[Any]], object]] = {
    "another note": lambda events: setattr(events[1], "note", "never"),
    "another decision": lambda events: setattr(events[1], "after", "confirmed"),
    "another comparison": lambda events: setattr(events[1], "compared", {"name": "different"}),
    "another person": lambda events: setattr(events[1], "who", None),
    "another moment": lambda events: setattr(events[1], "at", events[1].at + timedelta(seconds=1)),
    "another state": lambda events: setattr(events[1], "by_state", "LCA"),
    "another alert": lambda events: setattr(events[1], "alert_id", 0),
    "one deleted": lambda events: events.pop(1),
    "two in another order": lambda events: events.insert(2, events.pop(1)),
    "one inserted": lambda events: events.insert(1, Event(alert=events[0].alert, number=2, at=NOW, act="take")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_deleted_reordered_or_inserted_is_found(alert: Alert, change: str) -> None:
    events = history(alert)
    CHANGES[change](events)
    assert first_broken_event(events) == 2


def test_events_deleted_at_the_end_are_found_by_the_head_that_the_alert_keeps(alert: Alert) -> None:
    events = [event.pk for event in history(alert)]
    deleted(events[-1:])
    assert first_broken(alert) == 3
    deleted(events)
    assert first_broken(alert) == 1


def deleted(events: list[int]) -> None:
    """As only the owner of the tables can."""
    with connection.cursor() as cursor:
        cursor.execute("select retention_erase('alerts_event', %s::bigint[])", [events])


def test_two_events_of_an_alert_never_have_one_number(alert: Alert) -> None:
    with pytest.raises(IntegrityError, match="one_event_of_an_alert_a_number"), transaction.atomic():
        Event.objects.create(alert=alert, number=2, act="changed", after="new", states=["BRB"])


# ── removed, restricted ─────────────────────────────────────────────────────────────────────


def test_what_is_removed_in_its_time_is_no_forgery_and_the_page_says_when(
    alert: Alert, supervisor_a: User, client: Client
) -> None:
    before = history(alert)[-1]
    mask_alert(alert)
    removed = history(alert)[-1]
    assert (removed.note, removed.salt, removed.sha256) == ("", None, before.sha256)
    assert first_broken(alert) == 0
    client.force_login(supervisor_a)
    text = client.get(f"/alerts/{alert.pk}").content.decode()
    assert "This text was removed on" in text
    assert "no event was changed" in text
    assert "changed or removed" not in text


def test_the_hash_of_removed_words_confirms_no_guess(alert: Alert) -> None:
    mask_alert(alert)
    removed = history(alert)[-1]
    guess = {"note": WROTE, "reasons_for": "f", "reasons_against": "a", "salt": ""}
    assert set(removed.words()) == set(guess)
    assert content_hash(guess) != removed.sha256


@pytest.mark.parametrize("name", ["note", "reasons_for", "reasons_against"])
def test_words_that_take_the_place_of_removed_ones_are_found(alert: Alert, name: str) -> None:
    mask_alert(alert)
    events = history(alert)
    setattr(events[-1], name, "a forged reason")
    assert first_broken_event(events) == 3


def test_a_decision_that_is_changed_after_its_words_were_removed_is_found(alert: Alert) -> None:
    mask_alert(alert)
    events = history(alert)
    events[-1].after = "confirmed"
    assert first_broken_event(events) == 3


def test_words_that_are_gone_without_a_day_are_found(alert: Alert) -> None:
    events = history(alert)
    events[-1].note = ""
    assert first_broken_event(events) == 3


def test_removing_twice_keeps_the_first_day(alert: Alert) -> None:
    mask_alert(alert)
    first = history(alert)[-1].removed_at
    mask_alert(alert)
    assert history(alert)[-1].removed_at == first


def test_who_may_not_read_restricted_words_still_sees_that_the_history_holds(alert: Alert, supervisor_a: User) -> None:
    person = Traveller.objects.get()
    Restriction.objects.create(traveller=person, voyage=person.voyage, owner="BRB", at=NOW, states=["BRB"])
    clear_hidden_ids()
    enter(supervisor_a.scope)
    events = visible_events(alert, supervisor_a)
    assert [event.note for event in events] == ["", "", ""]
    assert is_history_unchanged(alert, events, supervisor_a.scope)
    events[1].after = "confirmed"
    assert not is_history_unchanged(alert, events, supervisor_a.scope)


# ── several states ──────────────────────────────────────────────────────────────────────────


def test_a_state_that_does_not_see_what_another_did_is_told_whether_all_of_it_holds(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    Voyage.objects.update(states=["BRB", "LCA"])
    Alert.objects.update(states=["BRB", "LCA"])
    alert.refresh_from_db()
    act(alert, Act.REOPEN, by=_supervisor(officer_a))
    alert.refresh_from_db()
    enter(officer_b.scope)
    seen = visible_events(alert, officer_b)
    assert (alert.edition, seen) == (4, [])
    assert is_history_unchanged(alert, seen, officer_b.scope)
    assert visible_events(alert, officer_b) == []  # it sees no more than before
    Alert.objects.update(head="0" * 64)
    assert not is_history_unchanged(alert, visible_events(alert, officer_b), officer_b.scope)


def _supervisor(user: User) -> User:
    user.role = "supervisor"
    user.save()
    return user


def test_a_page_on_which_all_is_seen_asks_the_database_nothing_more(alert: Alert, officer_a: User) -> None:
    enter(officer_a.scope)
    seen = visible_events(alert, officer_a)
    with CaptureQueriesContext(connection) as asked:
        assert is_history_unchanged(alert, seen, officer_a.scope)
    assert len(asked) == 0


# ── screening ───────────────────────────────────────────────────────────────────────────────


def test_alerts_are_numbered_and_hashed_without_a_statement_for_each(region: None, officer_a: User) -> None:
    for at in range(LISTS):
        put_in_force(name=f"List {at}")
    with CaptureQueriesContext(connection) as asked:
        file(paxlst(NAMESAKE))
    assert {alert.edition for alert in Alert.objects.all()} == {1}
    assert (written("UPDATE", asked), written("INSERT INTO", asked)) == (0, 1)
    with CaptureQueriesContext(connection) as asked:
        file(paxlst(EXACT, sent="261125:1300", reference="2"))
    assert {alert.edition for alert in Alert.objects.filter(kind="name")} == {2}
    assert LISTS <= written("UPDATE", asked) <= Alert.objects.count()  # those by which each takes the new evidence
    assert {first_broken(alert) for alert in Alert.objects.all()} == {0}


def written(verb: str, asked: CaptureQueriesContext) -> int:
    return sum(each["sql"].startswith(f'{verb} "alerts_alert"') for each in asked)


# ── tasks ───────────────────────────────────────────────────────────────────────────────────


def test_a_task_is_set_given_and_ended_in_the_history_of_its_alert(
    alert: Alert, officer_a: User, supervisor_a: User, client: Client
) -> None:
    Voyage.objects.update(arrives_at=NOW - timedelta(hours=1))
    enter(officer_a.scope)
    record(alert.pk, OutcomeType.MISSED, at=NOW, text="was through", by=officer_a, now=NOW)
    task = FollowUp.objects.get()
    assign(task.pk, officer_a.username, by=supervisor_a, now=NOW)
    end(task.pk, "found at the hotel", by=officer_a, now=NOW)
    enter(REGION)
    events = history(alert)
    assert [(event.act, event.note) for event in events if event.act.startswith("task")] == [
        ("task set", task.what),
        ("task given", officer_a.username),
        ("task done", "found at the hotel"),
    ]
    assert events[task.number - 1].act == "task set"
    assert first_broken(alert) == 0
    client.force_login(officer_a)
    text = client.get(f"/alerts/{alert.pk}").content.decode()
    assert "Task assigned" in text
    mask_alert(alert)
    assert FollowUp.objects.get().result == ""
