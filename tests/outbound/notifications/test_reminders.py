"""What should have happened by now is said once, to whom it concerns, and not once it has happened."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.models import Alert, FollowUp
from roadstead.casework.alerts.outcomes import record as record_outcome
from roadstead.casework.cases.acts import NewCase, open_case
from roadstead.casework.cases.tasks import end_task, set_task
from roadstead.casework.examinations.acts import record_result
from roadstead.engine.records import Action
from roadstead.engine.reference.deadlines import TIMERS
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.notifications.fan_out import update_notices
from roadstead.oversight.retention import subject_requests
from roadstead.oversight.retention.incidents import NewIncident, record, record_notification
from roadstead.oversight.retention.models import NotificationDuty, SubjectRequest
from roadstead.pipeline.handlers import HANDLERS
from roadstead.platform.accounts.account_notices import text_of
from roadstead.platform.accounts.models import AccountNotice, Role, State, User
from roadstead.platform.directory.roster import add_turn
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.outbox.queue import write
from roadstead.platform.timeline.tasks import TaskEnd
from tests.casework.cases.test_tasks import ASKED
from tests.casework.examinations.cargo import LANDED, selected, ship
from tests.casework.examinations.test_selections import FOUND
from tests.conftest import Approve, make_user
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
CLOSE_OUT = paxlst(ANNA, function="266+CLOB")


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def told(kind: str, now: datetime) -> list[str]:
    """User names of those notified so far, after a pass of the sender at `now`."""
    update_notices(HANDLERS, now=now)
    return sorted(AccountNotice.objects.filter(kind=kind).values_list("person__username", flat=True))


def due() -> datetime:
    found = Voyage.objects.get().due_at
    assert found
    return found


def test_the_states_duty_is_told_once_that_a_list_has_not_come_by_its_deadline(
    officer_a: User, supervisor_a: User, officer_b: User
) -> None:
    make_user("colleague-a", Role.OFFICER, state="BRB")
    add_turn(str(officer_a.pk), range(7), "00:00", "00:00", by=supervisor_a, now=NOW)
    file(CLOSE_OUT)
    assert told("missing list", due() - timedelta(seconds=1)) == []
    assert told("missing list", due()) == ["officer-a"]
    assert "2X101" in text_of(AccountNotice.objects.get(kind="missing list"))
    Voyage.objects.update(due_at=due() - timedelta(minutes=1))
    file(paxlst(ANNA, function="266+CLOB", reference="2", sent="251125:1300"))
    assert told("missing list", due()) == ["officer-a"]
    assert not OutboxEvent.objects.filter(kind="missing list").exists()


def test_where_the_roster_names_nobody_the_supervisors_are_told_of_a_missing_list(
    officer_a: User, supervisor_a: User
) -> None:
    file(CLOSE_OUT)
    assert told("missing list", due()) == ["supervisor-a"]


def test_a_list_that_comes_in_time_is_not_missing(supervisor_a: User) -> None:
    file(CLOSE_OUT)
    file(paxlst(ANNA, reference="2"))
    assert told("missing list", due()) == []


def test_a_voyage_whose_list_came_first_writes_no_event() -> None:
    file(paxlst(ANNA))
    assert not OutboxEvent.objects.filter(kind="missing list").exists()


@pytest.mark.parametrize("change", [{"cancelled": True}, {"arrives_at": NOW}, {"due_at": NOW + timedelta(days=9)}])
def test_nobody_is_told_of_a_voyage_that_is_cancelled_has_arrived_or_has_time_left(
    supervisor_a: User, change: dict[str, object]
) -> None:
    file(CLOSE_OUT)
    first = due()
    Voyage.objects.update(**change)
    assert told("missing list", first) == []


def test_a_task_of_a_case_that_is_not_done_is_said_when_it_is_due(officer_a: User) -> None:
    case = open_case(NewCase(title="Papers", purpose="police", basis="s. 1"), by=officer_a, now=NOW)
    done, left = (set_task(case.pk, ASKED, by=officer_a, now=NOW) for _ in range(2))
    end_task(case.pk, done.number, TaskEnd.DONE, "", by=officer_a, now=NOW)
    assert told("task of case", left.due_at - timedelta(seconds=1)) == []
    assert told("task of case", left.due_at) == ["officer-a"]
    assert str(case.pk) in text_of(AccountNotice.objects.get())


def test_a_task_of_an_alert_is_said_to_its_supervisor_unless_only_others_may_know_the_alert(
    officer_a: User, supervisor_a: User
) -> None:
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(arrives_at=NOW - timedelta(hours=1))
    record_outcome(Alert.objects.get().pk, OutcomeType.MISSED, at=NOW, text="was through", by=officer_a, now=NOW)
    task = FollowUp.objects.get()
    Alert.objects.update(named=[officer_a.pk])
    assert told("task of alert", task.due_at) == []
    write(EventKind.TASK_DUE, task.pk, of="alert")
    Alert.objects.update(named=[officer_a.pk, supervisor_a.pk])
    assert told("task of alert", task.due_at) == ["supervisor-a"]


def test_a_task_of_goods_selected_without_an_alert_is_said_to_the_officer_who_found_something(officer_a: User) -> None:
    made = selected(ship(), officer_a)
    record_result(made.pk, FOUND, by=officer_a, now=LANDED + timedelta(hours=1))
    task = FollowUp.objects.get()
    assert told("task of selection", task.due_at - timedelta(seconds=1)) == []
    assert told("task of selection", task.due_at) == ["officer-a"]
    assert f"selection {made.pk}" in text_of(AccountNotice.objects.get())


@pytest.mark.parametrize(
    ("handling", "mails"),
    [({}, 1), ({"tlp": "red"}, 0), ({"action": Action.DISCREET}, 0)],
    ids=["as shipped", "red", "silent"],
)
def test_a_task_of_a_red_or_silent_alert_is_said_at_the_next_sign_in_and_never_mailed(
    officer_a: User, supervisor_a: User, handling: dict[str, object], mails: int
) -> None:
    User.objects.filter(pk=supervisor_a.pk).update(email="s@barbados.example")
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(arrives_at=NOW - timedelta(hours=1))
    record_outcome(Alert.objects.get().pk, OutcomeType.MISSED, at=NOW, text="was through", by=officer_a, now=NOW)
    if handling:
        Alert.objects.update(named=[supervisor_a.pk] if "tlp" in handling else [], **handling)
    assert told("task of alert", FollowUp.objects.get().due_at) == ["supervisor-a"]
    assert OutboxEvent.objects.filter(kind="account notice").count() == mails


def test_a_states_supervisors_are_told_of_a_breach_at_once_a_day_before_and_when_it_is_late(
    supervisor: User, supervisor_a: User
) -> None:
    known = NewIncident(what="A laptop went astray.", known_at=f"{NOW:%Y-%m-%dT%H:%M}", states=["BRB"])
    record(known, by=supervisor, now=NOW)
    until = NotificationDuty.objects.get().due_at
    assert told("breach recorded", NOW) == ["supervisor-a"]
    assert told("breach due", until - timedelta(days=1, seconds=1)) == []
    assert told("breach due", until - timedelta(days=1)) == ["supervisor-a"]
    assert told("breach overdue", until) == ["supervisor-a"]


def test_nobody_is_reminded_of_a_breach_that_the_authority_was_told_of(supervisor: User, supervisor_a: User) -> None:
    known = NewIncident(what="A laptop went astray.", known_at=f"{NOW:%Y-%m-%dT%H:%M}", states=["BRB"])
    made = record(known, by=supervisor, now=NOW)
    duty = NotificationDuty.objects.get()
    record_notification(made.pk, duty.pk, "the commissioner, by telephone", by=supervisor, now=NOW)
    assert told("breach due", duty.due_at) == []
    assert not OutboxEvent.objects.exclude(kind="account notice").exists()


def ask(by: User, now: datetime = NOW) -> SubjectRequest:
    asked = {"kind": "access", "surname": "TESTER", "born": "1980-01-31", "identity_by": "passport"}
    return subject_requests.receive_request(asked, by=by, now=now)


def test_who_answers_for_a_state_is_told_once_that_a_request_is_due_and_once_that_it_is_late(
    officer_a: User, supervisor_a: User, officer_b: User, supervisor: User
) -> None:
    make_user("dpo-a", Role.DATA_PROTECTION, state="BRB")
    request = ask(officer_a)
    soon, who = request.due_at - timedelta(days=7), ["dpo-a", "supervisor-a"]
    assert told("request due", soon - timedelta(seconds=1)) == []
    assert told("request due", soon) == who
    assert told("request overdue", request.due_at - timedelta(seconds=1)) == []
    assert told("request overdue", request.due_at) == who
    assert told("request due", request.due_at + timedelta(days=30)) == who
    assert told("request overdue", request.due_at + timedelta(days=30)) == who
    texts = {text_of(notice) for notice in AccountNotice.objects.filter(kind__startswith="request")}
    assert all(request.reference in text for text in texts)
    assert "TESTER" not in str(texts)


def test_nobody_is_told_of_a_request_that_was_answered_but_of_its_review(officer_a: User, supervisor_a: User) -> None:
    request = ask(officer_a)
    subject_requests.answer(request.pk, "", by=officer_a, now=NOW)
    assert told("request due", request.due_at) == told("request overdue", request.due_at) == []
    asked = request.due_at + timedelta(days=1)
    until = subject_requests.ask_review(request.pk, by=officer_a, now=asked).review_due_at
    assert until
    assert told("review due", until - timedelta(days=7)) == ["supervisor-a"]
    subject_requests.review(request.pk, upheld=True, by=supervisor_a, now=until - timedelta(days=1))
    assert told("review overdue", until) == []
    assert told("request overdue", until) == []


def test_of_a_short_period_it_is_said_when_half_of_it_is_over(
    officer_a: User, supervisor_a: User, approved: Approve
) -> None:
    approved(TIMERS, "BRB,request,2026-01-01,,48 hours,yes,P,Act 1,two days")
    ask(officer_a)
    assert told("request due", NOW + timedelta(hours=23)) == []
    assert told("request due", NOW + timedelta(hours=24)) == ["supervisor-a"]


def test_the_centres_own_requests_are_said_to_the_centre(supervisor: User, supervisor_a: User) -> None:
    request = ask(supervisor)
    assert told("request overdue", request.due_at) == [supervisor.username]
