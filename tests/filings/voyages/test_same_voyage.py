"""Which voyage is meant, around midnight and delays; what joining two takes along; by when each state had its list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from roadstead.casework.alerts.models import Alert
from roadstead.engine.records import Craft, Function, Leg, Mode
from roadstead.engine.records import Voyage as Declared
from roadstead.engine.voyages.normalise import crossing, direction
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.record_quality import set_deadline
from roadstead.outbound.responses.models import AnsweredList, PendingRefresh
from roadstead.oversight.retention.models import Hold, Restriction
from roadstead.platform.accounts.models import Role
from tests.conftest import make_user
from tests.filings.voyages.voyage_story import flight, message, person, presences, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
F = Function
ANN = person("ANN", born="1980-01-01", paper="A1")
BOB = person("BOB", given="B", paper="B1")
CYD = person("CYD", given="C", paper="C1")
NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
EVENING = flight(departs="2026-11-26T22:00", arrives="2026-11-27T02:00")
NEXT_EVENING = flight(departs="2026-11-27T22:00", arrives="2026-11-28T02:00")
PAST_MIDNIGHT = flight(departs="2026-11-27T01:00", arrives="2026-11-27T05:00")


def aboard() -> dict[str, set[str]]:
    """Who is on the voyage of each departure."""
    return {each.departs_local: set(each.travellers.values_list("surname", flat=True)) for each in Voyage.objects.all()}


# ── midnight and delays ─────────────────────────────────────────────────────────────────────


def test_a_flight_moved_past_midnight_is_the_flight_of_the_evening() -> None:
    tell(message(ANN, voyage=EVENING), message(ANN, BOB, voyage=PAST_MIDNIGHT, sent="12:30", number=2))
    assert aboard() == {"2026-11-27T01:00": {"ANN", "BOB"}}


def test_a_flight_moved_past_midnight_is_not_that_of_the_next_evening_although_the_day_is_its() -> None:
    tell(message(CYD, voyage=NEXT_EVENING), message(ANN, voyage=EVENING, sent="12:10", number=2))
    tell(message(ANN, BOB, voyage=PAST_MIDNIGHT, sent="12:30", number=3))
    assert aboard() == {"2026-11-27T22:00": {"CYD"}, "2026-11-27T01:00": {"ANN", "BOB"}}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (0, 2, 1)])
def test_a_long_delay_does_not_swallow_the_next_days_flight(order: tuple[int, ...]) -> None:
    delayed = flight(departs="2026-11-26T23:30", arrives="2026-11-27T03:30")
    tomorrow = flight(departs="2026-11-27T10:00", arrives="2026-11-27T14:00")
    said = (
        message(ANN),
        message(ANN, BOB, voyage=delayed, sent="12:10", number=2),
        message(CYD, voyage=tomorrow, sent="12:20", number=3),
    )
    tell(*[said[at] for at in order])
    assert aboard() == {"2026-11-26T23:30": {"ANN", "BOB"}, "2026-11-27T10:00": {"CYD"}}


def test_a_delay_that_grows_through_the_night_stays_one_voyage() -> None:
    for at, (departs, arrives) in enumerate(
        [("26T20:00", "27T00:00"), ("27T01:00", "27T05:00"), ("27T09:00", "27T13:00")]
    ):
        late = flight(departs=f"2026-11-{departs}", arrives=f"2026-11-{arrives}")
        tell(message(ANN, voyage=late, sent=f"12:0{at}", number=at + 1))
    assert aboard() == {"2026-11-27T09:00": {"ANN"}}


def test_a_leg_of_a_longer_flight_is_found_by_the_number_of_that() -> None:
    onward = Leg(origin="BGI", destination="SLU", departure="2026-11-26T23:40", arrival="2026-11-27T00:20")
    both = replace(flight(), legs=(*flight().legs, onward))
    tell(message(ANN, voyage=both), message(BOB, voyage=replace(flight(), legs=(onward,)), number=2, action="2"))
    assert Voyage.objects.count() == 1


def test_two_yachts_without_numbers_that_leave_one_port_on_one_day_are_two_voyages() -> None:
    hop = Leg(origin="MQFDF", destination="LCCAS", departure="2026-11-26T08:00", arrival="2026-11-26T13:00")
    for at, name in enumerate(("STARFISH", "SEA URCHIN"), 1):
        yacht = Declared(mode=Mode.SEA, craft=Craft(name=name), legs=(hop,))
        tell(message(person(name.split()[-1]), voyage=yacht, number=at, sender=name, reference=f"R{at}"), carrier=name)
    assert sorted(Voyage.objects.values_list("craft_name", flat=True)) == ["SEA URCHIN", "STARFISH"]
    assert all(each.travellers.count() == 1 for each in Voyage.objects.all())


def test_a_partners_list_of_the_same_flight_adds_its_people_and_takes_nobody_off() -> None:
    tell(message(ANN, BOB))
    tell(message(CYD, sender="3X", sent="12:30", number=2), carrier="3X")
    tell(message(ANN, BOB, sent="13:00", number=3, action="5"))
    assert presences() == {"ANN": "expected", "BOB": "expected", "CYD": "expected"}
    assert Voyage.objects.count() == 1


# ── two that turn out to be one ─────────────────────────────────────────────────────────────


def changed() -> None:
    """Lists under either number, and then the change of flight that says that they are one."""
    tell(message(ANN, reference="TN7"), message(CYD, voyage=flight("2X909"), sent="13:10", number=3))


def change() -> None:
    tell(message(function=F.CHANGE, subcode="CF", voyage=flight("2X909"), reference="TN7", sent="13:00", number=2))


def test_joining_takes_answers_along_and_the_note_that_an_officer_has_decided() -> None:
    changed()
    first, second = Voyage.objects.order_by("pk")
    filed = second.manifests.get()
    AnsweredList.objects.create(manifest=filed, message=filed.message, voyage=second, carrier="2X")
    PendingRefresh.objects.create(voyage=second)
    change()
    assert AnsweredList.objects.get().voyage == PendingRefresh.objects.get().voyage == first
    assert list(Voyage.objects.all()) == [first]


def test_a_hold_and_a_restriction_go_with_their_voyage_when_it_is_joined_to_another() -> None:
    changed()
    first, second = Voyage.objects.order_by("pk")
    officer = make_user("holds", Role.SUPERVISOR)
    Hold.objects.create(
        voyage=second, reason="An inquiry.", until=NOW.date() + timedelta(days=9), placed_by=officer, placed_at=NOW
    )
    Restriction.objects.create(traveller=second.travellers.all()[0], voyage=second, owner="BRB", at=NOW)
    change()
    assert Hold.objects.get().voyage == Restriction.objects.get().voyage == first


def test_nobody_is_filed_under_a_voyage_that_was_joined_to_another_and_stands_aside() -> None:
    changed()
    first, second = Voyage.objects.order_by("pk")
    for voyage in (first, second):
        Alert.objects.create(voyage=voyage, rule="T05", kind="rule")
    change()
    tell(message(BOB, voyage=flight("2X909"), sent="13:30", number=4, action="2"))
    assert set(first.travellers.values_list("surname", flat=True)) == {"ANN", "BOB", "CYD"}
    assert not second.travellers.exists()
    assert Voyage.objects.get(pk=second.pk).cancelled


def test_a_change_of_flight_in_either_order_makes_one_voyage() -> None:
    change()
    tell(message(ANN, reference="TN7"))
    assert Voyage.objects.get().number == "2X909"
    assert presences() == {"ANN": "expected"}


# ── deadlines by state ──────────────────────────────────────────────────────────────────────

CRUISE = Declared(
    mode=Mode.SEA,
    number="0714",
    craft=Craft(name="HALCYON", imo="9074729"),
    legs=(
        Leg(origin="USMIA", destination="BBBGI", departure="2026-12-01T18:00", arrival="2026-12-04T08:00"),
        Leg(origin="BBBGI", destination="LCCAS", departure="2026-12-04T18:00", arrival="2026-12-05T08:00"),
        Leg(origin="LCCAS", destination="USMIA", departure="2026-12-05T18:00", arrival="2026-12-09T08:00"),
    ),
)


def test_each_state_of_a_cruise_has_the_deadline_of_the_day_the_ship_comes_to_it() -> None:
    tell(message(ANN, voyage=CRUISE))
    voyage = Voyage.objects.get()
    due = {each.state: each.at for each in set_deadline(voyage, CRUISE, ("BRB", "LCA"))}
    assert due["BRB"] == datetime(2026, 12, 3, 12, 0, tzinfo=UTC)  # 24 hours before Bridgetown
    assert due["LCA"] == datetime(2026, 12, 5, 11, 0, tzinfo=UTC)  # one hour before Castries: from within the region
    assert voyage.due_at == due["BRB"]


def test_a_state_is_reached_by_the_leg_from_elsewhere_and_left_by_the_first_that_leaves_it() -> None:
    assert crossing(CRUISE, "LCA") == CRUISE.legs[1]
    assert (crossing(CRUISE, "USA"), direction(CRUISE, "USA")) == (CRUISE.legs[2], "arrival")
    outward = replace(CRUISE, legs=CRUISE.legs[2:])
    assert (crossing(outward, "LCA"), direction(outward, "LCA")) == (outward.legs[0], "departure")
    assert crossing(outward, "BRB") == Leg()


def test_a_rule_begins_at_midnight_of_the_port_and_not_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[date] = []
    monkeypatch.setattr("roadstead.engine.voyages.deadlines.deadline_for", lambda *_, on, **__: asked.append(on))
    tell(message(ANN, voyage=flight(departs="2026-12-31T17:00", arrives="2026-12-31T21:30")))  # 01:30 UTC on the 1st
    voyage = Voyage.objects.get()
    set_deadline(voyage, flight(departs="2026-12-31T17:00", arrives="2026-12-31T21:30"), ("BRB",))
    assert asked == [date(2026, 12, 31)]
