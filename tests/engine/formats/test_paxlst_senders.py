"""What particular senders do: states' own sub-kinds, details before documents, titles, towns behind countries."""

from __future__ import annotations

import pytest

from roadstead.engine.records import Function, Mode, Role, Severity
from tests.engine.formats.paxlst_samples import FLIGHT, ROE, codes, only, read


@pytest.mark.parametrize(
    ("kind", "function", "subcode"),
    [
        ("250+A", Function.CREW, "A"),
        ("250+CC", Function.CREW, "CC"),
        ("336+G", Function.CHANGE, "G"),
        ("336+H", Function.CANCEL, "H"),
        ("336+I", Function.CHANGE, "I"),
        ("745+CI", Function.PASSENGERS, "CI"),
        ("745+DC:1.0", Function.CLOSED_ON_BOARD, "DC"),
        ("266+DE", Function.CLOSED_NOT_ON_BOARD, "DE"),
        ("745++2", Function.CHANGE, ""),
        ("745++5", Function.PASSENGERS, ""),
        ("745++9", Function.PASSENGERS, ""),
    ],
)
def test_a_state_s_own_sub_kind_is_kept_and_understood(kind: str, function: Function, subcode: str) -> None:
    head = read(kind=kind).manifest.message
    assert (head.function, head.subcode) == (function, subcode)


@pytest.mark.parametrize(
    ("kind", "revision"), [("745'RFF+TN:XA1:::3", "3"), ("745+ABC123:1:2", "2"), ("745+ABC123:1:2'RFF+TN:X:::4", "4")]
)
def test_a_revision_stands_in_the_transaction_or_in_bgm(kind: str, revision: str) -> None:
    assert read(kind=kind).manifest.message.revision == revision


def test_everybody_in_a_master_crew_list_is_crew_and_of_no_flight() -> None:
    reading = read(ROE.replace("NAD+FL", "NAD+ZZ"), kind="336+G", flight="TDT+20+XA01MCL+++XA'LOC+188+XXX'")
    assert only(reading).role is Role.CREW
    assert (reading.manifest.voyage.carrier, reading.manifest.voyage.number) == ("XA", "")
    assert {"crew-list-kind", "master-crew-list"} <= codes(reading)


def test_a_change_of_flight_need_not_name_anybody() -> None:
    assert codes(read("", kind="266+CF")) == set()


# ── persons ─────────────────────────────────────────────────────────────────────────────────

BARE = ROE.replace("DOC+P:110:111+900000001'DTM+36:310630'LOC+91+BRB'", "")
FIRST = "DTM+36:300101'LOC+91+IND'DOC+P+Z1'"
SECOND = "DTM+36:281231'LOC+91+GUY'DOC+V+V1'"


def test_details_before_their_documents_belong_to_the_documents_after_them() -> None:
    reading = read(BARE + FIRST + SECOND)
    documents = [(each.number, each.expires, each.issuer) for each in only(reading).documents]
    assert documents == [("Z1", "2030-01-01", "IND"), ("V1", "2028-12-31", "GUY")]
    assert codes(reading) == {"document-detail-before-document", "segment-out-of-order"}


def test_details_that_nothing_follows_are_of_the_last_document_or_kept() -> None:
    assert only(read(BARE + FIRST + "DTM+182:200101'")).documents[0].issued == "2020-01-01"
    reading = read(BARE + "DTM+36:300101'LOC+91+IND'")
    assert reading.unread == ("DTM+36:300101", "LOC+91+IND")
    assert "document-detail-without-document" in codes(reading)


@pytest.mark.parametrize(
    ("sent", "surname", "given"),
    [
        ("ROE/JANE:ANN", "ROE", "JANE ANN"),
        ("ROE<<JANE:ANN", "ROE", "JANE ANN"),
        ("ROE, JR:ANN", "ROE, JR", "ANN"),
        ("ROE/:ANN", "ROE/", "ANN"),
    ],
)
def test_a_name_partly_in_one_piece_is_divided(sent: str, surname: str, given: str) -> None:
    traveller = only(read(ROE.replace("ROE:JANE", sent)))
    assert (traveller.surname, traveller.given) == (surname, given)


@pytest.mark.parametrize("name", ["ROE:JANEMRS", "ROE:JANE MRS", "ROE:BABYMSTR"])
def test_a_title_in_a_name_is_said_and_stays(name: str) -> None:
    reading = read(ROE.replace("ROE:JANE", name))
    assert only(reading).given == name.partition(":")[2]
    assert "title-in-name" in codes(reading)


@pytest.mark.parametrize("name", ["AMR:DREW", "NASR:AMR", "ROE:SAMIR"])
def test_a_name_that_looks_like_a_title_is_none(name: str) -> None:
    assert codes(read(ROE.replace("ROE:JANE", name))) == set()


@pytest.mark.parametrize(
    ("sent", "born"),
    [("DTM+329:8004", "1980-04"), ("DTM+329:1980", "1980"), ("DTM+329:2612", "1926-12"), ("DTM+329:2611", "2026-11")],
)
def test_four_figures_that_are_no_year_are_year_and_month(sent: str, born: str) -> None:
    assert only(read(ROE.replace("DTM+329:800416", sent))).born == born


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ("LOC+180+CAN+:::TORONTO+:::ONTARIO", "TORONTO"),
        ("LOC+180+CAN+TORONTO", "TORONTO"),
        ("LOC+180+CAN:::TORONTO", "TORONTO"),
        ("LOC+180+CAN", "CAN"),
    ],
)
def test_a_town_of_birth_may_stand_behind_its_country(sent: str, place: str) -> None:
    traveller = only(read(ROE.replace("NAT", f"{sent}'NAT")))
    assert traveller.birth_place == place
    assert place == "CAN" or any("CAN" in each.value for each in traveller.sent)


def test_older_ways_to_say_verified_and_changed_are_understood() -> None:
    reading = read(ROE.replace("NAT", "GEI+4+ZZZ'GEI+4+36'NAT"))
    assert only(reading).verified is True
    assert reading.unread == ()


def test_a_sex_repeated_where_nothing_repeats_is_one_sex() -> None:
    assert only(read(ROE.replace("ATT+2++F", "ATT+2++F*F*F"))).sex == "F"
    assert only(read(ROE.replace("ATT+2++F", "ATT+2++F*M"))).sex == ""


# ── voyages ─────────────────────────────────────────────────────────────────────────────────


def test_a_yacht_is_known_by_its_mmsi_and_needs_no_number() -> None:
    reading = read(flight="TDT+20++8+++++319123456:ZZZ::SAMPLE BREEZE:CYM'LOC+5+VCKTN'LOC+87+GDSTG'")
    voyage = reading.manifest.voyage
    assert (voyage.mode, voyage.craft.mmsi, voyage.craft.registration) == (Mode.SEA, "319123456", "")
    assert {problem.severity for problem in reading.problems} == {Severity.NOTE}


def test_a_reporting_party_one_element_too_far_has_its_name() -> None:
    sent = FLIGHT + "NAD+CA'"
    assert read(flight=sent).manifest.reporting_party.name == "DESK"
    assert read(kind="745'NAD+MS++++SAMPLE DESK").manifest.reporting_party.name == "SAMPLE DESK"
