"""After sending: one person amended, added, left out, new times, the trip cancelled; each a message that is read."""

from __future__ import annotations

import pytest

from roadstead.filings.intake.models import Message
from roadstead.filings.trips.models import Declaration, Trip
from roadstead.filings.voyages.models import Document, Manifest, Presence, Traveller, Voyage
from roadstead.platform.database.scope import REGION, enter
from tests.web.trips.captain import ANNA, CRAFT, ZOE, Captain, ahead, read_all

pytestmark = pytest.mark.django_db
BOB = {
    **ANNA,
    "role": "crew",
    "surname": "Charles",
    "given": "Bob",
    "born": "1975-05-05",
    "document_number": "R0700007",
}


@pytest.fixture
def trip(captain: Captain) -> Trip:
    return captain.send(captain.fill_in())


def number_of(trip: Trip, surname: str) -> int:
    enter(REGION)
    return int(trip.people.get(person__surname=surname).person_id)


def kinds() -> list[str]:
    return list(Manifest.objects.order_by("message_id", "position").values_list("subcode", flat=True))


@pytest.mark.parametrize(
    "changed",
    [
        {"document_number": "519999999"},
        {"surname": "Green"},
        {"born": "1981-11-03"},
        {"given": "Anna"},
        {"nationality": "LCA"},
        {"birth_place": "Leeds"},
        {"surname": "Green", "given": "Beth", "born": "1999-01-01", "document_number": "X1"},
        {"role": "passenger"},
    ],
    ids=lambda each: "+".join(each),
)
def test_one_person_is_amended_and_the_other_stays(captain: Captain, trip: Trip, changed: dict[str, str]) -> None:
    wanted = ANNA | changed
    captain.post(f"/trips/{trip.pk}/people/{number_of(trip, 'Brown')}", wanted)
    assert captain.at.endswith("/check")
    assert "→" in captain.page()
    captain.send(trip)
    assert Voyage.objects.count() == 1
    on_board = Traveller.objects.exclude(presence=Presence.WITHDRAWN)
    assert {each.surname for each in on_board} == {wanted["surname"], "O’Neill"}
    anna = on_board.get(surname=wanted["surname"])
    paper = Document.objects.get(traveller=anna)
    assert (anna.given, anna.born, anna.nationality, anna.birth_place, anna.role, paper.number) == (
        wanted["given"], wanted["born"], wanted["nationality"], wanted.get("birth_place", ""),
        "passenger" if wanted["role"] == "passenger" else "crew", wanted["document_number"],
    )  # fmt: skip
    sent = captain.again(trip).sent_list
    assert sent is not None
    assert len(sent.travellers) == 2
    captain.post(f"/trips/{trip.pk}/check", {})
    assert Message.objects.count() == 2  # pressed again, nothing is sent


def test_a_value_taken_away_is_taken_away_at_the_states_too(captain: Captain, trip: Trip) -> None:
    address = f"/trips/{trip.pk}/people/{number_of(trip, 'Brown')}"
    captain.post(address, {**ANNA, "birth_place": "Leeds"})
    captain.send(trip)
    captain.post(address, ANNA)
    captain.send(trip)
    assert Traveller.objects.get(surname="Brown").birth_place == ""


def test_somebody_is_added_and_somebody_left_out_in_one_sending(captain: Captain, trip: Trip) -> None:
    zoe = number_of(trip, "O’Neill")
    captain.post(f"/trips/{trip.pk}/people/new", {**BOB, "act": "continue"})
    enter(REGION)
    stay = [each.person_id for each in trip.people.all() if each.person_id != zoe]
    captain.post(f"/trips/{trip.pk}/people", {"people": stay, "act": "continue"})
    shown = captain.page()
    assert "Bob Charles comes along" in shown
    assert "Zoë O’Neill does not come" in shown
    captain.send(trip)
    presence = dict(Traveller.objects.values_list("surname", "presence"))
    assert presence == {"Brown": "expected", "O’Neill": "withdrawn", "Charles": "expected"}
    assert Message.objects.count() == 2
    assert kinds() == ["", "XR", "CP"]


@pytest.mark.parametrize(("departs", "arrives"), [(2, 3), (5, 6), (30, 31), (0.3, 1)])
def test_the_times_move_with_the_voyage_however_far(
    captain: Captain, trip: Trip, departs: float, arrives: float
) -> None:
    moved = {"departs": ahead(departs, 10), "arrives": ahead(arrives, 23)}
    captain.post(f"/trips/{trip.pk}/voyage", moved)
    captain.send(trip)
    voyage = Voyage.objects.get()
    assert (voyage.departs_local, voyage.arrives_local) == (moved["departs"], moved["arrives"])
    assert voyage.travellers.exclude(presence=Presence.WITHDRAWN).count() == 2


@pytest.mark.parametrize("registration", ["N12345", "8P-ABC", "VP-LXY"])
def test_a_private_aircraft_is_filed_moved_and_amended_under_its_registration(
    captain: Captain, registration: str
) -> None:
    plane = {"mode": "air", "registration": registration, "kind": "C172", "flag": "USA"}
    trip = captain.send(captain.fill_in(ANNA, craft=plane, origin="SLU", destination="BGI"))
    voyage = Voyage.objects.get()
    assert (voyage.mode, voyage.number, voyage.carrier) == ("air", registration, "")
    captain.post(f"/trips/{trip.pk}/voyage", {"departs": ahead(4, 8), "arrives": ahead(4, 10)})
    captain.post(f"/trips/{trip.pk}/people/{number_of(trip, 'Brown')}", {**ANNA, "document_number": "519999999"})
    captain.send(trip)
    assert Voyage.objects.get().arrives_local == ahead(4, 10)
    assert Document.objects.get().number == "519999999"
    captain.post(f"/trips/{trip.pk}/act", {"act": "cancel"})
    read_all()
    assert Voyage.objects.get().cancelled


def test_a_cancelled_trip_is_cancelled_at_the_states_and_can_be_copied(captain: Captain, trip: Trip) -> None:
    captain.post(f"/trips/{trip.pk}/act", {"act": "cancel"})
    assert captain.at == f"/trips/{trip.pk}"
    read_all()
    assert Voyage.objects.get().cancelled
    assert {each.presence for each in Traveller.objects.all()} == {"withdrawn"}
    assert not Declaration.objects.filter(replaced_at=None).exists()
    assert "Your trip is cancelled" in captain.page(f"/trips/{trip.pk}")
    assert captain.client.get(f"/trips/{trip.pk}/people")["Location"] == f"/trips/{trip.pk}"
    captain.post(f"/trips/{trip.pk}/act", {"act": "copy"})
    copied = captain.at.removesuffix("/voyage")
    told = {"origin": "Rodney Bay", "destination": "Bridgetown", "departs": ahead(2, 8), "arrives": ahead(3)}
    captain.post(f"{copied}/voyage", told)
    for kind in ("weapons", "goods"):
        captain.post(f"{copied}/declare/{kind}", {"act": "none"})
    captain.post(f"{copied}/check", {})
    read_all()
    assert not Voyage.objects.get().cancelled  # the same voyage, announced again
    assert {each.presence for each in Traveller.objects.all()} == {"expected"}


def test_a_change_waits_until_what_was_sent_before_is_read(captain: Captain) -> None:
    trip = captain.fill_in()
    captain.post(f"/trips/{trip.pk}/check", {})
    captain.post(f"/trips/{trip.pk}/voyage", {"departs": ahead(2, 10), "arrives": ahead(3, 20)})
    answer = captain.post(f"/trips/{trip.pk}/check", {})
    assert answer.status_code == 400
    assert "We are still reading what you sent before" in answer.content.decode()
    read_all()
    captain.send(trip)
    assert Voyage.objects.get().arrives_local == ahead(3, 20)


def test_the_same_voyage_is_not_announced_twice(captain: Captain, trip: Trip) -> None:
    captain.post(f"/trips/{trip.pk}/act", {"act": "copy"})
    copied = captain.at.removesuffix("/voyage")
    told = {"origin": "Rodney Bay", "destination": "Bridgetown", "departs": ahead(2, 8), "arrives": ahead(3, 17)}
    captain.post(f"{copied}/voyage", told)
    assert f"(number {trip.pk})" in captain.page(f"{copied}/check")
    assert captain.post(f"{copied}/check", {}).status_code == 400


def test_what_is_wrong_with_a_person_is_named_with_a_link_to_the_field(captain: Captain, trip: Trip) -> None:
    enter(REGION)
    manifest = Manifest.objects.get()
    row = {"severity": "warning", "code": "x", "text": "Too old.", "number": 28, "segment": "Date of birth",
           "field": "birth date", "sent": "x"}  # fmt: skip
    manifest.problems = [row]
    manifest.save()
    shown = captain.page(f"/trips/{trip.pk}")
    assert f'href="/trips/{trip.pk}/people/' in shown
    assert "#born" in shown
    assert "Too old." in shown


def test_another_carriers_craft_cannot_be_changed_by_a_form(captain: Captain, trip: Trip) -> None:
    assert CRAFT["name"] in captain.page(f"/trips/{trip.pk}")
    assert captain.client.get(f"/trips/{trip.pk}/craft")["Location"] == f"/trips/{trip.pk}"
    assert ZOE["given"] in captain.page(f"/trips/{trip.pk}")
