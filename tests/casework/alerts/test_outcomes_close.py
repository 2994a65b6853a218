"""An outcome closes the alert for the state that recorded it, asks before arrival, and may raise a task (0022)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from roadstead.casework.alerts import state_decisions
from roadstead.casework.alerts.decide import DecisionText, decide, possible_acts
from roadstead.casework.alerts.follow_ups import assign, end
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import Act, AlertState
from roadstead.casework.alerts.models import Alert, Event, FollowUp, Outcome
from roadstead.casework.alerts.outcomes import NotArrived, record
from roadstead.casework.alerts.queue import AlertFilters, count_by_assignee, next_alert, queue
from roadstead.casework.alerts.queue_overview import count_other_work
from roadstead.casework.alerts.state_decisions import as_seen_by, is_open_somewhere, visible_alerts
from roadstead.engine.reference.settings import SETTINGS
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.notifications.acknowledgement import acknowledge_for_alert, count_calling
from roadstead.outbound.notifications.fan_out import escalate, update_notices
from roadstead.outbound.notifications.models import Notice
from roadstead.outbound.responses.issue import matches
from roadstead.outbound.responses.logic.policy import MatchStatus
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import Approve, make_user
from tests.pipeline.test_pipeline import NOW, TOBIAS, file, put_in_force
from tests.samples import COMPARED, paxlst

pytestmark = pytest.mark.django_db
LANDED = NOW - timedelta(hours=1)
DECISION = DecisionText(note="n", compared=COMPARED, reasons_for="f", reasons_against="a")


@pytest.fixture
def alert(region: None, officer_a: User, officer_b: User) -> Alert:
    """By the region's list, on a flight to Barbados and Saint Lucia that landed an hour ago."""
    put_in_force()
    file(paxlst(TOBIAS))
    Voyage.objects.update(states=["BRB", "LCA"], arrives_at=LANDED)
    Alert.objects.update(states=["BRB", "LCA"])
    return Alert.objects.get()


def recorded(alert: Alert, by: User, what: OutcomeType = OutcomeType.ADMITTED, text: str = "") -> Outcome:
    enter(by.scope)
    made = record(alert.pk, what, at=NOW, text=text, by=by, now=NOW)
    enter(REGION)
    return made


def numbers(user: User, show: str = "open") -> list[int]:
    """The alerts in this person's queue, in order; the tabs count the same."""
    enter(user.scope)
    asked = AlertFilters(show=show)
    found = [row.pk for row in queue(user, asked, NOW)]
    assert count_by_assignee(user, asked, NOW)["all"] == len(found)
    if show in count_other_work(user):
        assert count_other_work(user)[show] == len(found)
    enter(REGION)
    return found


def test_an_outcome_takes_the_alert_out_of_the_queue_of_its_own_state_and_of_no_other(
    alert: Alert, officer_a: User, officer_b: User, analyst: User
) -> None:
    recorded(alert, officer_a)
    assert (numbers(officer_a), numbers(officer_b), numbers(analyst)) == ([], [alert.pk], [alert.pk])
    assert numbers(officer_a, "to_write") == [alert.pk]
    assert (numbers(officer_b, "to_write"), numbers(analyst, "to_write")) == ([], [])
    assert next_alert(officer_a, AlertFilters(), NOW, but=0) is None
    recorded(alert, officer_b)
    assert numbers(analyst) == []
    assert numbers(analyst, "to_write") == [alert.pk]


def test_the_urgency_of_what_was_dealt_with_is_nought_in_queue_and_database(alert: Alert, officer_a: User) -> None:
    assert queue(officer_a, AlertFilters(), NOW).get().urgency > 10
    recorded(alert, officer_a)
    assert queue(officer_a, AlertFilters(show="all"), NOW).get().urgency == 0


def test_the_region_sees_the_same_in_a_row_and_in_a_query(
    alert: Alert, officer_a: User, officer_b: User, analyst: User
) -> None:
    for by in (officer_a, officer_b):
        recorded(alert, by)
        row, (one,) = visible_alerts(analyst).get(), as_seen_by([Alert.objects.get()], analyst)
        assert (row.effective_state, row.effective_dealt_at) == (one.state, one.dealt_at)


def test_the_written_decision_ends_it_and_a_confirmed_match_is_closed_with_its_outcome(
    alert: Alert, officer_a: User
) -> None:
    recorded(alert, officer_a)
    for act in (Act.TAKE, Act.CONFIRM):
        decided = decide(alert.pk, act, by=officer_a, words=DECISION, now=NOW)
    assert decided.state == AlertState.CLOSED
    assert (numbers(officer_a), numbers(officer_a, "to_write")) == ([], [])


def test_an_alert_that_is_taken_to_write_the_decision_does_not_come_back_into_the_queue(
    alert: Alert, officer_a: User
) -> None:
    recorded(alert, officer_a)
    decide(alert.pk, Act.TAKE, by=officer_a, words=DecisionText(), now=NOW)
    assert (numbers(officer_a), numbers(officer_a, "to_write")) == ([], [alert.pk])


def test_the_outcome_of_a_confirmed_match_closes_it(alert: Alert, officer_a: User) -> None:
    for act in (Act.TAKE, Act.CONFIRM):
        decide(alert.pk, act, by=officer_a, words=DECISION, now=NOW)
    recorded(alert, officer_a, OutcomeType.REFERRED)
    assert numbers(officer_a, "closed") == [alert.pk]
    enter(REGION)
    told = [met.status for found in matches(Voyage.objects.get()).by_row.values() for met in found]
    assert MatchStatus.CONFIRMED in told  # what the carrier is told does not change


def test_a_state_that_writes_no_decision_is_done_with_the_outcome(
    alert: Alert, officer_a: User, officer_b: User, approved: Approve
) -> None:
    approved(SETTINGS, "*,written_decision,no,,,no,D,test,", "LCA,written_decision,yes,,,yes,P,Order 1,")
    recorded(alert, officer_a)
    assert (numbers(officer_a, "to_write"), numbers(officer_a, "dealt")) == ([], [alert.pk])
    recorded(alert, officer_b)
    assert numbers(officer_b, "to_write") == [alert.pk]
    enter(REGION)
    assert is_open_somewhere(Alert.objects.get())  # retention keeps it for the decision of Saint Lucia
    approved(SETTINGS, "LCA,written_decision,no,,,yes,P,Order 2,")
    assert not is_open_somewhere(Alert.objects.get())


def test_what_was_recorded_by_mistake_is_put_back_with_a_reason(alert: Alert, officer_a: User) -> None:
    assert Act.RETURN not in possible_acts(state_decisions.as_acted_on_by(Alert.objects.get(), officer_a), officer_a)
    recorded(alert, officer_a)
    with pytest.raises(NotAllowed, match="write down"):
        decide(alert.pk, Act.RETURN, by=officer_a, words=DecisionText(), now=NOW)
    decide(alert.pk, Act.RETURN, by=officer_a, words=DecisionText(note="another passenger"), now=NOW)
    assert numbers(officer_a) == [alert.pk]
    assert [event.act for event in Event.objects.filter(who=officer_a)] == ["outcome", "return"]


# ── before arrival ──────────────────────────────────────────────────────────────────────────


def test_an_outcome_before_arrival_is_recorded_only_with_a_reason_and_stored_as_early(
    alert: Alert, officer_a: User
) -> None:
    Voyage.objects.update(arrives_at=NOW + timedelta(hours=9))
    with pytest.raises(NotArrived, match="has not arrived yet"):
        record(alert.pk, OutcomeType.ADMITTED, at=NOW, text="", by=officer_a, now=NOW)
    assert not Outcome.objects.exists()
    made = record(
        alert.pk, OutcomeType.ADMITTED, at=NOW, text="", by=officer_a, now=NOW, early_reason="came with another flight"
    )
    assert (made.is_early, made.early_reason) == (True, "came with another flight")


def test_a_flight_that_lands_a_little_early_is_no_question(alert: Alert, officer_a: User) -> None:
    Voyage.objects.update(arrives_at=NOW + timedelta(minutes=20))
    assert record(alert.pk, OutcomeType.ADMITTED, at=NOW, text="", by=officer_a, now=NOW).is_early is False


# ── notices ─────────────────────────────────────────────────────────────────────────────────


def test_notices_of_the_acting_state_are_answered_and_escalate_no_more(
    alert: Alert, officer_a: User, officer_b: User
) -> None:
    update_notices(now=NOW)
    Notice.objects.update(escalates_at=NOW)
    assert (count_calling(officer_a), count_calling(officer_b)) == (1, 1)
    recorded(alert, officer_a)
    enter(officer_a.scope)
    assert acknowledge_for_alert(alert, by=officer_a, now=NOW) == 1
    enter(REGION)
    assert (count_calling(officer_a), count_calling(officer_b)) == (0, 1)
    assert escalate(now=NOW + timedelta(days=1)) == 1
    assert dict(Notice.objects.values_list("state", "level")) == {"BRB": 0, "LCA": 1}


def test_a_notice_that_is_written_after_the_outcome_does_not_escalate(alert: Alert, officer_a: User) -> None:
    recorded(alert, officer_a)
    update_notices(now=NOW)
    assert Notice.objects.get(state="BRB").escalates_at is None
    Notice.objects.filter(state="BRB").update(escalates_at=NOW)
    escalate(now=NOW)
    assert Notice.objects.get(state="BRB").level == 0


# ── follow-up ───────────────────────────────────────────────────────────────────────────────


def test_a_person_who_was_missed_is_a_task_of_the_supervisor_until_somebody_says_what_was_done(
    alert: Alert, officer_a: User, supervisor_a: User, officer_b: User
) -> None:
    recorded(alert, officer_a, OutcomeType.MISSED, "was through before the alert was read")
    task = FollowUp.objects.get()
    assert (task.state, task.officer, task.due_at) == ("BRB", supervisor_a, NOW + timedelta(hours=1))
    assert numbers(supervisor_a, "follow_up") == [alert.pk]
    assert numbers(officer_b, "follow_up") == []
    with pytest.raises(NotAllowed, match="what was done"):
        end(task.pk, " ", by=supervisor_a, now=NOW)
    with pytest.raises(FollowUp.DoesNotExist):
        end(task.pk, "found", by=officer_b, now=NOW)
    end(task.pk, "the police found the person at the hotel", by=supervisor_a, now=NOW)
    done = FollowUp.objects.get()
    assert (done.ended_by, done.ended_at) == (supervisor_a, NOW)
    assert numbers(supervisor_a, "follow_up") == []


def test_a_supervisor_assigns_the_task_within_the_state_alone(
    alert: Alert, officer_a: User, supervisor_a: User, officer_b: User
) -> None:
    recorded(alert, officer_a, OutcomeType.MISSED, "was through")
    task = FollowUp.objects.get()
    with pytest.raises(NotAllowed, match="only a supervisor"):
        assign(task.pk, officer_a.username, by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="choose one of the officers"):
        assign(task.pk, officer_b.username, by=supervisor_a, now=NOW)
    assert assign(task.pk, officer_a.username, by=supervisor_a, now=NOW).officer == officer_a


def test_where_there_are_several_supervisors_the_task_is_any_of_theirs(
    alert: Alert, officer_a: User, supervisor_a: User
) -> None:
    make_user("second", Role.SUPERVISOR, state="BRB")
    recorded(alert, officer_a, OutcomeType.MISSED, "was through")
    assert FollowUp.objects.get().officer is None


def test_a_task_is_in_no_other_states_database_scope(alert: Alert, officer_a: User, officer_b: User) -> None:
    recorded(alert, officer_a, OutcomeType.MISSED, "was through")
    enter(officer_b.scope)
    assert not FollowUp.objects.exists()
    enter(REGION)


def test_what_is_met_no_longer_stays_with_the_state_that_dealt_with_it(alert: Alert, officer_a: User) -> None:
    recorded(alert, officer_a)
    put_in_force(b"id,surname,given,born,nationality,documents,action\nX-1,Other,Person,1980-01-01,GUY,,refer\n")
    file(paxlst(TOBIAS, sent="261125:1300", reference="2"), now=NOW + timedelta(hours=1))
    assert numbers(officer_a, "to_write") == [alert.pk]
