"""Selections of goods stay while they are open, and go with all that was found by a period of their own (S6-S10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError

from roadstead.casework.alerts.decide import DecisionText, decide
from roadstead.casework.alerts.follow_ups import end
from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import (
    Alert,
    Detention,
    ExaminationPhoto,
    FollowUp,
    Outcome,
    Selection,
    SelectionEvent,
)
from roadstead.casework.alerts.selection_events import SelectionAct, add_event
from roadstead.casework.alerts.selections import Goods
from roadstead.casework.examinations.acts import record_result, return_result, select_all
from roadstead.casework.examinations.expiry import OPEN_DAYS, close_unexamined
from roadstead.casework.examinations.photos import add_photo
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.retention.daily import mask_and_delete_due
from roadstead.oversight.retention.models import RetentionSchedule
from roadstead.oversight.retention.replay import replay
from roadstead.platform.accounts.models import User
from roadstead.platform.timeline.events import first_broken
from roadstead.platform.timeline.verify import faults
from tests.casework.examinations.cargo import LANDED, NOW, picture, plan, rule_alert, selected, ship
from tests.casework.examinations.test_selections import FOUND
from tests.conftest import Approve
from tests.oversight.retention.residue import residue
from tests.oversight.retention.test_purge import keeps, purge

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=20)
MUCH_LATER = NOW + timedelta(days=500)
OF_SELECTIONS = (Selection, SelectionEvent, Detention, ExaminationPhoto, Outcome, FollowUp)


def examined(by: User) -> Selection:
    """An own selection with everything that may name somebody, and nothing of an alert."""
    made = selected(ship(), by, detains=True)
    result = replace(FOUND, note="said QZXNAME")
    record_result(made.pk, result, by=by, now=LANDED + timedelta(hours=1))
    end(FollowUp.objects.get().pk, "QZXDONE", by=by, now=LANDED + timedelta(hours=2))
    add_photo(made.pk, "QZXPHOTO", "a.jpg", picture(), by=by, now=LANDED)
    return made


def test_an_open_selection_keeps_its_voyage_and_an_examined_one_outlives_the_bill(
    region: None, officer_a: User, tmp_path: Path
) -> None:
    made = selected(ship(), officer_a)
    assert RetentionSchedule.objects.get(selection=made).category == "examined"
    purge(tmp_path, at=MUCH_LATER)
    assert Voyage.objects.exists()
    assert not Bill.objects.exists()
    made.refresh_from_db()
    assert (made.bill, made.is_open) == ("B1", True)


def test_all_that_was_found_goes_when_its_period_is_over_and_again_after_a_restore(
    region: None, officer_a: User, tmp_path: Path
) -> None:
    examined(officer_a)
    purge(tmp_path, at=LATER)
    assert all(rows.objects.exists() for rows in OF_SELECTIONS)
    done = purge(tmp_path, at=MUCH_LATER)
    for rows in (*OF_SELECTIONS, Voyage):
        assert not rows.objects.exists(), rows
    assert residue("QZX") == []
    assert done.counts["alerts_examinationphoto"] == 1
    assert replay(tmp_path, now=NOW) is None


def test_a_selection_stays_while_the_task_after_its_find_is_open(region: None, officer_a: User, tmp_path: Path) -> None:
    made = selected(ship(), officer_a)
    record_result(made.pk, FOUND, by=officer_a, now=LANDED + timedelta(hours=1))
    purge(tmp_path, at=MUCH_LATER)
    assert FollowUp.objects.filter(selection=made).exists()
    end(FollowUp.objects.get().pk, "record complete", by=officer_a, now=LANDED + timedelta(hours=2))
    purge(tmp_path, at=MUCH_LATER)
    assert not Selection.objects.exists()


def test_masking_takes_words_serial_numbers_and_photographs_and_leaves_class_and_quantity(
    region: None, officer_a: User, tmp_path: Path, approved: Approve
) -> None:
    approved(RETENTION, keeps("BRB", "examined", "30 years", "6 days"))
    made = examined(officer_a)
    done = purge(tmp_path, at=LATER)
    assert done.counts["selections masked"] == 1
    assert residue("QZX") == []
    assert not ExaminationPhoto.objects.exists()
    made.refresh_from_db()
    seized = Outcome.objects.get().seized
    assert seized
    assert (made.reason, seized.hidden, seized.items[0].quantity) == ("", "", 1)
    assert first_broken(made) == 0
    assert list(faults()) == []
    assert purge(tmp_path, at=LATER).counts.get("selections masked", 0) == 0


def test_an_alert_and_its_selection_go_together_when_the_later_period_is_over(
    region: None, officer_a: User, tmp_path: Path, approved: Approve
) -> None:
    approved(RETENTION, keeps("BRB", "examined", "30 years", "30 years"))
    alert = rule_alert(ship())
    decide(alert.pk, Act.EXAMINE, by=officer_a, words=DecisionText(note="n"), now=NOW)
    made = Selection.objects.get()
    record_result(made.pk, FOUND, by=officer_a, now=LANDED + timedelta(hours=1))
    alert.follow_ups.get()
    purge(tmp_path, at=MUCH_LATER)
    assert Alert.objects.exists()  # its task is open, and its selection stays
    assert Selection.objects.exists()


# ── selections that nobody closes


def states_of(made: Selection) -> tuple[str, list[str]]:
    made.refresh_from_db()
    return made.state, list(made.events.order_by("number").values_list("act", flat=True))


def test_a_selection_that_nobody_closes_ends_as_not_examined_and_keeps_no_voyage_for_ever(
    region: None, officer_a: User, tmp_path: Path
) -> None:
    made = selected(ship(), officer_a, detains=True)
    ends = LANDED + timedelta(days=OPEN_DAYS)
    assert close_unexamined(ends) == 0
    assert close_unexamined(ends + timedelta(minutes=1)) == 1
    assert states_of(made) == ("expired", ["selected", "detained", "expired"])
    event = made.events.get(act="expired")
    assert (event.who, event.content) == (None, {"days": OPEN_DAYS})
    assert first_broken(made) == 0
    assert list(faults()) == []
    assert close_unexamined(MUCH_LATER) == 0
    purge(tmp_path, at=ends + timedelta(days=360))
    assert Selection.objects.exists()
    purge(tmp_path, at=ends + timedelta(days=370))
    for rows in (*OF_SELECTIONS, Voyage):
        assert not rows.objects.exists(), rows


def test_the_daily_run_closes_what_nobody_examined(region: None, officer_a: User, tmp_path: Path) -> None:
    made = selected(ship(), officer_a)
    now, before = datetime.now(UTC), datetime.now(UTC) - timedelta(days=OPEN_DAYS + 1)
    mask_and_delete_due(tmp_path, now=now)
    assert states_of(made)[0] == "selected"
    again = select_all([Goods(voyage=made.voyage, bill="B3")], plan(officer_a, at=before), by=officer_a, now=before)
    mask_and_delete_due(tmp_path, now=now)
    assert (states_of(made)[0], states_of(again[0])[0]) == ("selected", "expired")


def test_a_selection_that_was_opened_again_or_whose_alert_is_open_is_not_closed_by_itself(
    region: None, officer_a: User
) -> None:
    voyage = ship()
    opened, late = selected(voyage, officer_a, bill="B2"), LANDED + timedelta(days=OPEN_DAYS)
    record_result(opened.pk, FOUND, by=officer_a, now=LANDED + timedelta(hours=1))
    return_result(opened.pk, "the wrong one", by=officer_a, now=late)
    alert = rule_alert(voyage)
    decide(alert.pk, Act.EXAMINE, by=officer_a, words=DecisionText(note="n"), now=NOW)
    assert close_unexamined(late + timedelta(days=1)) == 0
    assert close_unexamined(late + timedelta(days=OPEN_DAYS + 1)) == 1
    assert states_of(opened)[0] == "expired"
    assert states_of(Selection.objects.get(alert=alert))[0] == "selected"


def test_the_database_lets_nobody_but_a_person_examine_or_cancel(region: None, officer_a: User) -> None:
    made = selected(ship(), officer_a)
    with pytest.raises(IntegrityError, match="an_act_on_a_selection_has_a_person"):
        add_event(made, SelectionAct.CANCELLED, {"why": "a program"}, by=None, now=NOW)
