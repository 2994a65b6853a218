"""Histories are compared with the audit: what was changed behind the system's back is named, hashed anew or not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, Event
from roadstead.casework.cases.acts import NewCase, open_case, write_note
from roadstead.casework.cases.models import Case
from roadstead.cli import audit as command
from roadstead.cli.__main__ import _parser
from roadstead.cli.console import CommandFailed
from roadstead.config import config
from roadstead.oversight.retention.mask import mask_alert
from roadstead.pipeline.schedule import verify_histories
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Record, log
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.jobs.run import JobFailed
from roadstead.platform.timeline import verify
from roadstead.platform.timeline.events import append, first_broken
from roadstead.platform.timeline.models import HEAD_COLUMNS
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

pytestmark = pytest.mark.django_db
WORDS = DecisionText(note="another passport", compared=COMPARED, reasons_for="f", reasons_against="a")


@pytest.fixture
def alert(region: None, officer_a: User) -> Alert:
    """Raised by the screening (event 1), taken (2) and cleared (3) by an officer; beside it a case with a note."""
    put_in_force()
    file(paxlst(TOBIAS))
    found = Alert.objects.get()
    enter(officer_a.scope)
    for act in (Act.TAKE, Act.CLEAR):
        decide(found.pk, act, by=officer_a, words=WORDS, now=NOW)
    case = open_case(NewCase(title="Papers", purpose="police", basis="s. 1"), by=officer_a, now=NOW)
    write_note(case.pk, "seen at the quay", by=officer_a, now=NOW)
    enter(REGION)
    found.refresh_from_db()
    return found


def rewritten(alert: Alert, change: Callable[[list[Event]], object]) -> None:
    """As the owner of the tables can: the events taken away, changed, and put back with all hashes computed anew."""
    events = list(Event.objects.filter(alert=alert).order_by("number"))
    with connection.cursor() as cursor:
        cursor.execute("select retention_erase('alerts_event', %s::bigint[])", [[event.pk for event in events]])
    alert.edition, alert.head = 0, ""
    change(events)
    for event in events:
        event.alert, event.pk = alert, None
        append(alert, event)
        event.save(force_insert=True)
    Alert.objects.filter(pk=alert.pk).update(**{name: getattr(alert, name) for name in HEAD_COLUMNS})
    alert.refresh_from_db()


def of(alert: Alert, *sentences: str) -> list[str]:
    return [f"alert {alert.pk}: {sentence}" for sentence in sentences]


def line(action: str) -> int:
    """Its number in the chain of the audit; 0 while it is not sealed."""
    return Record.objects.get(action=action).sequence or 0


def test_histories_as_they_were_written_have_no_faults(alert: Alert) -> None:
    assert list(verify.faults()) == []
    assert verify.count_events() == Event.objects.count() + Case.objects.get().edition
    mask_alert(alert)  # what retention removes in its time is no fault
    assert list(verify.faults()) == []


def test_the_daily_job_fails_with_the_first_fault_that_it_finds(alert: Alert) -> None:
    verify_histories(config(), NOW)
    rewritten(alert, lambda events: events.pop())
    with pytest.raises(JobFailed, match=rf"^history verification failed: alert {alert.pk}: the history lacks"):
        verify_histories(config(), NOW)


def test_one_event_that_was_changed_alone_is_named(alert: Alert) -> None:
    (cleared,) = Event.objects.filter(act="clear")
    with connection.cursor() as cursor:
        cursor.execute("select retention_erase('alerts_event', %s::bigint[])", [[cleared.pk]])
    cleared.note, cleared.pk = "never said", None
    cleared.save(force_insert=True)
    assert list(verify.faults()) == of(alert, "event 3 was changed or is missing")


@pytest.mark.parametrize(
    "change",
    [
        lambda events: setattr(events[2], "note", "never said"),
        lambda events: setattr(events[2], "at", events[2].at + timedelta(hours=1)),
        lambda events: setattr(events[2], "after", "confirmed"),
    ],
    ids=["words", "moment", "decision"],
)
def test_a_history_that_was_hashed_anew_holds_in_itself_and_not_against_the_audit(
    alert: Alert, change: Callable[[list[Event]], object]
) -> None:
    rewritten(alert, change)
    assert first_broken(alert) == 0
    assert list(verify.faults()) == of(
        alert,
        f"the history lacks the event recorded in line {line('alert clear')} of the audit log",
        "event 3 names a person, but is not in the audit log",
    )


def test_an_act_that_was_taken_out_is_missed_by_the_audit(alert: Alert) -> None:
    rewritten(alert, lambda events: events.pop())
    assert first_broken(alert) == 0
    (fault,) = verify.faults()
    assert (
        fault
        == f"alert {alert.pk}: the history lacks the event recorded in line {line('alert clear')} of the audit log"
    )


def test_an_act_that_was_made_up_for_somebody_is_not_in_the_audit(alert: Alert, supervisor_a: User) -> None:
    forged = Event(act=Act.CLEAR, who=supervisor_a, before="new", after="cleared", states=["BRB"])
    rewritten(alert, lambda events: events.append(forged))
    assert first_broken(alert) == 0
    assert list(verify.faults()) == of(alert, "event 4 names a person, but is not in the audit log")


def test_a_history_that_was_taken_away_whole_is_missed(alert: Alert) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select retention_erase('alerts_event', array(select id from alerts_event))")
    assert next(verify.faults()) == f"alert {alert.pk}: all events are missing"


def test_a_case_is_verified_alike(alert: Alert) -> None:
    Case.objects.update(edition=7)
    assert list(verify.faults()) == [f"case {Case.objects.get().pk}: event 3 was changed or is missing"]


def test_a_case_that_was_deleted_behind_the_systems_back_is_missed(alert: Alert, officer_a: User) -> None:
    """As its lines of the audit are all that is left of it. An alert that retention erased has such lines as well."""
    log(officer_a, "case open", "case 987654", states=["BRB"], detail=f"event {'0' * 64}")
    log(officer_a, "alert take", "alert 987654", states=["BRB"], detail=f"event {'0' * 64}")
    assert list(verify.faults()) == ["case 987654: it is in the audit log, but was deleted with its history"]


def test_an_act_that_an_earlier_release_noted_without_a_hash_is_no_fault(alert: Alert, officer_a: User) -> None:
    noted = Event(act=Act.RETURN, who=officer_a, before="cleared", after="new", states=["BRB"])
    rewritten(alert, lambda events: events.append(noted))
    log(officer_a, "alert return", f"alert {alert.pk}", states=["BRB"])
    assert [fault for fault in verify.faults() if "event 4" in fault] == []


def test_the_command_names_the_faults_and_says_that_the_audit_does_not_hold(
    alert: Alert, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = _parser("audit").parse_args(["audit", "verify"])
    assert command.run(arguments) == 0
    assert f"verified: {verify.count_events()} events in histories" in capsys.readouterr().out
    rewritten(alert, lambda events: events.pop())
    with pytest.raises(CommandFailed, match="1 fault in the histories"):
        command.run(arguments)
    assert f"alert {alert.pk}: the history lacks" in capsys.readouterr().err
