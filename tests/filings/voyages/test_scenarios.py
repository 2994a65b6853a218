"""Messages as they come in life: early, late, twice, by halves, against each other. All people are invented."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Document, Function, Mode
from roadstead.engine.records import Traveller as Person
from roadstead.engine.text import dates
from roadstead.engine.voyages.normalise import normalised
from roadstead.filings.voyages.models import Traveller
from tests.filings.voyages.voyage_story import crew, flight, message, person, presences, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]
F = Function
ANN = person("ANN", born="1980-01-01", paper="A1")
BOB = person("BOB", given="B", paper="B1")
CYD = person("CYD", given="C", paper="C1")
DAN = person("DAN", given="D", paper="D1")


def where(surname: str) -> tuple[str, str]:
    row = Traveller.objects.exclude(presence_reason="another_row").get(surname=surname)
    return row.presence, row.presence_reason


# ── before and after each other ─────────────────────────────────────────────────────────────


def test_a_correction_that_comes_before_what_it_corrects_is_not_undone_by_it() -> None:
    right = replace(ANN, seat="2B", documents=(Document(type="P", number="A2"),))
    tell(message(right, function=F.CHANGE, subcode="CP", sent="12:30", number=2), message(ANN, BOB, sent="12:00"))
    row = Traveller.objects.get(surname="ANN")
    assert (row.seat, row.documents.get().number, presences()) == ("2B", "A2", {"ANN": "expected", "BOB": "expected"})


@pytest.mark.parametrize("sent", ["", "15:00"], ids=["by another gateway", "again, with a new time"])
def test_a_list_that_comes_again_after_the_close_out_changes_nobody(sent: str) -> None:
    closed = message(ANN, function=F.CLOSED_ON_BOARD, subcode="CLOB", sent="13:00", number=2)
    tell(message(ANN, sent="12:00"), closed)
    before = Traveller.objects.values_list("pk", "surname", "presence", "presence_reason").get()
    again = {"sent": sent or "12:00", "association": "GATEWAY", "reference": "1", "number": 5}
    tell(message(ANN, **again), by_another_gateway(closed))  # type: ignore[arg-type]
    assert Traveller.objects.values_list("pk", "surname", "presence", "presence_reason").get() == before


def by_another_gateway(reading: Reading) -> Reading:
    """The same message, wrapped by somebody else: another body."""
    declared = reading.manifest
    return Reading(manifest=replace(declared, message=replace(declared.message, association="GATEWAY")))


def test_who_is_cancelled_and_added_again_is_one_person_who_travels() -> None:
    gone = message(ANN, function=F.CANCEL, subcode="XR", sent="12:10", number=2)
    back = message(replace(ANN, seat="9C"), function=F.CHANGE, subcode="CP", sent="12:20", number=3)
    tell(message(ANN, BOB), back, gone)  # the cancellation comes last
    assert where("ANN") == ("expected", "")
    assert Traveller.objects.count() == 2


def test_a_cancellation_that_was_sent_after_the_addition_holds_although_it_comes_first() -> None:
    gone = message(ANN, function=F.CANCEL, subcode="XR", sent="12:40", number=4)
    tell(gone, message(ANN, BOB), message(ANN, function=F.CHANGE, subcode="CP", sent="12:20", number=3))
    assert where("ANN") == ("withdrawn", "cancelled")


CLOSE = message(ANN, CYD, function=F.CLOSED_ON_BOARD, subcode="CLOB", sent="14:00", number=3)


@pytest.mark.parametrize("order", permutations(range(3)))
def test_a_close_out_marks_who_boarded_whenever_the_lists_come(order: tuple[int, ...]) -> None:
    said = (message(ANN, BOB, CYD), message(crew("PILOT"), function=F.CREW, number=2), CLOSE)
    tell(*[said[at] for at in order])
    assert presences() == {"ANN": "on_board", "BOB": "not_on_board", "CYD": "on_board", "PILOT": "expected"}


def test_those_left_behind_are_named_and_the_others_boarded_whenever_the_list_comes() -> None:
    tell(message(BOB, function=F.CLOSED_NOT_ON_BOARD, subcode="CLNB", sent="14:00", number=2), message(ANN, BOB))
    assert presences() == {"ANN": "on_board", "BOB": "not_on_board"}


# ── in parts ────────────────────────────────────────────────────────────────────────────────


def parts(*flags: bool | None, action: str = "9", number: int = 1) -> list[Reading]:
    people = (ANN, BOB, CYD)
    return [
        message(
            people[at],
            part=f"{at + 1:02}",
            last_part=flag,
            count=3,
            number=number + at,
            action=action,
            sent=f"12:3{at}",
            access_reference="LIST",
        )
        for at, flag in enumerate(flags)
    ]


@pytest.mark.parametrize("order", permutations(range(3)))
@pytest.mark.parametrize("flags", [(False, False, True), (None, None, None)], ids=["flagged", "by CNT"])
def test_a_list_in_parts_takes_the_place_of_another_only_when_all_of_it_is_there(
    flags: tuple[bool | None, ...], order: tuple[int, ...]
) -> None:
    tell(message(ANN, DAN))
    newer = parts(*flags, action="5", number=2)
    tell(*[newer[at] for at in order[:2]])
    assert where("DAN") == ("expected", "")
    tell(newer[order[2]])
    assert where("DAN") == ("withdrawn", "left_out")
    assert {name for name, presence in presences().items() if presence == "expected"} == {"ANN", "BOB", "CYD"}


def test_a_part_that_comes_twice_completes_nothing() -> None:
    tell(message(ANN, DAN, number=9))
    first, second, _ = parts(None, None, None, action="5", number=2)
    tell(first, second, by_another_gateway(second), by_another_gateway(first))
    assert where("DAN") == ("expected", "")


# ── one person, or two ──────────────────────────────────────────────────────────────────────


def test_a_married_name_a_new_passport_and_a_new_seat_at_once_are_one_person() -> None:
    before = person("ROE", born="1991-02-03", paper="A1", booking="BOOK1")
    after = replace(person("DOE", born="1991-02-03", paper="X9", booking="BOOK1"), seat="7A")
    tell(message(before, BOB), message(after, BOB, sent="12:30", number=2, action="5"))
    assert presences() == {"DOE": "expected", "BOB": "expected"}


def test_twins_of_one_booking_stay_two_when_both_change_and_the_list_turns_round() -> None:
    def twin(given: str, paper: str, seat: str) -> Person:
        return replace(person("LI", given=given, born="2001-05-05", paper=paper, booking="BOOK1"), seat=seat)

    tell(message(twin("MEI", "T1", "1A"), twin("MIN", "T2", "1B")))
    tell(message(twin("MIN", "T4", "1A"), twin("MEI", "T3", "1B"), sent="12:30", number=2, action="5"))
    rows = Traveller.objects.order_by("position").values_list("given", "documents__number", "seat")
    assert list(rows) == [("MEI", "T3", "1B"), ("MIN", "T4", "1A")]


def test_two_namesakes_of_one_flight_stay_two_and_only_one_is_cancelled() -> None:
    one, other = (person("LI", given="WEI", born=f"19{year}-01-01", paper=f"E{year}") for year in (80, 91))
    tell(message(one, other), message(other, function=F.CANCEL, subcode="XR", sent="12:30", number=2))
    assert list(Traveller.objects.order_by("position").values_list("born", "presence")) == [
        ("1980-01-01", "expected"),
        ("1991-01-01", "withdrawn"),
    ]


def test_strangers_who_are_both_said_to_be_born_on_the_first_of_january_stay_two() -> None:
    one = person("KHAN", given="ALI", born="1980-01-01", paper="K1")
    other = person("KHAN", given="OMAR", born="1980-01-01", paper="K2")
    tell(message(one), message(other, sent="12:30", number=2, action="2"))
    assert Traveller.objects.count() == 2


def test_a_correction_under_the_changed_number_reaches_the_person_on_the_old_one() -> None:
    tell(message(ANN, reference="TN7"))
    change = message(function=F.CHANGE, subcode="CF", voyage=flight("2X909"), reference="TN7", sent="13:00", number=2)
    later = message(replace(ANN, seat="3C"), function=F.CHANGE, voyage=flight("2X909"), sent="13:30", number=3)
    tell(change, later)
    assert list(Traveller.objects.values_list("seat", flat=True)) == ["3C"]


# ── what is normalised ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "born"),
    [
        ("261126", "2026-11-26"),  # on the day of the flight: an infant
        ("261127", "1926-11-27"),  # the day after it: a traveller of ninety-nine
        ("251127", "2025-11-27"),
        ("270101", "1927-01-01"),
    ],
)
def test_the_century_turns_on_the_day_of_the_flight(sent: str, born: str) -> None:
    assert dates.parse(sent, form="101", not_after="2026-11-26").iso == born


@pytest.mark.parametrize("name", ["DREW", "NASR", "AMR", "OMAR", "MISSY", "DRAKE", "MARS", "SAMS", "WILLIAMS"])
def test_names_that_hold_a_title_stay_whole(name: str) -> None:
    for sex in ("M", "F", ""):
        kept = normalised(person(name, given=name, sex=sex), Mode.AIR)
        assert (kept.surname, kept.given, kept.sent) == (name, name, ())
