"""A captain fills in the form, sends it, and sees what became of it."""

from __future__ import annotations

import pytest
from django.test import Client

from roadstead.filings.intake.models import Message, Status
from roadstead.filings.trips.models import Declaration, SavedCraft, SavedPerson, Trip, TripMessage
from roadstead.filings.voyages.models import Document, Traveller, Voyage
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import AccountNotice, User
from roadstead.platform.database.scope import REGION, enter
from roadstead.web.trips.steps import MAX_ITEMS
from tests.web.trips.captain import ANNA, CRAFT, RUM, ZOE, Captain, ahead, read_all, route

pytestmark = pytest.mark.django_db


def test_the_form_leads_from_page_to_page_and_what_is_sent_is_what_was_typed(captain: Captain) -> None:
    captain.post("/trips/new", {})
    assert captain.at.endswith("/craft")
    captain.post(captain.at, CRAFT)
    assert captain.at.endswith("/voyage")
    captain.post(captain.at, route())
    assert captain.at.endswith("/people")
    assert captain.client.get(captain.at)["Location"].endswith("/people/new")  # nobody is saved yet
    captain.post(f"{captain.at}/new", {**ANNA, "act": "another"})
    assert captain.at.endswith("/people/new")
    captain.post(captain.at, {**ZOE, "act": "continue"})
    assert captain.at.endswith("/declare/weapons")
    captain.post(captain.at, {"act": "none"})
    assert captain.at.endswith("/declare/goods")
    captain.post(captain.at, {**RUM, "act": "add"})
    captain.post(captain.at, {"act": "continue"})
    assert captain.at.endswith("/check")
    shown = captain.page()
    for words in ("Sea Breeze", "Rodney Bay: Castries, Saint Lucia (LCCAS)", "Anna María Brown", "Rum, 12 bottles"):
        assert words in shown
    captain.post(captain.at, {})
    waits = captain.page()
    assert "Waiting to be read" in waits
    assert "data-waits" in waits
    read_all()
    message = Message.objects.get()
    assert (message.status, message.channel, message.carrier) == (Status.READ, "form", "X9")
    assert message.receipt in captain.page()
    assert "Nothing to correct." in captain.page()
    enter(REGION)
    voyage = Voyage.objects.get()
    assert (voyage.craft_name, voyage.craft_registration, voyage.origin, voyage.destination, voyage.category) == (
        "Sea Breeze", "J8-1234", "LCCAS", "BBBGI", "private",
    )  # fmt: skip
    assert (voyage.departs_local, voyage.arrives_local) == (ahead(2, 8), ahead(3))
    people = {each.surname: each for each in Traveller.objects.all()}
    assert {name: each.role for name, each in people.items()} == {"Brown": "crew", "O’Neill": "passenger"}
    assert people["Brown"].declared["employment"] == "Captain"
    assert {each.number for each in Document.objects.all()} == {"512345678", "600000001"}
    assert Response.objects.count() == 2  # as for every list


def test_a_trip_pressed_twice_has_one_receipt(captain: Captain) -> None:
    trip = captain.fill_in()
    captain.send(trip)
    captain.post(f"/trips/{trip.pk}/check", {})
    assert captain.at == f"/trips/{trip.pk}"
    enter(REGION)
    assert Message.objects.count() == 1


def test_a_person_pressed_twice_is_saved_once(captain: Captain) -> None:
    trip = captain.fill_in(ANNA)
    captain.post(f"/trips/{trip.pk}/people/new", {**ANNA, "act": "continue"})
    captain.post("/trips/new", {})
    begun = captain.at
    captain.post("/trips/new", {})
    assert captain.at == begun
    enter(REGION)
    assert (SavedPerson.objects.count(), SavedCraft.objects.count(), Trip.objects.count()) == (1, 1, 2)


def test_the_second_time_only_the_times_are_typed(captain: Captain) -> None:
    first = captain.send(captain.fill_in())
    captain.post(f"/trips/{first.pk}/act", {"act": "way-back"})
    assert captain.at.endswith("/voyage")
    shown = captain.page()
    assert 'value="Bridgetown"' in shown
    assert 'value="Rodney Bay"' in shown
    again = {"origin": "Bridgetown", "destination": "Rodney Bay", "departs": ahead(8), "arrives": ahead(9)}
    captain.post(captain.at, again)
    while "/declare/" in captain.at:
        captain.post(captain.at, {"act": "none"})
    assert captain.at.endswith("/check")
    copied = captain.again(first).pk + 1
    captain.post(captain.at, {})
    read_all()
    assert Voyage.objects.count() == 2
    assert Voyage.objects.get(destination="LCCAS").travellers.count() == 2
    assert Trip.objects.get(pk=copied).people.count() == 2


def test_the_filer_is_told_by_mail_without_anybodys_name(captain: Captain) -> None:
    captain.user.email = "captain@example.org"
    captain.user.save()
    captain.send(captain.fill_in())
    notice = AccountNotice.objects.get()
    assert (notice.kind, notice.person, notice.seen_at is not None) == ("trip read", captain.user, True)
    assert {"craft", "port", "on_board", "receipt"} <= set(notice.places)
    assert "Brown" not in str(notice.places)
    assert "512345678" not in str(notice.places)


def test_a_captain_without_an_address_gets_no_notice(captain: Captain) -> None:
    captain.send(captain.fill_in())
    assert not AccountNotice.objects.exists()


def test_officers_of_the_state_of_arrival_alone_read_what_was_declared(
    captain: Captain, officer_a: User, officer_b: User, analyst: User, client: Client
) -> None:
    trip = captain.fill_in()
    captain.post(f"/trips/{trip.pk}/declare/goods", {**RUM, "act": "add"})
    captain.send(trip)
    voyage = Voyage.objects.get()
    assert {each.kind for each in Declaration.objects.filter(voyage=voyage)} == {"weapons", "goods"}
    seen = {}
    for officer in (officer_a, officer_b, analyst):
        client.force_login(officer)
        answer = client.get(f"/voyages/{voyage.pk}")
        assert answer.status_code == 200  # both states see the voyage
        seen[officer.username] = "Rum, 12 bottles" in answer.content.decode()
    assert seen == {"officer-a": True, "officer-b": False, "analyst": False}


def test_a_button_pressed_twice_neither_adds_an_item_twice_nor_removes_the_next_one(captain: Captain) -> None:
    trip = captain.fill_in()
    page = f"/trips/{trip.pk}/declare/goods"

    def items() -> list[str]:
        enter(REGION)
        return [each["what"] for each in Trip.objects.get(pk=trip.pk).declared["goods"]]

    for _ in range(2):
        captain.post(page, {**RUM, "act": "add", "declared": "0"})
    captain.post(page, {**RUM, "what": "Gin", "act": "add", "declared": "1"})
    assert items() == ["Rum", "Gin"]
    assert 'name="declared" value="2"' in captain.page(page)
    for _ in range(2):
        captain.post(page, {"remove": "1", "declared": "2"})
    assert items() == ["Gin"]
    assert captain.post(page, {"remove": "00010001", "declared": "1"}).status_code == 302
    assert items() == []


def test_more_items_than_are_kept_are_refused_and_what_was_typed_stays(captain: Captain) -> None:
    trip = captain.fill_in()
    enter(REGION)
    Trip.objects.filter(pk=trip.pk).update(declared={**trip.declared, "goods": [RUM] * MAX_ITEMS})
    answer = captain.post(f"/trips/{trip.pk}/declare/goods", {"what": "Sugar", "quantity": "1 kg", "act": "add"})
    assert answer.status_code == 400
    assert "You have declared 50 items, which is the most." in answer.content.decode()
    assert 'value="Sugar"' in answer.content.decode()


def test_a_declaration_that_is_changed_stays_beside_the_new_one(
    captain: Captain, officer_a: User, client: Client
) -> None:
    trip = captain.send(captain.fill_in())
    captain.post(f"/trips/{trip.pk}/declare/goods", {**RUM, "act": "add"})
    assert "Rum, 12 bottles" in captain.page(f"/trips/{trip.pk}/check")
    captain.send(trip)
    assert TripMessage.objects.count() == 1  # nothing else has changed, so no list is sent
    client.force_login(officer_a)
    shown = client.get(f"/voyages/{Voyage.objects.get().pk}").content.decode()
    assert "Rum, 12 bottles" in shown
    assert "replaced or withdrawn" in shown
