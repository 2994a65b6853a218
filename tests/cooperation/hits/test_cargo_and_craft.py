"""Hit confirmation about cargo and craft: everything is filled in; protection is a question about people alone."""

from __future__ import annotations

from typing import Any

import pytest

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.protection import Protection
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.outcomes import record
from roadstead.cooperation.hits.found import report_of
from roadstead.cooperation.requests.models import Message, Request
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.fields import MAX_LINE
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind
from tests.cooperation.hits.test_hits import handled
from tests.cooperation.hits.world import MINUTE, NOW, answered, asked, listed_cargo, listed_craft, listed_traveller
from tests.cooperation.requests.test_acts import answerer, asker, does, states

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]


def sent_fields() -> dict[str, Any]:
    fields: dict[str, Any] = Message.objects.get(act="send").content["fields"]
    return fields


def test_a_firm_of_a_bill_is_asked_about_without_the_question_of_protection(asker: User, answerer: User) -> None:
    alert = listed_cargo()
    alert.declared["bill"]["containers"] = ["CSQU3054383", "CSQU3054384"]
    alert.save()
    request = asked(alert, asker)
    assert (request.asked_id, request.urgency) == ("LCA-BA", "Cargo is with an officer.")
    fields = sent_fields()
    assert fields["entry"] == "Wanted of LCA, L-1, Zephyrine Quandor Trading Ltd"
    assert fields["name"] == "ZEPHYRINE QUANDOR TRADING LTD"
    assert (fields["numbers"], fields["traveller"]) == ("Bill B1, CSQU3054383, CSQU3054384", "waiting")
    with pytest.raises(NotAllowed, match="asked about a person"):
        answered(alert, Protection.YES, asker)


def test_a_craft_is_asked_about_by_its_numbers(asker: User, answerer: User) -> None:
    alert = listed_craft()
    Voyage.objects.update(craft_name="GREY HERON", craft_imo="9074729", craft_registration="J8-B1")
    request = asked(alert, asker, is_waiting=False)
    fields = sent_fields()
    assert (fields["name"], fields["numbers"]) == ("GREY HERON", "IMO 9074729, J8-B1")
    assert request.title.startswith("Hit confirmation: ")
    assert request.urgency == ""


@pytest.mark.parametrize("answer", [Protection.YES, Protection.UNKNOWN])
def test_a_party_that_is_a_person_is_protected_as_a_traveller_is(
    asker: User, answerer: User, answer: Protection
) -> None:
    alert = listed_cargo(kind="person")
    with pytest.raises(NotAllowed, match="Answer first"):
        asked(alert, asker)
    answered(alert, answer, asker)  # a bill declares no nationality, so "not known" keeps back too
    with pytest.raises(NotAllowed, match="A supervisor decides"):
        asked(alert, asker)
    assert not Request.objects.exists()


def test_a_party_that_is_a_person_is_asked_about_after_no(asker: User, answerer: User) -> None:
    alert = listed_cargo(kind="person")
    answered(alert, Protection.NO, asker)
    assert asked(alert, asker).status == "waiting"
    assert "protection" not in str(Message.objects.get().content).lower()


def test_an_alert_without_its_entry_counts_as_one_about_a_person(asker: User, answerer: User) -> None:
    with pytest.raises(NotAllowed, match="Answer first"):
        asked(listed_cargo(listed={}), asker)


def test_many_containers_are_cut_to_what_a_line_holds(asker: User, answerer: User) -> None:
    alert = listed_cargo()
    alert.declared["bill"]["containers"] = [f"CSQU{number:07}" for number in range(60)]
    alert.save()
    asked(alert, asker)
    assert len(sent_fields()["numbers"]) <= MAX_LINE
    assert sent_fields()["numbers"].endswith(tuple("0123456789"))


@pytest.mark.parametrize("is_waiting", [True, False])
def test_the_report_has_a_target_of_one_hour_after_the_reply_or_the_arrival(
    asker: User, answerer: User, is_waiting: bool
) -> None:
    alert = listed_traveller()
    arrival = NOW + 20 * 60 * MINUTE
    Voyage.objects.update(arrives_at=arrival)
    answered(alert, Protection.NO, asker)
    request = asked(alert, asker, is_waiting=is_waiting)
    assert not request.timers.filter(code="report").exists()
    replied = does(answerer, request, "reply", {"answer": "in_force"}, now=NOW + MINUTE)
    begins = NOW + MINUTE if is_waiting else arrival
    timer = replied.timers.get(code="report")
    assert (timer.organisation_id, timer.kind, timer.due_at) == ("BRB-BA", "target", begins + 60 * MINUTE)
    assert (replied.turn, replied.due_code, replied.due_at) == ("BRB-BA", "report", timer.due_at)
    AccountNotice.objects.all().delete()
    handled(EventKind.REQUEST_DUE, begins + 59 * MINUTE)
    assert not AccountNotice.objects.exists()
    handled(EventKind.REQUEST_DUE, begins + 60 * MINUTE)
    assert set(AccountNotice.objects.values_list("person", "kind")) == {(asker.pk, "report late")}
    report = {"where": "BGI", "when": "now", "reason": "your entry", "done": "Admitted"}
    closed = does(asker, request, "feedback", report, now=NOW + 5 * MINUTE)
    assert (closed.status, closed.due_code) == ("closed", "")
    assert closed.timers.get(code="report").stopped_at is not None


def test_the_report_is_filled_in_with_the_outcome(asker: User, answerer: User) -> None:
    alert = listed_cargo()
    Voyage.objects.update(arrives_at=NOW)
    request = asked(alert, asker)
    does(answerer, request, "reply", {"answer": "in_force"}, now=NOW + MINUTE)
    enter(asker.scope)
    assert report_of(request, asker, NOW)["done"] == ""
    record(alert.pk, OutcomeType.NOTHING, at=NOW, text="", by=asker, now=NOW, early_reason="at anchor")
    report = report_of(request, asker, NOW)
    assert (report["done"], report["documents"]) == ("Examined: nothing found", "B1")
    assert report["reason"] == "Possible match with your entry L-1"
    enter(answerer.scope)
    assert report_of(request, answerer, NOW) == {}
    enter(REGION)


@pytest.mark.parametrize("action", ["write", "feedback"])
def test_after_another_answer_the_owner_is_told_nothing_more(asker: User, answerer: User, action: str) -> None:
    alert = listed_traveller()
    answered(alert, Protection.NO, asker)
    request = asked(alert, asker)
    does(answerer, request, "reply", {"answer": "in_force"}, now=NOW + MINUTE)
    answered(alert, Protection.YES, asker)
    report = {"where": "BGI", "when": "now", "reason": "r", "done": "d"} if action == "feedback" else {"text": "t"}
    with pytest.raises(NotAllowed, match="A supervisor decides"):
        does(asker, request, action, report, now=NOW + 2 * MINUTE)
    assert not Message.objects.filter(act=action).exists()
    assert does(asker, request, "close", {}, now=NOW + 2 * MINUTE).status == "closed"


def test_nothing_is_sent_from_restricted_data(asker: User, answerer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    alert = listed_cargo()
    monkeypatch.setattr(Alert, "is_restricted", property(lambda each: True))
    with pytest.raises(NotAllowed, match="restricted"):
        asked(alert, asker)
