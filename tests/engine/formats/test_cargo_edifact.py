"""Cargo manifests, bay plans and reports of terminals: what they say, what is wrong with them, and their limits."""

from __future__ import annotations

import time
import tracemalloc

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Function, Level, Load, Mode, PartyRole, Severity
from tests.engine.formats.cargo_samples import HEAD, WHOLE, box, codes, large, message, read
from tests.everyday import daily, examples

# ── which bill it is ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("numbers", "level", "number", "master"),
    [
        (("RFF+BM:B1",), Level.MASTER, "B1", ""),
        (("RFF+MB:B1",), Level.MASTER, "B1", ""),
        (("RFF+BH:H1", "RFF+MB:B1"), Level.HOUSE, "H1", "B1"),
        (("RFF+BM:B1", "RFF+BH:H1"), Level.HOUSE, "H1", "B1"),
        (("RFF+BM:H1", "RFF+MB:B1"), Level.HOUSE, "H1", "B1"),
        (("RFF+MB:B1", "RFF+BM:B1"), Level.MASTER, "B1", ""),
        (("RFF+AWB:125-12345675", "RFF+HWB:H1"), Level.HOUSE, "H1", "125-12345675"),
        (("DOC+714+H1",), Level.HOUSE, "H1", ""),
        (("DOC+704+B1",), Level.MASTER, "B1", ""),
    ],
)
def test_a_bill_knows_whether_it_is_a_house_and_whose(
    numbers: tuple[str, ...], level: Level, number: str, master: str
) -> None:
    (bill,) = read(*HEAD, "CNI+1", *numbers, *WHOLE).manifest.consignments
    assert (bill.level, bill.number, bill.master) == (level, number, master)


def test_a_waybill_number_of_a_truck_is_the_number_where_there_is_no_other() -> None:
    (bill,) = read(
        "BGM+87:::STANDARD+S1+2", "CNI+1+:24", "RFF+AAM:LOCK1", *WHOLE, release="D:03B"
    ).manifest.consignments
    assert (bill.number, bill.type) == ("LOCK1", "AAM")


def test_the_number_in_cni_stands_in_for_one_in_rff() -> None:
    (bill,) = read(*HEAD, "CNI+1+B1", *WHOLE).manifest.consignments
    assert bill.number == "B1"


def test_a_second_number_after_goods_begins_a_second_bill() -> None:
    found = read(*HEAD, "CNI+1", "RFF+BM:B1", *WHOLE, "RFF+BM:B2", *WHOLE).manifest.consignments
    assert [bill.number for bill in found] == ["B1", "B2"]
    assert [len(bill.goods) for bill in found] == [1, 1]


def test_a_cancelled_bill_may_name_itself_alone() -> None:
    reading = read("BGM+785+MAN1+1", *HEAD[1:], "CNI+1", "RFF+BM:B1")
    assert reading.manifest.message.action == "1"
    assert [bill.action for bill in reading.manifest.consignments] == ["1"]
    assert codes(reading) == []


# ── weights and counts ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sent", "kilograms"),
    [
        ("MEA+AAE+G+KGM:500", 500),
        ("MEA+AAE+AAB+LBR:1000", 453.592),
        ("MEA+WT+G+TNE:1,5", 1500),
        ("MEA+AAE+G+GRM:500", 0.5),
        ("MEA+AAI++K:750", 750),
        ("MEA+WT+AAE+KGM:5.6", 5.6),
        ("MEA+WT++500:KGM", 500),
        ("MEA+AAE+G+:500", 500),
        ("MEA+WT+KGM:500", 500),
        ("MEA+AAE+T1+KGM:7", 7),
    ],
)
def test_a_weight_becomes_kilograms_however_it_is_sent(sent: str, kilograms: float) -> None:
    (bill,) = read(*HEAD, "CNI+1", "RFF+BM:B1", "GID+1+10:CT", "FTX+AAA+++RICE", sent).manifest.consignments
    assert bill.gross_mass_kg == pytest.approx(kilograms)


@pytest.mark.parametrize(("sent", "cubic_metres"), [("MTQ:2.5", 2.5), ("DMQ:500", 0.5), ("FTQ:100", 2.831685)])
def test_a_volume_becomes_cubic_metres(sent: str, cubic_metres: float) -> None:
    (bill,) = read(*HEAD, "CNI+1", "RFF+BM:B1", *WHOLE, f"MEA+AAE+AAW+{sent}").manifest.consignments
    assert bill.volume_m3 == pytest.approx(cubic_metres)


def test_a_total_at_the_end_is_of_the_message_and_one_of_a_bill_of_the_bill() -> None:
    reading = read(*HEAD, "CNI+1", "RFF+BM:B1", "CNT+7:500:KGM", "CNT+11:10", *WHOLE, "CNT+7:900:KGM", "CNT+10:2")
    (bill,) = reading.manifest.consignments
    assert (bill.gross_mass_kg, bill.packages) == (500, 10)
    assert (reading.manifest.totals.gross_mass_kg, reading.manifest.totals.bills) == (900, 2)
    assert codes(reading).count("count-differs") == 2


# ── what is wrong ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("segments", "code", "severity"),
    [
        (("CNI+1", *WHOLE), "bill-number-missing", Severity.ERROR),
        (("CNI+1", "RFF+BM:B1", *WHOLE, "CNI+2", "RFF+BM:B1", *WHOLE), "bill-number-twice", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", *WHOLE[1:]), "consignor-missing", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", WHOLE[0], *WHOLE[2:]), "consignee-missing", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", *WHOLE[:4]), "weight-missing", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", *WHOLE[:3], WHOLE[4]), "goods-missing", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", "CNT+7:900:KGM", *WHOLE), "bill-weight-differs", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", "CNT+11:9", *WHOLE), "bill-packages-differ", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", "LOC+9+QQKIN", *WHOLE), "port-unknown", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", "LOC+9+KINGSTON TOWN", *WHOLE), "port-not-a-code", Severity.WARNING),
        (("EQD+CN+SMPU1000001+22G1+++5",), "container-check-digit", Severity.WARNING),
        (("EQD+CN+BOX 7+22G1+++5",), "container-number-odd", Severity.WARNING),
        (("EQD+CN++22G1+++5",), "container-number-missing", Severity.WARNING),
        (("EQD+CN+SMPU1000007+22G1+++5", "MEA+AAE+G+KGM:20"), "weight-unlikely", Severity.WARNING),
        (("EQD+CN+SMPU1000007", "EQD+CN+SMPU1000007"), "container-twice", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", *WHOLE, "DGS+IMD+3+12630"), "un-number-wrong", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", *WHOLE, "MEA+AAE+AAL+XYZ:5"), "unit-unknown", Severity.WARNING),
        (("CNI+1", "RFF+BM:B1", *WHOLE[:4], "MEA+AAE+G+KGM:1,200"), "number-ambiguous", Severity.WARNING),
        (("CNI+1", "RFF+AWB:125-12345676", *WHOLE), "waybill-number-wrong", Severity.WARNING),
        (
            ("CNI+1", "RFF+BM:B1", *WHOLE, "FTX+AAA+++PAINT UN1263 CLASS 3"),
            "dangerous-goods-only-in-words",
            Severity.WARNING,
        ),
    ],
)
def test_what_is_wrong_is_said_with_segment_field_and_remedy(
    segments: tuple[str, ...], code: str, severity: Severity
) -> None:
    reading = read(*HEAD, *segments)
    problem = next(each for each in reading.problems if each.code == code)
    assert problem.severity is severity
    assert problem.segment
    assert problem.field
    assert problem.text.endswith(".")
    assert problem.text.count(".") >= 2


def test_a_container_that_only_a_bill_names_is_missed_in_the_list_of_containers() -> None:
    bill = ("CNI+1", "RFF+BM:B1", *WHOLE, f"SGP+{box(2)}+10")
    reading = read(*HEAD, f"EQD+CN+{box(1)}+22G1+++5", *bill)
    assert "container-not-listed" in codes(reading)
    assert "container-without-bill" in codes(reading)
    (alone,) = read(*HEAD, *bill).manifest.containers
    assert (alone.number, alone.bills) == (box(2), ("B1",))


def test_a_manifest_without_a_ship_is_an_error_and_its_bills_survive() -> None:
    reading = read(HEAD[0], "CNI+1", "RFF+BM:B1", *WHOLE)
    assert "voyage-missing" in [problem.code for problem in reading.errors]
    assert [bill.number for bill in reading.manifest.consignments] == ["B1"]


def test_what_no_group_takes_is_kept_unread() -> None:
    reading = read(*HEAD, "CNI+1", "RFF+BM:B1", *WHOLE, "ZZZ+private")
    assert reading.unread == ("ZZZ+private",)


# ── goods and parties ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "sent", ["RFF+HS:7323.93", "CST++732393", "PIA+5+732393:HS", "PCI+28+HS CODE 7323.93", "FTX+AAA+++POTS HS732393"]
)
def test_the_tariff_code_is_found_wherever_it_stands(sent: str) -> None:
    (bill,) = read(*HEAD, "CNI+1", "RFF+BM:B1", *WHOLE, sent).manifest.consignments
    assert bill.goods[0].hs == "732393"


def test_a_chassis_number_in_the_description_is_the_vehicle() -> None:
    text = "FTX+AAA+++USED CAR VIN 1NXBU40E79Z000000, HARMONIZED CODE 8703.23"
    (bill,) = read(*HEAD, "CNI+1", "RFF+BM:B1", *WHOLE[:3], text).manifest.consignments
    assert (bill.goods[0].vehicle, bill.goods[0].hs) == ("1NXBU40E79Z000000", "870323")


def test_a_year_after_the_name_of_the_united_nations_is_no_dangerous_goods() -> None:
    (bill,) = read(*HEAD, "CNI+1", "RFF+BM:B1", *WHOLE, "FTX+AAA+++AID OF THE UN 2024").manifest.consignments
    assert bill.goods[0].dangerous == ()


@pytest.mark.parametrize(
    ("sent", "name", "country"),
    [
        ("NAD+CN+++Sample Ltd+1 Street+Castries+++LC", "Sample Ltd", "LC"),
        ("NAD+CN++SAMPLE LTD:1 STREET:CASTRIES:SAINT LUCIA", "SAMPLE LTD", "SAINT LUCIA"),
        ("NAD+CN+SAMPLE TRADING LTD", "SAMPLE TRADING LTD", ""),
        ("NAD+CN+C77:ZZZ+++SAMPLE", "", ""),
    ],
)
def test_a_party_is_read_in_pieces_in_lines_and_in_the_wrong_place(sent: str, name: str, country: str) -> None:
    (bill,) = read(*HEAD, "CNI+1", "RFF+BM:B1", sent).manifest.consignments
    (party,) = bill.parties_as(PartyRole.CONSIGNEE)
    assert (party.name, party.address.country) == (name, country)


def test_goods_in_two_containers_are_split_between_them() -> None:
    (bill,) = read(
        *HEAD, "CNI+1", "RFF+BM:B1", *WHOLE, "SGP+SMPU1000007+4", "SGP+SMPU 100002-8+6"
    ).manifest.consignments
    assert bill.containers == ("SMPU1000007", "SMPU1000028")
    assert [inside.packages for inside in bill.goods[0].containers] == [4, 6]


# ── other types ─────────────────────────────────────────────────────────────────────────────


def test_a_gate_report_is_a_movement_of_each_container() -> None:
    reading = read(
        "BGM+36+G1+9", "EQD+CN+SMPU1000007+22G1++3+4", "DTM+7:202611260830:203", "LOC+165+LCCAS", type="CODECO"
    )
    (move,) = reading.manifest.movements
    assert (move.number, move.place, move.at, move.text) == ("SMPU1000007", "LCCAS", "2026-11-26T08:30", "gate out")
    assert reading.manifest.containers[0].load is Load.EMPTY
    assert reading.manifest.message.function is Function.STOWAGE


def test_a_bay_plan_keeps_the_position_of_a_number_it_does_not_know() -> None:
    reading = read("BGM++1+9", HEAD[2], "LOC+5+BBBGI", "LOC+147+0010203::5", "EQD+CN++22G1+++5", type="BAPLIE")
    (unit,) = reading.manifest.containers
    assert (unit.number, unit.stowed) == ("", "0010203")


def test_an_arrival_told_after_the_ship_has_come_is_that_at_the_next_port() -> None:
    reading = read(
        "BGM++1+9",
        HEAD[2],
        "LOC+5+BBBGI",
        "LOC+61+LCCAS",
        "DTM+178:2611260630UTC:301",
        "DTM+132:2611271200UTC:301",
        type="BAPLIE",
    )
    (leg,) = reading.manifest.voyage.legs
    assert (leg.origin, leg.destination, leg.arrival) == ("BBBGI", "LCCAS", "2026-11-27T12:00")
    (came,) = [move for move in reading.manifest.movements if move.text == "arrival"]
    assert (came.place, came.at) == ("BBBGI", "2026-11-26T06:30")


@pytest.mark.parametrize("sent", ["TMP+2+-18:CEL", "TMP+2+-0.4:FAH"])
def test_a_temperature_is_in_celsius(sent: str) -> None:
    reading = read("BGM+45+1+9", HEAD[2], "LOC+9+BBBGI", "EQD+CN+SMPU1000007+45R1++2+5", sent, type="COPRAR")
    assert reading.manifest.containers[0].temperature_c == -18


def test_a_bay_plan_without_positions_still_has_its_containers() -> None:
    reading = read(
        "BGM++1+9", HEAD[2], "LOC+5+BBBGI", "EQD+CN+SMPU1000007+:::22G1+++5", "MEA+WT++KG:9000", type="BAPLIE"
    )
    (unit,) = reading.manifest.containers
    assert (unit.number, unit.size_type, unit.gross_mass_kg) == ("SMPU1000007", "22G1", 9000)


def test_australian_customs_name_a_container_in_a_reference_and_a_plane_by_its_kind() -> None:
    found = read(
        "BGM+85:::UBMREQ+S1:1+9", "LOC+202+ABC1::95", "TDT+20+++6", "CNI+1+:::I", "RFF+AAQ:SMPU1000007", release="D:99B"
    ).manifest
    assert found.voyage.mode is Mode.AIR
    assert found.consignments[0].containers == ("SMPU1000007",)


def test_a_ship_with_a_call_sign_does_not_drive_on_roads() -> None:
    tdt = "TDT+20+041N+3+041N+XBAY:172:20+++J8SMP:103::SAMPLE BAY"
    assert read(HEAD[0], tdt, "LOC+9+BBBGI", type="COARRI").manifest.voyage.mode is Mode.SEA


def test_a_plane_is_known_by_its_mode() -> None:
    reading = read(HEAD[0], "TDT+20+XA901+4++XA", "LOC+60+BGI", "CNI+1", "RFF+AWB:125-12345675", *WHOLE)
    assert reading.manifest.voyage.mode is Mode.AIR
    assert reading.manifest.voyage.key == "air/XA/901//"


def test_the_voyage_of_a_manifest_is_told_from_its_beginning() -> None:
    assert registry.voyage_hint(large(50)) == "sea/XBAY/XB1//"


def test_a_booking_is_a_consignment_and_a_verified_mass_a_container() -> None:
    booking = read("BGM+335+B1+9", "RFF+BN:B1", "TDT+20+XB1+1", *WHOLE, type="IFTMBF")
    assert booking.manifest.consignments[0].gross_mass_kg == 500
    weighed = read("BGM+XXX+V1+9", "EQD+CN+SMPU1000007+22G1", "MEA+AAE+VGM+KGM:9000", type="VERMAS")
    assert weighed.manifest.containers[0].verified_mass_kg == 9000


# ── limits ──────────────────────────────────────────────────────────────────────────────────

TAGS = ["CNI+1", "RFF+BM:B1", "GID+1+5:CT", "EQD+CN+SMPU1000007+22G1", "LOC+147+0010203", "LOC+9+JMKIN", "SGP+X+1",
        "MEA+AAE+G+KGM:5", "MEA", "NAD+CN+++X", "DGS+IMD+3+1263", "FTX+AAA+++X", "CNT+7:5", "TDT+20+1", "DTM+132:1:203",
        "HAN+LOA", "TMP+2", "CST", "QTY+114", "MOA+44:x", "DOC+714+H", "PCI", "SEL", "UNS+D", "BGM",
        "DTM", "EQD", "LOC", "NAD", "CNI", "RFF", "DGS", "GID"]  # fmt: skip
TYPES = st.sampled_from(
    ["CUSCAR", "BAPLIE", "MOVINS", "COARRI", "CODECO", "IFTDGN", "IFCSUM", "IFTMIN", "CUSDEC", "CUSREP"]
)


@given(st.lists(st.sampled_from(TAGS) | st.text("A+:'?1 É", max_size=12), max_size=30), TYPES)
def test_any_segments_in_any_order_are_read_and_none_is_lost(segments: list[str], type: str) -> None:
    for reading in registry.read(message(*segments, type=type)):
        assert reading.manifest.message.type == type or reading.problems


@given(st.permutations(range(6)))
@settings(max_examples=examples(20), deadline=None)
def test_bills_and_containers_come_in_the_order_sent(order: list[int]) -> None:
    boxes = [f"EQD+CN+{box(at)}" for at in order]
    bills = [segment for at in order for segment in (f"CNI+{at}", f"RFF+BM:B{at}", "GID+1")]
    found = read(*HEAD, *boxes, *bills).manifest
    assert [each.number for each in found.consignments] == [f"B{at}" for at in order]
    assert [each.number for each in found.containers] == [box(at) for at in order]


def _seconds(raw: bytes) -> float:
    began = time.process_time()
    registry.read(raw)
    return time.process_time() - began


@pytest.mark.long
def test_five_thousand_containers_are_read_in_time_and_memory_that_grow_with_them() -> None:
    small, big = large(500), large(5_000)
    assert min(_seconds(big) for _ in range(2)) < 20 * min(_seconds(small) for _ in range(3))
    tracemalloc.start()
    (reading,) = registry.read(big)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(reading.manifest.containers) == len(reading.manifest.consignments) == 5_000
    assert codes(reading) == []
    assert peak < 150 * len(big)


OFTEN = ["CNI+1", "EQD+CN+SMPU1000001", "NAD+CN+++X", "MEA+AAE+G+KGM", "TDT+20+1", "CNT+7:1"]


@pytest.mark.parametrize("segment", daily(OFTEN, ["CNI+1", "CNT+7:1"]))
def test_a_segment_a_hundred_thousand_times_is_read_in_bounded_time(segment: str) -> None:
    raw = message(*HEAD, *([segment] * 100_000))
    began = time.process_time()
    (reading,) = registry.read(raw)
    assert time.process_time() - began < 20
    assert len(reading.problems) <= 10_020


# Each would take memory or time as its length squared, if what repeats were multiplied with what it belongs to.
PILED: dict[str, tuple[str, tuple[str, ...]]] = {
    "texts of one name": ("CUSCAR", (*HEAD, "CNI+1", "GID+1", "DGS+IMD+3+1263", *["FTX+AAD+++PAINT"] * 6_000)),
    "numbers of one bill": ("CUSCAR", (*HEAD, "CNI+1", *[f"RFF+BM:{at}" for at in range(6_000)])),
    "one container, many bills": (
        "CUSCAR",
        (*HEAD, *["EQD+CN+SMPU1000007"] * 1_500, *["CNI+1", "RFF+BM:7", "SGP+SMPU1000007"] * 1_500),
    ),
    "containers that name one bill": (
        "CUSCAR",
        (
            *HEAD,
            *[each for at in range(1_500) for each in (f"EQD+CN+{box(at)}", "RFF+BM:7")],
            *["CNI+1", "RFF+BM:7"] * 1_500,
        ),
    ),
    "parties of all bills": ("CUSCAR", (*HEAD, *["NAD+CN+++X"] * 1_500, *["CNI+1", "RFF+BM:7"] * 1_500)),
    "references of all containers": ("CODECO", ("BGM+36", *["RFF+BN:1"] * 1_500, *["EQD+CN+A"] * 1_500)),
    "containers of one place": ("BAPLIE", ("BGM", "LOC+147+1", *["FTX+X+++Y"] * 1_500, *["EQD+CN+A"] * 1_500)),
}


@pytest.mark.parametrize(("type", "segments"), PILED.values(), ids=list(PILED))
def test_what_is_piled_up_costs_no_more_than_its_length(type: str, segments: tuple[str, ...]) -> None:
    raw = message(*segments, type=type)
    tracemalloc.start()
    began = time.process_time()
    (reading,) = registry.read(raw)
    took, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert took < 20
    assert peak < 16_000_000 + 400 * len(raw)
    assert len(msgspec.json.encode(view(reading, "piled"))) < 100 * len(raw)


# ── containers whose bill no SGP tells ──────────────────────────────────────────────────────

LISTED = tuple(f"EQD+CN+{box(at)}+22G1+++5" for at in (1, 2))


def boxes_by_bill(reading: Reading) -> dict[str, tuple[str, ...]]:
    return {bill.number: bill.containers for bill in reading.manifest.consignments}


def test_containers_of_a_message_of_one_bill_are_that_bills() -> None:
    empty = f"EQD+CN+{box(3)}+22G1+++4"
    reading = read(*HEAD, *LISTED, empty, "CNI+1", "RFF+BM:B1", *WHOLE)
    assert boxes_by_bill(reading) == {"B1": (box(1), box(2))}
    assert [unit.bills for unit in reading.manifest.containers] == [("B1",), ("B1",), ()]
    assert "container-without-bill" not in codes(reading)


def test_of_several_bills_none_is_guessed_and_the_warning_names_the_containers() -> None:
    """Whatever comes first or last: a list of containers is of no one bill."""
    one, two = ("CNI+1", "RFF+BM:B1", *WHOLE), ("CNI+2", "RFF+BM:B2", *WHOLE)
    for segments in ((*LISTED, *one, *two), (*one, *two, *LISTED)):
        reading = read(*HEAD, *segments)
        assert boxes_by_bill(reading) == {"B1": (), "B2": ()}
        (problem,) = (each for each in reading.problems if each.code == "container-without-bill")
        assert problem.severity is Severity.WARNING
        assert box(1) in problem.text
        assert box(2) in problem.text
        assert "SGP" in problem.text


@pytest.mark.parametrize(("action", "given"), [("9", 2), ("5", 2), ("", 2), ("4", 0), ("2", 0), ("3", 0), ("36", 0)])
def test_only_a_whole_list_gives_its_one_bill_the_containers_that_no_bill_names(action: str, given: int) -> None:
    """S25: a change names one bill of many; the containers of the ship are not its own."""
    one = ("CNI+1", "RFF+BM:B1", *WHOLE)
    for segments in ((*LISTED, *one), (*one, *LISTED)):
        reading = read(f"BGM+785+MAN1+{action}", *HEAD[1:], *segments)
        assert boxes_by_bill(reading) == {"B1": (box(1), box(2))[:given]}
        told = [each.severity for each in reading.problems if each.code == "container-without-bill"]
        assert told == ([] if given else [Severity.WARNING])


def test_containers_before_the_goods_of_the_only_bill_of_a_change_are_that_bills() -> None:
    reading = read("BGM+785+MAN1+4", *HEAD[1:], "CNI+1", "RFF+BM:B1", *LISTED, *WHOLE)
    assert boxes_by_bill(reading) == {"B1": (box(1), box(2))}


def test_a_bill_that_names_one_container_is_not_given_the_others() -> None:
    reading = read(*HEAD, *LISTED, "CNI+1", "RFF+BM:B1", *WHOLE, f"SGP+{box(1)}+10")
    assert boxes_by_bill(reading) == {"B1": (box(1),)}
    assert "container-without-bill" in codes(reading)


def test_containers_inside_the_group_of_a_bill_are_that_bills_and_its_goods_stay() -> None:
    one = ("CNI+1", "RFF+BM:B1", LISTED[0], "MEA+AAE+G+KGM:9000", *WHOLE)
    two = ("CNI+2", "RFF+BM:B2", *WHOLE, LISTED[1])
    reading = read(*HEAD, *one, *two, "CNT+16:2")
    assert boxes_by_bill(reading) == {"B1": (box(1),), "B2": (box(2),)}
    assert [len(bill.goods) for bill in reading.manifest.consignments] == [1, 1]
    assert [unit.gross_mass_kg for unit in reading.manifest.containers] == [9000.0, None]
    assert reading.manifest.totals.containers == 2
    assert "container-without-bill" not in codes(reading)


def test_parties_and_ports_behind_the_container_of_a_bill_are_the_bills() -> None:
    """Else its consignee would not be asked of the lists, nor the state of its port be told."""
    places = ("LOC+9+USMIA", "LOC+11+BBBGI", "LOC+8+LCCAS")
    one = ("CNI+1", "RFF+BM:B1", LISTED[0], "NAD+CF+XLINE", *places, "SEL+S1", "NAD+CN+++FIRM 1", "GID+1+10:CT")
    two = ("CNI+2", "RFF+BM:B2", *places, LISTED[1], "LOC+9+USJAX", "NAD+CZ+++FIRM 2", "GID+1+10:CT")
    reading = read(*HEAD, *one, *two)
    assert boxes_by_bill(reading) == {"B1": (box(1),), "B2": (box(2),)}
    bills, units = reading.manifest.consignments, reading.manifest.containers
    assert [(bill.load, bill.discharge, bill.destination) for bill in bills] == [("USMIA", "BBBGI", "LCCAS")] * 2
    assert [[(party.role, party.name) for party in bill.parties] for bill in bills] == [
        [(PartyRole.CONSIGNEE, "FIRM 1")],
        [(PartyRole.CONSIGNOR, "FIRM 2")],
    ]
    assert [(unit.carrier, unit.seals, unit.loaded_at) for unit in units] == [("XLINE", ("S1",), ""), ("", (), "USJAX")]


def test_a_container_that_names_its_bill_is_that_bills() -> None:
    listed = (LISTED[0], "RFF+BM:B2", LISTED[1], "RFF+BM:B1")
    bills = ("CNI+1", "RFF+BM:B1", *WHOLE, "CNI+2", "RFF+BM:B2", *WHOLE)
    for segments in ((*listed, *bills), (*bills, *listed)):
        assert boxes_by_bill(read(*HEAD, *segments)) == {"B1": (box(2),), "B2": (box(1),)}


def test_behind_several_bills_of_one_number_of_order_nobody_can_tell() -> None:
    bills = ("CNI+1", "RFF+BM:B1", *WHOLE, "RFF+BM:B2", *WHOLE, LISTED[0])
    reading = read(*HEAD, *bills, "CNI+2", "RFF+BM:B3", *WHOLE, LISTED[1])
    assert boxes_by_bill(reading) == {"B1": (), "B2": (), "B3": (box(2),)}
    assert "container-without-bill" in codes(reading)


def test_a_part_of_a_manifest_may_have_its_bills_elsewhere() -> None:
    reading = read(*HEAD, *LISTED, "CNI+1", "RFF+BM:B1", *WHOLE, more="+REF1+1:C")
    assert boxes_by_bill(reading) == {"B1": ()}
    (problem,) = (each for each in reading.problems if each.code == "container-without-bill")
    assert problem.severity is Severity.NOTE
