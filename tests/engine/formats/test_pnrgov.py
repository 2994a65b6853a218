"""Bookings in EDIFACT: everybody who has booked, whatever system sends them, and nothing that tells faith or health.

Small invented messages and what each must become; `python -m tests.engine.formats.test_pnrgov` writes that anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.formats.redaction import Redacted, edifact, redact
from roadstead.engine.formats.redaction.segments import _coded
from roadstead.engine.formats.redaction.walk import Memory
from roadstead.engine.formats.redaction.words import MAX_CODE_LETTERS, is_reference, is_word
from roadstead.engine.records import Agency, Bags, Booking, Function, Manifest, Traveller
from tests.engine.formats.xml_samples import DATA, seen, snapshot

SAMPLES = sorted((DATA / "pnrgov").glob("*.edi"))
HEAD = """UNB+IATA:1+YY+BSPNR+261209:0832+4711++PNRGOV'UNH+1+PNRGOV:{release}:IA+YY088/101226/1420+01:F'MSG+:22'
ORG+YY:KIN'TVL+101226:1420:101226:1605+KIN+NAS+YY+88'EQN+1'SRC'RCI+YY:ABC123::021126:0915'"""
FLIGHT = "TVL+101226:1420:101226:1605+KIN+NAS+YY+88:M'RPI+1+HK'"
JANE = "TIF+ROE:I+JANE MS:A:1:1'"
DOCS = "/P/JAM/JA7000001/JAM/21MAY91/F/20MAY31/ROE/JANE/MARIE"


def message(*segments: str, release: str = "15:1") -> bytes:
    """A message of one booking; each segment without its end mark, except constants that have theirs."""
    body = "".join(each if each.endswith("'") else f"{each}'" for each in segments)
    whole = HEAD.format(release=release).replace("\n", "") + body
    return f"{whole}UNT+{whole.count(chr(39))}+1'UNZ+1+4711'".encode()


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def read(*segments: str) -> Manifest:
    return only(message(*segments)).manifest


def booking(*segments: str) -> Booking:
    return read(*segments).bookings[0]


def people(*segments: str) -> tuple[Traveller, ...]:
    return read(*segments).travellers


def sample(name: str) -> Manifest:
    return only((DATA / "pnrgov" / f"{name}.edi").read_bytes()).manifest


def codes(*segments: str) -> set[str]:
    return {problem.code for problem in only(message(*segments)).problems}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_message_becomes_its_snapshot(sample: Path) -> None:
    assert seen(sample) == snapshot(sample)


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 12


# ── travellers ──────────────────────────────────────────────────────────────────────────────


def test_a_traveller_without_documents_still_exists() -> None:
    jane, john = people(JANE, f"SSR+DOCS:HK:1:YY:::::{DOCS}", "TIF+ROE:I+JOHN MR:A:2:2", FLIGHT)
    assert (john.surname, john.given, john.documents, john.references.booking) == ("ROE", "JOHN", (), "ABC123")
    assert jane.documents[0].number == "JA7000001"


def test_a_message_without_booking_is_the_flight_and_nobody() -> None:
    reading = only((DATA / "pnrgov" / "header_only.edi").read_bytes())
    assert (reading.manifest.voyage.number, reading.manifest.bookings) == ("YY88", ())
    assert "no-bookings" in {problem.code for problem in reading.problems}
    assert reading.manifest.message.function is Function.BOOKINGS


def test_docs_gives_document_name_birth_date_sex_and_nationality() -> None:
    (jane,) = people(JANE, f"SSR+DOCS:HK:1:YY:::::{DOCS}", FLIGHT)
    paper = jane.documents[0]
    assert (jane.surname, jane.given, jane.born, jane.sex, jane.nationality) == (
        "ROE",
        "JANE MARIE",
        "1991-05-21",
        "F",
        "JAM",
    )
    assert (paper.type, paper.issuer, paper.expires) == ("P", "JAM", "2031-05-20")


@pytest.mark.parametrize(
    "ssr",
    [
        f"SSR+DOCS:HK:1:YY:::::{DOCS}+::1",
        f"SSR+DOCS:HK:1:YY:::::{DOCS}+::001",
        f"SSR+DOCS:HK:1:YY:::::{DOCS}",
        f"SSR+DOCS:HK:1:YY++{DOCS}",
        f"SSR+DOCS:HK:1:YY+{DOCS}",
        f"SSR+DOCS:HK::YY:::::{DOCS[1:]}",
        f"SSR+DOCS:HK:1:YY:::KIN:NAS:{DOCS}/-1ROE/JANE MS+::1",
    ],
)
@pytest.mark.parametrize("level", ["booking", "traveller", "flight"])
def test_docs_finds_its_traveller_at_every_level_with_or_without_reference(ssr: str, level: str) -> None:
    first = [ssr] if level == "booking" else []
    under = [ssr] if level == "traveller" else []
    last = [ssr] if level == "flight" else []
    jane, john = people(*first, JANE, *under, "TIF+POE:I+JOHN MR:A:2:2", FLIGHT, *last)
    assert [paper.number for paper in jane.documents] == ["JA7000001"]
    assert john.documents == ()


def test_the_same_document_at_three_levels_is_kept_once_and_the_longer_country_counts() -> None:
    short = DOCS.replace("/JAM", "/JM")
    (jane,) = people(
        f"SSR+DOCS:HK:1:YY:::::{short}",
        JANE,
        f"SSR+DOCS:HK:1:YY:::::{short}",
        FLIGHT,
        f"SSR+DOCS:HK:1:YY:::KIN:NAS:{DOCS}+::1",
    )
    assert [(paper.number, paper.issuer) for paper in jane.documents] == [("JA7000001", "JAM")]
    assert jane.nationality == "JAM"


@pytest.mark.parametrize("level", ["booking", "traveller", "flight"])
def test_addresses_and_visas_find_their_traveller_at_every_level(level: str) -> None:
    services = [
        "SSR+DOCA:HK:1:YY:::::/D/BHS/12 BAY STREET/NASSAU//N1234+::2",
        "SSR+DOCO:HK:1:YY:::::/MANDEVILLE JAM/V/V0012345/KINGSTON/03FEB25/BHS+::2",
        "SSR+TKNE:HK:1:YY:::KIN:NAS:9990001112223C1+::2",
        "SSR+CTCM:HK:1:YY:::::18765550100+::2",
        "SSR+CHLD:HK:1:YY:::::05MAY18+::2",
    ]
    at = {each: services if each == level else [] for each in ("booking", "traveller", "flight")}
    jane, john = people(*at["booking"], JANE, "TIF+ROE:I+JOHN:A:2:2", *at["traveller"], FLIGHT, *at["flight"])
    assert john.address.street == "12 BAY STREET"
    assert (john.documents[0].type, john.documents[0].number, john.documents[0].issued) == (
        "V",
        "V0012345",
        "2025-02-03",
    )
    assert (john.birth_place, john.references.ticket, john.contact) == (
        "MANDEVILLE JAM",
        "9990001112223",
        ("18765550100",),
    )
    assert (john.born, jane.born, jane.documents, jane.contact) == ("2018-05-05", "", (), ())


def test_an_address_without_traveller_is_the_bookings() -> None:
    segments = ("SSR+DOCA:HK:1:YY:::::/D/BHS/12 BAY STREET/NASSAU", JANE, "TIF+ROE+JOHN:A:2", FLIGHT)
    assert [each.street for each in booking(*segments).addresses] == ["12 BAY STREET"]
    assert "service-without-traveller" in codes(*segments)


def test_a_visa_without_traveller_is_kept_unread() -> None:
    visa = "SSR+DOCO:HK:1:YY:::::/KINGSTON/V/V777/KINGSTON/03FEB25/BHS"
    assert visa in only(message(visa, JANE, "TIF+ROE+JOHN:A:2", FLIGHT)).unread


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/DB/21MAY91/F/ROE/JANE", ("", "1991-05-21", "F", "")),
        ("/////21MAY91/F//ROE/JANE", ("", "1991-05-21", "F", "")),
        ("/P//JA7000001//21MAY1991/F//ROE/JANE", ("JA7000001", "1991-05-21", "F", "")),
        ("/P/JAM/JA 7000001/JAM/5MAY91/F/20MAY2031/ROE/JANE", ("JA7000001", "1991-05-05", "F", "2031-05-20")),
        ("/P/JAM/JA7000001/JAM/21MAY91/FEMALE/20MAY31/ROE/JANE", ("JA7000001", "1991-05-21", "F", "2031-05-20")),
        ("/P/JAM/JA7000001/JAM/1991-05-21/F/2031-05-20/ROE/JANE", ("JA7000001", "1991-05-21", "F", "2031-05-20")),
        ("/P/JAM/JA7000001/JAM/21MAY91/X/20MAY31/ROE/JANE/H", ("JA7000001", "1991-05-21", "X", "2031-05-20")),
    ],
)
def test_docs_is_read_in_its_short_and_long_forms(text: str, expected: tuple[str, str, str, str]) -> None:
    (jane,) = people(JANE, f"SSR+DOCS:HK:1:YY:::::{text}", FLIGHT)
    paper = next((each for each in jane.documents if each.number), None)
    found = (paper.number if paper else "", jane.born, jane.sex, paper.expires if paper else "")
    assert (found, jane.surname, jane.given) == (expected, "ROE", "JANE")


def test_several_documents_of_one_traveller_are_all_kept_and_the_travel_documents_come_first() -> None:
    jane = sample("several_documents_21_1").travellers[0]
    assert [paper.type for paper in jane.documents] == ["P", "P", "C", "V", "K", "R"]
    assert (jane.residence, jane.address.street) == ("JAM", "12 BAY STREET")


def test_blanks_of_old_line_breaks_in_a_name_are_mended_by_the_bookings_name() -> None:
    (jane,) = people(
        "TIF+ROE+CARLA MRS:A:1", "SSR+DOCS:HK:1:YY:::::/P/JAM/JA1/JAM/21MAY91/F//ROE/CAR LA MONICA", FLIGHT
    )
    assert jane.given == "CARLA MONICA"


def test_documents_of_the_infant_under_its_parents_reference_are_the_infants() -> None:
    parent, infant = people(
        JANE,
        "TIF+ROE:I+LIL:IN:2",
        "SSR+DOCS:HK:1:YY:::::/P/JAM/JA2/JAM/01JAN26/FI/20MAY31/ROE/LIL+::1",
        f"SSR+DOCS:HK:1:YY:::::{DOCS}+::1",
        FLIGHT,
    )
    assert (parent.documents[0].number, infant.documents[0].number) == ("JA7000001", "JA2")
    assert (infant.age_group, infant.sex, infant.born) == ("infant", "F", "2026-01-01")


@pytest.mark.parametrize(
    "segments",
    [
        (JANE, "SSR+INFT:HK:1:YY:::KIN:NAS:ROE/LIL 01JAN26+::1"),
        ("TIF+ROE+JANE MS(INFROE/LIL 01JAN26):A:1",),
        ("TIF+ROE+JANE MS(INF/LIL/01JAN26)(ADT):A:1",),
    ],
)
def test_an_infant_that_tif_does_not_name_is_on_board(segments: tuple[str, ...]) -> None:
    parent, infant = people(*segments, FLIGHT)
    assert (parent.given, parent.age_group) == ("JANE", "adult")
    assert (infant.surname, infant.given, infant.born, infant.age_group) == ("ROE", "LIL", "2026-01-01", "infant")


def test_a_childs_birth_date_is_its_passports_and_only_without_one_its_services() -> None:
    child = ("TIF+ROE+JANE:C:1", "SSR+CHLD:HK:1:YY:::::05MAY18+::1")
    assert [each.born for each in people(*child, FLIGHT)] == ["2018-05-05"]
    assert [each.born for each in people(*child, f"SSR+DOCS:HK:1:YY:::::{DOCS}", FLIGHT)] == ["1991-05-21"]


def test_two_travellers_of_one_name_keep_each_their_own_document() -> None:
    old, young = (
        f"SSR+DOCS:HK:1:YY:::::/P/JAM/{number}/JAM/21MAY{year}/M//ROE/JOHN" for number, year in (("J1", 60), ("J2", 90))
    )
    found = people("TIF+ROE+JOHN MR:A:1", old, "TIF+ROE+JOHN MR:A:2", young, FLIGHT, f"{young}+::2")
    assert [[paper.number for paper in each.documents] for each in found] == [["J1"], ["J2"]]


def test_several_given_names_of_one_tif_are_several_travellers() -> None:
    found = people("TIF+ROE:I+ANN MS:A:1+BOB MR:A:2+CAT MISS:C:3", FLIGHT)
    assert [(each.given, each.age_group) for each in found] == [("ANN", "adult"), ("BOB", "adult"), ("CAT", "child")]


def test_of_a_group_those_who_are_named_are_travellers_and_the_groups_name_is_not() -> None:
    segments = ("TIF+ISLAND SINGERS:G", JANE, FLIGHT)
    assert [each.given for each in people(*segments)] == ["JANE"]
    assert "group-without-names" in codes(*segments)


@pytest.mark.parametrize("segment", ["TIF+SMITH+JOHN:MR++1", "TIF+SMITH+JOHN:MR+++", "TIF+SMITH+JOHN:MR+:+12"])
def test_an_empty_element_or_a_number_behind_a_name_is_no_traveller(segment: str) -> None:
    assert [(each.surname, each.given) for each in people(segment, FLIGHT)] == [("SMITH", "JOHN")]
    assert ("traveller-named-by-a-number" in codes(segment, FLIGHT)) == segment[-1].isdigit()


def test_an_infant_without_a_given_name_is_a_traveller_and_that_it_has_none_is_said() -> None:
    found = people("TIF+ROE+JOHN MR:A:1+:IN:2", FLIGHT)
    assert [(each.given, each.age_group) for each in found] == [("JOHN", "adult"), ("", "infant")]
    assert "given-name-missing" in codes("TIF+ROE+JOHN MR:A:1+:IN:2", FLIGHT)


def test_a_traveller_named_by_a_number_is_kept_and_said() -> None:
    assert [each.given for each in people("TIF+ROE+1:A:1", FLIGHT)] == ["1"]
    assert "name-is-a-number" in codes("TIF+ROE+1:A:1", FLIGHT)


def test_a_given_name_that_only_the_passport_tells_is_not_missing() -> None:
    segments = ("TIF+ROE", "SSR+DOCS:HK:1:YY:::::/P/JAM/JA7000001/JAM/21MAY91/F/20MAY31/ROE/JANE/MARIE", FLIGHT)
    assert not {"given-name-missing", "name-is-a-number"} & set(codes(*segments))


@pytest.mark.parametrize("group", ["TIF+HAJJ PILGRIMS:G", "TIF+HAJJ+PILGRIMS:G:1"])
def test_the_name_of_a_group_is_not_kept_since_it_may_tell_a_faith(group: str) -> None:
    raw = message(group, JANE, FLIGHT)
    told = repr(registry.read(raw)) + redact(raw).raw.decode()
    assert [word for word in ("HAJJ", "PILGRIMS") if word in told] == []
    assert [each.given for each in only(redact(raw).raw).manifest.travellers] == ["JANE"]


def test_somebody_without_name_is_a_traveller_and_said() -> None:
    assert len(people(JANE, "TIF++:A:7", FLIGHT)) == 2
    assert "name-missing" in codes(JANE, "TIF++:A:7", FLIGHT)


def test_a_child_that_travels_alone_is_marked_and_its_illness_is_not() -> None:
    (child,) = people("TIF+ROE+MINOR:C:4", "SSR+UMNR:HK:1:YY:::::UM08 HAS ASTHMA+::4", FLIGHT)
    assert [each.value for each in child.sent if each.field == "unaccompanied minor"] == ["UMNR UM08"]


# ── flights ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("locator", ["CSA001", "CSA002"])
def test_a_codeshare_is_the_flight_that_flies_and_keeps_the_number_it_was_sold_under(locator: str) -> None:
    found = next(each for each in sample("codeshares").bookings if each.locator == locator)
    assert (found.itinerary[0].number, found.itinerary[0].sold_as) == ("YY88", "ZZ7088")


def test_a_booking_without_the_reported_flight_is_kept_and_said() -> None:
    other = "TVL+121226:1420:121226:1605+KIN+NAS+YY+88:M"
    assert booking(JANE, other).itinerary[0].departure == "2026-12-12T14:20"
    assert "reported-flight-not-in-itinerary" in codes(JANE, other)


@pytest.mark.parametrize(
    "times",
    [
        "101226:1420:101226:1605",
        "101226:1420::1605",
        "101226:1420:1605",
        "10DEC26:1420:10DEC26:1605",
        "20261210:1420:20261210:1605",
        "101226:142000:101226:160500",
    ],
)
def test_times_are_read_in_every_form_that_is_sent(times: str) -> None:
    flight = booking(JANE, f"TVL+{times}+KIN+NAS+YY+88:M").itinerary[0]
    assert (flight.departure, flight.arrival) == ("2026-12-10T14:20", "2026-12-10T16:05")


def test_hotels_and_cars_are_no_flights_and_their_locators_not_the_bookings() -> None:
    found = sample("divided_and_other_products").bookings[0]
    assert [each.number for each in found.itinerary] == ["YY88"]
    assert found.other_locators == ()
    assert found.dropped["hotel, car or other product"] == 2


def test_the_locator_behind_a_count_of_travellers_is_of_the_booking_divided_off() -> None:
    found = booking(JANE, FLIGHT, "EQN+2", "RCI+YY:XYZ789::031126:1010")
    assert (found.splits, found.other_locators) == (("XYZ789",), ())


def test_a_division_in_the_history_names_the_other_booking() -> None:
    assert booking(JANE, FLIGHT, "LTS+0/S/POE/OTIS MR(ADT) -XYZ789").splits == ("XYZ789",)


# ── check-in ────────────────────────────────────────────────────────────────────────────────


def test_check_in_gives_seat_boarding_number_bags_and_tags() -> None:
    (jane,) = people(
        JANE,
        FLIGHT,
        "DAT+2:101226:1235",
        "ORG+YY:KIN+++A",
        "TRI++KIN-041:::1",
        "TIF+ROE+JANE MS:A:1",
        "SSD+014A++++Y",
        "TBD++2:44:701++HP:KIN-041+999:0000123456:2:NAS",
    )
    assert (jane.seat, jane.boarding_number) == ("14A", "KIN-041")
    assert jane.bags == Bags(count=2, weight_kg=20.0, tags=("999:0000123456",))


@pytest.mark.parametrize(("unit", "kg"), [("700", 40), ("KG", 40), ("", 40), ("701", 18.1), ("LB", 18.1)])
def test_weights_are_kilograms_whatever_the_unit(unit: str, kg: float) -> None:
    (jane,) = people(JANE, FLIGHT, "TRI++041:::1", f"TBD++1:40:{unit}")
    assert jane.bags.weight_kg == kg


def test_seats_and_bags_of_another_flight_are_not_this_ones() -> None:
    found = read(JANE, "TVL+091226:1000:091226:1100+MBJ+KIN+YY+12:M", "TRI++MBJ-7:::1", "SSD+3C", FLIGHT)
    assert found.travellers[0].seat == ""
    assert found.bookings[0].dropped == {"seat or check-in of another flight": 1}


def test_whoever_only_check_in_names_is_on_board() -> None:
    found = people(JANE, FLIGHT, "TRI++KIN-043", "TIF+WALKUP+NEW MR:A", "SSD+020A")
    assert [(each.surname, each.seat) for each in found] == [("ROE", ""), ("WALKUP", "20A")]


def test_seats_that_services_give_go_to_each_traveller() -> None:
    found = people(JANE, "TIF+ROE+JOHN:A:2", FLIGHT, "SSR+SEAT:HK:2:YY:::KIN:NAS+014A::1+XXX::2+014B::2")
    assert [each.seat for each in found] == ["14A", "14B"]


# ── the rest of the booking ─────────────────────────────────────────────────────────────────


EVERYTHING = (
    "RCI+ZZ:QWE456",
    "ORG+1G:ATL+55501234:KINYY01AA+KIN+YY:KIN+A+JM+AGENT1",
    "ADD++700:5 SAMPLE CRESCENT:KINGSTON:::JM",
    "IFT+4:28::YY+CTCE A..ROE//MAIL.EXAMPLE",
    JANE,
    "FTI+YY:77001234",
    "TKT+9990001112223:T:1",
    "MON+T:288.40:USD",
    "FOP+CC:3:288.40:VI:4111111111111111:0929",
    FLIGHT,
    "ABI+4+YYAG:NASYY02AA+NAS",
    "DAT+T:201026:2215",
    "SAC+++A",
    "TIF+ROE+JANE MS:A:1",
)


def test_locators_agency_tickets_fares_payments_and_history() -> None:
    found = booking(*EVERYTHING)
    assert (found.locator, found.system, found.created) == ("ABC123", "YY", "2026-11-02T09:15")
    assert found.other_locators == ("ZZ/QWE456",)
    assert found.agency == Agency(iata_number="55501234", name="KINYY01AA", city="KIN", country="JM", agent="AGENT1")
    assert [(each.number, each.traveller) for each in found.tickets] == [("9990001112223", 0)]
    assert (found.payments[0].form, found.payments[0].number) == ("CC", "VI 411111XXXXXX1111")
    assert found.fares == ("total 288.40 USD", "paid 288.40")
    assert (found.addresses[0].city, found.frequent_flyer) == ("KINGSTON", ("YY77001234",))
    assert found.contact == ("A_ROE@MAIL.EXAMPLE",)
    (change,) = found.history
    assert (change.at, change.by, change.action, change.text) == (
        "2026-10-20T22:15",
        "YYAG NASYY02AA NAS",
        "added",
        "ROE/JANE MS",
    )


@pytest.mark.parametrize("release", ["10:1", "11:1", "12:1", "13:1", "14:1", "15:1", "16:1", "17:1", "18:1", "21:1"])
def test_every_edition_of_the_guide_is_read(release: str) -> None:
    manifest = only(message(JANE, FLIGHT, release=release)).manifest
    assert (manifest.message.release, manifest.travellers[0].surname) == (release, "ROE")


def test_parts_of_one_push_are_each_read_and_say_so() -> None:
    parts = list(registry.read((DATA / "pnrgov" / "two_parts.edi").read_bytes()))
    assert [(each.manifest.message.part, each.manifest.message.last_part) for each in parts] == [
        ("01", False),
        ("02", True),
    ]
    assert all("count-of-the-whole-list" in {problem.code for problem in each.problems} for each in parts)


def test_an_application_reference_one_place_early_is_read_and_said() -> None:
    raw = message(JANE, FLIGHT).replace(b"+4711++PNRGOV'", b"+4711+PNRGOV'")
    reading = only(raw)
    assert reading.manifest.travellers[0].surname == "ROE"
    assert "application-reference-early" in {problem.code for problem in reading.problems}


def test_a_booking_without_src_begins_with_its_locator() -> None:
    manifest = sample("unoa_without_una_and_src")
    assert [each.locator for each in manifest.bookings] == ["NOSRC1", "NOSRC2"]
    assert [len(each.travellers) for each in manifest.bookings] == [1, 1]


# ── what may not be kept ────────────────────────────────────────────────────────────────────

TELLING = (
    "MUSLIM",
    "HALAL",
    "KOSHER",
    "PREGNANT",
    "BLIND",
    "WHEELCHAIR",
    "UNION",
    "AUTISM",
    "CLERGY",
    "HIJAB",
    "CANCER",
)
CODES = ("MOML", "KSML", "HNML", "VGML", "DBML", "WCHR", "WCHC", "WCHS", "BLND", "DEAF", "MEDA", "OXYG", "DPNA", "MAAS")
REMARKS = [
    *(f"SSR+{code}:HK:1:YY:::KIN:NAS:{word}+::1" for code, word in zip(CODES, TELLING * 2, strict=False)),
    "SSR:KSML",
    "SSR+CTCM:HK:1:YY:::::18765550100 PAX PREGNANT",
    "SSR+SEAT:HK:1:YY:::KIN:NAS:BLIND+12A::1+PREGNANT",
    "SSR+INFT:HK:1:YY:::::ROE/KID 05MAY26 HALAL+::1",
    "SSR+FQTV:HK:1:YY:::::YY12345678 CLERGY+::1",
    "SSR+DOCS:HK:1:YY:::::MUSLIM CLERGY",
    "IFT+4:28::YY+PASSENGER IS MUSLIM, WEARS HIJAB",
    "IFT+4:28::YY+CTCE A.B//MAIL.EXAMPLE WHEELCHAIR+MORE CANCER",
    "IFT+4:43+MUSLIM SOCIETY+18765550100",
    "ADD++700:5 SAMPLE:KINGSTON:::JM::AUTISM 18765550100",
    "FAR+N+::BLIND",
    "FOP+CC:3:100:VI:4111111111111111:1229:HALAL CHARITY",
    "OSI+YY PAX IS MUSLIM CLERGY",
    "RMK+CANCER",
    "LTS+1/A/OS/OSI YY PAX HAS CANCER",
    "LTS+2/A/SR/SSR KSMLYYHK1/HALAL",
    "LTS+SSR WCHR YY HK1 PREGNANT",
]
FORBIDDEN = (*TELLING, *CODES, "4111111111111111", "CHARITY", "SOCIETY")


@pytest.mark.parametrize("remark", REMARKS)
@pytest.mark.parametrize("level", ["booking", "traveller", "flight", "history"])
def test_what_tells_faith_or_health_is_neither_read_nor_said_nor_stored(remark: str, level: str) -> None:
    segments = {"booking": [], "traveller": [JANE], "flight": [JANE, FLIGHT], "history": [JANE, FLIGHT, "ABI+4+YYAG"]}
    raw = message(*segments[level], remark, *([] if segments[level] else [JANE]))
    stored = redact(raw)
    told = repr(registry.read(raw)) + json.dumps(view(only(raw), "x")) + stored.raw.decode()
    assert [word for word in FORBIDDEN if word in told] == []
    assert sum(stored.counts.values()) >= 1


@pytest.mark.parametrize("remark", REMARKS)
def test_what_was_removed_is_counted_by_a_kind_that_tells_nothing(remark: str) -> None:
    found = booking(JANE, remark, FLIGHT).dropped
    assert set(found) <= {"service", "remark", "history text", "fare code", "unknown segment"}
    assert sum(found.values()) == 1 or remark.startswith("FOP")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_what_is_stored_reads_as_what_came(sample: Path) -> None:
    """But for the counts of pieces that were removed: a line may have been cut in two."""
    raw = sample.read_bytes()
    stored = redact(raw).raw
    assert redact(stored).raw == stored
    assert [r.manifest.travellers for r in registry.read(stored)] == [r.manifest.travellers for r in registry.read(raw)]


IN_PLACES_OF_CODES = (
    "REF+:{}", "REF+{}", "REF:{}", "APD+{}", "APD+738:0:::6+::{}", "SAC+++{}", "TRI++{}", "TRI++108-:::1:{}",
    "FTI+YY:{}", "FTI+YY:12345:::{}", "EQN+1:{}", "EQN+{}", "MON+B:{}:USD", "TXD++{}:::USD", "EBD+USD:1+{}",
    "DAT+700:{}",
    "TKT+{}:T:1", "TBD++{}", "ABI+4+YYAG+{}", "SSD+12A++{}", "PTK+{}", "RPI+1+{}", "MSG+{}", "TRA+YY+{}", "ORG+YY:{}",
    "TIF+DOE:{}+JOHN:A:2", "TIF+DOE+JOHN:A:{}", "RCI+YY:QWERTY:{}", "RCI+{}:QWERTY",
    f"{FLIGHT}:{{}}", "REF+:1*:{}", "REF+:1/{}", "REF+:{} 1", "TRI++-{}-", "REF+:{}-E",
)  # fmt: skip


@pytest.mark.parametrize("word", ["MUSLIM", "HALAL", "KOSHER", "WHEELCHAIR", "Hijab", "NO-PORK"])
@pytest.mark.parametrize("segment", IN_PLACES_OF_CODES)
def test_a_word_in_a_place_of_codes_is_neither_read_nor_stored(segment: str, word: str) -> None:
    raw = message(JANE, segment.format(word), FLIGHT)
    stored = redact(raw)
    told = repr(registry.read(raw)) + json.dumps(view(only(raw), "x")) + stored.raw.decode()
    assert word not in told
    assert sum(stored.counts.values()) == 1
    assert redact(stored.raw).raw == stored.raw


@pytest.mark.parametrize("code", ["WCHR", "BLND", "VGML", "DEAF"])
@pytest.mark.parametrize("segment", ["SAC+++{}", "TRI++{}", "APD+{}", "EQN+1:{}", "REF+:{}"])
def test_the_code_of_a_service_is_not_kept_where_codes_are_shorter(segment: str, code: str) -> None:
    assert code.encode() not in redact(message(JANE, segment.format(code), FLIGHT)).raw


REFERENCES = (
    "REF+:0A1B2C3D4E5F",
    "REF+:K7QWERTY",
    "RCI+YY:QWERTY::261126:0900",
    "TKT+1251234567890:T:1",
    "ORG+YY:KIN+1234567+++A+JM:XCD:EN+YYAG",
    "TIF+INVENTED+WHEELCHAIR:A:2",
    "TIF+MUSLIM+ANN:A:2",
    "FTI+YY:AB12345:::SILVER",
    "MON+B:100.00:USD+T:NOADC",
    "APD+73H:0:::6++++++6A",
    "TBD++MD:2:30:700++HP+YY:YY123456:3:NAS",
    "TXD++6.27:::USD",
    "TRA+YY+703:Y",
    "RPI+1+HK",
    "EQN+1",
    "ABI+4+YYAG+NAS++YY",
    "TRI++108-:::1",
)


@pytest.mark.parametrize("segment", REFERENCES)
def test_references_codes_and_names_stay_beside_words_that_go(segment: str) -> None:
    raw = message(JANE, segment, FLIGHT)
    assert redact(raw).raw == raw
    assert redact(message(JANE, segment, "REF+:HALAL", FLIGHT)).raw == message(JANE, segment, "REF+:XXXX", FLIGHT)


@given(
    st.text("AbXé19²٣_ -/.", max_size=40),
    st.sampled_from(sorted(MAX_CODE_LETTERS)),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_what_is_told_quickly_to_be_no_word_is_none_by_the_rules(
    one: str, tag: str, element: int, component: int
) -> None:
    if is_reference(one):
        assert not is_word(one, tag, element, component)
        assert _coded(one, tag, element, component) == one


REMARK = "IFT+4:28::YY+PRAYER BOOK"
LIST = "UNH+2+PAXLST:D:05B:UN:IATA'{}'UNT+3+2'"


@pytest.mark.parametrize("is_first", [True, False])
def test_what_was_removed_from_bookings_stays_where_the_same_text_stands_in_a_list(is_first: bool) -> None:
    raw, there = message(JANE, REMARK, FLIGHT).decode(), LIST.format(REMARK)
    at = raw.index("UNH+1") if is_first else raw.index("UNZ")
    stored = redact((raw[:at] + there + raw[at:]).encode()).raw.decode()
    assert there in stored
    assert stored.count("PRAYER") == 1


def test_a_second_pass_looks_only_into_what_the_first_wrote() -> None:
    memory: Memory = {}
    once = edifact.redact(message(JANE, REMARK, REMARK, "SSR+VGML:HK:1:YY", FLIGHT), memory)
    (known,) = memory.values()
    before = set(known)
    twice = edifact.redact(once.raw, memory)
    assert twice.raw is once.raw
    assert known.keys() - before == {b"IFT+4:28::YY+XXXX", b"SSR+XXXX"}
    assert once.counts == {"remark": 2, "meal": 1}


def test_the_same_segment_in_two_bookings_is_filtered_in_both() -> None:
    raw = message(JANE, REMARK, FLIGHT, "SRC", "RCI+YY:DEF456", JANE, REMARK, FLIGHT)
    assert [each.dropped for each in only(raw).manifest.bookings] == [{"remark": 1}, {"remark": 1}]


A_CARD = "4111111111111111"
BESIDE_FOP = ("REF+:{}", "FTI+YY:{}", "SSR+FQTV:HK:1:YY:::::YY{}", "ADD++700:{}:X", "TKT+{}:T:1", "MON+B:{}:USD",
              "ORG+YY:KIN+{}", "EBD+USD:{}+1")  # fmt: skip


@pytest.mark.parametrize("segment", BESIDE_FOP)
def test_a_card_number_is_masked_wherever_it_stands(segment: str) -> None:
    raw = message(JANE, segment.format(A_CARD), FLIGHT)
    stored = redact(raw)
    assert A_CARD not in stored.raw.decode() + repr(registry.read(raw))
    assert redact(stored.raw) == Redacted(raw=stored.raw)
    assert sum(stored.counts.values()) == 1


@pytest.mark.parametrize(
    "segment",
    [
        "TKT+5550000000009:T:1",  # these three pass for a card by their check digit
        "SSR+TKNE:HK:1:YY:::::5550000000009C1",
        "SSR+DOCS:HK:1:YY:::::/I/ZAF/5550000000009/ZAF/21MAY91/F/20MAY31/ROE/JANE",
        "SSR+CTCM:HK:1:YY:::::447700900123",
        "FTI+YY:8790000123",
        "REF+:001C451486DFF0CC",
    ],
)
def test_no_other_number_is_taken_for_a_card(segment: str) -> None:
    raw = message(JANE, segment, FLIGHT)
    assert redact(raw) == Redacted(raw=raw)


EXTRA_SEATS = ("TIF+ROE+EXST:A:2:2", "TIF+EXST+ROE:A:2:2", "TIF+ROE/CBBG")


@pytest.mark.parametrize("extra", EXTRA_SEATS)
def test_a_seat_for_nobody_is_no_traveller_and_stays_with_its_holder(extra: str) -> None:
    reading = only(
        message(extra, "SSR+SEAT:HK:1:YY:::KIN:NAS+014B", JANE, "SSR+SEAT:HK:1:YY:::KIN:NAS+014A::1", FLIGHT)
    )
    (jane,) = reading.manifest.travellers
    assert (jane.given, jane.seat) == ("JANE", "14A")
    assert [each.value for each in jane.sent if each.field == "further seat"] == ["14B"]
    assert [each.severity for each in reading.problems if each.code == "seat-for-nobody"] == ["note"]


@pytest.mark.parametrize("extra", EXTRA_SEATS)
def test_nothing_that_follows_a_seat_for_nobody_is_given_to_the_traveller_before_it(extra: str) -> None:
    (jane,) = people(JANE, extra, "REF+:0099", "TKT+9990001112223:T:1", FLIGHT, "TRI++KIN-41", extra, "SSD+014B")
    assert (jane.references.ticket, jane.references.passenger, jane.seat) == ("", "1", "")


def test_a_name_that_only_contains_the_code_of_a_seat_is_a_name() -> None:
    (person,) = people("TIF+EXSTON+CBBGALE:A:1", FLIGHT)
    assert person.surname == "EXSTON"


# ── damage ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("before", [b"SSR+VGML", b"SRC", b"a log line"])
@pytest.mark.parametrize("beginning", [b"UNB8", b"UNG KOSHER", b"UNHALAL+1"])
def test_what_stands_before_a_damaged_beginning_is_redacted_once(before: bytes, beginning: bytes) -> None:
    stored = redact(message(JANE, FLIGHT) + before + b"UNA:+.? '" + beginning + b"'IFT+4+KOSHER'")
    assert sum(stored.counts.values()) >= 2
    assert b"KOSHER" not in stored.raw
    assert b"HALAL" not in stored.raw
    assert redact(stored.raw) == Redacted(raw=stored.raw)


@pytest.mark.parametrize("day", ["4226:1420", "2026:1420", "1226", ":"])
def test_a_flight_with_a_damaged_date_is_read_without_its_day(day: str) -> None:
    told = booking(JANE, f"TVL+{day}+KIN+NAS+YY+88:M", "RPI+1+HK")
    assert [each.number for each in told.itinerary] == ["YY88"]


WHOLE = b"".join(each.read_bytes() for each in SAMPLES)


@given(st.integers(0, len(WHOLE)), st.integers(0, 60), st.binary(max_size=6))
def test_no_damage_raises(at: int, length: int, damage: bytes) -> None:
    raw = WHOLE[max(at - 3_000, 0) : at] + damage + WHOLE[at + length : at + 3_000]
    assert registry.read(raw)
    registry.voyage_hint(raw)
    redact(raw)


if __name__ == "__main__":
    for each in SAMPLES:
        each.with_suffix(".json").write_text(json.dumps(seen(each), indent=1, ensure_ascii=False) + "\n")
