"""The tables after messages that come late, in parts, again, under another flight's name, or from bookings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Booking as Booked
from roadstead.engine.records import Function, Leg, Payment
from roadstead.engine.records import Manifest as Declared
from roadstead.engine.records import Traveller as Person
from roadstead.filings.voyages.models import Booking, Manifest, Presence, Statement, Traveller, Voyage
from roadstead.filings.voyages.record import Recorded
from roadstead.platform.database.scope import NOBODY, Scope, enter
from tests.filings.voyages.voyage_story import crew, flight, message, of_record, person, presences, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
F = Function
ANN = person("ANN", born="1980-01-01", paper="A1")
BOB = person("BOB", given="B", paper="B1")


def codes(recorded: Recorded) -> list[str]:
    return [problem["code"] for problem in recorded.manifest.problems]


# ── late, repeated, in parts ────────────────────────────────────────────────────────────────


def test_a_late_message_keeps_the_rows_that_alerts_refer_to() -> None:
    tell(message(ANN, BOB, sent="12:10", number=3))
    alert = Alert.objects.create(voyage=Voyage.objects.get(), traveller=Traveller.objects.get(surname="BOB"))
    tell(message(person("CYD", given="C"), BOB, sent="12:00", number=1))
    assert presences() == {"ANN": "expected", "BOB": "expected", "CYD": "expected"}
    assert Traveller.objects.get(surname="BOB") == alert.traveller


def test_two_rows_that_turn_out_to_be_one_person_become_one_and_an_alert_keeps_its_row() -> None:
    first = person("ROE", given="ANN", paper="A1", number="7", booking="B1")
    renewed = person("ROWE", given="MARY", paper="A2")
    tell(message(first, sent="12:00"), message(renewed, sent="12:20", number=3, reference="B", action="2"))
    assert Traveller.objects.count() == 2
    Alert.objects.create(voyage=Voyage.objects.get(), traveller=Traveller.objects.get(surname="ROWE"))
    between = person("ROE", given="MARY", paper="A2", number="7", booking="B1")
    tell(message(between, sent="12:10", number=2, function=F.CHANGE))
    assert sorted(Traveller.objects.values_list("presence", "presence_reason")) == [
        ("expected", ""),
        ("withdrawn", "another_row"),
    ]
    assert len(of_record()) == 1


def test_a_late_message_says_how_many_it_could_not_change() -> None:
    tell(message(ANN, BOB, sent="12:10", number=2))
    (late,) = tell(message(replace(ANN, seat="1A"), sent="12:00"))
    assert "older-than-what-is-known" in codes(late)
    assert Traveller.objects.get(surname="ANN").seat == ""


def test_of_one_transaction_the_higher_revision_counts_although_its_clock_is_behind() -> None:
    head = {"reference": "TN7"}
    tell(message(replace(ANN, seat="2B"), sent="12:00", revision="2", number=1, **head))  # type: ignore[arg-type]
    tell(message(replace(ANN, seat="1A"), sent="12:05", revision="1", number=2, **head))  # type: ignore[arg-type]
    assert Traveller.objects.get().seat == "2B"


def test_the_same_parts_join_in_any_order_and_close_only_together() -> None:
    head = {"function": F.CLOSED_ON_BOARD, "count": 2, "access_reference": "C"}
    one = message(ANN, part="01", last_part=False, sent="13:00", number=2, **head)  # type: ignore[arg-type]
    two = message(BOB, part="02", last_part=True, sent="13:01", number=3, **head)  # type: ignore[arg-type]
    waits = person("CYD", given="C")
    tell(message(ANN, BOB, waits))
    (half,) = tell(two)
    assert "close-out-incomplete" in codes(half)
    assert presences() == {"ANN": "expected", "BOB": "on_board", "CYD": "expected"}
    tell(one)
    assert presences() == {"ANN": "on_board", "BOB": "on_board", "CYD": "not_on_board"}


def test_a_list_replaced_by_a_newer_revision_withdraws_whom_it_leaves_out_with_the_reason() -> None:
    tell(message(ANN, BOB, reference="TN7", revision="1"))
    (newer,) = tell(message(ANN, reference="TN7", revision="2", sent="12:30", number=2))
    assert Traveller.objects.filter(surname="BOB").values_list("presence", "presence_reason").get() == (
        "withdrawn",
        "left_out",
    )
    assert codes(newer) == ["left-out"]


# ── a change of flight ──────────────────────────────────────────────────────────────────────


def test_a_changed_flight_takes_its_people_with_it_and_is_found_by_either_number() -> None:
    tell(message(ANN, BOB, reference="TN7"))
    later = flight("2X909", departs="2026-11-27T09:00", arrives="2026-11-27T13:00")
    tell(message(function=F.CHANGE, subcode="CF", voyage=later, reference="TN7", sent="13:00", number=2, count=-1))
    voyage = Voyage.objects.get()
    assert (voyage.number, voyage.arrives_local, voyage.travellers.count()) == ("2X909", "2026-11-27T13:00", 2)
    tell(message(crew("PILOT"), function=F.CREW, voyage=later, sent="13:10", number=3))
    tell(message(person("OLD"), sent="12:40", number=4))  # by the number it had, sent before the change
    assert Voyage.objects.count() == 1
    assert Voyage.objects.get().number == "2X909"
    assert set(presences()) == {"ANN", "BOB", "PILOT", "OLD"}


def test_a_change_of_flight_that_comes_before_its_list_finds_the_list() -> None:
    changed = message(function=F.CHANGE, subcode="CF", voyage=flight("2X909"), reference="TN7", sent="13:00", number=2)
    tell(changed, message(ANN, reference="TN7"))
    assert Voyage.objects.get().number == "2X909"
    assert presences() == {"ANN": "expected"}


def test_a_change_of_flight_that_only_has_a_message_number_joins_no_strangers() -> None:
    tell(message(ANN, reference="1"))
    changed = message(function=F.CHANGE, subcode="CF", voyage=flight("2X909"), reference="1", sent="13:00", number=2)
    tell(changed)
    assert Voyage.objects.count() == 2


def test_lists_under_either_number_become_one_voyage_when_the_change_comes_last() -> None:
    tell(message(ANN, BOB, reference="TN7"))
    tell(message(ANN, person("CYD", given="C"), voyage=flight("2X909"), sent="13:10", number=3))
    first, second = Voyage.objects.order_by("pk")
    for voyage in (first, second):
        Alert.objects.create(voyage=voyage, rule="T05", kind="rule")
    Alert.objects.create(voyage=second, traveller=second.travellers.get(surname="CYD"), kind="name")
    tell(message(function=F.CHANGE, subcode="CF", voyage=flight("2X909"), reference="TN7", sent="13:00", number=2))
    assert set(presences()) == {"ANN", "BOB", "CYD"}
    assert first.travellers.count() == len(of_record()) == 3
    assert list(Alert.objects.order_by("pk").values_list("voyage", flat=True)) == [first.pk, second.pk, first.pk]
    assert Voyage.objects.get(pk=second.pk).cancelled  # it has nobody, and an alert of its own


def test_a_reference_that_comes_again_weeks_later_moves_nobody() -> None:
    tell(message(ANN, reference="TN7"))
    other = flight("2X909", departs="2026-12-26T10:00", arrives="2026-12-26T14:00")
    tell(message(function=F.CHANGE, subcode="CF", voyage=other, reference="TN7", sent="13:00", number=2))
    assert Voyage.objects.count() == 2


def test_a_message_of_one_leg_moves_that_leg_and_keeps_the_others() -> None:
    onward = Leg(origin="BGI", destination="SLU", departure="2026-11-26T15:00", arrival="2026-11-26T15:40")
    both = replace(flight(), legs=(*flight().legs, onward))
    tell(message(ANN, voyage=both))
    tell(message(ANN, voyage=flight(arrives="2026-11-26T14:30"), sent="12:30", number=2))
    assert list(Voyage.objects.get().legs.values_list("destination", "arrives_local")) == [
        ("BGI", "2026-11-26T14:30"),
        ("SLU", "2026-11-26T15:40"),
    ]


# ── what was said is kept ───────────────────────────────────────────────────────────────────


def test_every_message_keeps_what_it_said_and_whom_it_named() -> None:
    (recorded,) = tell(message(ANN, BOB))
    statement = Statement.objects.get(manifest=recorded.manifest)
    assert statement.travellers == list(Traveller.objects.order_by("position").values_list("pk", flat=True))
    assert '"A1"' in statement.payload


def test_what_was_recorded_before_statements_were_kept_is_read_again() -> None:
    (known,) = tell(message(ANN, sent="12:10", number=2))
    Statement.objects.all().delete()
    tell(message(BOB, sent="12:00"))  # older, so the voyage is told anew
    assert Statement.objects.filter(manifest=known.manifest).exists()
    assert set(presences()) == {"ANN", "BOB"}  # although the raw text is none that can be read


def test_another_state_sees_neither_statements_nor_bookings() -> None:
    tell(booked(ANN))
    for scope in (Scope(states=("LCA",)), Scope(carrier="3Y"), NOBODY):
        enter(scope)
        assert not Statement.objects.exists()
        assert not Booking.objects.exists()
    enter(Scope(carrier="2X"))
    assert Statement.objects.exists()  # its own
    assert not Booking.objects.exists()
    enter(Scope(states=("BRB",)))
    assert Statement.objects.count() == Booking.objects.count() == 1


# ── bookings ────────────────────────────────────────────────────────────────────────────────


def booked(
    *people: Person, locator: str = "ABC123", sent: str = "11:00", number: int = 1, created: str = ""
) -> Reading:
    reading = message(*people, function=F.BOOKINGS, type="PNRGOV", sent=sent, number=number, count=-1)
    booking = Booked(
        locator=locator,
        system="2X",
        created=created,
        travellers=tuple(range(len(people))),
        payments=(Payment(form="CC"),),
    )
    declared: Declared = replace(reading.manifest, bookings=(booking,))
    return replace(reading, manifest=declared)


def test_the_newest_version_of_a_booking_is_current_in_whatever_order_they_come() -> None:
    for sent, number in (("11:20", 3), ("11:00", 1), ("11:10", 2)):
        tell(booked(ANN, sent=sent, number=number, created=sent))
    versions = Booking.objects.order_by("order").values_list("made_at", "is_current")
    assert list(versions) == [("11:00", False), ("11:10", False), ("11:20", True)]


def test_who_is_only_booked_becomes_expected_when_a_list_names_them() -> None:
    name_only = person("ANN", booking="ABC123")
    tell(booked(name_only))
    row = Traveller.objects.get()
    assert (row.presence, row.manifest.function) == (Presence.BOOKED, "bookings")
    tell(message(person("ANN", given="ANNA MARIA", born="1980-01-01", paper="A1", booking="ABC123"), number=2))
    (row,) = Traveller.objects.all()
    assert (row.presence, row.given, row.documents.get().number) == (Presence.EXPECTED, "ANNA MARIA", "A1")
    assert Booking.objects.get().travellers == [row.pk]


def test_a_booking_without_people_of_ours_and_one_without_a_locator_are_kept() -> None:
    tell(booked(locator=""))
    assert Booking.objects.get().locator == ""
    assert Manifest.objects.get().traveller_count == 0
