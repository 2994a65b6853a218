"""What each kind of message does to those it names and to those it does not: rows a reader can extend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Booking, Function, Role, Traveller
from roadstead.engine.voyages.versions.merge import Presence, PresenceReason
from roadstead.engine.voyages.versions.parts import Person, Step
from roadstead.engine.voyages.versions.roster import Roster
from tests.filings.voyages.voyage_story import crew, message, person

F, P, W = Function, Presence, PresenceReason
ANN, BOB, CYD = person("ANN", number="1"), person("BOB", given="B", number="2"), person("CYD", given="C", number="3")
PILOT = crew("PILOT", given="P")


def told(*readings: Reading) -> dict[str, Person]:
    """The people by surname, after these messages in this order."""
    roster = roster_of(*readings)
    return {each.declared.surname: each for each in roster.people}


def roster_of(*readings: Reading) -> Roster:
    roster = Roster()
    for at, reading in enumerate(readings):
        roster.apply(Step(number=at, carrier="2X", declared=reading.manifest, tie=str(at)))
    return roster


def where(*readings: Reading) -> dict[str, str]:
    return {surname: each.presence.value for surname, each in told(*readings).items()}


LIST = message(ANN, BOB, CYD, number=1)


@pytest.mark.parametrize(
    ("function", "subcode", "named", "others"),
    [
        (F.CHANGE, "CP", P.EXPECTED, P.EXPECTED),
        (F.CHANGE, "CF", P.EXPECTED, P.EXPECTED),
        (F.CHANGE, "RP", P.WITHDRAWN, P.EXPECTED),
        (F.CANCEL, "RP", P.WITHDRAWN, P.EXPECTED),
        (F.CANCEL, "XR", P.WITHDRAWN, P.EXPECTED),
        (F.CANCEL, "", P.WITHDRAWN, P.EXPECTED),
        (F.CANCEL, "XF", P.WITHDRAWN, P.WITHDRAWN),
        (F.CLOSE, "CL", P.EXPECTED, P.EXPECTED),
        (F.CLOSED_ON_BOARD, "CLOB", P.ON_BOARD, P.NOT_ON_BOARD),
        (F.CLOSED_NOT_ON_BOARD, "CLNB", P.NOT_ON_BOARD, P.ON_BOARD),
        (F.BOOKINGS, "", P.EXPECTED, P.EXPECTED),
        (F.ANSWER, "", P.EXPECTED, P.EXPECTED),
    ],
)
def test_what_a_status_change_does(function: Function, subcode: str, named: Presence, others: Presence) -> None:
    after = where(LIST, message(ANN, function=function, subcode=subcode, number=2))
    assert after == {"ANN": named, "BOB": others, "CYD": others}


@pytest.mark.parametrize(
    ("function", "subcode", "code"),
    [
        (F.CHANGE, "RP", "reduction-names-nobody"),
        (F.CANCEL, "XR", "cancellation-names-nobody"),
        (F.CANCEL, "", "cancellation-names-nobody"),
        (F.CLOSED_ON_BOARD, "CLOB", "close-out-names-nobody"),
    ],
)
def test_a_message_with_a_count_and_no_names_takes_nobody_off_and_says_so(
    function: Function, subcode: str, code: str
) -> None:
    roster = roster_of(LIST)
    empty = message(function=function, subcode=subcode, number=2, count=-1).manifest
    done = roster.apply(Step(number=2, carrier="2X", declared=empty, tie="2"))
    assert {each.presence for each in roster.people} == {P.EXPECTED}
    assert [problem.code for problem in done.about] == [code]


def test_the_list_of_a_cancelled_transaction_is_withdrawn_and_another_senders_is_not() -> None:
    mine = message(ANN, reference="TN1")
    partners = message(BOB, reference="TN1", sender="3X", number=2)
    after = where(mine, partners, message(function=F.CANCEL, reference="TN1", number=3, count=-1))
    assert after == {"ANN": P.WITHDRAWN, "BOB": P.EXPECTED}


def test_a_close_out_that_declares_more_than_it_names_leaves_the_others() -> None:
    cut = message(ANN, function=F.CLOSED_ON_BOARD, subcode="CLOB", count=3, number=2)
    assert where(LIST, cut) == {"ANN": P.ON_BOARD, "BOB": P.EXPECTED, "CYD": P.EXPECTED}


def test_everybody_boarded_where_nobody_is_named_as_left_behind() -> None:
    nobody = message(function=F.CLOSED_NOT_ON_BOARD, subcode="CLNB", count=-1, number=2)
    assert set(where(LIST, nobody).values()) == {P.ON_BOARD}


def test_a_close_out_of_passengers_says_nothing_of_the_crew() -> None:
    after = where(LIST, message(PILOT, function=F.CREW), message(ANN, function=F.CLOSED_ON_BOARD, number=3))
    assert after["PILOT"] == P.EXPECTED


def test_a_list_after_the_close_out_takes_nobody_off_board() -> None:
    closed = message(ANN, function=F.CLOSED_ON_BOARD, number=2)
    assert where(LIST, closed, message(BOB, CYD, action="5", number=3))["ANN"] == P.ON_BOARD


# ── lists that take the place of others ─────────────────────────────────────────────────────

FIRST = message(ANN, BOB, CYD, reference="TN1", revision="1")


@pytest.mark.parametrize(
    ("newer", "presence", "why"),
    [
        (message(ANN, BOB, reference="TN1", revision="2", number=2), P.WITHDRAWN, W.LEFT_OUT),
        (message(ANN, BOB, action="5", number=2), P.WITHDRAWN, W.LEFT_OUT),
        (message(ANN, BOB, number=2), P.EXPECTED, W.NOT_NAMED),  # another transaction: it does not say so
        (message(ANN, BOB, action="5", count=3, number=2), P.EXPECTED, W.NOT_NAMED),  # somebody is missing in it
        (message(ANN, BOB, action="5", count=-1, number=2), P.EXPECTED, W.NOT_NAMED),  # nobody knows
        (message(ANN, BOB, action="2", number=2), P.EXPECTED, W.NOTHING),  # an addition
        (message(ANN, BOB, action="5", sender="3X", number=2), P.EXPECTED, W.NOTHING),  # the codeshare partner's
        (message(PILOT, function=F.CREW, action="5", number=2), P.EXPECTED, W.NOTHING),
        (message(person("NEW"), number=2), P.EXPECTED, W.NOTHING),  # one late booking, not the whole list
        (message(ANN, reference="TN1", revision="2", part="01", last_part=False, count=3), P.EXPECTED, W.NOTHING),
    ],
)
def test_who_is_left_out_of_a_newer_list(newer: Reading, presence: Presence, why: PresenceReason) -> None:
    cyd = told(FIRST, newer)["CYD"]
    assert (cyd.presence, cyd.why) == (presence, why)


def test_who_is_named_again_loses_the_mark() -> None:
    cyd = told(FIRST, message(ANN, BOB, number=2), message(ANN, BOB, CYD, number=3))["CYD"]
    assert cyd.why is W.NOTHING


def test_a_replacement_in_parts_takes_out_nobody_before_its_last_part() -> None:
    head = {"reference": "TN1", "revision": "2", "count": 2, "access_reference": "L2"}
    one = message(ANN, part="01", last_part=False, number=2, **head)  # type: ignore[arg-type]
    two = message(BOB, part="02", last_part=True, number=3, **head)  # type: ignore[arg-type]
    assert where(FIRST, one)["CYD"] == P.EXPECTED
    assert where(FIRST, one, two) == where(FIRST, two, one)
    assert where(FIRST, one, two)["CYD"] == P.WITHDRAWN


def test_a_close_out_in_parts_tells_of_the_others_once_it_is_whole() -> None:
    head = {"function": F.CLOSED_ON_BOARD, "count": 2, "access_reference": "C"}
    one = message(ANN, part="01", last_part=False, number=2, **head)  # type: ignore[arg-type]
    two = message(BOB, part="02", last_part=True, number=3, **head)  # type: ignore[arg-type]
    assert where(LIST, two) == {"ANN": P.EXPECTED, "BOB": P.ON_BOARD, "CYD": P.EXPECTED}
    assert where(LIST, two, one) == {"ANN": P.ON_BOARD, "BOB": P.ON_BOARD, "CYD": P.NOT_ON_BOARD}


def test_a_voyage_that_goes_after_all_takes_its_crew_with_it() -> None:
    cancelled = message(function=F.CANCEL, subcode="XF", number=3)
    after = where(LIST, message(PILOT, function=F.CREW), cancelled, message(ANN, BOB, number=4))
    assert after == {"ANN": P.EXPECTED, "BOB": P.EXPECTED, "CYD": P.WITHDRAWN, "PILOT": P.EXPECTED}


# ── bookings ────────────────────────────────────────────────────────────────────────────────


def booked(*people: Traveller, number: int = 2, locator: str = "BOOK1") -> Reading:
    reading = message(*people, function=F.BOOKINGS, number=number, count=-1)
    booking = Booking(locator=locator, system="2X", travellers=tuple(range(len(people))))
    return replace(reading, manifest=replace(reading.manifest, bookings=(booking,)))


def test_a_booking_fills_what_a_list_leaves_open_and_overrules_nothing() -> None:
    stated = replace(ANN, residence="BRB")
    told_by_booking = replace(ANN, residence="GUY", contact=("+1 246 555 0100",), role=Role.PASSENGER)
    for story in ((message(stated), booked(told_by_booking)), (booked(told_by_booking), message(stated))):
        ann = told(*story)["ANN"]
        assert (ann.declared.residence, ann.declared.contact) == ("BRB", ("+1 246 555 0100",))
        assert ann.presence is P.EXPECTED


def test_a_newer_list_does_not_lose_what_only_the_booking_knew() -> None:
    ann = told(booked(replace(ANN, contact=("1",))), message(ANN, number=3), message(ANN, number=4))["ANN"]
    assert ann.declared.contact == ("1",)


def test_who_is_only_booked_is_booked_and_leaves_with_the_booking() -> None:
    assert where(booked(ANN, BOB)) == {"ANN": P.BOOKED, "BOB": P.BOOKED}
    assert where(booked(ANN, BOB), booked(ANN, number=3)) == {"ANN": P.BOOKED, "BOB": P.WITHDRAWN}
    assert where(booked(ANN, BOB), booked(ANN, number=3, locator="OTHER")) == {"ANN": P.BOOKED, "BOB": P.BOOKED}


def test_who_is_on_a_list_is_not_taken_off_by_a_booking() -> None:
    assert where(booked(ANN, BOB), message(BOB, number=3), booked(ANN, number=4))["BOB"] == P.EXPECTED


def test_a_boarding_pass_adds_a_seat_and_erases_nothing() -> None:
    full = message(replace(ANN, born="1980-01-01"), BOB)
    ann = told(full, message(replace(ANN, seat="12A"), type="BCBP", number=2))["ANN"]
    assert (ann.declared.born, ann.declared.seat) == ("1980-01-01", "12A")
