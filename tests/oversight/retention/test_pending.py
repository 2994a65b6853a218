"""What a purge has settled it does not look at again, until something brings it back; and what it costs (S6, S8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roadstead.casework.alerts.models import Alert
from roadstead.config import config
from roadstead.engine.records import Consignment, Level
from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.cargo.models import BillStatement
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.oversight.retention.models import ChangedItem, Hold, RetentionSchedule
from roadstead.oversight.retention.pending import due_messages, due_voyages
from roadstead.oversight.retention.schedule import ALONE, Scheduler
from roadstead.platform.accounts.models import State, User
from roadstead.platform.database.connect import app_url
from roadstead.platform.policies.in_force import in_force
from tests.conftest import Approve
from tests.filings.cargo.told import NOW as CARGO_NOW
from tests.filings.cargo.told import bill, cargo, take
from tests.oversight.retention.test_cargo_goes import DOE, found
from tests.oversight.retention.test_purge import LATER, keeps, purge
from tests.pipeline.test_pipeline import ANNA, NOW, TOBIAS, file, put_in_force
from tests.pipeline.test_statements import aboard
from tests.samples import paxlst

pytestmark = pytest.mark.django_db
LONG = "30 years"


@pytest.fixture(autouse=True)
def states(region: None) -> None:
    for code in ("BRB", "LCA"):
        State.objects.create(code=code, name=code)


def wind() -> int:
    return Scheduler(in_force(RETENTION)).schedule()


def asked(act: Callable[[], object], words: str = "") -> int:
    """How many statements that have these words it takes."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum(words in each["sql"] for each in queries)


def a_voyage_kept_by_an_alert(home: Path) -> Voyage:
    """Settled: all but the person of the alert are gone."""
    put_in_force()
    file(paxlst(ANNA, TOBIAS))
    purge(home, at=LATER)
    return Voyage.objects.get()


def test_a_second_purge_looks_at_no_voyage_and_no_message(tmp_path: Path) -> None:
    a_voyage_kept_by_an_alert(tmp_path)
    assert (due_voyages(LATER), due_messages(LATER)) == ([], [])
    for table in ("voyages_voyage", "voyages_traveller", "intake_message"):
        assert asked(lambda: purge(tmp_path, at=LATER), f'FROM "{table}"') == 0, table
    assert RetentionSchedule.objects.filter(expires_at__lte=LATER, enforced_at=None).count() == 0


def test_a_message_about_a_settled_voyage_brings_it_back(tmp_path: Path) -> None:
    voyage = a_voyage_kept_by_an_alert(tmp_path)
    file(paxlst(ANNA, TOBIAS, sent="261125:1300", reference="2"))
    assert Traveller.objects.filter(voyage=voyage).count() == 2
    purge(tmp_path, at=LATER)
    assert Traveller.objects.get().surname == TOBIAS.surname
    assert due_voyages(LATER) == []


def test_a_changed_policy_brings_back_what_it_sets_another_time_for(tmp_path: Path, approved: Approve) -> None:
    a_voyage_kept_by_an_alert(tmp_path)
    Alert.objects.update(state="cleared")
    assert due_voyages(LATER) == []
    approved(RETENTION, keeps("BRB", "alert", "6 days", "6 days"))
    purge(tmp_path, at=LATER)
    assert not Voyage.objects.exists()
    assert not Message.objects.exists()


def test_a_policy_that_sets_the_same_times_brings_back_nothing(tmp_path: Path, approved: Approve) -> None:
    a_voyage_kept_by_an_alert(tmp_path)
    approved(RETENTION, keeps("LCA", "api", LONG, LONG))
    while wind():
        pass
    assert (due_voyages(LATER), due_messages(LATER)) == ([], [])


def test_a_hold_that_is_lifted_brings_back_what_it_kept(tmp_path: Path, supervisor: User) -> None:
    file(paxlst(ANNA))
    held = {"reason": "a court asks", "until": LATER.date(), "placed_by": supervisor, "placed_at": NOW}
    hold = Hold.objects.create(voyage=Voyage.objects.get(), states=["BRB"], **held)
    purge(tmp_path, at=LATER)
    assert (due_voyages(LATER), due_messages(LATER)) == ([], [])
    assert Traveller.objects.exists()
    Hold.objects.filter(pk=hold.pk).update(lifted_at=NOW)
    purge(tmp_path, at=LATER)
    assert not Traveller.objects.exists()
    assert not Message.objects.exists()


def test_an_alert_that_moves_to_another_voyage_leaves_none_behind_for_ever(tmp_path: Path) -> None:
    settled = a_voyage_kept_by_an_alert(tmp_path)
    Traveller.objects.update(states=["BRB"])
    other = Voyage.objects.create(key="other", mode="air", states=["BRB"], arrives_at=datetime.now(UTC))
    Alert.objects.update(voyage=other, traveller=None)
    purge(tmp_path, at=LATER)
    assert not Voyage.objects.filter(pk=settled.pk).exists()


def test_a_waybill_is_kept_for_its_bill_without_a_look_and_goes_with_it(tmp_path: Path, approved: Approve) -> None:
    approved(RETENTION, *(keeps(state, "cargo", "60 days", "60 days") for state in ("BRB", "LCA")))
    State.objects.create(code="TTO", name="TTO")
    house = bill("H1", master="157-67568642", level=Level.HOUSE, load="", discharge="")
    take(cargo(house, voyage=None, type="FHL"), account="FWDR")
    take(cargo(bill("15767568642", parties=()), type="FFM"))
    soon, end = CARGO_NOW + timedelta(days=20), CARGO_NOW + timedelta(days=100)
    purge(tmp_path, at=soon)
    assert BillStatement.objects.filter(voyage=None).exists()
    assert due_messages(soon) == []
    purge(tmp_path, at=end)
    assert not BillStatement.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "late",
    [
        bill("157-67568642", parties=(DOE,)),
        bill("H1", master="157-67568642", level=Level.HOUSE, parties=(DOE,), load="", discharge=""),
    ],
    ids=["of the bill", "of a house under it"],
)
def test_a_waybill_that_comes_after_its_bill_was_masked_is_masked_as_well(
    tmp_path: Path, approved: Approve, late: Consignment
) -> None:
    approved(RETENTION, *(keeps(state, each, LONG, "6 days") for state in ("BRB", "LCA") for each in ("api", "cargo")))
    approved(RETENTION, *(keeps(state, "message", LONG, "6 days") for state in ("BRB", "LCA")))
    take(cargo(bill("15767568642", parties=(DOE,)), type="FFM"))
    purge(tmp_path, at=CARGO_NOW + timedelta(days=20))
    assert found("Quillimane") == []
    take(cargo(late, voyage=None, type="FWB", reference="W1", sent_at="2026-12-10T10:00"), account="FWDR")
    assert found("Quillimane")
    purge(tmp_path, at=CARGO_NOW + timedelta(days=20))
    assert found("Quillimane") == []
    assert due_voyages(CARGO_NOW + timedelta(days=20)) == []


def test_a_message_outlives_its_voyage_by_its_own_clock_and_then_goes(tmp_path: Path, approved: Approve) -> None:
    approved(RETENTION, keeps("BRB", "message", LONG, LONG))
    file(paxlst(ANNA))
    purge(tmp_path, at=LATER)
    assert not Voyage.objects.exists()
    approved(RETENTION, keeps("LCA", "message", LONG, LONG))  # all clocks are set anew, by the states it concerned
    assert wind() > 0
    assert set(RetentionSchedule.objects.values_list("state", "category")) == {("BRB", "message")}
    purge(tmp_path, at=LATER + timedelta(days=31 * 366))
    assert not Message.objects.exists()


def test_what_nobody_changed_is_not_wound_again_however_much_is_stored(approved: Approve) -> None:
    file(paxlst(ANNA))
    while wind():
        pass
    assert asked(wind, 'FROM "voyages_voyage"') == 0
    Voyage.objects.get().save()
    assert ChangedItem.objects.exists()
    assert wind() > 0
    assert wind() == 0


def test_clocks_are_wound_by_one_process_at_a_time() -> None:
    wind()
    with psycopg.connect(app_url(config())) as other:
        assert other.execute(ALONE.replace("pg_advisory", "pg_try_advisory")).fetchone() == (False,)


def test_masking_or_deleting_three_hundred_takes_as_many_statements_as_three(tmp_path: Path, approved: Approve) -> None:
    file(paxlst(ANNA))
    purge(tmp_path, at=LATER)  # the keys of the tables are asked for once a process
    deleting = {}
    for number in (3, 300):
        file(paxlst(*aboard(number, f"D{number}"), flight=f"2X{number}"))
        deleting[number] = asked(lambda: purge(tmp_path, at=LATER))
        assert not Voyage.objects.exists()
    approved(RETENTION, *(keeps("BRB", each, LONG, "6 days") for each in ("api", "crew_api", "pnr", "message")))
    masking = {}
    for number in (3, 300):
        file(paxlst(*aboard(number, f"M{number}"), flight=f"2X{number}"))
        masking[number] = asked(lambda: purge(tmp_path, at=LATER))
        assert not Traveller.objects.exclude(surname="").exists()
    assert deleting[3] == deleting[300] < 250
    assert masking[3] == masking[300] < 250
