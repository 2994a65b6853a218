"""The facts: what a voyage, a person, a booking give, what they share, and that what is not stated is left out."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from roadstead.engine import rules as package
from roadstead.engine.records import (
    Agency,
    Bags,
    BookedFlight,
    Booking,
    BookingChange,
    Craft,
    Document,
    Leg,
    Manifest,
    Mode,
    Payment,
    References,
    Role,
    Traveller,
    Voyage,
)
from roadstead.engine.rules import Filing
from roadstead.engine.rules.facts import PastVoyage, PastVoyages, Value, Values, facts_of
from roadstead.engine.rules.language import TRAVEL, Kind

TODAY = date(2026, 11, 26)
ANN = Traveller(
    surname="TESTER", given="ANN", born="1990-05-06", embark="MIA", references=References(booking="L1"),
    documents=(Document(type="P", number="AB1", expires="2026-12-06", issued="2026-11-20"),),
)  # fmt: skip
KID = replace(ANN, given="KIM", born="2015-01-01", documents=())
OUT = BookedFlight(origin="MIA", destination="BGI", departure="2026-11-26T10:00", arrival="2026-11-26T14:00")
BACK = BookedFlight(origin="BGI", destination="MIA", departure="2026-11-29T10:00", arrival="2026-11-29T14:00")
BOOKING = Booking(
    locator="L1", created="2026-11-25T08:00", travellers=(0,), itinerary=(OUT, BACK), contact=("+1 246 555 0100",),
    payments=(Payment(form="CA", payer="STRANGER BO"),), agency=Agency(name="SEA TRAVEL", iata_number="123"),
)  # fmt: skip
LEGS = (Leg(origin="MIA", destination="BGI", departure="2026-11-26T10:00", arrival="2026-11-26T14:00"),)
VOYAGE = Voyage(mode=Mode.AIR, carrier="2X", number="2X1", legs=LEGS, category="commercial")
# S17: no module of facts reads them. Names, birth dates and contacts are compared for being equal only.
FORBIDDEN = {"nationality", "sex", "birth_place", "residence", "employment", "address", "religion", "issuer", "dropped"}


def of(*people: Traveller, bookings: tuple[Booking, ...] = (), past: tuple[PastVoyages, ...] = ()) -> list[Values]:
    manifest = Manifest(voyage=VOYAGE, travellers=people, bookings=bookings)
    return facts_of(manifest, today=TODAY, past=past)[1]


def one(
    name: str, *people: Traveller, bookings: tuple[Booking, ...] = (), past: tuple[PastVoyages, ...] = ()
) -> Value | None:
    """Of the first of these people; None: not stated."""
    return of(*people, bookings=bookings, past=past)[0].get(name)


@pytest.mark.parametrize(
    "path", sorted((Path(str(package.__file__)).parent / "facts").glob("*.py")), ids=lambda path: path.stem
)
def test_no_module_of_facts_looks_at_what_no_rule_may(path: Path) -> None:
    looked_at = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not looked_at & FORBIDDEN


def test_every_fact_of_the_table_can_be_had_and_is_of_its_kind() -> None:
    """One rich voyage that states everything: the table and the code name the same facts."""
    full = replace(
        ANN,
        disembark="BGI",
        capture_method="manual",
        verified=True,
        seat="1A",
        bags=Bags(count=1, weight_kg=20.0),
        contact=("1234567",),
        age_group="adult",
    )
    booking = replace(
        BOOKING,
        history=(BookingChange(),),
        splits=("L2",),
        frequent_flyer=("X",),
        payments=(Payment(form="CC", number="4111", payer="BO"),),
    )
    manifest = Manifest(
        voyage=replace(VOYAGE, craft=Craft(name="X", kind="sloop")),
        travellers=(full,),
        bookings=(booking,),
        declared={"passengers": 2},
    )
    filing = Filing(
        received_at=datetime(2026, 11, 26, tzinfo=UTC), due_at=datetime(2026, 11, 25, tzinfo=UTC), rule_source=""
    )
    past = (PastVoyages((PastVoyage(day=date(2026, 11, 1)),)),)
    values = facts_of(manifest, today=TODAY, filing=filing, past=past)[1][0]
    assert set(values) == set(TRAVEL.by_name)
    types = {Kind.TEXT: str, Kind.NUMBER: int, Kind.YES: bool, Kind.TEXTS: list}
    assert [name for name, value in values.items() if type(value) is not types[TRAVEL.by_name[name].kind]] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("document.expires_in_days", 10),
        ("document.issued_days_before_arrival", 6),
        ("document.is_passport", True),
        ("document.missing", False),
        ("booking.made_hours_before_departure", 26),
        ("booking.made_days_before_departure", 1),
        ("booking.one_way", False),
        ("booking.stay_days", 3),
        ("booking.onward_within_24_hours", False),
        ("booking.paid_in_cash", True),
        ("booking.paid_by_another", True),
        ("booking.agency", "SEA TRAVEL"),
        ("booking.alone", True),
        ("booking.ports", ["MIA", "BGI"]),
        ("traveller.age_at_arrival", 36),
        ("voyage.arrival_hour", 14),
        ("voyage.ports", ["MIA", "BGI"]),
        ("bags.count", None),
        ("booking.frequent_flyer", False),
        ("booking.changes", None),
    ],
)
def test_a_fact_of_an_ordinary_booking(name: str, value: Value | None) -> None:
    assert one(name, ANN, bookings=(BOOKING,)) == value


def test_without_a_booking_the_locator_still_tells_who_travels_together() -> None:
    values = of(ANN, KID, replace(ANN, given="BO", references=References()))
    assert [each.get("booking.group_size") for each in values] == [2, 2, None]
    assert values[0]["booking.known"] is False
    assert "booking.one_way" not in values[0]


def test_a_minor_with_no_adult_on_the_booking_is_one_and_with_an_adult_is_not() -> None:
    sister = replace(KID, given="LEE")
    assert [each["booking.minor_without_adult"] for each in of(KID, sister)] == [True, True]
    assert [each["booking.minor_without_adult"] for each in of(KID, ANN)] == [False, False]


def test_where_somebodys_age_is_not_known_nobody_is_said_to_be_without_an_adult() -> None:
    assert one("booking.minor_without_adult", KID, replace(ANN, born="")) is None


@pytest.mark.parametrize(
    ("born", "group", "minor"),
    [
        ("2008-11-26", "", False),
        ("2008-11-27", "", True),
        ("2008", "", None),
        ("2012", "", True),
        ("", "child", True),
        ("", "adult", False),
        ("", "", None),
        ("2008", "child", True),
    ],
)
def test_a_minor_is_under_18_on_the_day_of_arrival(born: str, group: str, minor: bool | None) -> None:
    assert one("traveller.is_minor", replace(ANN, born=born, age_group=group)) is minor


def test_another_paper_never_takes_a_hit_away() -> None:
    more = replace(ANN, documents=(*ANN.documents, Document(type="V", number="V9", expires="2031-01-01")))
    assert one("document.expires_in_days", more) == 10
    assert one("document.types", more) == ["P", "V"]


def test_the_payer_is_another_only_where_no_traveller_bears_the_name() -> None:
    own = replace(BOOKING, payments=(Payment(form="CC", payer="TESTER/ANN MRS"),))
    assert one("booking.paid_by_another", ANN, bookings=(own,)) is False
    assert one("booking.paid_by_another", ANN, bookings=(replace(BOOKING, payments=()),)) is None


def test_one_way_is_known_only_with_an_itinerary_and_a_cancelled_flight_back_counts_for_none() -> None:
    assert one("booking.one_way", ANN, bookings=(replace(BOOKING, itinerary=(OUT,)),)) is True
    gone = replace(BOOKING, itinerary=(OUT, replace(BACK, status="XX")))
    assert one("booking.one_way", ANN, bookings=(gone,)) is True
    assert one("booking.one_way", ANN, bookings=(replace(BOOKING, itinerary=()),)) is None


def test_a_shared_contact_counts_others_outside_the_booking() -> None:
    phone = ("+1 (246) 555-0100",)
    people = [
        replace(ANN, given=given, contact=phone, references=References(booking=booking))
        for given, booking in (("A", "L1"), ("B", "L1"), ("C", "L2"), ("D", "L3"))
    ]
    assert [each["shared.contact"] for each in of(*people)] == [2, 2, 3, 3]
    assert one("shared.contact", replace(ANN, contact=())) is None


def test_the_same_card_counts_other_bookings() -> None:
    card = (Payment(form="CC", number="411111******1111"),)
    bookings = tuple(replace(BOOKING, locator=f"L{n}", travellers=(n,), payments=card) for n in range(3))
    people = tuple(replace(ANN, given=str(n), references=References(booking=f"L{n}")) for n in range(3))
    assert [each["shared.card"] for each in of(*people, bookings=bookings)] == [2, 2, 2]


def test_the_same_name_and_birth_date_and_the_same_document_are_counted() -> None:
    values = of(ANN, ANN, KID)
    assert [each["shared.name_and_birth"] for each in values] == [1, 1, 0]
    assert [each["shared.document"] for each in values] == [1, 1, 0]


def test_earlier_voyages_are_counted_and_nothing_known_is_not_none() -> None:
    voyages = (
        PastVoyage(day=date(2026, 11, 20)),
        PastVoyage(day=date(2026, 11, 1)),
        PastVoyage(day=date(2026, 10, 1), boarded=False),
        PastVoyage(day=date(2026, 11, 26), overlaps=True),
    )
    values = of(ANN, past=(PastVoyages(voyages),))[0]
    counted = {name.removeprefix("history."): value for name, value in values.items() if name.startswith("history.")}
    assert counted == {
        "voyages_in_7_days": 1,
        "voyages_in_30_days": 2,
        "voyages_in_365_days": 2,
        "days_since_last": 6,
        "not_boarded_in_365_days": 1,
        "overlapping": 1,
    }
    assert one("history.overlapping", ANN) is None
    assert one("history.overlapping", ANN, past=(PastVoyages(),)) == 0


def test_the_filing_is_measured_against_deadline_and_arrival() -> None:
    filing = Filing(
        received_at=datetime(2026, 11, 26, 19, 30, tzinfo=UTC),
        due_at=datetime(2026, 11, 26, 13, tzinfo=UTC),
        rule_source="",
    )
    whole, _ = facts_of(Manifest(voyage=VOYAGE, travellers=(ANN,)), today=TODAY, filing=filing)
    assert (whole["voyage.minutes_late"], whole["voyage.filed_hours_before_arrival"]) == (390, -2)  # 14.00 = 18.00 UTC


def test_people_declared_and_not_named_are_counted_and_crew_apart() -> None:
    crew = replace(ANN, role=Role.CREW)
    manifest = Manifest(voyage=VOYAGE, travellers=(ANN, crew), declared={"passengers": 3, "crew": 1})
    whole, _ = facts_of(manifest, today=TODAY)
    assert (whole["voyage.not_named"], whole["voyage.crew"], whole["voyage.passengers"]) == (2, 1, 1)


def test_persons_on_board_that_were_declared_are_not_counted_a_second_time() -> None:
    people = (ANN, replace(ANN, role=Role.CREW))
    both = Manifest(voyage=VOYAGE, travellers=people, declared={"persons": 5, "passengers": 3, "crew": 1})
    alone = Manifest(voyage=VOYAGE, travellers=people, declared={"persons": 5})
    for manifest in (both, alone):
        assert facts_of(manifest, today=TODAY)[0]["voyage.not_named"] == 3


def test_an_empty_list_and_an_empty_person_have_facts_too() -> None:
    assert facts_of(Manifest(), today=TODAY)[0]["voyage.people"] == 0
    assert one("document.missing", Traveller()) is True
