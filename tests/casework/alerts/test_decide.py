"""A named officer decides, with a note; everything that happens is written down (S13, S14, S28, S35)."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from roadstead.casework.alerts.decide import DecisionText, decide, possible_acts
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, ClearedPair, Event
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import hashed_key
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def alert(region: None) -> Alert:
    voyage = Voyage.objects.create(key="air/X9/1", mode="air", states=["BRB"])
    return Alert.objects.create(
        voyage=voyage,
        kind="name",
        list_name="Test list",
        entry_id="e1",
        entry_hash="h",
        person_key=hashed_key("p"),
        states=["BRB"],
    )


def act(alert: Alert, what: Act, by: User, note: str = "") -> Alert:
    return decide(
        alert.pk, what, by=by, words=DecisionText(note=note, reasons_for="name", reasons_against="born"), now=NOW
    )


def test_an_officer_takes_compares_and_clears(alert: Alert, officer_a: User) -> None:
    act(alert, Act.TAKE, officer_a)
    cleared = act(alert, Act.CLEAR, officer_a, "another birth date, another document")
    assert cleared.state == AlertState.CLEARED
    assert [(event.act, event.who) for event in alert.events.all()] == [("take", officer_a), ("clear", officer_a)]
    assert ClearedPair.objects.get().proposed_by == officer_a
    assert Record.objects.filter(action="alert clear", subject=f"alert {alert.pk}", who=officer_a).exists()


@pytest.mark.parametrize("what", [Act.CLEAR, Act.CONFIRM, Act.REFER])
def test_nothing_is_decided_without_a_note(alert: Alert, officer_a: User, what: Act) -> None:
    act(alert, Act.TAKE, officer_a)
    with pytest.raises(NotAllowed, match="write down"):
        act(alert, what, officer_a, "  ")
    assert Alert.objects.get().state == AlertState.REVIEWING


@pytest.mark.parametrize(
    "words", [DecisionText(note="n", reasons_for="x"), DecisionText(note="n", reasons_against="x")]
)
@pytest.mark.parametrize("what", [Act.CLEAR, Act.CONFIRM])
def test_both_sides_are_weighed_before_a_decision(
    alert: Alert, officer_a: User, what: Act, words: DecisionText
) -> None:
    act(alert, Act.TAKE, officer_a)
    with pytest.raises(NotAllowed, match="evidence for a match"):
        decide(alert.pk, what, by=officer_a, words=words, now=NOW)


def test_only_the_officer_who_holds_the_alert_decides(alert: Alert, officer_a: User, analyst: User) -> None:
    act(alert, Act.TAKE, officer_a)
    with pytest.raises(NotAllowed, match="take the alert first"):
        act(alert, Act.CONFIRM, analyst, "it is he")


def test_an_auditor_decides_nothing(alert: Alert, auditor: User) -> None:
    assert possible_acts(alert, auditor) == []
    with pytest.raises(NotAllowed, match="only officers, analysts and supervisors"):
        act(alert, Act.TAKE, auditor)


def test_another_states_officer_does_not_find_the_alert(alert: Alert, officer_b: User) -> None:
    enter(officer_b.scope)
    with pytest.raises(Alert.DoesNotExist):
        act(alert, Act.TAKE, officer_b)


def test_a_supervisor_reopens_and_the_cleared_pair_ends(alert: Alert, officer_a: User, supervisor_a: User) -> None:
    act(alert, Act.TAKE, officer_a)
    act(alert, Act.CLEAR, officer_a, "not the same")
    with pytest.raises(NotAllowed, match="only a supervisor"):
        act(alert, Act.REOPEN, officer_a, "I was wrong")
    act(alert, Act.REOPEN, supervisor_a, "the document does agree")
    assert ClearedPair.objects.get().withdrawn_at == NOW


def test_what_happened_to_an_alert_cannot_be_unwritten(alert: Alert, officer_a: User) -> None:
    act(alert, Act.TAKE, officer_a)
    for change in (lambda: Event.objects.update(note="x"), lambda: Event.objects.all().delete()):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()
    enter(REGION)
    assert Event.objects.count() == 1
