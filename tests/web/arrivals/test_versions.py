"""The pages of versions, of one person's story and of bookings: what they show, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Agency, BookedFlight, BookingChange, Function, Payment, Ticket
from roadstead.engine.records import Booking as Booked
from roadstead.filings.voyages.models import Booking, Manifest, Traveller, Voyage
from roadstead.platform.accounts.models import State, User
from roadstead.platform.audit.models import Record
from roadstead.platform.database.scope import REGION, enter
from tests.filings.voyages.voyage_story import message, person, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
F = Function
OLD, NEW = "AAOLD0001", "BBNEW0002"
ANN = person("ANNATTO", born="1980-01-01", paper=OLD)
BOB = person("BOBOLINK", given="B")
RENEWED = replace(ANN, documents=(replace(ANN.documents[0], number=NEW),))


@pytest.fixture(autouse=True)
def states() -> None:
    for code in ("BRB", "LCA"):
        State.objects.get_or_create(code=code, defaults={"name": code})


def story() -> Voyage:
    """A list; a newer revision with one document corrected and one person left out; a close-out; a late list."""
    tell(
        message(ANN, BOB, reference="TN1", revision="1"),
        message(RENEWED, reference="TN1", revision="2", sent="12:30", number=2),
        message(RENEWED, function=F.CLOSED_ON_BOARD, subcode="CLOB", sent="13:00", number=3),
        message(person("LATTER"), sent="12:10", number=4, action="2"),
    )
    return Voyage.objects.get()


def page(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:400]
    return response.content.decode()


def numbers(voyage: Voyage) -> list[int]:
    return list(Manifest.objects.filter(voyage=voyage).order_by("order").values_list("pk", flat=True))


def test_the_versions_stand_in_the_order_sent_with_what_each_did(supervisor_a: User, client: Client) -> None:
    text = page(client, supervisor_a, f"/voyages/{story().pk}/versions")
    beginnings = [text.index(words) for words in ("2 added", "1 added", "1 withdrawn", "1 on board")]
    assert beginnings == sorted(beginnings)
    assert "after a message sent later" in text
    assert "(CLOB)" in text


def test_two_versions_are_compared_field_by_field(supervisor_a: User, client: Client) -> None:
    voyage = story()
    first, *_between, last = numbers(voyage)
    text = page(client, supervisor_a, f"/voyages/{voyage.pk}/versions/{last}/{first}")
    assert f"<del>P {OLD} BRB</del>" in text
    assert f"<ins>P {NEW} BRB</ins>" in text
    assert "Withdrawn: left out of a newer complete list" in text
    assert "LATTER" in text


def test_a_version_compared_with_itself_shows_no_difference(supervisor_a: User, client: Client) -> None:
    voyage = story()
    first = numbers(voyage)[0]
    assert "The list is the same after both messages." in page(
        client, supervisor_a, f"/voyages/{voyage.pk}/versions/{first}/{first}"
    )


def test_picking_two_versions_leads_to_their_comparison(supervisor_a: User, client: Client) -> None:
    voyage = story()
    one, other = numbers(voyage)[:2]
    client.force_login(supervisor_a)
    response = client.get(f"/voyages/{voyage.pk}/versions?one={one}&other={other}")
    assert response["Location"] == f"/voyages/{voyage.pk}/versions/{one}/{other}"


def test_a_version_that_does_not_exist_is_named_at_its_field(supervisor_a: User, client: Client) -> None:
    voyage = story()
    one = numbers(voyage)[0]
    text = page(client, supervisor_a, f"/voyages/{voyage.pk}/versions?one={one}&other=x")
    assert 'href="#other"' in text
    assert f'<option value="{one}" selected>' in text


def test_one_persons_story_says_which_message_said_what(supervisor_a: User, client: Client) -> None:
    voyage = story()
    ann = Traveller.objects.get(surname="ANNATTO")
    text = page(client, supervisor_a, f"/voyages/{voyage.pk}/travellers/{ann.pk}")
    assert "names this person for the first time" in text
    assert text.index(OLD) < text.index(NEW) < text.index("<ins>On board</ins>")
    bob = Traveller.objects.get(surname="BOBOLINK")
    assert "does not name this person" in page(client, supervisor_a, f"/voyages/{voyage.pk}/travellers/{bob.pk}")


def test_superseded_values_are_for_the_state_its_supervisors_and_auditors(
    officer_a: User, officer_b: User, analyst: User, supervisor: User, auditor: User, client: Client
) -> None:
    """S5: what a correction has superseded is not read by analysts of the regional centre."""
    voyage = story()
    one, other = numbers(voyage)[0], numbers(voyage)[-1]
    address = f"/voyages/{voyage.pk}/versions/{one}/{other}"
    statuses = {}
    for user in (officer_a, officer_b, analyst, supervisor, auditor):
        client.force_login(user)
        statuses[user.username] = client.get(address).status_code
    assert statuses == {"officer-a": 200, "officer-b": 404, "analyst": 403, "supervisor": 200, "auditor": 200}
    assert OLD not in page(client, analyst, f"/voyages/{voyage.pk}")
    assert OLD not in page(client, analyst, f"/voyages/{voyage.pk}/versions")


def test_reading_a_comparison_is_written_down_with_what_was_compared(supervisor_a: User, client: Client) -> None:
    voyage = story()
    one, other = numbers(voyage)[:2]
    page(client, supervisor_a, f"/voyages/{voyage.pk}/versions/{one}/{other}")
    enter(REGION)
    record = Record.objects.filter(who=supervisor_a, action="read").get()
    assert (record.subject, record.detail) == (f"voyage {voyage.pk}", f"versions {one} and {other} compared")


def test_the_voyage_page_says_which_part_is_missing(officer_a: User, client: Client) -> None:
    head = {"access_reference": "LIST7", "count": 3}
    for number, part, last in ((1, "01", False), (2, "03", True)):
        tell(message(person(f"PART{part}"), part=part, last_part=last, number=number, **head))  # type: ignore[arg-type]
    text = page(client, officer_a, f"/voyages/{Voyage.objects.get().pk}")
    assert "1, 3 of 3" in text
    assert "part 2" in text
    assert "2 read, 3 declared" in " ".join(text.split())


# ── bookings ────────────────────────────────────────────────────────────────────────────────


def booked(*people: str, sent: str = "11:00", number: int = 1) -> Reading:
    reading = message(*map(person, people), function=F.BOOKINGS, type="PNRGOV", sent=sent, number=number, count=-1)
    booking = Booked(
        locator="QWERTY",
        system="2X",
        created="2026-10-01",
        travellers=tuple(range(len(people))),
        itinerary=(BookedFlight(carrier="2X", number="101", origin="MIA", destination="BGI", status="HK"),),
        agency=Agency(name="INVENTED TRAVEL", iata_number="99999999"),
        contact=("+1 246 555 0100",),
        tickets=(Ticket(number="9990000000001"),),
        payments=(Payment(form="CC", number="400000XXXXXX1234"),),
        history=(BookingChange(at="2026-10-01T10:00", by="2X", action="added", text="segment 101"),),
        dropped={"meal": 2},
    )
    return replace(reading, manifest=replace(reading.manifest, bookings=(booking,)))


def test_a_booking_is_shown_whole_and_its_card_masked(officer_a: User, client: Client) -> None:
    tell(booked("BOOKE", "BYWHO"))
    voyage = Voyage.objects.get()
    board = page(client, officer_a, f"/voyages/{voyage.pk}")
    assert "2 more only booked" in " ".join(board.split())
    assert f"/voyages/{voyage.pk}/bookings/{Booking.objects.get().pk}" in board
    text = page(client, officer_a, f"/voyages/{voyage.pk}/bookings/{Booking.objects.get().pk}")
    for words in (
        "QWERTY",
        "INVENTED TRAVEL",
        "9990000000001",
        "•••• 1234",
        "+1 246 555 0100",
        "segment 101",
        "2 meal",
    ):
        assert words in text
    assert "400000" not in text


def test_an_older_version_of_a_booking_is_superseded_too(officer_a: User, analyst: User, client: Client) -> None:
    tell(booked("BOOKE"), booked("BYWHO", sent="11:30", number=2))
    old, new = Booking.objects.order_by("order")
    voyage = Voyage.objects.get()
    assert "An older version" in page(client, officer_a, f"/voyages/{voyage.pk}/bookings/{old.pk}")
    client.force_login(analyst)
    assert client.get(f"/voyages/{voyage.pk}/bookings/{old.pk}").status_code == 404
    assert f"/bookings/{old.pk}" not in page(client, analyst, f"/voyages/{voyage.pk}/bookings/{new.pk}")
