"""Saved people and craft are changed and deleted without a trip, with the day on which each would be deleted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from roadstead.engine.reference.retention import RETENTION
from roadstead.filings.trips.expiry import delete_old
from roadstead.filings.trips.models import SavedCraft, SavedPerson, Trip, TripPerson
from roadstead.platform.accounts.models import Role
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.templatetags.clock import day
from tests.conftest import Approve, make_user
from tests.oversight.retention.test_purge import keeps
from tests.web.trips.captain import ANNA, CRAFT, ZOE, Captain, ahead

pytestmark = pytest.mark.django_db


def people() -> dict[str, SavedPerson]:
    enter(REGION)
    return {each.surname: each for each in SavedPerson.objects.all()}


def test_a_new_passport_is_entered_without_a_trip_and_the_next_trip_has_it(captain: Captain) -> None:
    draft = captain.fill_in()
    brown = people()["Brown"]
    assert f"/trips/saved/people/{brown.pk}" in captain.page("/trips/saved")
    captain.post(f"/trips/saved/people/{brown.pk}", {**ANNA, "document_number": "519999999", "expires": "2036-01-01"})
    assert captain.at == "/trips/saved"
    assert "Saved: Anna María Brown." in captain.page()
    assert "519999999" in captain.page(f"/trips/{draft.pk}/check")
    assert (people()["Brown"].document_number, people()["Brown"].role) == ("519999999", "captain")
    assert Record.objects.filter(action="changed", subject="trips saved").count() == 1


def test_somebody_on_a_trip_that_was_sent_leads_to_the_page_that_sends_the_change(captain: Captain) -> None:
    trip = captain.send(captain.fill_in())
    captain.post(f"/trips/saved/people/{people()['Brown'].pk}", {**ANNA, "document_number": "519999999"})
    assert captain.at == f"/trips/{trip.pk}/check"
    shown = captain.page()
    assert "is on a trip that you have sent. Check and send the change." in shown
    assert "512345678" in shown  # old
    assert "519999999" in shown  # and new
    again = captain.again(trip).sent_list
    assert again is not None
    assert "519999999" not in str(again)  # not before it is pressed


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(captain: Captain) -> None:
    captain.fill_in()
    zoe = people()["O’Neill"]
    answer = captain.post(f"/trips/saved/people/{zoe.pk}", {**ZOE, "born": "2090-01-01", "surname": "Typed"})
    assert answer.status_code == 400
    assert "is in the future" in answer.content.decode()
    assert "Typed" in answer.content.decode()
    answer = captain.post(f"/trips/saved/people/{zoe.pk}", {**ZOE, "document_number": ANNA["document_number"]})
    assert answer.status_code == 400
    assert "is saved already" in answer.content.decode()
    assert people()["O’Neill"].document_number == ZOE["document_number"]


def test_a_craft_is_changed_without_a_trip_and_one_that_was_sent_stays_as_it_was_sent(captain: Captain) -> None:
    trip = captain.send(captain.fill_in())
    craft = SavedCraft.objects.get()
    assert captain.post(f"/trips/saved/craft/{craft.pk}", {"mode": "sea", "name": ""}).status_code == 400
    captain.post(f"/trips/saved/craft/{craft.pk}", {**CRAFT, "name": "Sea Wind"})
    assert captain.at == "/trips/saved"
    assert "Sea Wind" in captain.page()
    sent = captain.again(trip).sent_list
    assert sent is not None
    assert sent.voyage.craft is not None
    assert sent.voyage.craft.name == "Sea Breeze"
    assert "Not sent yet" not in captain.page(f"/trips/{trip.pk}")


def test_the_page_names_the_day_on_which_each_is_deleted_by_the_policy_in_force(
    captain: Captain, approved: Approve
) -> None:
    captain.fill_in()
    used = people()["Brown"].used_at
    assert f"Deleted on {day(used.replace(year=used.year + 1).date())}" in captain.page("/trips/saved")
    enter(REGION)
    approved(RETENTION, keeps("*", "profile", "30 days", "30 days"))
    assert f"Deleted on {day((used + timedelta(days=30)).date())}" in captain.page("/trips/saved")


def test_a_draft_that_nobody_has_touched_for_its_period_goes_and_a_younger_one_stays(captain: Captain) -> None:
    old, young = captain.fill_in(), captain.fill_in(arrives=ahead(5), departs=ahead(4))
    now = datetime.now(UTC)
    Trip.objects.filter(pk=old.pk).update(used_at=now - timedelta(days=400))
    assert delete_old("12 months", now) == 1
    assert list(Trip.objects.values_list("pk", flat=True)) == [young.pk]
    assert not TripPerson.objects.filter(trip=old.pk).exists()
    assert len(people()) == 2  # they are on the other


def test_nobody_else_reads_or_changes_them(captain: Captain, client: Client) -> None:
    captain.fill_in()
    person, craft = people()["Brown"], SavedCraft.objects.get()
    other = make_user("other", Role.CARRIER, carrier="Y8")
    client.force_login(other)
    for address, typed in ((f"people/{person.pk}", ANNA), (f"craft/{craft.pk}", CRAFT)):
        assert client.get(f"/trips/saved/{address}").status_code == 404
        assert client.post(f"/trips/saved/{address}", typed).status_code == 404
    client.force_login(make_user("officer", Role.OFFICER, state="BRB"))
    assert client.get(f"/trips/saved/people/{person.pk}").status_code == 403
