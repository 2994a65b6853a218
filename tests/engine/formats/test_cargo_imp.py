"""Cargo-IMP: manifests of flights, waybills, houses, statuses, and the movement of an aircraft."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.cargo import cargo_imp
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Consignment, Function, Level, Manifest, PartyRole
from tests.everyday import examples

DATA = Path(__file__).parent / "data/cargo_imp"
NEAR = "2026-11-26"


def read(name: str, near: str = NEAR) -> list[Reading]:
    return registry.read((DATA / name).read_bytes(), near=near)


def told(text: str, near: str = NEAR) -> Reading:
    return registry.read(text.encode(), near=near)[0]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


# ── FFM ─────────────────────────────────────────────────────────────────────────────────────


def test_a_manifest_tells_flight_airports_and_devices() -> None:
    (reading,) = read("ffm8.txt")
    made = reading.manifest
    assert (made.message.type, made.message.release, made.message.last_part) == ("FFM", "8", True)
    assert made.message.sender == "MIAFFXH"
    assert (made.voyage.carrier, made.voyage.number, made.voyage.craft.registration) == ("XB", "XB412", "N12345XB")
    assert [(leg.origin, leg.departure, leg.destination, leg.arrival) for leg in made.voyage.legs] == [
        ("MIA", "2026-11-25T10:30", "BGI", "2026-11-25T14:20"),
        ("BGI", "2026-11-25T15:30", "POS", ""),
    ]
    assert [(box.number, box.size_type, box.packages, box.goods_mass_kg) for box in made.containers] == [
        ("PMC12345XB", "PMC", 10, 200.0),
        ("AKE54321XB", "AKE", 8, 150.5),
    ]


def test_one_waybill_in_two_devices_is_one_consignment_with_its_parts() -> None:
    bills = {bill.number: bill for bill in read("ffm8.txt")[0].manifest.consignments}
    bill = bills["888-00000011"]
    assert (bill.packages, bill.gross_mass_kg, bill.packages_total, bill.split) == (16, 320.5, 16, "P")
    assert [(part.container, part.packages, part.gross_mass_kg) for part in bill.goods[0].containers] == [
        ("PMC12345XB", 10, 200.0),
        ("AKE54321XB", 6, 120.5),
    ]
    assert bill.handling == ("GEN", "EAP")
    assert [note.text for note in bill.notes] == ["KEEP DRY"]
    assert bills["888-00000044"].containers == ()


def test_an_onward_flight_begins_where_this_one_unloads() -> None:
    bill = read("ffm8.txt")[0].manifest.consignments[-1]
    (leg,) = bill.onward
    assert (leg.number, leg.origin, leg.destination, leg.departure) == ("XB77", "BGI", "POS", "2026-11-26")
    assert (bill.origin, bill.load, bill.discharge, bill.destination) == ("LHR", "MIA", "BGI", "POS")


def test_a_day_without_a_year_is_the_one_nearest_to_reception() -> None:
    text = "FFM/8\n1/XB412/31DEC/MIA\nBGI\nLAST\n"
    assert told(text, "2027-01-02").manifest.voyage.legs[0].departure == "2026-12-31"
    assert told(text, "2026-12-30").manifest.voyage.legs[0].departure == "2026-12-31"


def test_a_day_without_a_year_stays_open_where_nobody_says_when_it_came() -> None:
    reading = told("FFM/8\n1/XB412/31DEC/MIA\nBGI\nLAST\n", "")
    assert reading.manifest.voyage.legs[0].departure == ""
    assert [problem.sent for problem in reading.problems if problem.code == "year-open"] == ["31DEC"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FFM/8\n1/XB412/31FEB/MIA\nBGI\nLAST\n", "day-impossible"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\n888-00000011MIABGI/T1K2/NUTS\n", "end-missing"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\nCONT\n", "more-parts-follow"),
        ("FFM/8\nBGI\n888-00000011MIABGI/T1K2/NUTS\nLAST\n", "flight-missing"),
        ("FFM/8\n1/XB412/25NOV/MIA\n888-00000011MIABGI/T1K2/NUTS\nLAST\n", "unloading-missing"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\n888-00000012MIABGI/T1K2/NUTS\nLAST\n", "waybill-check-digit"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\n888-00000011MIABGI/P9K2T4/NUTS\nLAST\n", "pieces-more-than-total"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\nULD/BIG BOX\nLAST\n", "device-number"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\n888-00000011MIABGI/MANY/NUTS\nLAST\n", "quantity-not-understood"),
        ("FFM/8\n1/XB412/25NOV/MIA\nBGI\n888-00000011MIABGI/T1K2/NUTS\n/WHAT IS THIS\nLAST\n", "line-not-understood"),
        ("ffm/8\n1/xb412/25nov/mia\nbgi\nlast\n", "lower-case"),
        ("FBL/4\n1/XB412/25NOV/MIA\nBGI\nLAST\n", "not-a-known-message"),
        ("FWB/17\nSHP\nNAM/X\n", "waybill-missing"),
        ("FHL/5\nHBS/A1/MIABGI/1/K1//X\n", "master-missing"),
        ("FHL/5\nMBI/888-00000055MIABGI/T1K1\n", "no-houses"),
        ("FHL/5\nMBI/888-00000055MIABGI/T1K1\nHBS/A1/MIABGI/X/K1//X\n", "quantity-not-understood"),
        ("FHL/5\nMBI/888-00000055MIABGI/T1K1\nHBS/A1/MIABGI/1/K1//X\nHTS/SHOES\n", "hs-code"),
        ("FSU/14\n888-00000066MIABGI/T5K50\n", "status-missing"),
        ("FMA\nACK/\n", "answer-missing"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_read(text: str, code: str) -> None:
    assert code in codes(told(text))


# ── FWB ─────────────────────────────────────────────────────────────────────────────────────


def test_a_waybill_tells_parties_goods_and_route() -> None:
    (reading,) = read("fwb17.txt", near="")
    (bill,) = reading.manifest.consignments
    (shipper,) = bill.parties_as(PartyRole.CONSIGNOR)
    assert (shipper.name, shipper.account) == ("EXAMPLE EXPORTS LLC / C.O. DEMO FORWARDERS", "ACC77")
    assert shipper.address.street == "1 SAMPLE STREET, UNIT 9"
    assert (shipper.address.city, shipper.address.region, shipper.address.country) == ("MIAMI", "FL", "US")
    assert shipper.contact == ("TE 3055550100",)
    assert bill.parties_as(PartyRole.CONSIGNEE)[0].contact == ("DESK@TEST.EXAMPLE",)
    (line,) = bill.goods
    assert (line.description, line.hs, line.origin, bill.pieces_inside) == (
        "HOUSEHOLD GOODS AND TOOLS",
        "820559",
        "US",
        12,
    )
    assert {money.kind: money.amount for money in bill.values} == {"customs": 1500.0, "freight": 310.75}


def test_pounds_become_kilograms() -> None:
    assert read("fwb17.txt")[0].manifest.consignments[0].gross_mass_kg == pytest.approx(100.0171)


def test_the_day_of_issue_settles_month_and_year_of_the_booked_flight() -> None:
    (reading,) = read("fwb17.txt", near="")
    assert reading.manifest.voyage.key == "air/XB/412/2026-11-25/MIA"


def test_who_screened_and_who_signed_is_counted_and_never_shown() -> None:
    (reading,) = read("fwb17.txt")
    shown = msgspec.json.encode((view(reading, "x"), reading.unread)).decode()
    assert "PERSON" not in shown
    (problem,) = [problem for problem in reading.problems if problem.code == "names-left-out"]
    assert ": 2." in problem.text


def test_a_party_by_position_is_the_same_as_one_by_tags() -> None:
    head = "888-00000033MIABGI/T4K220\n"
    by_position = told(f"FWB/16\n{head}SHP\n/EXAMPLE LLC\n/1 SAMPLE STREET\n/MIAMI/FL\n/US/33122/TE/555\n")
    by_tag = told(f"FWB/17\n{head}SHP\nNAM/EXAMPLE LLC\nADR/1 SAMPLE STREET\nLOC/MIAMI/FL\n/US/33122/TE/555\n")
    assert by_position.manifest.consignments[0].parties == by_tag.manifest.consignments[0].parties


# ── FHL, FSU, FMA, MVT ──────────────────────────────────────────────────────────────────────


def test_houses_name_their_master_and_sums_are_compared() -> None:
    (reading,) = read("fhl5.txt")
    one, two = reading.manifest.consignments
    assert (one.level, one.number, one.master) == (Level.HOUSE, "DEMO1", "888-00000055")
    assert one.goods[0].description == "MIXED MACHINE PARTS FOR THE REPAIR OF A LORRY AND ITS GEARBO X"
    assert (one.goods[0].hs, one.pieces_inside) == ("870840", 4)
    assert two.parties == ()
    assert {"parties-missing", "houses-do-not-add-up"} <= set(codes(reading))


def test_a_text_of_full_width_is_put_together_in_the_middle_of_a_word() -> None:
    full = "ONE PALLET OF SPARE PARTS FOR THE REPAIR OF LORRIES AND A GEARBOX"
    text = f"FHL/5\nMBI/888-00000055MIABGI/T1K1\nHBS/A/MIABGI/1/K1//ONE PALLET OF S\nTXT/{full[:65]}\n/ES\n"
    assert len(full) == 65
    assert told(text).manifest.consignments[0].goods[0].description == f"{full}ES"


def test_several_messages_of_one_text_are_read_in_order() -> None:
    readings = read("day.txt")
    assert [reading.manifest.message.type for reading in readings] == ["FSU", "FMA", "FNA", "MVT"]
    moves = [move for reading in readings for move in reading.manifest.movements]
    assert moves[0].at == "2026-11-25T14:20"
    assert (moves[1].number, moves[1].text) == ("888-00000033", "FWB/17: MESSAGE PROCESSED")
    assert (moves[2].number, moves[2].text) == ("888-00000055", "FHL/5: INVALID PIECES")
    assert [(move.code, move.place, move.at) for move in moves[3:6]] == [
        ("AD", "MIA", "2026-11-25T10:31Z"),
        ("AD", "MIA", "2026-11-25T10:45Z"),
        ("EA", "BGI", "2026-11-25T14:18Z"),
    ]
    assert all(reading.manifest.message.function is Function.MOVEMENT for reading in readings)


def test_two_telexes_in_one_text_keep_each_its_heading() -> None:
    one = "QK BGIFFXH\n.MIAFFXH 251020\nFSU/14\n888-00000066MIABGI/T5K50\nDLV/25NOV/BGI/T5K50/X\n"
    readings = registry.read((one + one.replace("MIAFFXH", "LHRFFXH")).encode())
    assert [reading.manifest.message.sender for reading in readings] == ["MIAFFXH", "LHRFFXH"]


def test_a_heading_glued_to_its_message_is_still_one() -> None:
    reading = told("QK BGIFFXH\n.MIAFFXH 251020FSU/14\n888-00000066MIABGI/T5K50\nDLV/25NOV/BGI/T5K50/X\n")
    assert (reading.manifest.message.type, reading.manifest.message.sender) == ("FSU", "MIAFFXH")


def test_an_arrival_before_the_departure_is_of_the_next_day() -> None:
    made = told("MVT\nXB412/25.N12345XB.MIA\nAD252310 EA0218 BGI\n").manifest
    assert [move.at for move in made.movements] == ["2026-11-25T23:10Z", "2026-11-26T02:18Z"]


def test_a_movement_that_tells_of_an_arrival_alone_is_from_where_the_aircraft_came() -> None:
    made = told("MVT\nXB412/25.N12345XB.BGI\nAA1418/1425\n").manifest
    assert (made.voyage.legs[0].origin, made.voyage.legs[0].destination) == ("", "BGI")
    assert [(move.text, move.place) for move in made.movements] == [
        ("touched down 14:18 UTC", "BGI"),
        ("on block 14:25 UTC", "BGI"),
    ]


def test_the_first_line_of_a_houses_party_is_its_name_and_of_a_waybills_its_account() -> None:
    party = "SHP/FIRST LINE\n/SECOND LINE\n/LONDON\n/GB/SW1A\n"
    house = told(f"FHL/4\nMBI/888-00000055MIABGI/T1K1\nHBS/A/MIABGI/1/K1//X\n{party}")
    assert house.manifest.consignments[0].parties[0].name == "FIRST LINE"
    (sender,) = told(f"FWB/16\n888-00000033MIABGI/T4K220\n{party}").manifest.consignments[0].parties
    assert (sender.account, sender.name) == ("FIRST LINE", "SECOND LINE")


def test_a_tag_that_is_not_known_is_no_airport_of_unloading() -> None:
    reading = told("FFM/8\n1/XB412/25NOV/MIA\nBGI\n888-00000011MIABGI/T1K2/NUTS\nSCI/T1\nXYZ/WHAT\nLAST\n")
    assert [leg.destination for leg in reading.manifest.voyage.legs] == ["BGI"]
    assert reading.manifest.consignments[0].notes[0].code == "SCI"
    assert "XYZ/WHAT" in reading.unread


def test_the_hint_for_the_queue_is_the_flight() -> None:
    assert registry.voyage_hint((DATA / "ffm8.txt").read_bytes()) == "air/XB/412//MIA"


# ── the writer ──────────────────────────────────────────────────────────────────────────────


def sorted_out(made: Manifest) -> Manifest:
    """Without the order of bills, which is that of the devices in which they lie."""
    return _replaced(made, tuple(sorted(made.consignments, key=lambda bill: (bill.number, bill.discharge))))


def _replaced(made: Manifest, bills: tuple[Consignment, ...]) -> Manifest:
    return Manifest(
        message=made.message, voyage=made.voyage, consignments=bills, containers=made.containers, totals=made.totals
    )


@pytest.mark.parametrize("name", ["ffm8.txt", "fwb17.txt", "fhl5.txt"])
def test_what_we_write_is_read_back_the_same(name: str) -> None:
    made = read(name)[0].manifest
    (again,) = registry.read(cargo_imp.write(made, heading=bool(made.message.sender)), near=NEAR)
    assert sorted_out(again.manifest) == sorted_out(made)


WORD = st.sampled_from(["SPARE", "PARTS", "FOR", "PUMPS", "OF", "STEEL", "AND", "RUBBER", "NOT", "RESTRICTED"])
WORDS = st.lists(WORD, min_size=1, max_size=24).map(" ".join)


@settings(max_examples=examples(60), deadline=None)
@given(WORDS, st.integers(1, 99_999), st.floats(0.1, 99_999).map(lambda mass: round(mass, 1)))
def test_any_goods_of_a_house_survive_the_lines_they_are_cut_into(text: str, pieces: int, mass: float) -> None:
    made = read("fhl5.txt")[0].manifest
    line = made.consignments[1].goods[0]
    goods = msgspec.convert(
        {**msgspec.to_builtins(line), "description": text, "packages": pieces, "gross_mass_kg": mass}, type(line)
    )
    bill = msgspec.convert(
        {
            **msgspec.to_builtins(made.consignments[1]),
            "goods": [msgspec.to_builtins(goods)],
            "packages": pieces,
            "gross_mass_kg": mass,
        },
        Consignment,
    )
    (again,) = registry.read(cargo_imp.write(_replaced(made, (bill,))))
    assert again.manifest.consignments == (bill,)


# ── anything at all ─────────────────────────────────────────────────────────────────────────

LINE = st.sampled_from((DATA / "ffm8.txt").read_text().splitlines() + (DATA / "fwb17.txt").read_text().splitlines()
                       + (DATA / "fhl5.txt").read_text().splitlines()
                       + (DATA / "day.txt").read_text().splitlines())  # fmt: skip


@given(st.lists(LINE | st.text(max_size=40), max_size=30))
def test_lines_in_any_order_never_break_the_reader(lines: list[str]) -> None:
    raw = "\n".join(["FFM/8", *lines]).encode()
    for reading in cargo_imp.read(raw, near=NEAR):
        assert view(reading, "x")


@pytest.mark.parametrize("line", ["888-00000011MIABGI/T1K2/NUTS\n", "OCI/US/CUS/AH/X\n", "/A/B\n", "FSU/14\n", " "])
def test_time_grows_with_length_and_no_faster(line: str) -> None:
    def took(times: int) -> float:
        raw = b"FFM/8\n1/XB412/25NOV/MIA\nBGI\n" + line.encode() * times
        start = time.process_time()
        cargo_imp.read(raw)
        return time.process_time() - start

    assert took(40_000) < max(took(4_000) * 40, 2)


def test_date_and_route_of_a_flight_in_a_status_are_no_party() -> None:
    reading = told("FSA/15\n057-12345675YYZLYS/T1K10\nCRC/18JUL1200/LYS/T1K10/AF171/18JUL/YYZLYS\n", near="2026-07-20")
    (move,) = reading.manifest.movements
    assert (move.flight, move.place, move.party) == ("AF171", "LYS", "")
    assert "flight of 2026-07-18" in move.text
    assert "YYZ to LYS" in move.text
