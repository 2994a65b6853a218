"""Hit confirmation on pages: three presses at each end, and nothing that grants a power to detain."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from roadstead.casework.alerts.follow_ups import ARREST_TASKS
from roadstead.casework.alerts.models import Alert, FollowUp, PowerUsed, ProtectionAnswer
from roadstead.cooperation.requests.models import Request
from roadstead.engine.reference.lawful_options import LAWFUL_OPTIONS, options_for
from roadstead.filings.voyages.models import Traveller
from roadstead.pipeline.handlers import HANDLERS
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from tests.conftest import Approve
from tests.cooperation.hits.world import listed_cargo, listed_traveller
from tests.cooperation.requests.test_acts import answerer, asker, states
from tests.web.requests.test_request_pages import get, post

pytestmark = pytest.mark.django_db
__all__ = ["answerer", "asker", "states"]
TODAY = datetime.now(UTC).date()
ASKED = {"protection": "no", "traveller": "waiting"}
OPTION = {
    "state": "BRB", "order": "1", "valid_from": "", "valid_to": "", "words": "Question the person under s. 5.",
    "verified": "yes", "mark": "P", "source": "Immigration Act", "text": "s. 5",
}  # fmt: skip


@pytest.fixture
def alert(asker: User, answerer: User) -> Alert:
    return listed_traveller()


def test_from_the_question_to_the_report_each_side_answers_and_presses_once(
    alert: Alert, asker: User, answerer: User
) -> None:
    path = f"/alerts/{alert.pk}"
    page = get(asker, path)
    assert "Has the person asked for protection, or are they a recognised refugee?" in page
    sent = post(asker, f"{path}/hit-confirmation", ASKED, follow=True)
    request = Request.objects.get()
    assert f"Sent. The reference is {request.reference}." in sent.content.decode()
    shown = get(answerer, f"/requests/{request.reference}")
    assert "Hit confirmation" in shown
    assert "is with an officer now" in shown
    for hidden in ("asked for protection", "refugee"):
        assert hidden not in shown
    form = {"act": "reply", "edition": request.edition, "answer": "in_force"}
    post(answerer, f"/requests/{request.reference}/act", form)
    HANDLERS[EventKind.REQUEST](list(OutboxEvent.objects.filter(kind=EventKind.REQUEST)), datetime.now(UTC))
    page = get(asker, path)
    assert "In force, probably the same" in page
    assert "target for the report" in page
    assert "as its message arrived" in page
    assert "Send the report of what was done" in page
    page = get(asker, f"/requests/{request.reference}")
    assert "Send the report and close" in page
    assert "Report of what was done by" in page
    assert "Close without a report" in page
    assert "X1234567" in page or "Documents used" in page


def test_about_cargo_and_craft_one_answer_and_one_press_are_enough(asker: User, answerer: User) -> None:
    alert = listed_cargo()
    path = f"/alerts/{alert.pk}"
    page = get(asker, path)
    assert "The cargo" in page
    for of_people in ("asked for protection", "Record a power used"):
        assert of_people not in page
    sent = post(asker, f"{path}/hit-confirmation", {"traveller": "waiting"}, follow=True).content.decode()
    request = Request.objects.get()
    assert f"Sent. The reference is {request.reference}." in sent
    assert "Change the answer about protection" not in sent
    shown = get(answerer, f"/requests/{request.reference}")
    for told in ("ZEPHYRINE QUANDOR TRADING LTD", "B1", "(target)", "Zephyrine Quandor Trading Ltd"):
        assert told in shown
    again = post(asker, f"{path}/hit-confirmation", {"traveller": "waiting"})
    assert again.status_code == 409
    assert Request.objects.count() == 1


def test_about_a_party_that_is_a_person_the_question_comes_first(asker: User, answerer: User) -> None:
    alert = listed_cargo(kind="person")
    assert "Has the person asked for protection" in get(asker, f"/alerts/{alert.pk}")
    sent = post(asker, f"/alerts/{alert.pk}/hit-confirmation", {"traveller": "waiting"})
    assert sent.status_code == 400
    assert not Request.objects.exists()


def test_an_answer_that_changes_while_the_reply_is_awaited_keeps_back_what_follows(
    alert: Alert, asker: User, answerer: User
) -> None:
    path = f"/alerts/{alert.pk}"
    post(asker, f"{path}/hit-confirmation", ASKED)
    assert "Change the answer about protection" in get(asker, path)
    page = post(asker, f"{path}/hit-confirmation", {"protection": "no"}, follow=True).content.decode()
    assert "Answer saved." in page
    page = post(asker, f"{path}/hit-confirmation", {"protection": "yes"}, follow=True).content.decode()
    assert "Nothing is sent." in page
    assert Request.objects.count() == 1
    request = Request.objects.get()
    form = {"act": "write", "edition": request.edition, "text": "He is at the counter."}
    refused = post(asker, f"/requests/{request.reference}/act", form)
    assert refused.status_code == 409
    assert "A supervisor decides about this alert" in refused.content.decode()


def test_the_page_lists_lawful_options_while_there_is_no_reply(alert: Alert, asker: User, approved: Approve) -> None:
    path = f"/alerts/{alert.pk}"
    page = post(asker, f"{path}/hit-confirmation", ASKED, follow=True).content.decode()
    assert "Your state has entered no options." in page
    approved(LAWFUL_OPTIONS, ",".join(OPTION[name] for name in LAWFUL_OPTIONS.cells))
    page = get(asker, path)
    assert OPTION["words"] in page
    assert "This page gives you no power to detain anybody" in page
    assert "hold until" not in page.lower()


def test_where_protection_comes_first_the_page_names_whom_to_speak_to(alert: Alert, asker: User) -> None:
    Organisation.objects.create(
        code="BRB-RF", names={"en": "Refugee Board"}, type="protection_authority", state_id="BRB"
    )
    sent = post(asker, f"/alerts/{alert.pk}/hit-confirmation", {**ASKED, "protection": "yes"}, follow=True)
    page = sent.content.decode()
    assert "Nothing is sent." in page
    assert "Refugee Board" in page
    assert "Request hit confirmation" not in page
    assert not Request.objects.exists()


def test_a_missing_answer_is_asked_for_and_nothing_is_stored(alert: Alert, asker: User) -> None:
    sent = post(asker, f"/alerts/{alert.pk}/hit-confirmation", {"traveller": "waiting"})
    assert sent.status_code == 400
    assert "Answer first: nothing is sent without it." in sent.content.decode()
    assert not ProtectionAnswer.objects.exists()


@pytest.mark.parametrize(("born", "number"), [("1980-04-03", 3), ("2015-01-01", 4)])
def test_an_arrest_sets_a_task_for_each_right_of_the_person(alert: Alert, asker: User, born: str, number: int) -> None:
    alert.declared = {**alert.declared, "born": born}
    alert.save()
    Traveller.objects.update(born=born)
    form = {"power": "Police Act, s. 12", "is_arrest": "on", "at": ""}
    page = post(asker, f"/alerts/{alert.pk}/powers", form, follow=True).content.decode()
    assert "Power recorded." in page, page
    assert "Police Act, s. 12" in page
    assert FollowUp.objects.count() == number
    assert (ARREST_TASKS["guardian"] in page) is (number == 4)
    assert ARREST_TASKS["consular"] in page
    assert PowerUsed.objects.get().officer == asker


def test_a_power_that_was_no_arrest_sets_no_task(alert: Alert, asker: User) -> None:
    post(asker, f"/alerts/{alert.pk}/powers", {"power": "Immigration Act, s. 5", "at": ""})
    assert PowerUsed.objects.count() == 1
    assert not FollowUp.objects.exists()


def test_the_other_state_reads_neither_answer_nor_power(alert: Alert, asker: User, answerer: User) -> None:
    Alert.objects.update(states=["BRB", "LCA"])
    post(asker, f"/alerts/{alert.pk}/hit-confirmation", {**ASKED, "protection": "yes"})
    post(asker, f"/alerts/{alert.pk}/powers", {"power": "Immigration Act, s. 5", "at": ""})
    page = get(answerer, f"/alerts/{alert.pk}")
    for hidden in ("recognised refugee", "Immigration Act, s. 5", "Nothing is sent"):
        assert hidden not in page


def test_an_option_never_says_to_hold_a_person() -> None:
    for words in ("Hold until the state replies", "Detain the person until 18:00"):
        assert "words" in dict(LAWFUL_OPTIONS.faults({**OPTION, "words": words}))
    assert "state" in dict(LAWFUL_OPTIONS.faults({**OPTION, "state": "*"}))
    assert not dict(LAWFUL_OPTIONS.faults(OPTION))
    rows = LAWFUL_OPTIONS.rows([OPTION])
    assert options_for(rows, state="BRB", on=TODAY) == [OPTION["words"]]
    assert options_for(rows, state="LCA", on=TODAY) == []
