"""Hit confirmation: the question of protection first, then the request, then the reply as evidence on the alert."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from roadstead.casework.alerts.answers import is_of_another_state
from roadstead.casework.alerts.checks import checks_of
from roadstead.casework.alerts.follow_ups import may_end
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.protection import Protection, keeps_back
from roadstead.casework.alerts.models import Alert, Event, ExternalCheck, FollowUp, Outcome, ProtectionAnswer
from roadstead.casework.alerts.outcomes import record
from roadstead.cooperation.hits.found import hits_of, report_of
from roadstead.cooperation.requests.acts import Addressee, NewRequest, send
from roadstead.cooperation.requests.models import Message, Request
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.types.hit_confirmation import TYPE
from roadstead.oversight.retention.mask import mask_alert
from roadstead.pipeline.handlers import HANDLERS
from roadstead.platform.accounts.models import AccountNotice, Role, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.timeline.events import first_broken
from tests.conftest import make_user
from tests.cooperation.hits.world import MINUTE, NOW, answered, asked, listed_traveller
from tests.cooperation.requests.test_acts import agency, answerer, asker, does, member, states

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
REPLY = {"answer": "in_force", "text": "Scar on the left hand."}
NO, YES, UNKNOWN = Protection.NO, Protection.YES, Protection.UNKNOWN


@pytest.fixture
def alert(asker: User, answerer: User) -> Alert:
    return listed_traveller()


def handled(kind: EventKind, now: object = NOW) -> None:
    """Handle the events of a kind that are due, as the sender does."""
    rows = OutboxEvent.objects.filter(kind=kind, due_at__lte=now)
    HANDLERS[kind](list(rows), now)  # type: ignore[arg-type]
    rows.delete()


@pytest.mark.parametrize(
    ("answer", "ties", "kept"),
    [
        (NO, {"LCA"}, False),
        (NO, set(), False),
        (YES, {"TTO"}, True),
        (YES, set(), True),
        (UNKNOWN, {"LCA"}, True),
        (UNKNOWN, {"TTO", "LCA"}, True),
        (UNKNOWN, {"TTO"}, False),
        (UNKNOWN, set(), True),
    ],
)
def test_what_an_answer_keeps_back(answer: Protection, ties: set[str], kept: bool) -> None:
    assert keeps_back(answer, ties=ties, owner="LCA") is kept


def test_nothing_is_sent_before_the_question_is_answered(alert: Alert, asker: User) -> None:
    with pytest.raises(NotAllowed, match="Answer first"):
        asked(alert, asker)
    assert not Request.objects.exists()


def test_the_type_cannot_be_sent_around_the_question(alert: Alert, asker: User) -> None:
    new = NewRequest(
        type=TYPE.code, to=[Addressee(organisation=agency("LCA"))], title="t", basis="b", purpose="p",
        measure="hit_confirmation", content={"entry": "L-1", "name": "N", "traveller": "waiting"},
    )  # fmt: skip
    enter(asker.scope)
    with pytest.raises(NotAllowed, match="page of an alert"):
        send(new, by=asker, now=NOW)
    enter(REGION)
    assert not Request.objects.exists()


@pytest.mark.parametrize(("nationality", "answer"), [("TTO", YES), ("LCA", UNKNOWN), ("", UNKNOWN)])
def test_where_protection_comes_first_nothing_is_sent_and_a_supervisor_decides(
    asker: User, answerer: User, nationality: str, answer: Protection
) -> None:
    supervisor = member("head", Role.SUPERVISOR, state="BRB")
    alert = listed_traveller(nationality, issuer=nationality)
    answered(alert, answer, asker)
    with pytest.raises(NotAllowed, match="A supervisor decides"):
        asked(alert, asker)
    with pytest.raises(NotAllowed, match="Only a supervisor changes"):
        answered(alert, NO, asker)
    task = FollowUp.objects.get()
    assert (task.officer, task.state, task.outcome) == (supervisor, "BRB", None)
    assert (may_end(task, asker), may_end(task, supervisor)) == (False, True)
    assert AccountNotice.objects.get(kind="supervisor needed").person == supervisor
    assert not Request.objects.exists()
    answered(alert, NO, supervisor)
    assert asked(alert, supervisor).asked_id == "LCA-BA"


def test_an_unknown_answer_about_somebody_from_elsewhere_lets_the_request_go(alert: Alert, asker: User) -> None:
    answered(alert, UNKNOWN, asker)
    assert asked(alert, asker).status == "waiting"


def test_the_answer_is_read_by_the_asking_state_alone_and_is_in_no_message(
    alert: Alert, asker: User, answerer: User
) -> None:
    answered(alert, UNKNOWN, asker)
    asked(alert, asker)
    for user, count in ((asker, 1), (answerer, 0), (make_user("centre", Role.SUPERVISOR), 0)):
        enter(user.scope)
        assert ProtectionAnswer.objects.count() == count, user.username
        assert ProtectionAnswer.objects.visible_to(user).count() == count, user.username
        enter(REGION)
    assert "unknown" not in str(Message.objects.get().content)
    assert "protection" not in str(Message.objects.get().content).lower()
    event = Event.objects.get(act="protection")
    assert (event.note, event.by_state, event.who) == ("", "BRB", asker)
    assert first_broken(Alert.objects.get()) == 0
    enter(asker.scope)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ProtectionAnswer.objects.update(answer="no")
    enter(REGION)


def test_the_request_goes_to_the_owner_of_the_entry_with_everything_filled_in(
    alert: Alert, asker: User, answerer: User
) -> None:
    answered(alert, NO, asker)
    request = asked(alert, asker)
    told = Message.objects.get().content["fields"]
    assert (request.asked_id, request.owner, request.type) == ("LCA-BA", "BRB", "hit_confirmation")
    assert told["entry"].startswith("Wanted of LCA, L-1, ")
    assert told["nationality"] == "TTO"
    assert told["traveller"] == "waiting"
    with pytest.raises(NotAllowed, match="asked already"):
        asked(alert, asker)
    for user, count in ((asker, 1), (answerer, 0)):
        enter(user.scope)
        assert len(hits_of(alert, user)) == count  # the link is the asking side's own
        enter(REGION)


@pytest.mark.parametrize(("is_waiting", "within"), [(True, 10), (False, 60)])
def test_targets_are_ten_minutes_with_an_officer_and_an_hour_else(
    alert: Alert, asker: User, is_waiting: bool, within: int
) -> None:
    answered(alert, NO, asker)
    request = asked(alert, asker, is_waiting=is_waiting)
    timer = request.timers.get(code="reply")
    assert (timer.due_at, timer.kind) == (NOW + within * MINUTE, "target")


def test_answer_or_say_when(alert: Alert, asker: User, answerer: User) -> None:
    answered(alert, NO, asker)
    request = asked(alert, asker)
    later = does(answerer, request, "promise", {"within": "3 hours"}, now=NOW + 5 * MINUTE)
    promised = later.timers.get(code="promise")
    assert (promised.due_at, promised.kind) == (NOW + timedelta(hours=3, minutes=5), "target")
    assert not ExternalCheck.objects.exists()
    AccountNotice.objects.all().delete()
    head = member("head", Role.SUPERVISOR, state="LCA")
    handled(EventKind.REQUEST_DUE, NOW + 11 * MINUTE)
    assert not AccountNotice.objects.filter(kind__startswith="hit").exists()
    handled(EventKind.REQUEST_DUE, NOW + 4 * 60 * MINUTE)
    assert AccountNotice.objects.filter(kind="hit unanswered", person=head).exists()


@pytest.mark.parametrize(
    ("action", "content", "result"),
    [
        ("reply", REPLY, "in_force"),
        ("reply", {"answer": "not_same"}, "not_same"),
        ("reply", {"answer": "ended"}, "ended"),
        ("refuse", {"code": "no_basis", "text": "Ask the court."}, "refused"),
    ],
)
def test_a_reply_becomes_evidence_once_and_decides_nothing(
    alert: Alert, asker: User, answerer: User, action: str, content: dict[str, str], result: str
) -> None:
    answered(alert, NO, asker)
    request = asked(alert, asker)
    does(answerer, request, action, content, now=NOW + MINUTE)
    for _again in range(2):
        HANDLERS[EventKind.REQUEST](list(OutboxEvent.objects.filter(kind=EventKind.REQUEST)), NOW)
    check = ExternalCheck.objects.get()
    assert (check.system, check.result, check.states) == ("owner", result, ["BRB"])
    assert check.reference == f"{request.reference}/2"
    event = Event.objects.get(act="replied")
    assert (event.who, event.by_state) == (None, "BRB")
    before = alert.state
    alert.refresh_from_db()
    assert (alert.state, first_broken(alert)) == (before, 0)
    for user, count in ((asker, 1), (answerer, 0)):
        enter(user.scope)
        assert len(checks_of(alert, user)) == count
        enter(REGION)


def test_the_report_of_what_was_done_goes_back_filled_in(alert: Alert, asker: User, answerer: User) -> None:
    answered(alert, NO, asker)
    request = asked(alert, asker)
    does(answerer, request, "reply", REPLY, now=NOW + MINUTE)
    enter(asker.scope)
    report = report_of(request, asker, NOW)
    enter(REGION)
    assert set(report) == {"where", "when", "reason", "route", "destination", "documents", "done"}
    report |= {"reason": "Alert on your entry", "done": "Interviewed and admitted."}
    closed = does(asker, request, "feedback", report, now=NOW + 2 * MINUTE)
    assert closed.status == "closed"
    enter(answerer.scope)
    assert report_of(request, answerer, NOW) == {}
    assert Message.objects.get(act="feedback").content["fields"]["done"] == "Interviewed and admitted."
    enter(REGION)


def test_a_missing_reply_is_chased_at_deputy_head_and_centre_who_confirm_nothing(
    alert: Alert, asker: User, answerer: User
) -> None:
    head, centre = member("head", Role.SUPERVISOR, state="LCA"), make_user("centre", Role.SUPERVISOR)
    answered(alert, NO, asker)
    request = asked(alert, asker)
    AccountNotice.objects.all().delete()
    handled(EventKind.REQUEST_DUE, NOW + 8 * MINUTE)
    assert set(AccountNotice.objects.values_list("person", "kind")) == {(head.pk, "hit unanswered")}
    handled(EventKind.REQUEST_DUE, NOW + 10 * MINUTE)
    chased = AccountNotice.objects.get(person=centre, kind="hit to chase")
    assert chased.places == {"number": request.reference, "asked": str(request.asked)}
    enter(centre.scope)
    assert not Request.objects.exists()  # it cannot even open the request
    enter(REGION)


def test_nobody_is_chased_after_the_reply(alert: Alert, asker: User, answerer: User) -> None:
    member("head", Role.SUPERVISOR, state="LCA")
    answered(alert, NO, asker)
    request = asked(alert, asker)
    does(answerer, request, "reply", REPLY, now=NOW + MINUTE)
    AccountNotice.objects.all().delete()
    handled(EventKind.REQUEST_DUE, NOW + 60 * MINUTE)
    assert not AccountNotice.objects.exists()


@pytest.mark.parametrize(("answer", "readers"), [(YES, ["BRB"]), (NO, ["BRB", "LCA"])])
def test_the_owner_is_not_told_the_outcome_of_a_person_who_needs_protection(
    alert: Alert, asker: User, answerer: User, answer: Protection, readers: list[str]
) -> None:
    Alert.objects.update(states=["BRB", "LCA"])
    answered(alert, answer, asker)
    enter(asker.scope)
    record(alert.pk, OutcomeType.REFERRED, at=NOW, text="", by=asker, now=NOW)
    for user in (asker, answerer):
        enter(user.scope)
        count = int(user.state_id in readers)
        assert Outcome.objects.count() == Outcome.objects.visible_to(user).count() == count, user.username
    enter(REGION)
    assert Outcome.objects.get().states == readers


@pytest.mark.parametrize("given", [{"owner": "REGION"}, {"owner": "BRB"}])
def test_only_an_entry_of_another_state_is_asked_about(asker: User, answerer: User, given: dict[str, str]) -> None:
    alert = listed_traveller(**given)
    with pytest.raises(NotAllowed, match="list of another state"):
        answered(alert, NO, asker)


def test_nothing_is_asked_at_the_counter_about_a_silent_entry(asker: User, answerer: User) -> None:
    alert = listed_traveller(action="discreet")
    with pytest.raises(Alert.DoesNotExist):  # the counter does not even see the alert
        answered(alert, NO, asker)
    assert not is_of_another_state(alert, asker)


def test_the_answer_is_deleted_with_the_words_of_the_alert(alert: Alert, asker: User) -> None:
    answered(alert, YES, asker)
    mask_alert(alert)
    assert ProtectionAnswer.objects.get().answer == ""
