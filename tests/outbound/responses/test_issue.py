"""From a filed list and an officer's decision to what the carrier is told, on the real database (S13, S24, C13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, Event
from roadstead.engine.formats import registry
from roadstead.engine.reference.settings import SETTINGS
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Traveller
from roadstead.outbound.responses import issue as giving
from roadstead.outbound.responses.edifact import aperak, contrl, cusres
from roadstead.outbound.responses.models import AnsweredList, PendingRefresh, Response
from roadstead.outbound.responses.refresh_queue import queue_refresh, run_due_refreshes
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, Scope, enter
from roadstead.web.carriers.response_views import responses_view
from tests.conftest import Approve
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.pipeline.test_pipeline import states as states
from tests.samples import COMPARED, Person, paxlst

pytestmark = pytest.mark.django_db
HEAD = b"id,surname,given,born,nationality,action,reason\n"
WORDS = DecisionText(compared=COMPARED, note="compared", reasons_for="same born", reasons_against="none")


def listed(action: str, *, owner: str = "REGION") -> None:
    put_in_force(HEAD + f"R-1,Quillimane,Tobias,1975-03-04,GUY,{action},x\n".encode(), owner=owner)


def verdicts(message: Message) -> list[str]:
    return [row.verdict for row in Response.objects.filter(answered_list__message=message).current()]


def rows(message: Message) -> int:
    return Response.objects.filter(answered_list__message=message).count()


def confirm(by: User, act: Act = Act.CONFIRM) -> Alert:
    alert = Alert.objects.get(kind="name")
    if alert.state in {"new", "lapsed"}:
        decide(alert.pk, Act.TAKE, by=by, words=DecisionText(), now=NOW)
    return decide(alert.pk, act, by=by, words=WORDS, now=NOW)


def decided(by: User, act: Act = Act.CONFIRM) -> None:
    """As the page does it: the officer decides, a worker answers anew."""
    queue_refresh(confirm(by, act))
    run_due_refreshes()
    enter(REGION)


def test_everybody_in_a_list_is_answered_with_the_carriers_own_references() -> None:
    message = file(paxlst(Person(surname="TESTER", reference="P-1"), Person(surname="OTHER", reference="P-2")))
    found = list(Response.objects.filter(answered_list__message=message).current())
    assert [(row.place, row.name, row.booking, row.passenger) for row in found] == [
        (1, "TESTER ANNA", "BOOK01", "P-1"),
        (2, "OTHER ANNA", "BOOK01", "P-2"),
    ]
    assert {row.verdict for row in found} <= {"ok", "insufficient"}


@pytest.mark.parametrize("action", ["stop", "refer", "discreet"])
def test_a_match_that_nobody_has_decided_changes_no_answer(action: str) -> None:
    listed(action)
    message = file(paxlst(ANNA, TOBIAS))
    assert Alert.objects.filter(kind="name").count() == 1
    assert len(set(verdicts(message))) == 1


def test_a_stop_that_a_named_officer_confirmed_is_not_ok(officer_a: User) -> None:
    listed("stop")
    message = file(paxlst(ANNA, TOBIAS))
    before = verdicts(message)
    decided(officer_a)
    assert verdicts(message) == [before[0], "not_ok"]
    refused = Response.objects.get(verdict="not_ok")
    assert refused.revision == 2
    assert refused.decision is not None
    assert (refused.decision.who, refused.decision.act) == (officer_a, "confirm")


def test_a_carrier_that_registered_itself_cannot_test_names_against_the_lists(approved: Approve) -> None:
    approved(SETTINGS, "*,answer_refer,open,,,yes,P,Order 1,")
    listed("refer")
    known = file(paxlst(ANNA, TOBIAS))
    assert verdicts(known)[1] == "refer"
    registered = file(paxlst(ANNA, TOBIAS, flight="2X102"), carrier="SC-23456789")
    assert Alert.objects.filter(kind="name").count() == 2
    assert len(set(verdicts(registered))) == 1
    assert "refer" not in verdicts(registered)


def test_opening_the_decision_again_takes_the_no_back(officer_a: User, supervisor_a: User) -> None:
    listed("stop")
    message = file(paxlst(TOBIAS))
    before = verdicts(message)
    decided(officer_a)
    decided(supervisor_a, Act.REOPEN)
    assert verdicts(message) == before
    assert rows(message) == 3


@pytest.mark.parametrize("refer", ["never", "confirmed", "open"])
def test_a_silent_entry_leaves_no_trace_before_or_after_the_decision(
    refer: str, analyst: User, approved: Approve
) -> None:
    approved(SETTINGS, f"*,answer_refer,{refer},,,yes,P,Order 1,")
    listed("discreet")
    message = file(paxlst(ANNA, TOBIAS))
    told = responses_view(message)
    decided(analyst)  # of the centre, whose list it is: no state is told
    assert responses_view(message) == told
    assert rows(message) == 2


def test_a_state_may_have_undecided_matches_referred(approved: Approve) -> None:
    approved(SETTINGS, "BRB,answer_refer,open,,,yes,P,Order 1,")
    listed("refer")
    message = file(paxlst(replace(TOBIAS, reference="P-1")))
    Traveller.objects.update(quality={})
    giving.refresh_responses(Traveller.objects.get().voyage, now=NOW)
    assert verdicts(message) == ["refer"]


def test_who_was_refused_stays_refused_when_the_list_is_sent_again(officer_a: User) -> None:
    listed("stop")
    first = file(paxlst(ANNA, TOBIAS))
    decided(officer_a)
    second = file(paxlst(ANNA, replace(TOBIAS, document="G7654399"), sent="261125:1300", reference="2"))
    assert verdicts(second)[1] == "not_ok"
    assert verdicts(first)[1] == "not_ok"


def test_missing_data_are_insufficient_until_a_later_list_gives_them() -> None:
    message = file(paxlst(ANNA))
    row = Traveller.objects.get()
    Traveller.objects.update(quality={"missing": ["birth date"]})
    giving.refresh_responses(row.voyage, now=NOW)
    assert [
        (each.verdict, each.missing) for each in Response.objects.filter(answered_list__message=message).current()
    ] == [("insufficient", ["birth date"])]
    Traveller.objects.update(quality={})
    giving.refresh_responses(row.voyage, now=NOW)
    assert verdicts(message) == ["ok"]


def test_nothing_is_written_where_nothing_changed() -> None:
    message = file(paxlst(ANNA, TOBIAS))
    (voyage,) = {row.voyage for row in Traveller.objects.select_related("voyage")}
    assert giving.refresh_responses(voyage, now=NOW) == 0
    assert rows(message) == 2


def test_a_withdrawn_person_keeps_the_last_answer_and_a_cancellation_asks_nothing() -> None:
    message = file(paxlst(ANNA, TOBIAS))
    cancelled = file(paxlst(TOBIAS, function="745+XR", sent="261125:1300", reference="2"))
    assert rows(message) == 2
    assert not AnsweredList.objects.filter(message=cancelled).exists()


def test_the_database_itself_refuses_a_no_without_a_decision() -> None:
    file(paxlst(ANNA))
    asked = AnsweredList.objects.get()
    with pytest.raises(IntegrityError, match="nobody_is_refused_without_a_decision"), transaction.atomic():
        Response.objects.create(answered_list=asked, place=1, revision=9, traveller=1, verdict="not_ok", given_at=NOW)


@pytest.mark.parametrize(
    "statement", ["update responses_response set verdict = 'ok'", "delete from responses_response"]
)
def test_what_was_told_cannot_be_changed(statement: str) -> None:
    file(paxlst(ANNA))
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(statement)


# ── who reads it ────────────────────────────────────────────────────────────────────────────


def test_a_carrier_reads_the_answers_to_its_own_lists_only(region: None) -> None:
    file(paxlst(ANNA))
    enter(Scope(carrier="9Z"))
    assert not Response.objects.exists()
    enter(Scope(carrier="2X"))
    assert Response.objects.count() == 1
    assert not Alert.objects.exists()
    assert not Event.objects.exists()


def test_a_decision_on_a_states_own_list_is_read_by_that_state_and_the_carrier(
    officer_a: User, analyst: User, officer_b: User, carrier_user: User
) -> None:
    listed("stop", owner="BRB")
    message = file(paxlst(TOBIAS))
    decided(officer_a)
    refused = Response.objects.filter(answered_list__message=message, verdict="not_ok")
    assert refused.count() == 1
    enter(REGION)
    seen = {user.username: refused.all().visible_to(user).count() for user in (officer_a, officer_b, analyst)}
    assert seen == {"officer-a": 1, "officer-b": 0, "analyst": 0}


def test_a_carrier_is_told_verdict_fields_and_its_own_references_and_nothing_else(officer_a: User) -> None:
    listed("stop")
    message = file(paxlst(TOBIAS))
    decided(officer_a)
    (answer,) = responses_view(message)["lists"][0]["answers"]
    assert set(answer) <= {
        "person",
        "segment",
        "name",
        "booking",
        "passenger",
        "verdict",
        "missing",
        "given_at",
        "revision",
        "order",
    }


def test_a_decision_asked_for_in_a_transaction_that_fails_changes_nothing(officer_a: User) -> None:
    listed("stop")
    message = file(paxlst(TOBIAS))
    with transaction.atomic():
        queue_refresh(confirm(officer_a))
        transaction.set_rollback(True)
    assert not PendingRefresh.objects.exists()
    assert run_due_refreshes() == 0
    enter(REGION)
    assert "not_ok" not in verdicts(message)


# ── as the sender's system reads it ─────────────────────────────────────────────────────────


def in_edifact(message: Message) -> list[tuple[str, str]]:
    told = Response.objects.filter(answered_list__message=message).current().select_related("answered_list")
    (reading,) = registry.read(cusres(message, told, at=datetime.now(UTC)))
    return [(each.passenger, each.verdict.value if each.verdict else "") for each in reading.manifest.answers]


def test_the_cusres_says_what_the_rows_say(officer_a: User) -> None:
    listed("stop")
    message = file(paxlst(replace(ANNA, reference="P-1"), TOBIAS))
    before = verdicts(message)
    decided(officer_a)
    assert in_edifact(message) == [("P-1", before[0]), ("PERSON 2", "not_ok")]


def test_the_cusres_repeats_the_voyage_and_the_transaction() -> None:
    message = file(paxlst(ANNA, reference="T-77"))
    told = Response.objects.filter(answered_list__message=message).current().select_related("answered_list")
    (reading,) = registry.read(cusres(message, told, at=NOW))
    (sent,) = registry.read(bytes(message.raw))
    assert reading.manifest.message.reference == "T-77"
    assert reading.manifest.voyage == sent.manifest.voyage
    assert (reading.manifest.message.sender, reading.manifest.message.recipient) == ("APIS", "2X")


def test_contrl_and_aperak_follow_what_was_read() -> None:
    message = file(paxlst(replace(ANNA, born="991399")))
    (acknowledged,), (said,) = registry.read(contrl(message, at=NOW)), registry.read(aperak(message, at=NOW))
    assert [answer.level for answer in acknowledged.manifest.answers][:2] == ["UCI", "UCM"]
    assert any(answer.level == "UCD" for answer in acknowledged.manifest.answers)
    assert any("991399" in answer.text for answer in said.manifest.answers)


def test_a_body_that_is_no_edifact_gets_no_contrl() -> None:
    message = file(b"dear sirs, please find the list attached")
    assert contrl(message, at=NOW) == b""
    (said,) = registry.read(aperak(message, at=NOW))
    assert "NOT-A-KNOWN-MESSAGE" in said.manifest.answers[0].text
    assert said.manifest.message.recipient == "2X"
