"""A trip is read back as it was typed, whatever people and boats are called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.records import Craft, Document, Leg, Manifest, Mode, References, ReportingParty, Role, Traveller
from roadstead.filings.trips.logic.changes import Envelope, changes, write_cancellation, write_changes
from roadstead.filings.trips.logic.notice import Misread, OnBoard, misread, notice, on_board, read_back, write_notice

NEAR = "2026-11-25"
LEG = Leg(origin="LCCAS", destination="BBBGI", departure="2026-12-01T08:30", arrival="2026-12-02T16:00")
BOAT = Craft(
    name="Sea Breeze", registration="J8-1234", flag="VCT", mmsi="375123456", call_sign="J8AB1", home_port="Kingstown",
    kind="sailing yacht",
)  # fmt: skip
ANNA = Traveller(
    surname="Brown", given="Anna María", sex="F", born="1980-11-03", birth_place="Leeds", nationality="GBR",
    residence="BRB", documents=(Document(type="P", number="512345678", issuer="GBR", expires="2031-05-31"),),
    references=References(passenger="7-1"),
)  # fmt: skip
ZOE = replace(ANNA, surname="O’Neill", given="Zoë", references=References(passenger="7-2"),
              documents=(Document(type="I", number="AB123", issuer="IRL"),))  # fmt: skip
ENVELOPE = Envelope(account="X9", sent_at="2026-11-25T13:00", interchange="00130000000001")
PARTY = ReportingParty(name="Ada Filer", contact=("+1 758 555 0100", "ada@example.org"))


def trip(
    *people: Traveller, craft: Craft = BOAT, mode: Mode = Mode.SEA, leg: Leg = LEG, party: ReportingParty = PARTY
) -> Manifest:
    return notice(mode=mode, craft=craft, leg=leg, filed_by=party, people=people)


def as_sent(made: Manifest) -> Manifest:
    """With the number that stands for the voyage, as a trip remembers it."""
    return replace(made, voyage=replace(made.voyage, number=read_back(write_notice(made), NEAR)[0].voyage.number))


@pytest.mark.parametrize(
    ("mode", "craft", "leg"),
    [
        (Mode.SEA, BOAT, LEG),
        (Mode.SEA, Craft(name="Lady K"), LEG),
        (Mode.SEA, BOAT, replace(LEG, origin="Las Palmas, Spain")),
        (Mode.AIR, Craft(registration="N12345", kind="C172"), replace(LEG, origin="SLU", destination="BGI")),
        (Mode.AIR, Craft(registration="8P-ABC", name="Kestrel"), replace(LEG, origin="MIA", destination="BGI")),
    ],
)
def test_a_boat_and_an_aircraft_are_read_back_as_they_were_written(mode: Mode, craft: Craft, leg: Leg) -> None:
    made = trip(
        on_board(ANNA, OnBoard.CAPTAIN, mode), on_board(ZOE, OnBoard.PASSENGER, mode), craft=craft, mode=mode, leg=leg
    )
    assert misread(made, NEAR) == []
    (read,) = read_back(write_notice(made), NEAR)
    assert read.declared == {"crew": 1, "passengers": 1}
    assert read.voyage.category == "private"


def test_the_same_trip_is_the_same_bytes() -> None:
    assert write_notice(trip(ANNA, ZOE)) == write_notice(trip(ANNA, ZOE))


NAMES = st.text(st.characters(categories=["Lu", "Ll"], include_characters=" -'’."), min_size=1, max_size=30).filter(
    lambda text: text.strip(" -'’.") == text
)


@given(surname=NAMES, given_names=NAMES, number=st.text("ABCDEFGHJKLMNP0123456789", min_size=5, max_size=12))
def test_what_would_be_read_otherwise_is_named_and_what_is_not_named_is_read_back(
    surname: str, given_names: str, number: str
) -> None:
    odd = replace(ANNA, surname=" ".join(surname.split()), given=" ".join(given_names.split()),
                  documents=(replace(ANNA.documents[0], number=number),))  # fmt: skip
    made = trip(odd, ZOE)
    if not misread(made, NEAR):
        (read,) = read_back(write_notice(made), NEAR)
        assert read.travellers[0].documents[0].number == number
        assert read.travellers[1].surname == ZOE.surname


@pytest.mark.parametrize("name", ["Captain", "Carrier", "Vessel", "Flag"])
def test_a_filer_called_as_a_label_of_the_sheet_is_left_out_and_a_boat_is_named(name: str) -> None:
    assert misread(trip(ANNA, party=ReportingParty(name=name)), NEAR) == []
    if name != "Flag":
        assert Misread(None, "craft") in misread(trip(ANNA, craft=Craft(name=name)), NEAR) or not misread(
            trip(ANNA, craft=Craft(name=name)), NEAR
        )


# ── changes


def test_a_formula_stays_text() -> None:
    made = trip(replace(ANNA, birth_place="=1+1"))
    assert b",=1" not in write_notice(made)
    assert misread(made, NEAR) == []


def test_nothing_changed_is_no_change() -> None:
    sent = as_sent(trip(ANNA, ZOE))
    assert not changes(sent, trip(ANNA, ZOE))


def test_all_changes_of_one_sending_are_one_body_in_the_order_in_which_they_apply() -> None:
    sent = as_sent(trip(ANNA, ZOE))
    bob = replace(ANNA, surname="Charles", given="Bob", born="1970-01-01", references=References(passenger="7-3"),
                  documents=(Document(type="P", number="R0700007", issuer="LCA"),))  # fmt: skip
    moved = replace(LEG, departure="2026-12-05T08:30", arrival="2026-12-06T16:00")
    now = trip(replace(ANNA, surname="Green"), bob, leg=moved)
    found = changes(sent, now)
    assert (len(found.left_out), len(found.changed), len(found.added), found.times) == (1, 1, 1, True)
    read = read_back(write_changes(sent, now, found, ENVELOPE), NEAR)
    assert [each.message.subcode for each in read] == ["CF", "CF", "XR", "CP", "CP"]
    between, *others = [each.voyage.legs[0] for each in read]
    assert (between.departure, between.arrival) == (LEG.departure, moved.arrival)
    assert {(leg.departure, leg.arrival) for leg in others} == {(moved.departure, moved.arrival)}
    assert [person.surname for each in read for person in each.travellers] == ["O’Neill", "Green", "Charles"]


def test_a_trip_that_is_brought_forward_never_arrives_before_it_departs() -> None:
    sent = as_sent(trip(ANNA))
    moved = replace(LEG, departure="2026-11-26T08:30", arrival="2026-11-27T16:00")
    read = read_back(write_changes(sent, trip(ANNA, leg=moved), changes(sent, trip(ANNA, leg=moved)), ENVELOPE), NEAR)
    legs = [each.voyage.legs[0] for each in read]
    assert [(leg.departure, leg.arrival) for leg in legs] == [
        (moved.departure, LEG.arrival), (moved.departure, moved.arrival),
    ]  # fmt: skip


def test_a_few_hours_are_said_in_one_message() -> None:
    sent = as_sent(trip(ANNA))
    moved = replace(LEG, departure="2026-12-01T10:30", arrival="2026-12-02T18:00")
    assert (
        len(read_back(write_changes(sent, trip(ANNA, leg=moved), changes(sent, trip(ANNA, leg=moved)), ENVELOPE), NEAR))
        == 1
    )


def test_a_cancellation_names_the_voyage_and_nobody() -> None:
    (read,) = read_back(write_cancellation(as_sent(trip(ANNA)), ENVELOPE), NEAR)
    assert (read.message.function, read.message.subcode, read.travellers) == ("cancel", "XF", ())
    assert read.voyage.key == "sea//J8-1234/2026-12-01/LCCAS"


def test_a_passenger_who_becomes_crew_is_left_out_and_added() -> None:
    sent = as_sent(trip(ANNA, ZOE))
    now = trip(ANNA, on_board(ZOE, OnBoard.CREW, Mode.SEA))
    read = read_back(write_changes(sent, now, changes(sent, now), ENVELOPE), NEAR)
    assert [(each.message.subcode, each.travellers[0].role) for each in read] == [
        ("XR", Role.PASSENGER), ("CP", Role.CREW),
    ]  # fmt: skip
