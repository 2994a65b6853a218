"""What filers save is kept for a year after its last use, and declarations as long as the passengers' list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from roadstead.engine.reference.retention import RETENTION
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.trips import drafts
from roadstead.filings.trips.expiry import delete_old
from roadstead.filings.trips.models import Declaration, SavedCraft, SavedPerson, Trip, TripMessage, TripPerson
from roadstead.filings.voyages.models import Leg, Voyage
from roadstead.oversight.retention.daily import mask_and_delete_due
from roadstead.oversight.retention.purge import Purge
from roadstead.oversight.retention.replay import replay
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.database.scope import NOBODY, REGION, REGIONS_PEOPLE, Scope, enter
from tests.conftest import Approve, make_user
from tests.oversight.retention.test_purge import keeps
from tests.web.trips.captain import RUM, Captain

pytestmark = pytest.mark.django_db
TABLES = (Trip, TripPerson, SavedPerson, SavedCraft)


@pytest.fixture
def captain(carrier_user: User) -> Captain:
    return Captain(carrier_user)


@pytest.fixture
def trip(captain: Captain) -> Trip:
    made = captain.fill_in()
    captain.post(f"/trips/{made.pk}/declare/goods", {**RUM, "act": "add"})
    return captain.send(made)


def test_saved_rows_and_trips_go_a_year_after_their_last_use(trip: Trip) -> None:
    now = datetime.now(UTC)
    assert delete_old("12 months", now + timedelta(days=360)) == 0
    assert delete_old("12 months", now + timedelta(days=370)) == 4  # a trip, two people, a craft
    assert not any(table.objects.exists() for table in TABLES)
    assert Declaration.objects.filter(trip=None).count() == 2  # they are the state's


def test_the_daily_job_deletes_them_and_sessions_that_are_over(trip: Trip, tmp_path: Path) -> None:
    old = datetime.now(UTC) - timedelta(days=400)
    for table in (Trip, SavedPerson, SavedCraft):
        table.objects.update(used_at=old)
    Session.objects.create(session_key="over", session_data="", expire_date=old)
    Session.objects.create(session_key="open", session_data="", expire_date=old + timedelta(days=401))
    mask_and_delete_due(tmp_path, now=datetime.now(UTC))
    enter(REGION)
    assert not any(table.objects.exists() for table in TABLES)
    assert list(Session.objects.filter(session_key__in=("over", "open")).values_list("pk", flat=True)) == ["open"]


def test_a_person_on_a_trip_that_is_awaited_is_not_deleted_and_one_on_a_draft_is(captain: Captain, trip: Trip) -> None:
    person = SavedPerson.objects.get(surname="Brown")
    answer = captain.post("/trips/saved", {"person": person.pk})
    assert "is on a trip that you have sent" in answer.content.decode()
    enter(REGION)
    with pytest.raises(NotAllowed):
        drafts.delete_craft(SavedCraft.objects.get(), datetime.now(UTC))
    drafts.delete_person(person, datetime.now(UTC) + timedelta(days=30))  # arrived long ago
    assert SavedPerson.objects.count() == 1


def arrived_long_ago() -> None:
    """No voyage is deleted before it has arrived by the database's clock."""
    ago = datetime.now(UTC) - timedelta(days=9)
    Leg.objects.update(arrives_at=ago, departs_at=ago)
    Voyage.objects.update(arrives_at=ago, departs_at=ago, filed_at=ago)


def test_declarations_go_with_the_voyage(trip: Trip, tmp_path: Path) -> None:
    arrived_long_ago()
    later = datetime.now(UTC) + timedelta(days=40)
    Purge(tmp_path, later, later).run()
    enter(REGION)
    assert not Voyage.objects.exists()
    assert not Declaration.objects.exists()
    assert not TripMessage.objects.exists()
    assert Trip.objects.exists()  # the filer's own record


def test_declarations_go_when_their_state_may_keep_the_passengers_no_longer(
    trip: Trip, tmp_path: Path, approved: Approve
) -> None:
    arrived_long_ago()
    approved(RETENTION, keeps("LCA", "api", "3 years", "3 years"), keeps("LCA", "crew_api", "3 years", "3 years"))
    later = datetime.now(UTC) + timedelta(days=40)
    done = Purge(tmp_path, later, later).run()
    enter(REGION)
    assert Voyage.objects.get().states == ["LCA"]
    assert not Declaration.objects.exists()
    assert done.counts["trips_declaration"] == 2


def test_a_declaration_that_was_deleted_stays_deleted_after_a_restore(
    trip: Trip, tmp_path: Path, approved: Approve
) -> None:
    arrived_long_ago()
    approved(RETENTION, keeps("LCA", "api", "3 years", "3 years"), keeps("LCA", "crew_api", "3 years", "3 years"))
    later = datetime.now(UTC) + timedelta(days=40)
    backup = transaction.savepoint()
    Purge(tmp_path, later, later).run()
    transaction.savepoint_rollback(backup)
    enter(REGION)
    assert Declaration.objects.exists()
    replay(tmp_path, now=later)
    enter(REGION)
    assert not Declaration.objects.exists()


@pytest.mark.parametrize(
    ("scope", "declared", "own"),
    [
        (Scope(carrier="X9"), 2, True),
        (Scope(carrier="Y8"), 0, False),
        (Scope(states=("BRB",), user=1), 2, False),
        (Scope(states=("LCA",), user=1), 0, False),
        (REGIONS_PEOPLE, 0, False),
        (NOBODY, 0, False),
        (REGION, 2, True),
    ],
)
def test_the_database_shows_each_what_is_theirs(trip: Trip, scope: Scope, declared: int, own: bool) -> None:
    enter(scope)
    assert Declaration.objects.count() == declared
    for table in (*TABLES, TripMessage):
        assert table.objects.exists() is own, table.__name__
    if scope.states == ("BRB",):
        assert Declaration.objects.update(items=[]) == 0  # officers read and never change


def test_the_filters_alone_show_each_what_is_theirs(trip: Trip) -> None:
    other = make_user("other", Role.CARRIER, carrier="Y8")
    officer, analyst = make_user("officer", Role.OFFICER, state="BRB"), make_user("analyst", Role.ANALYST)
    for table in (Trip.objects, TripPerson.objects, SavedPerson.objects, SavedCraft.objects, TripMessage.objects):
        assert not any(table.visible_to(user).exists() for user in (other, officer, analyst))
    assert [Declaration.objects.visible_to(user).count() for user in (other, officer, analyst)] == [0, 2, 0]
