"""What a scanner sends: zones and boarding passes to travellers.

`python -m tests.engine.formats.test_travel_documents` writes the snapshots anew.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import summary_lines, view
from roadstead.engine.formats.documents import scans
from roadstead.engine.formats.documents.passes import flight_date
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Severity
from tests.engine.formats.corpus import CORPUS, expected, readings
from tests.engine.formats.corpus_scans import of_a_pass, of_a_zone

DATA = Path(__file__).parent / "data"
SAMPLES = [*sorted((DATA / "mrz").glob("*.txt")), *sorted((DATA / "bcbp").glob("*.txt"))]


def corpus(folder: str, name: str) -> Reading:
    (reading,) = readings(folder, name)
    return reading


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def sample(name: str) -> list[Reading]:
    return registry.read((DATA / name).read_bytes())


# ── snapshots ───────────────────────────────────────────────────────────────────────────────


def seen(path: Path) -> list[dict[str, object]]:
    return [view(reading, path.name) for reading in registry.read(path.read_bytes())]


@pytest.mark.parametrize("path", SAMPLES, ids=[f"{path.parent.name}-{path.stem}" for path in SAMPLES])
def test_a_scan_becomes_its_snapshot(path: Path) -> None:
    assert seen(path) == json.loads(path.with_suffix(".json").read_text())


# ── zones ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.library
@pytest.mark.parametrize("name", expected("mrz"))
def test_a_specimen_becomes_a_traveller_with_a_document(name: str) -> None:
    wanted, reading = expected("mrz")[name], corpus("mrz", name)
    rows = list(of_a_zone(wanted, (CORPUS / "mrz" / name).read_bytes(), reading))
    assert [row for row in rows if row[1] != row[2]] == []
    wrong = sum(problem.code == "check-digit-wrong" for problem in reading.problems)
    assert wrong == list(wanted["check_digits"].values()).count(False)


@pytest.mark.library
def test_a_code_outside_every_list_is_reported_and_kept() -> None:
    reading = corpus("mrz", "passport_asu.txt")
    assert {"issuer-unknown", "nationality-unknown"} <= codes(reading)
    assert reading.manifest.travellers[0].nationality == "ASU"


def test_a_queue_at_a_jetty_becomes_travellers() -> None:
    readings = sample("mrz/jetty_queue.txt")
    assert [reading.manifest.message.release for reading in readings] == ["TD3", "TD3", "TD1", "TD2", "MRVA", "MRVB"]
    assert all(reading.manifest.travellers[0].capture_method == "machine" for reading in readings)
    assert readings[0].unread == ("LANDING STAGE 2", "-- 6 --")


def test_a_wrong_number_is_explained_by_the_confusions_that_make_it_right() -> None:
    (reading,) = sample("mrz/misread.txt")
    number = next(problem for problem in reading.problems if problem.field == "document number (check digit)")
    assert "It would be correct for " in number.text
    assert "GD1204508" in number.text
    assert reading.manifest.travellers[0].documents[0].number == "GD12O4508"
    assert reading.manifest.travellers[0].born == "1984-05-18"


def test_the_day_of_the_scan_settles_the_century() -> None:
    raw = (DATA / "mrz/passport.txt").read_bytes().replace(b"840518", b"280518")
    assert scans.read(raw)[0].manifest.travellers[0].born == "2028-05-18"
    assert scans.read(raw, near="2026-11-25")[0].manifest.travellers[0].born == "1928-05-18"


# ── boarding passes ─────────────────────────────────────────────────────────────────────────


@pytest.mark.library
@pytest.mark.parametrize("name", expected("bcbp"))
def test_every_field_of_a_pass_is_read(name: str) -> None:
    wanted, reading = expected("bcbp")[name], corpus("bcbp", name)
    rows = list(of_a_pass(wanted, (CORPUS / "bcbp" / name).read_bytes(), reading))
    assert [row for row in rows if row[1] != row[2]] == []
    assert len(rows) > 7


@pytest.mark.parametrize("before", ["]Q3", "]L0", "]z0 ", '"', "\x02", "\ufeff ]d2"])
def test_what_a_scanner_puts_before_a_pass_is_no_part_of_it(before: str) -> None:
    raw = (DATA / "bcbp/two_legs.txt").read_bytes()
    (plain,), (marked,) = scans.read(raw), scans.read(before.replace("]z0 ", "]z0").encode() + raw)
    assert marked.manifest == plain.manifest


def test_a_pass_with_letters_beyond_ascii_is_a_pass() -> None:
    raw = (DATA / "bcbp/mandatory_only.txt").read_text()
    for encoding in ("utf-8", "latin-1"):
        (reading,) = registry.read(raw.replace(raw[2:8], "NÚÑEZ/", 1).encode(encoding))
        assert reading.manifest.travellers[0].surname == "NÚÑEZ"


def test_a_zone_with_blanks_for_fillers_is_known_without_any_mark() -> None:
    raw = b"P GRDROE  JANE\nGD1204508 9GRD8405186F3105178\n"
    (reading,) = registry.read(raw)
    assert (reading.manifest.travellers[0].surname, reading.manifest.travellers[0].given) == ("ROE", "JANE")


@pytest.mark.library
@pytest.mark.parametrize("name", expected("bcbp"))
def test_flight_and_booking_of_a_pass_are_those_of_its_first_leg(name: str) -> None:
    wanted, reading = expected("bcbp")[name], corpus("bcbp", name)
    voyage, first = (
        reading.manifest.voyage,
        wanted.get("leg", [wanted.get("mandatory_still_readable", {}).get("first_leg")])[0],
    )
    assert (voyage.carrier, voyage.number, voyage.legs[0].origin, voyage.legs[0].destination) == (
        first["carrier"],
        first["flight"],
        first["origin"],
        first["destination"],
    )
    assert reading.manifest.travellers[0].references.booking == first["pnr"]


def test_a_pass_of_two_flights_has_two_legs_and_its_tickets() -> None:
    (reading,) = sample("bcbp/two_legs.txt")
    manifest = reading.manifest
    assert [(leg.number, leg.origin, leg.destination) for leg in manifest.voyage.legs] == [
        ("BW433", "POS", "GND"),
        ("LI712", "GND", "SVD"),
    ]
    (traveller,) = manifest.travellers
    assert (traveller.surname, traveller.given, traveller.sex) == ("PIERRE", "ANSELMA", "F")
    assert (traveller.seat, traveller.boarding_number, traveller.references.ticket) == ("14C", "21", "1062201122334")
    assert traveller.bags.tags == ("0106220001", "0106220002")
    (booking,) = manifest.bookings
    assert [(flight.number, flight.booking_class) for flight in booking.itinerary] == [("433", "Y"), ("712", "Y")]


def test_the_year_of_a_flight_stays_open_until_a_day_settles_it() -> None:
    raw = (DATA / "bcbp/two_legs.txt").read_bytes()
    (still_open,), (settled,) = scans.read(raw), scans.read(raw, near="2026-11-25")
    assert [leg.departure for leg in still_open.manifest.voyage.legs] == ["", ""]
    assert "flight-year-open" in codes(still_open)
    assert [leg.departure for leg in settled.manifest.voyage.legs] == ["2026-11-26", "2026-11-27"]
    assert "flight-year-open" not in codes(settled)


@pytest.mark.parametrize(
    ("day", "issued", "near", "found"),
    [
        (330, "", "2026-11-25", "2026-11-26"),
        (2, "", "2026-12-30", "2027-01-02"),
        (364, "", "2027-01-02", "2026-12-30"),
        (366, "", "2026-11-25", ""),
        (366, "", "2024-12-30", "2024-12-31"),
        (330, "6330", "2031-02-01", "2026-11-26"),
        (2, "6364", "2026-12-30", "2027-01-02"),
        (330, "6330", "soon", ""),
        (None, "6330", "2026-11-25", ""),
    ],
)
def test_a_day_of_the_year_becomes_a_date(day: int | None, issued: str, near: str, found: str) -> None:
    assert flight_date(day, issued, near) == found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("wrong_marks", "conditional-mark-wrong"),
        ("wrong_marks", "security-mark-wrong"),
        ("sizes_too_long", "field-size-wrong"),
        ("cut", "pass-cut"),
        ("text_after", "text-after-pass"),
        ("two_legs_one_lost", "leg-missing"),
    ],
)
def test_a_broken_pass_still_names_traveller_and_flight(name: str, code: str) -> None:
    (reading,) = sample(f"bcbp/{name}.txt")
    assert code in codes(reading)
    assert reading.manifest.travellers[0].surname
    assert (reading.manifest.voyage.carrier, reading.manifest.voyage.number) == ("BW", "433")


def test_a_pass_for_a_seat_on_which_nobody_travels_names_no_traveller() -> None:
    (reading,) = sample("bcbp/no_person.txt")
    assert codes(reading) >= {"no-passenger", "flight-day-impossible"}
    assert reading.manifest.travellers == ()
    assert reading.manifest.bookings[0].travellers == ()
    assert "14D" in next(each.text for each in reading.problems if each.code == "no-passenger")


def test_titles_go_and_names_that_look_like_titles_stay() -> None:
    assert [
        sample(f"bcbp/{name}.txt")[0].manifest.travellers[0].given
        for name in ("two_legs", "mandatory_only", "no_sequence_old")
    ] == ["ANSELMA", "CHIDIM", "AMR"]


def test_lines_of_which_no_check_digit_is_right_are_no_traveller() -> None:
    lines = ("IDUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D211C58Y07UTO7<08122ZZB01<5910<<<<<6")
    (reading,) = registry.read("\n".join(lines).encode())
    assert reading.manifest.travellers == ()
    assert "zone-not-readable" in codes(reading)
    assert set(lines) <= set(reading.unread)


def test_a_zone_with_wrong_check_digits_and_a_name_is_a_traveller_still() -> None:
    lines = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C37UTO7408123F1204150ZE184226B<<<<<11")
    (reading,) = registry.read("\n".join(lines).encode())
    assert [each.surname for each in reading.manifest.travellers] == ["ERIKSSON"]
    assert "check-digit-wrong" in codes(reading)


@pytest.mark.parametrize(("tag", "count"), [("0", None), ("0000000000000", None), ("0220123456001", 1)])
def test_zeros_in_place_of_a_bag_tag_are_no_bag(tag: str, count: int | None) -> None:
    of_the_pass = f"0WW6225BAC {tag:13}"
    block = f">5{len(of_the_pass):02X}{of_the_pass}00"
    sent = f"M1TESTER/ANNA         EABC123 YULFRAAC 0834 226F001A0025 1{len(block):02X}{block}"
    (reading,) = registry.read(sent.encode())
    assert reading.manifest.travellers[0].bags.count == count


def test_zones_and_passes_come_in_one_text_in_their_order() -> None:
    readings = sample("bcbp/gate_queue.txt")
    assert [reading.manifest.message.type for reading in readings] == ["BCBP", "MRZ", "BCBP"]
    assert "GATE 4" in readings[0].unread


def test_the_hint_for_the_queue_is_the_flight_of_the_first_pass() -> None:
    assert registry.voyage_hint((DATA / "bcbp/two_legs.txt").read_bytes()) == "air/BW/433//POS"


# ── never raises ────────────────────────────────────────────────────────────────────────────

GOOD = [path.read_bytes() for path in SAMPLES]


@given(st.sampled_from(GOOD), st.data())
def test_no_damaged_scan_raises(raw: bytes, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(start + 8, len(raw))))
        raw = raw[:start] + data.draw(st.binary(max_size=4)) + raw[end:]
    for reading in scans.read(raw):
        assert reading.manifest.travellers or {"no-passenger", "zone-not-readable"} & codes(reading)
        assert view(reading, "x")
        assert summary_lines(reading)


def test_what_is_sent_in_a_crowd_is_bounded_and_said() -> None:
    raw = (DATA / "mrz/passport.txt").read_bytes() * 2_003
    readings = registry.read(raw)
    assert len(readings) == 2_000
    assert [problem.code for problem in readings[0].problems] == ["too-many-documents"]
    assert readings[0].problems[0].severity is Severity.ERROR


if __name__ == "__main__":
    for path in SAMPLES:
        path.with_suffix(".json").write_text(json.dumps(seen(path), indent=1, ensure_ascii=False) + "\n")
