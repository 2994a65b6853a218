"""Customs decide about goods in their own words: checks or release, listed for the day; nobody is "the same" (0025)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from roadstead.casework.alerts.decide import DecisionText, decide, possible_acts
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import GOODS_ACTS, Act, AlertState
from roadstead.casework.alerts.models import Alert, Event, FollowUp, Outcome, Selection
from roadstead.casework.alerts.outcomes import record
from roadstead.casework.alerts.precision import precisions
from roadstead.casework.alerts.queue import AlertFilters, queue
from roadstead.casework.alerts.queue_overview import count_other_work
from roadstead.casework.alerts.state_decisions import is_open_somewhere
from roadstead.engine.reference.settings import SETTINGS
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.responses.issue import matches, refresh_responses
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.database.scope import REGION, enter
from tests.conftest import Approve, make_user
from tests.pipeline.test_bill_alerts import FIRMS, listed, manifest
from tests.pipeline.test_pipeline import NOW, file, put_in_force

pytestmark = pytest.mark.django_db
WORDS = DecisionText(note="the words and the code disagree", container="csqu3054383", place="Bridgetown shed 2")
EARLY = "boarded at anchor"


@pytest.fixture
def goods(region: None) -> Alert:
    """A rule on the goods of bill B1, which is Barbados' alone; the ship arrives tomorrow."""
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})
    put_in_force(FIRMS)
    file(manifest(listed("B1")), carrier="CLMX")
    firm = Alert.objects.get()
    return Alert.objects.create(
        voyage=firm.voyage,
        bill=firm.bill,
        kind="rule",
        rule="C01",
        action="stop",
        seriousness=5,
        states=["BRB"],
        declared=firm.declared,
        reasons=[{"text": "Magazines declared as machine parts", "value": 0, "feature": ""}],
    )


def done(alert: Alert, *acts: Act, by: User, words: DecisionText = WORDS) -> Alert:
    for act in acts:
        found = decide(alert.pk, act, by=by, words=words, now=NOW)
    return found


def test_nobody_is_confirmed_or_cleared_where_a_rule_speaks_of_goods(goods: Alert, officer_a: User) -> None:
    held = done(goods, Act.TAKE, by=officer_a)
    assert set(possible_acts(held, officer_a)) == {Act.RELEASE, Act.REFER, *GOODS_ACTS}
    for act in (Act.CLEAR, Act.CONFIRM):
        with pytest.raises(NotAllowed, match="goods are not a match"):
            done(goods, act, by=officer_a)


def test_a_firm_on_the_same_bill_is_still_compared(goods: Alert, officer_a: User) -> None:
    firm = Alert.objects.exclude(pk=goods.pk).get()
    held = done(firm, Act.TAKE, by=officer_a)
    assert {Act.CLEAR, Act.CONFIRM} <= set(possible_acts(held, officer_a))
    with pytest.raises(NotAllowed, match="only goods are checked"):
        done(firm, Act.EXAMINE, by=officer_a)


@pytest.mark.parametrize(
    ("act", "state"),
    [(Act.DOCUMENTS, "doc_check"), (Act.SCAN, "scan"), (Act.EXAMINE, "examine"), (Act.RELEASE_GOODS, "cleared")],
)
def test_each_decision_is_stored_with_who_why_container_and_place(
    goods: Alert, officer_a: User, act: Act, state: str
) -> None:
    done(goods, Act.TAKE, by=officer_a)
    with pytest.raises(NotAllowed, match="what you checked and why"):
        done(goods, act, by=officer_a, words=replace(WORDS, note=" "))
    assert done(goods, act, by=officer_a).state == state
    event = Event.objects.get(act=act)
    assert (event.who, event.note) == (officer_a, WORDS.note)
    assert event.goods == {"container": "CSQU3054383", "place": "Bridgetown shed 2"}
    assert Alert.objects.get(pk=goods.pk).assignee == officer_a


def test_selected_goods_leave_the_queue_and_are_listed_by_port_and_day(goods: Alert, officer_a: User) -> None:
    done(goods, Act.TAKE, Act.DOCUMENTS, by=officer_a)
    assert goods.pk not in [row.pk for row in queue(officer_a, AlertFilters(), NOW)]
    arrives = goods.arrival.arrives_at
    assert arrives

    def listed_on(**more: str) -> list[int]:
        return [row.pk for row in queue(officer_a, AlertFilters.parse({"show": "selected", **more}), NOW)]

    local = (arrives - timedelta(hours=4)).date()  # Bridgetown's clock
    assert listed_on() == listed_on(port="BBBGI", day=local.isoformat()) == [goods.pk]
    assert listed_on(day=(local + timedelta(days=1)).isoformat()) == listed_on(port="LCCAS") == []
    assert count_other_work(officer_a)["selected"] == 1
    assert is_open_somewhere(Alert.objects.get(pk=goods.pk))  # nothing goes before it was checked


def test_documents_that_do_not_satisfy_lead_on_to_an_examination_by_any_officer(goods: Alert, officer_a: User) -> None:
    done(goods, Act.TAKE, Act.DOCUMENTS, by=officer_a)
    colleague = make_user("colleague", Role.OFFICER, state="BRB")
    assert done(goods, Act.EXAMINE, by=colleague).state == AlertState.EXAMINE
    assert done(goods, Act.RELEASE_GOODS, by=colleague).state == AlertState.CLEARED


def test_where_two_officers_decide_an_examination_is_sent_and_approved(
    goods: Alert, officer_a: User, approved: Approve
) -> None:
    approved(SETTINGS, "BRB,confirm_second,always,,,yes,P,Order 1,")
    done(goods, Act.TAKE, by=officer_a)
    with pytest.raises(NotAllowed, match="two officers"):
        done(goods, Act.EXAMINE, by=officer_a)
    done(goods, Act.PROPOSE, by=officer_a)
    with pytest.raises(NotAllowed, match="you cannot approve"):
        done(goods, Act.APPROVE, by=officer_a)
    second = make_user("colleague", Role.OFFICER, state="BRB")
    assert done(goods, Act.APPROVE, by=second).state == AlertState.EXAMINE


@pytest.mark.parametrize(("what", "right", "cleared"), [(OutcomeType.NOTHING, 0, 1), (OutcomeType.RELEASED, 0, 0)])
def test_the_outcome_ends_it_without_a_written_decision_and_the_rule_is_judged_by_the_examination(
    goods: Alert, officer_a: User, what: OutcomeType, right: int, cleared: int
) -> None:
    done(goods, Act.TAKE, Act.EXAMINE, by=officer_a)
    assert precisions(officer_a, ["C01"])["C01"].decided == 0  # to select is no finding
    assert precisions(officer_a, ["C01"])["C01"].open == 1
    record(goods.pk, what, at=NOW, text="", by=officer_a, now=NOW, early_reason=EARLY)
    assert (count_other_work(officer_a)["selected"], count_other_work(officer_a)["to_write"]) == (0, 0)
    found = precisions(officer_a, ["C01"])["C01"]
    assert (found.confirmed, found.cleared, found.open) == (right, cleared, 0)
    assert not is_open_somewhere(Alert.objects.get(pk=goods.pk))


def test_no_decision_about_goods_says_anything_to_a_carrier(goods: Alert, officer_a: User) -> None:
    for act in (Act.TAKE, Act.EXAMINE, Act.RELEASE_GOODS):
        done(goods, act, by=officer_a)
        assert matches(goods.voyage).by_row == {}
        refresh_responses(goods.voyage, now=NOW)
        assert not Response.objects.exists()


# ── the pages ───────────────────────────────────────────────────────────────────────────────


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_form_asks_what_was_checked_and_fills_in_container_and_place(
    goods: Alert, officer_a: User, client: Client
) -> None:
    client.force_login(officer_a)
    client.post(f"/alerts/{goods.pk}/act", {"act": "take"})
    text = page(client, officer_a, f"/alerts/{goods.pk}")
    assert all(words in text for words in ("Check documents first", "Select for a scan", "Release goods"))
    assert "What you checked and why" in text
    assert not any(words in text for words in ("Evidence that", "the same party", "Possible match:"))
    form = text.partition('id="decision"')[2]
    assert 'value="BBBGI"' in form
    enter(REGION)
    told = Alert.objects.get(pk=goods.pk).declared["bill"]["containers"]
    assert len(told) != 1 or f'value="{told[0]}"' in form


def test_the_list_of_selected_goods_is_saved_as_a_file_with_reason_and_officer(
    goods: Alert, officer_a: User, officer_b: User, client: Client
) -> None:
    done(goods, Act.EXAMINE, by=officer_a)
    assert "Selected for examination (1)" in page(client, officer_a, "/alerts")
    day = Selection.objects.get().planned_at.date().isoformat()
    saved = client.get(f"/examinations?port=BBBGI&day={day}&as=csv")
    assert saved["Content-Disposition"].endswith('.csv"')
    (_, row) = saved.content.decode().strip().splitlines()
    assert all(words in row for words in ("Physical examination", "B1", "CSQU3054383", str(officer_a), "BBBGI"))
    client.force_login(officer_b)
    assert "B1" not in client.get(f"/examinations?port=BBBGI&day={day}&as=csv").content.decode()


def test_a_find_is_a_task_of_the_officer_who_recorded_it(goods: Alert, officer_a: User, client: Client) -> None:
    client.force_login(officer_a)
    form = {
        "what": "seized",
        "at": "2026-11-25T10:30",
        "early": "yes",
        "early_reason": EARLY,
        "seized-1": "parts",
        "quantity-1": "24",
        "unit-1": "pieces",
        "hidden": "among machine parts",
    }
    assert client.post(f"/alerts/{goods.pk}/outcome", form).status_code == 302
    enter(REGION)
    task = FollowUp.objects.get()
    assert (task.officer, task.state) == (officer_a, "BRB")
    text = page(client, officer_a, f"/alerts/{goods.pk}")
    assert "Complete the seizure record and open a case." in text
    assert "Dealt with at the border" in text
    assert "Needs follow-up (1)" in page(client, officer_a, "/alerts")
    done_at = f"/alerts/{goods.pk}/follow-ups/{task.pk}"
    assert client.post(done_at, {"act": "done", "done_note": "case opened"}).status_code == 302
    assert "Waits for follow-up (" not in page(client, officer_a, "/alerts")
    enter(REGION)
    assert Outcome.objects.get().is_early
