"""Goods are selected, examined and released by one state's customs, with a history that nobody changes (0043)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.detentions import detained_by_container, release
from roadstead.casework.alerts.follow_ups import assign, end
from roadstead.casework.alerts.logic.examination import CheckKind, SelectionState
from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.seizure import Item, Seized, Seizure
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, Detention, FollowUp, Outcome, Selection, SelectionEvent
from roadstead.casework.alerts.outcomes import NotArrived, record
from roadstead.casework.alerts.precision import Examined, Precision, examined, examined_without_rule, precisions
from roadstead.casework.alerts.selections import Goods
from roadstead.casework.examinations.acts import (
    Result,
    cancel,
    detain,
    record_result,
    replan,
    return_result,
    select_all,
    start,
)
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.find_voyage import merge_voyages
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.report import report
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import REGION, enter
from roadstead.platform.outbox.models import EventKind, OutboxEvent
from roadstead.platform.timeline.events import first_broken
from tests.casework.examinations.cargo import (
    ARRIVAL,
    ELSEWHERE,
    LANDED,
    NOW,
    OTHER,
    SHARED,
    plan,
    rule_alert,
    selected,
    ship,
)
from tests.filings.cargo.told import SHIP

pytestmark = pytest.mark.django_db
PISTOLS = Seizure(
    items=(
        Item(what=Seized.FIREARMS, quantity=1, unit="pieces", make="Glock", model="19", calibre="9 mm", serial="QZX77"),
        Item(what=Seized.AMMUNITION, quantity=50, unit="rounds"),
    ),
    hidden="in a rice cooker",
    container=SHARED,
)
FOUND = Result(what=OutcomeType.SEIZED, at=LANDED, seizure=PISTOLS)
NOTHING = Result(what=OutcomeType.NOTHING, at=LANDED)
LATER = LANDED + timedelta(hours=1)


@pytest.fixture
def voyage(region: None) -> Voyage:
    assert SHIP.legs[0].arrival == "2026-11-26T06:30"
    return ship()


def why(selection: Selection) -> str:
    return str(selection.events.order_by("-number")[0].content["why"])


def acts(selection: Selection) -> list[str]:
    return list(selection.events.order_by("number").values_list("act", flat=True))


def test_a_selection_keeps_who_what_where_when_and_why(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    assert (made.owner, made.bill, made.container, made.port, made.place) == ("BRB", "B1", SHARED, "BBBGI", "Shed 2")
    assert (made.kind, made.state, made.planned_at) == ("examine", "selected", LANDED)
    (event,) = made.events.all()
    assert (event.who, event.act, event.content["reason"]) == (officer_a, "selected", "the weights differ")
    assert first_broken(made) == 0


def test_the_database_keeps_the_history_as_it_was(voyage: Voyage, officer_a: User) -> None:
    selected(voyage, officer_a)
    for change in (
        lambda: SelectionEvent.objects.update(act="x"),
        lambda: SelectionEvent.objects.all().delete(),
        lambda: Selection.objects.update(reason="x"),
        lambda: Selection.objects.all()._raw_delete("default"),
        lambda: Detention.objects.update(container="x"),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("MSCU1234567", "its last digit should be 6"),
        ("MSCU12345", "four letters and seven digits"),
        (ELSEWHERE.replace("1", "0"), "names the container|last digit"),
    ],
)
def test_a_number_that_is_wrong_or_of_another_voyage_is_refused_in_one_sentence(
    voyage: Voyage, officer_a: User, number: str, words: str
) -> None:
    with pytest.raises(NotAllowed, match=words):
        select_all([Goods(voyage=voyage, bill="B1", container=number)], plan(officer_a), by=officer_a, now=NOW)
    assert not Selection.objects.exists()


def test_a_time_in_the_past_and_an_officer_of_another_state_are_refused(
    voyage: Voyage, officer_a: User, officer_b: User
) -> None:
    goods = [Goods(voyage=voyage, container=SHARED)]
    for wrong, words in (
        (plan(officer_a, at=NOW - timedelta(hours=1)), "in the past"),
        (plan(officer_b), "officers offered"),
        (replace(plan(officer_a), port="LCCAS"), "port of your own state"),
        (replace(plan(officer_a), reason=" "), "write why"),
    ):
        with pytest.raises(NotAllowed, match=words):
            select_all(goods, wrong, by=officer_a, now=NOW)


def test_several_goods_are_selected_together_or_not_at_all(voyage: Voyage, officer_a: User) -> None:
    both = [Goods(voyage=voyage, container=SHARED), Goods(voyage=voyage, bill="B3", container=OTHER)]
    assert len(select_all(both, plan(officer_a), by=officer_a, now=NOW)) == 2
    third = [Goods(voyage=voyage, bill="B2"), Goods(voyage=voyage, bill="B3", container=OTHER)]
    with pytest.raises(NotAllowed, match="selected already"):
        select_all(third, plan(officer_a), by=officer_a, now=NOW)
    assert Selection.objects.count() == 2


def test_only_officers_of_the_state_select_and_nobody_else_sees_it(
    voyage: Voyage, officer_a: User, officer_b: User, analyst: User, supervisor: User
) -> None:
    made = selected(voyage, officer_a, detains=True)
    with pytest.raises(NotAllowed, match="only officers of the state"):
        select_all([Goods(voyage=voyage, container=OTHER)], plan(officer_a), by=supervisor, now=NOW)
    for person in (officer_b, analyst, supervisor):
        enter(person.scope)
        for rows in (Selection.objects, SelectionEvent.objects, Detention.objects):
            assert not rows.all().exists()  # the database's own policy
            assert not rows.visible_to(person).exists()
        with pytest.raises(Selection.DoesNotExist):
            start(made.pk, by=person, now=NOW)


def test_an_examination_is_begun_and_its_result_recorded(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    start(made.pk, by=officer_a, now=LANDED)
    outcome = record_result(made.pk, FOUND, by=officer_a, now=LATER)
    made.refresh_from_db()
    assert (made.state, made.ended_at) == (SelectionState.EXAMINED, LANDED)
    assert acts(made) == ["selected", "started", "examined", "task set"]
    assert (outcome.alert, outcome.selection, outcome.owner, outcome.states) == (None, made, "BRB", ["BRB"])
    with pytest.raises(NotAllowed, match="this selection is closed"):
        record_result(made.pk, NOTHING, by=officer_a, now=LATER)


def test_a_find_in_goods_selected_without_an_alert_has_a_task_for_its_officer(
    voyage: Voyage, officer_a: User, officer_b: User, supervisor_a: User, analyst: User
) -> None:
    made = selected(voyage, officer_a)
    outcome = record_result(made.pk, FOUND, by=officer_a, now=LATER)
    task = FollowUp.objects.get()
    assert (task.alert, task.selection, task.outcome, task.states) == (None, made, outcome, ["BRB"])
    assert (task.officer, task.due_at, task.what) == (
        officer_a,
        LATER + timedelta(hours=24),
        "Complete the seizure record and open a case.",
    )
    assert OutboxEvent.objects.get(kind=EventKind.TASK_DUE).due_at == task.due_at
    for person in (officer_b, analyst):
        enter(person.scope)
        assert not FollowUp.objects.exists()  # the database's own policy
        assert not FollowUp.objects.visible_to(person).exists()
        enter(REGION)
        assert not FollowUp.objects.visible_to(person).exists()
    with pytest.raises(NotAllowed, match="only a supervisor"):
        assign(task.pk, supervisor_a.username, by=officer_a, now=LATER)
    assign(task.pk, supervisor_a.username, by=supervisor_a, now=LATER)
    with pytest.raises(NotAllowed, match="what was done"):
        end(task.pk, " ", by=supervisor_a, now=LATER)
    end(task.pk, "record complete", by=supervisor_a, now=LATER)
    task.refresh_from_db()
    assert (task.status_at(LATER), task.ended_by, task.result) == ("done", supervisor_a, "record complete")
    made.refresh_from_db()
    assert acts(made) == ["selected", "examined", "task set", "task given", "task done"]
    assert first_broken(made) == 0


def test_nothing_found_in_goods_selected_without_an_alert_raises_no_task(voyage: Voyage, officer_a: User) -> None:
    record_result(selected(voyage, officer_a).pk, NOTHING, by=officer_a, now=LATER)
    assert not FollowUp.objects.exists()


def test_a_follow_up_belongs_to_an_alert_or_a_selection_and_never_to_both(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    record_result(made.pk, FOUND, by=officer_a, now=LATER)
    task, alert = FollowUp.objects.get(), rule_alert(voyage, "B3")
    task.pk, task.number, task.alert = None, 9, alert
    with pytest.raises(IntegrityError, match="a_follow_up_is_of_an_alert_or_a_selection"), transaction.atomic():
        task.save(force_insert=True)


def test_what_identifies_a_piece_stays_with_the_state_and_the_outcome_keeps_class_and_quantity(
    voyage: Voyage, officer_a: User
) -> None:
    made = selected(voyage, officer_a)
    outcome = record_result(made.pk, FOUND, by=officer_a, now=LATER)
    assert outcome.seizure["items"][0] == {"what": "firearms", "quantity": 1, "unit": "pieces"}
    assert "QZX77" not in str(outcome.seizure)
    assert made.events.get(act="examined").content["items"][0]["serial"] == "QZX77"


def test_goods_that_have_not_arrived_are_examined_with_a_reason_and_documents_at_any_time(
    voyage: Voyage, officer_a: User
) -> None:
    made = selected(voyage, officer_a)
    early = replace(NOTHING, at=ARRIVAL - timedelta(hours=3))
    now = ARRIVAL - timedelta(hours=2)
    with pytest.raises(NotArrived):
        record_result(made.pk, early, by=officer_a, now=now)
    assert record_result(made.pk, replace(early, early_reason="at anchor"), by=officer_a, now=now).is_early
    papers = selected(voyage, officer_a, bill="B3", container=OTHER)
    replan(papers.pk, plan(officer_a, kind=CheckKind.DOCUMENTS), by=officer_a, now=NOW)
    assert not record_result(papers.pk, early, by=officer_a, now=now).is_early


def test_a_result_long_before_the_goods_were_selected_is_refused(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    replan(made.pk, plan(officer_a, kind=CheckKind.DOCUMENTS), by=officer_a, now=NOW)
    for days, words in ((9000, "long before the goods were selected"), (-9000, "in the future")):
        with pytest.raises(NotAllowed, match=words):
            record_result(made.pk, replace(NOTHING, at=NOW - timedelta(days=days)), by=officer_a, now=LATER)
    record_result(made.pk, replace(NOTHING, at=NOW - timedelta(hours=5)), by=officer_a, now=LATER)


def test_a_result_recorded_by_mistake_opens_the_selection_again_and_stays(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    record_result(made.pk, NOTHING, by=officer_a, now=LATER)
    return_result(made.pk, "the wrong container", by=officer_a, now=LATER)
    made.refresh_from_db()
    assert (made.state, made.ended_at, made.outcomes.count()) == ("selected", None, 1)


def test_a_cancelled_selection_keeps_why(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    with pytest.raises(NotAllowed, match="why the selection is cancelled"):
        cancel(made.pk, " ", by=officer_a, now=NOW)
    cancel(made.pk, "the ship does not call", by=officer_a, now=NOW)
    made.refresh_from_db()
    assert (made.state, why(made)) == ("cancelled", "the ship does not call")


# ── detained containers


def test_a_container_of_two_bills_is_free_when_the_last_of_them_is_released(voyage: Voyage, officer_a: User) -> None:
    first = selected(voyage, officer_a, bill="B1", detains=True)
    second = selected(voyage, officer_a, bill="B2", detains=True)
    assert len(detained_by_container(voyage, officer_a)[SHARED]) == 2
    record_result(first.pk, NOTHING, by=officer_a, now=LATER)
    held = first.detentions.get()
    (still,) = release(held.pk, "nothing found", by=officer_a, now=LATER)
    assert still.bill == "B2"
    assert list(detained_by_container(voyage, officer_a)) == [SHARED]
    record_result(second.pk, replace(NOTHING, releases=True), by=officer_a, now=LATER)
    assert not detained_by_container(voyage, officer_a)
    assert acts(second)[-2:] == ["examined", "released"]


def test_nothing_is_released_before_it_was_examined_or_the_selection_cancelled(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a, detains=True)
    held = made.detentions.get()
    with pytest.raises(NotAllowed, match="has not been examined yet"):
        release(held.pk, "as you like", by=officer_a, now=LATER)
    cancel(made.pk, "not ours", by=officer_a, now=NOW)
    with pytest.raises(NotAllowed, match="write why the goods are released"):
        release(held.pk, "", by=officer_a, now=LATER)
    assert release(held.pk, "not ours", by=officer_a, now=LATER) == []
    with pytest.raises(NotAllowed, match="released already"):
        release(held.pk, "again", by=officer_a, now=LATER)


def test_all_containers_of_a_bill_are_detained_and_none_twice(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a, container="")
    assert [each.container for each in detain(made.pk, "police asked", by=officer_a, now=NOW)] == [SHARED]
    with pytest.raises(NotAllowed, match="detained for this selection already"):
        detain(made.pk, "", by=officer_a, now=NOW)
    loose = selected(voyage, officer_a, bill="B9", container="", detains=True)
    assert loose.detentions.get().container == ""


# ── in step with the alert


def test_a_check_that_is_ordered_on_an_alert_is_a_selection_in_one_step(voyage: Voyage, officer_a: User) -> None:
    alert = rule_alert(voyage)
    words = DecisionText(note="words and code differ", container=SHARED, detains=True)
    decide(alert.pk, Act.SCAN, by=officer_a, words=words, now=NOW)
    made = Selection.objects.get()
    assert (made.alert, made.rule, made.kind, made.reason) == (alert, "C01", "scan", "words and code differ")
    assert (made.port, made.planned_at, made.officer, made.bill) == ("BBBGI", ARRIVAL, officer_a, "B1")
    assert made.detentions.get().container == SHARED


def test_a_further_check_changes_the_selection_and_a_release_cancels_it(voyage: Voyage, officer_a: User) -> None:
    alert = rule_alert(voyage)
    words = DecisionText(note="n", container=SHARED)
    decide(alert.pk, Act.DOCUMENTS, by=officer_a, words=words, now=NOW)
    decide(alert.pk, Act.EXAMINE, by=officer_a, words=words, now=NOW)
    made = Selection.objects.get()
    assert (made.kind, acts(made), why(made)) == ("examine", ["selected", "changed"], "n")
    detain(made.pk, "", by=officer_a, now=NOW)
    other = selected(voyage, officer_a, bill="B2", detains=True)
    decide(alert.pk, Act.RELEASE_GOODS, by=officer_a, words=DecisionText(note="harmless"), now=NOW)
    made.refresh_from_db()
    assert (made.state, acts(made)[-2:]) == ("cancelled", ["cancelled", "released"])
    assert [each.selection for each in detained_by_container(voyage, officer_a)[SHARED]] == [other]


def test_the_plan_is_changed_on_the_selection_and_the_alert_follows(voyage: Voyage, officer_a: User) -> None:
    alert = rule_alert(voyage)
    decide(alert.pk, Act.SCAN, by=officer_a, words=DecisionText(note="n", container=SHARED), now=NOW)
    made = Selection.objects.get()
    replan(made.pk, replace(plan(officer_a), place="Shed 4"), by=officer_a, now=NOW)
    made.refresh_from_db()
    alert.refresh_from_db()
    assert (made.kind, made.place, alert.state) == ("examine", "Shed 4", "examine")
    cancel(made.pk, "enough", by=officer_a, now=NOW)
    alert.refresh_from_db()
    assert alert.state == "cleared"


def test_the_result_closes_alert_and_selection_from_either_page(voyage: Voyage, officer_a: User) -> None:
    for number, from_alert in (("B1", True), ("B2", False)):
        alert = rule_alert(voyage, number)
        decide(alert.pk, Act.EXAMINE, by=officer_a, words=DecisionText(note="n"), now=NOW)
        made = Selection.objects.get(alert=alert)
        if from_alert:
            record(alert.pk, FOUND.what, at=LANDED, text="", by=officer_a, now=LATER, seizure=PISTOLS)
        else:
            record_result(made.pk, FOUND, by=officer_a, now=LATER)
        made.refresh_from_db()
        alert.refresh_from_db()
        assert (made.state, alert.dealt_at) == ("examined", LANDED)
        assert Outcome.objects.get(alert=alert).selection == made
        assert alert.follow_ups.count() == 1
        decide(alert.pk, Act.RETURN, by=officer_a, words=DecisionText(note="mistake"), now=LATER)
        made.refresh_from_db()
        assert made.state == "selected"


def test_goods_examined_without_being_selected_have_a_selection_for_their_record(
    voyage: Voyage, officer_a: User
) -> None:
    alert = rule_alert(voyage)
    record(alert.pk, FOUND.what, at=LANDED, text="", by=officer_a, now=LATER, seizure=PISTOLS)
    made = Selection.objects.get()
    assert (made.state, made.container, acts(made)) == ("examined", SHARED, ["selected", "examined"])
    record(alert.pk, FOUND.what, at=LANDED, text="", by=officer_a, now=LATER, seizure=PISTOLS)
    assert acts(Selection.objects.get()) == ["selected", "examined", "examined"]


def test_a_firms_alert_has_its_examination_opened_again_after_a_mistake(voyage: Voyage, officer_a: User) -> None:
    alert = rule_alert(voyage)
    Alert.objects.filter(pk=alert.pk).update(kind="party", rule="", list_name="Firms")
    record(alert.pk, OutcomeType.NOTHING, at=LANDED, text="", by=officer_a, now=LATER)
    decide(alert.pk, Act.RETURN, by=officer_a, words=DecisionText(note="mistake"), now=LATER)
    assert Selection.objects.get().state == "selected"


def test_a_plan_is_changed_after_its_time_as_long_as_the_time_stays(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    replan(made.pk, replace(plan(officer_a), place="Shed 7"), by=officer_a, now=LATER)
    with pytest.raises(NotAllowed, match="in the past"):
        replan(made.pk, plan(officer_a, at=LANDED - timedelta(hours=1)), by=officer_a, now=LATER)


def test_an_outcome_without_examination_cancels_the_selection(voyage: Voyage, officer_a: User) -> None:
    alert = rule_alert(voyage)
    decide(alert.pk, Act.EXAMINE, by=officer_a, words=DecisionText(note="n"), now=NOW)
    record(alert.pk, OutcomeType.NOT_LANDED, at=LANDED, text="", by=officer_a, now=LATER)
    assert Selection.objects.get().state == "cancelled"


def test_who_may_not_know_of_the_alert_sees_no_selection_but_that_the_container_is_detained(
    voyage: Voyage, officer_a: User, supervisor_a: User
) -> None:
    alert = rule_alert(voyage)
    Alert.objects.filter(pk=alert.pk).update(named=[supervisor_a.pk], tlp="red")
    words = DecisionText(note="for few ears", container=SHARED, detains=True)
    decide(alert.pk, Act.EXAMINE, by=supervisor_a, words=words, now=NOW)
    assert Selection.objects.visible_to(supervisor_a).exists()
    assert not Selection.objects.visible_to(officer_a).exists()
    held = Detention.objects.visible_to(officer_a).get()
    assert (held.container, held.reason) == (SHARED, "")
    enter(officer_a.scope)
    assert not Selection.objects.exists()
    assert Detention.objects.exists()


def test_a_selection_follows_its_voyage_when_two_turn_out_to_be_one(voyage: Voyage, officer_a: User) -> None:
    made = selected(voyage, officer_a)
    enter(REGION)
    other = Voyage.objects.create(key="sea/other", mode="sea", states=["BRB"])
    merge_voyages(other, voyage)
    made.refresh_from_db()
    assert made.voyage == other
    assert first_broken(made) == 0


# ── counted


def test_a_rule_is_judged_by_its_examinations_and_own_selections_are_counted_apart(
    voyage: Voyage, officer_a: User
) -> None:
    for number, result in (("B1", FOUND), ("B2", NOTHING)):
        alert = rule_alert(voyage, number)
        decide(alert.pk, Act.EXAMINE, by=officer_a, words=DecisionText(note="n"), now=NOW)
        record_result(Selection.objects.get(alert=alert).pk, result, by=officer_a, now=LATER)
    own = selected(voyage, officer_a, bill="B3", container=OTHER)
    record_result(own.pk, FOUND, by=officer_a, now=LATER)
    counted = examined(officer_a, ["C01"])["C01"]
    assert (counted.number, counted.found, counted.share.value) == (2, 1, 0.5)
    alone = examined_without_rule(officer_a)
    assert (alone.number, alone.found) == (1, 1)


def test_a_rule_is_judged_by_goods_of_its_bill_that_officers_selected_without_its_alert(
    voyage: Voyage, officer_a: User, officer_b: User
) -> None:
    for number in ("B1", "B3"):
        rule_alert(voyage, number)
    Alert.objects.create(
        voyage=voyage, bill=Alert.objects.all()[0].bill, kind="party", list_name="Firms", states=["BRB"]
    )
    found = selected(voyage, officer_a)
    record_result(found.pk, FOUND, by=officer_a, now=LATER)
    for number in ("", "B2"):  # of which bill the container's goods are is not known; no rule has named the other
        result = replace(FOUND, early_reason="at anchor")
        record_result(selected(voyage, officer_a, bill=number).pk, result, by=officer_a, now=LATER)
    assert examined(officer_a, ["C01"]) == {"C01": Examined(1, 1)}
    assert precisions(officer_a, ["C01"])["C01"] == Precision(alerts=2, confirmed=1, open=1)
    assert precisions(officer_a, [""])[""].decided == 0  # a firm is not identified by what its goods are
    assert examined_without_rule(officer_a) == Examined(2, 2)
    enter(officer_b.scope)
    assert (examined(officer_b, ["C01"]), examined_without_rule(officer_b)) == ({}, Examined())
    enter(REGION)
    return_result(found.pk, "the wrong container", by=officer_a, now=LATER)
    assert examined(officer_a, ["C01"]) == {}


def test_finds_of_own_selections_are_in_the_statistics_beside_those_of_alerts(
    voyage: Voyage, officer_a: User, officer_b: User
) -> None:
    alert = rule_alert(voyage)
    record(alert.pk, FOUND.what, at=LANDED, text="", by=officer_a, now=LATER, seizure=PISTOLS)
    record_result(selected(voyage, officer_a, bill="B3", container=OTHER).pk, FOUND, by=officer_a, now=LATER)
    asked = StatisticsFilters(since=date(2026, 11, 1), until=date(2026, 11, 30))
    for person, numbers in ((officer_a, (1, 1)), (officer_b, (0, 0))):
        table = next(each for each in report(person, asked, now=LATER, small=0).tables if each.key == "cargo")
        rows = {row.name: row.cells for row in table.rows}
        assert rows["Examined: something found"] == rows["Found: firearms"] == numbers
