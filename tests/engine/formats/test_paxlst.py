"""Passenger and crew lists with one thing wrong or unusual at a time."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.reading import passenger_list
from roadstead.engine.formats import registry
from roadstead.engine.formats.reading import MAX_PROBLEMS
from roadstead.engine.records import Function, Role, Sent, Severity
from roadstead.engine.syntax.edifact import write
from tests.engine.formats.corpus_paxlst import PAXLST, expected
from tests.engine.formats.paxlst_samples import FLIGHT, ROE, codes, only, read

# ── people ──────────────────────────────────────────────────────────────────────────────────


def test_a_clean_list_has_no_problem() -> None:
    reading = read(total="CNT+42:1'")
    assert reading.problems == ()
    assert reading.unread == ()
    assert only(reading).born == "1980-04-16"


@pytest.mark.parametrize("ports", [b"", b"LOC+125+MIA'DTM+189:2611251000:201'"])
def test_a_list_without_port_of_arrival_says_what_to_send(ports: bytes) -> None:
    raw = b"UNB+UNOA:4+XX+YY+261125:0900+1'UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'TDT+20+2X101+++2X'" + ports
    (reading,) = registry.read(raw + b"NAD+FL+++ROE:JANE'UNT+5+1'UNZ+1+1'")
    problem = next(each for each in reading.problems if each.code == "port-of-arrival-missing")
    assert (problem.severity, problem.segment, problem.field) == (Severity.WARNING, "LOC", "port of arrival (3225)")
    assert "Send LOC+87" in problem.text


def test_what_was_sent_stays_beside_what_we_made_of_it() -> None:
    assert only(read()).sent == (
        Sent(field="surname", value="ROE", segment=9),
        Sent(field="given names", value="JANE", segment=9),
        Sent(field="sex", value="F", segment=10),
        Sent(field="birth date", value="800416", segment=11),
        Sent(field="nationality", value="BRB", segment=12),
        Sent(field="document number", value="900000001", segment=13),
    )


def test_one_damaged_traveller_does_not_lose_the_others() -> None:
    reading = read(ROE + "NAD+FL'DTM+329:999999'ATT'DOC'LOC'NAT'RFF'MEA'FTX'GEI'COM'EMP'" + ROE)
    assert [traveller.surname for traveller in reading.manifest.travellers] == ["ROE", "", "ROE"]
    assert {"name-missing", "birth-date-impossible", "nationality-missing"} <= codes(reading)


@pytest.mark.parametrize(
    ("sent", "code", "severity"),
    [
        ("DTM+329:800416'", "birth-date-missing", Severity.WARNING),
        ("NAT+2+BRB'", "nationality-missing", Severity.WARNING),
        ("DOC+P:110:111+900000001'DTM+36:310630'LOC+91+BRB'", "document-missing", Severity.WARNING),
        ("ATT+2++F'", "sex-missing", Severity.NOTE),
    ],
)
def test_what_is_missing_is_weighed_by_what_is_lost(sent: str, code: str, severity: Severity) -> None:
    found = [problem for problem in read(ROE.replace(sent, "")).problems if problem.code == code]
    assert [(problem.severity, problem.number) for problem in found] == [(severity, 9)]


@pytest.mark.parametrize(
    ("sent", "born"),
    [
        ("DTM+329:261125", "2026-11-25"),  # born on the day of the flight
        ("DTM+329:261126", "1926-11-26"),  # a day later can only be a century ago
        ("DTM+329:19260101:102", "1926-01-01"),
        ("DTM+329: 800416:101", "1980-04-16"),
        ("DTM+329:800400", "1980-04"),
        ("DTM+329:160480:2", "1980-04-16"),
        ("DTM+329:041680:3", "1980-04-16"),
        ("DTM+329:16041980:4", "1980-04-16"),
        ("DTM+329:8004:609", "1980-04"),
        ("DTM+329+800416", "1980-04-16"),
    ],
)
def test_a_birth_year_is_settled_by_the_flight(sent: str, born: str) -> None:
    assert only(read(ROE.replace("DTM+329:800416", sent))).born == born


def test_a_birth_after_the_flight_is_an_error() -> None:
    (problem,) = read(ROE.replace("800416", "20270101:102")).problems
    assert (problem.severity, problem.code, problem.sent) == (Severity.ERROR, "birth-date-impossible", "20270101")


@pytest.mark.parametrize(
    ("sent", "sex", "code"),
    [
        ("M", "M", ""),
        ("X", "X", ""),
        ("f", "F", "lower-case-under-unoa"),
        ("MALE", "M", ""),
        ("U", "", "sex-unknown"),
        ("1", "", "sex-not-understood"),
        ("0", "", "sex-not-understood"),
        ("MM", "", "sex-not-understood"),
    ],
)
def test_a_sex_is_m_f_x_or_not_known(sent: str, sex: str, code: str) -> None:
    reading = read(ROE.replace("ATT+2++F", f"ATT+2++{sent}"))
    assert only(reading).sex == sex
    assert codes(reading) == ({code} if code else set())


@pytest.mark.parametrize(
    ("sent", "surname", "given"),
    [
        ("ROE:JANE:ANN", "ROE", "JANE ANN"),
        ("ROE", "ROE", ""),
        (":JANE", "", "JANE"),
        ("ROE/JANE ANN", "ROE", "JANE ANN"),
        ("ROE<<JANE<ANN", "ROE", "JANE ANN"),
        ("ROE, JANE ANN", "ROE", "JANE ANN"),
        ("ROE, JR", "ROE, JR", ""),
        ("O?'ROE:JANE", "O'ROE", "JANE"),
    ],
)
def test_names_come_in_many_pieces(sent: str, surname: str, given: str) -> None:
    traveller = only(read(ROE.replace("ROE:JANE", sent)))
    assert (traveller.surname, traveller.given) == (surname, given)


def test_references_may_stand_before_or_after_the_document() -> None:
    reference = "RFF+AVF:QWERTY'"
    before = only(read(ROE.replace("DOC", reference + "DOC")))
    after = only(read(ROE + reference))
    assert before.references == after.references
    assert before.references.booking == "QWERTY"
    assert before.documents[0].number == after.documents[0].number


def test_a_second_expiry_that_agrees_is_no_problem_and_another_is() -> None:
    assert codes(read(ROE + "DTM+36:310630'")) == {"segment-out-of-order"}
    reading = read(ROE + "DTM+36:320630'")
    assert codes(reading) == {"second-expiry-date", "segment-out-of-order"}
    assert only(reading).documents[0].expires == "2031-06-30"


def test_a_party_with_a_nationality_is_on_board_whatever_its_code() -> None:
    reading = read(ROE + "NAD+ZZ+++DOE:JOHN'NAT+2+GUY'NAD+CA+++CARRIER LTD'")
    assert [traveller.surname for traveller in reading.manifest.travellers] == ["ROE", "DOE"]
    assert "role-unknown" in codes(reading)
    assert reading.unread == ("NAD+CA+++CARRIER LTD",)


def test_roles_are_as_sent() -> None:
    people = "".join(f"NAD+{code}+++ROE'" for code in ("FL", "FM", "DDU", "DDT", "VW"))
    roles = [traveller.role for traveller in read(people).manifest.travellers]
    assert roles == [Role.PASSENGER, Role.CREW, Role.TRANSIT_PASSENGER, Role.TRANSIT_CREW, Role.CREW]


@pytest.mark.parametrize(
    ("sent", "count", "weight", "tags"),
    [
        ("MEA+CT++:2'", 2, None, ()),
        ("MEA+CT++1'", 1, None, ()),
        ("MEA+CT++:0'FTX+BAG+++NULL'", 0, None, ()),
        ("MEA+WT++KGM:10,5'", None, 10.5, ()),
        ("MEA+WT++LBR:10'", None, 4.5, ()),
        ("FTX+BAG+++XA1:3'FTX+BAG+++XA9'", None, None, ("XA1 x3", "XA9")),
    ],
)
def test_bags(sent: str, count: int | None, weight: float | None, tags: tuple[str, ...]) -> None:
    bags = only(read(ROE + sent)).bags
    assert (bags.count, bags.weight_kg, bags.tags) == (count, weight, tags)


def test_nothing_in_the_message_disappears() -> None:
    reading = read(ROE + "ZZZ+1'QTY+1:2'", flight=FLIGHT + "LOC+188+KIN'", total="CNT+99:1'")
    assert reading.unread == ("LOC+188+KIN", "ZZZ+1", "QTY+1:2", "CNT+99:1")
    assert codes(reading) == {"segments-not-used", "segment-not-in-directory", "code-not-in-the-list"}


def test_an_issue_lies_before_the_voyage_and_an_expiry_in_this_century() -> None:
    document = only(read(ROE.replace("310630", "991231") + "DTM+182:980102'")).documents[0]
    assert (document.issued, document.expires) == ("1998-01-02", "2099-12-31")


def test_a_second_seat_or_place_is_kept_beside_the_first() -> None:
    traveller = only(read(ROE + "RFF+SEA:12A'RFF+SEA:14C'LOC+178+LGW'LOC+178+ANU'LOC+178'"))
    assert (traveller.seat, traveller.embark) == ("12A", "LGW")
    assert {("seat", "14C"), ("port of embarkation", "ANU")} <= {(sent.field, sent.value) for sent in traveller.sent}


def test_a_passenger_reference_speaks_before_the_number_in_nad() -> None:
    numbered = ROE.replace("NAD+FL+", "NAD+FL+0001")
    assert only(read(numbered)).references.passenger == "0001"
    assert only(read(numbered + "RFF+ABO:XA-1'")).references.passenger == "XA-1"


def test_an_attribute_that_is_no_sex_is_kept() -> None:
    reading = read(ROE + "ATT+5++M'NAT+BRB'")
    assert (only(reading).sex, reading.unread) == ("F", ("ATT+5++M", "NAT+BRB"))


@pytest.mark.parametrize(
    ("was", "sent", "field", "value"),
    [
        ("NAT+2+BRB", "NAT+2+D<<", "nationality", "D"),
        ("NAT+2+BRB", "NAT+2+:::BARBADOS", "nationality", "BARBADOS"),
        ("ATT+2++F", "ATT+2++:::FEMALE", "sex", "F"),
        ("NAD+FL+++ROE:JANE", "NAD+FL++ROE:JANE", "given", "JANE"),
    ],
)
def test_a_value_may_stand_in_another_place(was: str, sent: str, field: str, value: str) -> None:
    assert getattr(only(read(ROE.replace(was, sent))), field) == value


def test_elements_sent_several_times_are_read_or_kept() -> None:
    """`*` repeats an element in syntax version 4; without UNA it is in force."""
    people = ROE.replace("NAT+2+BRB", "NAT+2+BRB*GUY") + "COM+2465550100:TE*A.ROE@X.EXAMPLE:EM'"
    body = f"UNH+1+PAXLST:D:05B:UN'BGM+745'{FLIGHT}{people}UNT+16+1'UNZ+1+7'"
    (reading,) = registry.read(f"UNB+UNOA:4+XA+GOV+261125:0830+7'{body}".encode())
    assert only(reading).contact == ("2465550100", "A.ROE@X.EXAMPLE")
    assert reading.unread == ("NAT+2+BRB*GUY",)


# ── the list ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "function"),
    [
        ("745", Function.PASSENGERS),
        ("250+C", Function.CREW),
        ("336", Function.CREW),
        ("745+CP", Function.CHANGE),
        ("745++1", Function.CANCEL),
        ("266+XR", Function.CANCEL),
        ("266+XF", Function.CANCEL),
        ("266+RP", Function.CHANGE),
        ("266+CF", Function.CHANGE),
        ("266+CL", Function.CLOSE),
        ("266+CLNB", Function.CLOSED_NOT_ON_BOARD),
        ("266+CLOB", Function.CLOSED_ON_BOARD),
        ("999", Function.PASSENGERS),
    ],
)
def test_what_the_sender_wants(kind: str, function: Function) -> None:
    assert read(kind=kind).manifest.message.function is function


@pytest.mark.parametrize(
    ("unh", "code"),
    [("", "count-differs"), ("+A1+01:F", "count-differs"), ("+A1+02:C", "count-of-the-whole-list")],
)
def test_a_count_that_differs_is_a_note_only_in_a_split_list(unh: str, code: str) -> None:
    reading = read(unh=unh, total="CNT+42:150'")
    assert code in codes(reading)
    assert reading.manifest.declared == {"passengers": 150}


def test_a_closed_flight_needs_no_travellers_and_a_list_does() -> None:
    assert codes(read("", kind="266+CL")) == set()
    assert codes(read("")) == {"nobody-in-the-list"}


def test_of_a_closed_flight_a_reference_names_a_person_and_no_count_is_compared() -> None:
    people = "NAD+FL'RFF+ABO:XA-1'NAD+FL'RFF+ABO:XA-2'"
    reading = read(people, kind="266+CLOB", total="CNT+42:98'")
    assert len(reading.manifest.travellers) == 2
    assert codes(reading) == set()
    assert "name-missing" in codes(read("NAD+FL'", kind="266+CLOB"))


def test_an_empty_transaction_leaves_the_reference_of_the_message() -> None:
    assert read(kind="745'RFF+TN").manifest.message.reference == "1"


# ── bounded, and never raising ──────────────────────────────────────────────────────────────


def test_problems_are_bounded_and_the_rest_is_counted() -> None:
    reading = read("NAD+FL'" * 3_000)
    assert len(reading.manifest.travellers) == 3_000
    assert len(reading.problems) == MAX_PROBLEMS + 1
    assert re.search(r"Further problems: [0-9,]+", reading.problems[-1].text)


def test_a_sent_value_is_cut() -> None:
    traveller = only(read(ROE.replace("JANE", "J" * 5_000)))
    assert len(traveller.given) == 5_000
    assert max(len(sent.value) for sent in traveller.sent) == 80


def test_twice_the_travellers_are_twice_the_work() -> None:
    """Work is counted in calls, so that a busy machine does not fail the test."""
    once, twice = (calls(partial(registry.read, passenger_list(count))) for count in (100, 200))
    assert twice < 2.05 * once


def calls(work: Callable[[], object]) -> int:
    """How many functions, Python's own included, are called."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


DATA = Path(__file__).parent / "data"
LISTS = [*sorted(DATA.glob("*.edi")), *(PAXLST / name for name in expected())]
PIECES = st.sampled_from([b"'", b"+", b":", b"?", b"\n", b" ", b"\0", b"NAD+FL'", b"NAD'", b"TDT'", b"DOC'",
                          b"DTM'", b"LOC'", b"UNH+1+PAXLST:D'", b"UNB+UNOA:4+A+B'", b"UNT'", b"UNZ'", b"/*",
                          b"\xff"])  # fmt: skip


@given(st.sampled_from(LISTS), st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 40), PIECES), max_size=8))
def test_no_mutilated_message_raises_or_goes_unsaid(path: Path, cuts: list[tuple[int, int, bytes]]) -> None:
    raw = path.read_bytes()
    for at, length, piece in cuts:
        raw = raw[:at] + piece + raw[at + length :]
    for reading in registry.read(raw):
        assert reading.is_understood or reading.errors
    registry.voyage_hint(raw)


WORDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ'+:?*- ", min_size=1, max_size=20).map(str.strip).filter(bool)


@given(WORDS, WORDS)
def test_a_name_survives_writing_and_reading(surname: str, given_names: str) -> None:
    sent: list[list[str | list[str]]] = [
        ["UNB", ["UNOA", "4"], "A", "B", ["261125", "0900"], "1"],
        ["UNH", "1", ["PAXLST", "D", "05B", "UN"]],
        ["BGM", "745"],
        ["NAD", "FL", "", "", [surname, given_names]],
        ["UNT", "4", "1"],
        ["UNZ", "1", "1"],
    ]
    (reading,) = registry.read(write(sent))
    assert (only(reading).surname, only(reading).given) == (surname, given_names)
