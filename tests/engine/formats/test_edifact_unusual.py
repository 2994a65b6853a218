"""EDIFACT messages in an unusual order, or with values in a neighbouring place: read where clear, and always said."""

from __future__ import annotations

import time

import pytest

from roadstead.engine.formats.common.summary import summary_lines
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Mode, Party, PartyRole, Problem
from tests.engine.formats.cargo_samples import box, codes, read

BAY_PLAN = ("BGM+34+1+9", "TDT+20+XB1+1++XBAY:172:20+++9074729:146::SAMPLE BAY", "LOC+5+BBBGI", "LOC+61+LCCAS")
BOXES = ("MSKU7351770", "CBHU6818017", "HLXU1234561")


def said(reading: Reading, code: str) -> Problem:
    """The problem with this code, which names its segment and field and a remedy."""
    (problem,) = [each for each in reading.problems if each.code == code]
    assert problem.segment
    assert problem.field
    assert problem.text.count(".") >= 2
    return problem


# ── containers before their stowage positions ───────────────────────────────────────────────


def container_first(*, extra: tuple[str, ...] = ()) -> list[str]:
    """Three containers, each before its position; the first holds petrol."""
    sent = []
    for at, number in enumerate(BOXES):
        sent += [
            f"EQD+CN+{number}+22G1+++5",
            f"LOC+147+018028{at}::5",
            f"MEA+WT++KGM:{20000 - at}",
            "LOC+9+BBBGI",
            f"LOC+11+{('LCCAS', 'VCKTN', 'GDSTG')[at]}",
            f"RFF+BM:B{at}",
            *(extra if at == 0 else ()),
        ]
    return sent


@pytest.mark.parametrize(
    ("type", "before"), [("BAPLIE", ()), ("MOVINS", ()), ("MOVINS", ("HAN+LOA",)), ("MOVINS", ("HAN+DIS",))]
)
def test_a_container_before_its_position_keeps_its_own_weight_port_and_dangerous_goods(
    type: str, before: tuple[str, ...]
) -> None:
    reading = read(*BAY_PLAN, *before, *container_first(extra=("DGS+IMD+3+1203",)), type=type)
    found = reading.manifest.containers
    assert [(each.number, each.stowed, each.gross_mass_kg, each.discharged_at, each.bills) for each in found] == [
        ("MSKU7351770", "0180280", 20000, "LCCAS", ("B0",)),
        ("CBHU6818017", "0180281", 19999, "VCKTN", ("B1",)),
        ("HLXU1234561", "0180282", 19998, "GDSTG", ("B2",)),
    ]
    assert [[goods.un_number for goods in each.dangerous] for each in found] == [["1203"], [], []]
    assert not [move for move in reading.manifest.movements if move.text == "no container"]
    assert said(reading, "container-before-its-position").number == 6 + len(before)


def test_the_directorys_order_is_read_as_before_and_nothing_is_said() -> None:
    sent: list[str] = []
    for at, number in enumerate(BOXES):
        sent += [f"LOC+147+018028{at}::5", f"MEA+WT++KGM:{20000 - at}", f"EQD+CN+{number}+22G1+++5"]
    reading = read(*BAY_PLAN, *sent, type="BAPLIE")
    assert [(each.number, each.gross_mass_kg) for each in reading.manifest.containers] == [
        (number, 20000 - at) for at, number in enumerate(BOXES)
    ]
    assert not {"container-before-its-position", "container-without-position"} & set(codes(reading))


@pytest.mark.parametrize("type", ["BAPLIE", "MOVINS"])
def test_a_container_ahead_of_a_list_in_the_directorys_order_is_kept_without_a_position(type: str) -> None:
    sent = ("EQD+CN+MSKU7351770+22G1+++5", "LOC+147+0180280::5", "MEA+WT++KGM:20000", "EQD+CN+CBHU6818017+22G1+++5")
    reading = read(*BAY_PLAN, *sent, type=type)
    found = {each.number: (each.stowed, each.gross_mass_kg) for each in reading.manifest.containers}
    assert found == {"MSKU7351770": ("", None), "CBHU6818017": ("0180280", 20000)}
    said(reading, "container-without-position")


def test_a_second_position_of_a_container_is_said_and_kept_as_sent() -> None:
    reading = read(*BAY_PLAN, *container_first(extra=("LOC+147+0990101::5",)), type="BAPLIE")
    assert reading.manifest.containers[0].stowed == "0180280"
    assert "LOC+147+0990101::5" in reading.unread
    said(reading, "second-position")


def test_the_last_container_may_lack_its_position_where_containers_come_first() -> None:
    sent = (*container_first()[:12], "EQD+CN+HLXU1234561+22G1+++4", "MEA+WT++KGM:2200", "LOC+11+GDSTG")
    found = read(*BAY_PLAN, *sent, type="BAPLIE").manifest.containers
    assert [(each.number, each.stowed, each.gross_mass_kg) for each in found] == [
        ("MSKU7351770", "0180280", 20000),
        ("CBHU6818017", "0180281", 19999),
        ("HLXU1234561", "", 2200),
    ]


# ── transport: before or after its date, named several times, and more than one ─────────────

TRUCK = "TDT+11++03+:::BT+XTRK+I++"
NUMBERS = ("146::1M8GDM9AXKP042788", "274::12345678", "8::1234567890", "215::EQU456:US")
ANSWER = ("BGM+132:::STANDARD+XTRK01+20", "LOC+60+0901", "ERP+1", "ERC+081", "FTX+AAO+++Accepted")


@pytest.mark.parametrize("date_first", [True, False])
@pytest.mark.parametrize("numbers", [NUMBERS, NUMBERS[:1]])
def test_an_answer_about_a_truck_is_of_the_road_wherever_its_date_stands(
    date_first: bool, numbers: tuple[str, ...]
) -> None:
    trucks = [f"{TRUCK}:{number}" for number in numbers]
    date = ("DTM+132:202611050023:203",)
    between = (*date, *trucks) if date_first else (*trucks, *date)
    reading = read(ANSWER[0], *between, *ANSWER[1:], type="CUSRES", release="D:03B")
    voyage = reading.manifest.voyage
    assert (voyage.mode, voyage.carrier, voyage.craft.name) == (Mode.ROAD, "XTRK", "1M8GDM9AXKP042788")
    (leg,) = voyage.legs
    assert (leg.destination, leg.arrival) == ("0901", "2026-11-05T00:23")
    assert voyage.further_transports == ()
    assert "voyage-number-missing" not in codes(reading)


@pytest.mark.parametrize("type", ["CUSRES", "CUSCAR", "CUSREP"])
def test_all_numbers_of_a_truck_are_kept_and_told_apart(type: str) -> None:
    trucks = [f"{TRUCK}:{number}" for number in reversed(NUMBERS)]
    reading = read("BGM+85+M1+9", "DTM+132:202611050023:203", *trucks, "LOC+60+0901", type=type, release="D:03B")
    craft = reading.manifest.voyage.craft
    assert {each.kind: each.number for each in craft.identifiers} == {
        "VIN": "1M8GDM9AXKP042788",
        "DOT number": "12345678",
        "transponder": "1234567890",
        "licence plate": "EQU456",
    }
    assert (craft.name, craft.registration, craft.flag) == ("1M8GDM9AXKP042788", "EQU456", "US")
    shown = view(reading, "f")["voyage"]
    assert isinstance(shown, dict)
    assert {"kind": "VIN", "number": "1M8GDM9AXKP042788"} in shown["craft"]["identifiers"]
    assert any("DOT number 12345678" in line for line in summary_lines(reading))


def test_a_transponder_is_not_taken_for_the_name_of_a_truck() -> None:
    voyage = read("BGM+85+M1+9", f"{TRUCK}:8::1234567890", "LOC+60+0901", type="CUSCAR").manifest.voyage
    assert voyage.craft.name == ""
    assert [each.kind for each in voyage.craft.identifiers] == ["transponder"]


def test_a_vin_where_ships_have_their_imo_number_is_of_a_truck() -> None:
    voyage = read("BGM+85+M1+9", "TDT+11++03++XTRK+++1M8GDM9AXKP042788:146", "LOC+60+0901").manifest.voyage
    assert (voyage.mode, voyage.craft.name, voyage.craft.imo) == (Mode.ROAD, "1M8GDM9AXKP042788", "")


def test_a_flight_in_the_place_of_the_aircrafts_name_is_the_flight() -> None:
    reading = read("BGM+85+M1+9", "TDT+20++4+++++:::QF253", "LOC+60+NZAKL")
    voyage = reading.manifest.voyage
    assert (voyage.mode, voyage.number, voyage.craft.name) == (Mode.AIR, "QF253", "")
    said(reading, "flight-in-place-of-a-name")


@pytest.mark.parametrize("type", ["CUSCAR", "IFTMBF", "IFTMIN", "CUSREP", "COPRAR"])
def test_a_feeder_is_kept_beside_the_main_vessel_with_its_own_ports(type: str) -> None:
    reading = read(
        "BGM+85+M1+9",
        "TDT+20+V1+1++XBAY:172:20+++9321483:146:11:EMMA",
        "LOC+9+CNSHA",
        "LOC+11+BBBGI",
        "TDT+30+V2+1++XFDR:172:20+++9074729:146:11:FEEDER ONE",
        "LOC+9+BBBGI",
        "LOC+11+LCCAS",
        type=type,
    )
    voyage = reading.manifest.voyage
    assert (voyage.craft.name, voyage.number) == ("EMMA", "V1")
    assert [(leg.origin, leg.destination) for leg in voyage.legs] == [("CNSHA", "BBBGI")]
    (feeder,) = voyage.further_transports
    assert (feeder.stage, feeder.carrier, feeder.number) == ("on-carriage", "XFDR", "V2")
    assert (feeder.craft.name, feeder.craft.imo) == ("FEEDER ONE", "9074729")
    assert [(leg.origin, leg.destination) for leg in feeder.legs] == [("BBBGI", "LCCAS")]
    assert any("FEEDER ONE" in line for line in summary_lines(reading))


def test_a_vessel_stated_twice_by_number_and_by_call_sign_is_one() -> None:
    voyage = read(
        "BGM+85+M1+9",
        "TDT+20+V1+1++XBAY:172:20+++9321483:146:11:EMMA",
        "TDT+20+V1+1++XBAY:172:20+++C6KD8:103::EMMA",
        "LOC+60+BBBGI",
    ).manifest.voyage
    assert (voyage.craft.imo, voyage.craft.call_sign) == ("9321483", "C6KD8")
    assert voyage.further_transports == ()


@pytest.mark.long
def test_many_transports_are_read_in_time() -> None:
    many = [f"TDT+30+V{at}+1++XFDR:172:20+++:103::FEEDER {at}" for at in range(20_000)]
    begin = time.process_time()
    reading = read("BGM+85+M1+9", "TDT+20+V1+1++XBAY:172:20+++9321483:146:11:EMMA", *many, "LOC+60+BBBGI")
    assert len(reading.manifest.voyage.further_transports) == 20_000
    assert time.process_time() - begin < 20


# ── values in the neighbouring component ────────────────────────────────────────────────────

BILL = ("CNI+1", "RFF+BM:B1", "NAD+CZ+++Sample Mills", "NAD+CN+++Sample Trading", "GID+1+10:CT")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ("SINGAPORE:SGSIN:139:6", "SGSIN"),
        (":SGSIN:139:6", "SGSIN"),
        ("PARIS:FRPAR:139:6", "FRPAR"),
        ("Port of Spain:TTPOS", "TTPOS"),
    ],
)
def test_a_port_code_behind_its_place_is_read_and_said(sent: str, code: str) -> None:
    reading = read(*BAY_PLAN[:2], "LOC+5+BBBGI", "LOC+60+LCCAS", *BILL[:2], f"LOC+9+{sent}", *BILL[2:])
    assert reading.manifest.consignments[0].load == code
    said(reading, "port-beside-its-place")
    assert not {"port-not-a-code", "port-unknown"} & set(codes(reading))


@pytest.mark.parametrize("sent", ["SGSIN:139:6", "SGSIN:139:6:SINGAPORE", "BBBGI:UNLOC:6", "SGSIN"])
def test_a_port_code_in_its_place_is_read_as_before(sent: str) -> None:
    reading = read(*BAY_PLAN, *BILL[:2], f"LOC+9+{sent}", *BILL[2:])
    assert reading.manifest.consignments[0].load == sent[:5]
    assert "port-beside-its-place" not in codes(reading)


def test_a_port_code_behind_its_place_is_read_of_containers_voyages_and_travellers() -> None:
    box = read(
        "BGM+45+1+9",
        BAY_PLAN[1],
        "LOC+9+Bridgetown:BBBGI:139:6",
        "EQD+CN+MSKU7351770+22G1+++5",
        "LOC+11+Castries:LCCAS:139:6",
        type="COPRAR",
    )
    (container,) = box.manifest.containers
    assert (container.loaded_at, container.discharged_at) == ("BBBGI", "LCCAS")
    people = read(
        "BGM+745",
        "TDT+20+XB1+1++XBAY:172:20+++9074729:146::SAMPLE BAY",
        "LOC+125+Bridgetown:BBBGI",
        "LOC+87+LCCAS",
        "NAD+FL+++TESTER:ANNA",
        "LOC+178+Bridgetown:BBBGI",
        type="PAXLST",
    )
    assert people.manifest.voyage.legs[0].origin == "BBBGI"
    assert people.manifest.travellers[0].embark == "BBBGI"
    assert codes(people).count("port-beside-its-place") == 2


@pytest.mark.parametrize("sent", ["DGS+IMD+3:1203", "DGS+IMD++3:1203", "DGS+IMD+1203+3"])
def test_a_un_number_in_the_neighbouring_place_is_read_and_said(sent: str) -> None:
    for reading in (
        read(*BAY_PLAN, *BILL, "FTX+AAA+++PETROL", sent),
        read(*BAY_PLAN, "LOC+147+0180280::5", "EQD+CN+MSKU7351770+22G1+++5", sent, type="BAPLIE"),
    ):
        holder = (
            reading.manifest.consignments[0].goods if reading.manifest.consignments else reading.manifest.containers
        )
        ((found,),) = [each.dangerous for each in holder]
        assert (found.hazard, found.un_number) == ("3", "1203")
        said(reading, "un-number-beside-its-place")


def test_the_page_of_the_dangerous_goods_code_is_no_un_number_where_one_is_sent() -> None:
    reading = read(*BAY_PLAN, *BILL, "FTX+AAA+++PETROL", "DGS+IMD+3:3102+1203")
    assert [each.un_number for each in reading.manifest.consignments[0].goods[0].dangerous] == ["1203"]
    assert "un-number-beside-its-place" not in codes(reading)


@pytest.mark.parametrize("sent", ["DGS+IMD+0+0000", "DGS+IMD++0", "DGS+IMD+0"])
def test_zeros_in_dangerous_goods_mean_none(sent: str) -> None:
    (bill,) = read(*BAY_PLAN, *BILL, "FTX+AAA+++TOYS", sent).manifest.consignments
    assert bill.goods[0].dangerous == ()


@pytest.mark.parametrize("sent", ["FTX+AAA++9", "FTX+AAA++9:ZZZ:148", "FTX+AAA++HAZ"])
def test_a_code_without_text_is_no_description_of_goods(sent: str) -> None:
    reading = read(*BAY_PLAN, *BILL, sent)
    (bill,) = reading.manifest.consignments
    assert bill.goods[0].description == ""
    assert [note.text.partition(" ")[0] for note in bill.notes] == [sent.split("+")[3].partition(":")[0]]
    said(reading, "goods-missing")
    box = read(*BAY_PLAN, "LOC+147+0180280::5", "EQD+CN+MSKU7351770+22G1+++5", sent, type="BAPLIE")
    assert box.manifest.containers[0].goods == ""
    assert box.manifest.containers[0].references[0][0] == "FTX+AAA"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("FTX+AAA++TOYS", "TOYS"),
        ("FTX+AAA++USED CARS", "USED CARS"),
        ("FTX+AAA++9+TOYS", "TOYS"),
        ("FTX+AAA+++MT", "MT"),
        ("FTX+AAA++СОЛЬ", "СОЛЬ"),
    ],
)
def test_words_in_the_place_of_a_code_are_still_the_description(sent: str, text: str) -> None:
    (bill,) = read(*BAY_PLAN, *BILL, sent).manifest.consignments
    assert bill.goods[0].description == text


# ── names and addresses in a neighbouring element ───────────────────────────────────────────


def consignee(nad: str) -> tuple[Reading, Party]:
    reading = read(*BAY_PLAN, *BILL[:3], f"NAD+CN+{nad}", *BILL[4:], "FTX+AAA+++TOYS")
    return reading, reading.manifest.consignments[0].parties_as(PartyRole.CONSIGNEE)[0]


@pytest.mark.parametrize(
    ("sent", "name", "street"),
    [
        ("X+KELVIN SHIPPING PTE LTD+12 KEPPEL ROAD", "KELVIN SHIPPING PTE LTD", "12 KEPPEL ROAD"),
        ("+HEMA Logistics+Hoofdstraat 1", "HEMA Logistics", "Hoofdstraat 1"),
        ("+JOHN MILLER+Bahnhofweg 7a", "JOHN MILLER", "Bahnhofweg 7a"),
        ("+SAMPLE TRADING+JALAN SULTAN", "SAMPLE TRADING", "JALAN SULTAN"),
        ("+SAMPLE MILLS+P.O. BOX 77", "SAMPLE MILLS", "P.O. BOX 77"),
        ("+SAMPLE MILLS:2ND DOOR+12-14 MAIN ST+GATE 3", "SAMPLE MILLS", "12-14 MAIN ST, GATE 3, 2ND DOOR"),
    ],
)
def test_a_name_in_the_free_lines_with_the_street_in_its_place_is_the_name(sent: str, name: str, street: str) -> None:
    reading, party = consignee(sent)
    assert (party.name, party.address.street) == (name, street)
    assert party.lines[0] == name
    said(reading, "name-in-free-lines")


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("65424:109+1234 MAIN STREET+KATHY SMITH++BELTSVILLE+MD:163+20708+US", "KATHY SMITH"),
        ("++Sample Ltd+1 Street+Castries+++LC", "Sample Ltd"),
        ("+SAMPLE LTD:1 STREET:CASTRIES:SAINT LUCIA", "SAMPLE LTD"),
        ("++7 SEAS SHIPPING", "7 SEAS SHIPPING"),
        ("++STUDIO 54", "STUDIO 54"),
        ("++12 KEPPEL ROAD TRADING CO", "12 KEPPEL ROAD TRADING CO"),
        ("++KATHY LANE", "KATHY LANE"),
        ("+C/O MILLER+KATHY LANE", "KATHY LANE"),
        ("X+++12 KEPPEL ROAD+SINGAPORE+++098765", ""),
        ("X+SOMEBODY:12 KEPPEL ROAD", "SOMEBODY"),
    ],
)
def test_a_name_in_its_place_stays_the_name(sent: str, name: str) -> None:
    reading, party = consignee(sent)
    assert party.name == name
    assert not {"name-in-free-lines", "party-one-element-aside", "street-in-place-of-a-name"} & set(codes(reading))


def test_a_street_alone_in_the_place_of_the_name_is_no_name() -> None:
    reading, party = consignee("X++12 KEPPEL ROAD")
    assert (party.name, party.address.street, party.code) == ("", "12 KEPPEL ROAD", "X")
    said(reading, "street-in-place-of-a-name")


@pytest.mark.parametrize(
    ("sent", "name", "street", "city", "postcode", "country"),
    [
        (
            "+++HEMA Logistics+Hoofdstraat 1+Utrecht++1012AB+NL",
            "HEMA Logistics",
            "Hoofdstraat 1",
            "Utrecht",
            "1012AB",
            "NL",
        ),
        (
            "+++AVERIS TRADING+LOT 5 JALAN KLANG+KLANG++41000",
            "AVERIS TRADING",
            "LOT 5 JALAN KLANG",
            "KLANG",
            "41000",
            "",
        ),
        (
            "X+KELVIN PTE LTD+12 KEPPEL ROAD+SINGAPORE++098765+SG",
            "KELVIN PTE LTD",
            "12 KEPPEL ROAD",
            "SINGAPORE",
            "098765",
            "SG",
        ),
    ],
)
def test_a_party_one_element_aside_is_put_right_and_said(
    sent: str, name: str, street: str, city: str, postcode: str, country: str
) -> None:
    reading, party = consignee(sent)
    where = party.address
    assert (party.name, where.street, where.city, where.postcode, where.country) == (
        name,
        street,
        city,
        postcode,
        country,
    )
    said(reading, "party-one-element-aside")


def test_names_beside_their_places_are_read_of_travellers_senders_and_containers() -> None:
    people = read(
        "BGM+745",
        "NAD+MS++KELVIN AIR PTE LTD+12 KEPPEL ROAD",
        "TDT+20+XB1",
        "LOC+125+BGI",
        "LOC+87+UVF",
        "NAD+FL++++TESTER:ANNA+1 Sample Street+Castries++1012AB+LC",
        type="PAXLST",
    )
    assert people.manifest.reporting_party.name == "KELVIN AIR PTE LTD"
    (traveller,) = people.manifest.travellers
    assert (traveller.surname, traveller.given, traveller.address.country) == ("TESTER", "ANNA", "LC")
    assert {"name-in-free-lines", "party-one-element-aside"} <= set(codes(people))
    report = read(
        *BAY_PLAN[:2], "EQD+CN+MSKU7351770+22G1+++5", "NAD+CN++KELVIN SHIPPING PTE LTD+12 KEPPEL ROAD", type="COPRAR"
    )
    assert report.manifest.containers[0].references == (("NAD+CN", "KELVIN SHIPPING PTE LTD"),)


# ── parties of container messages ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("type", ["CODECO", "COPARN", "COPRAR", "COARRI", "VERMAS", "BAPLIE"])
def test_parties_of_a_container_message_and_of_its_containers_are_kept(type: str) -> None:
    reading = read(
        "BGM+34+G1+9",
        BAY_PLAN[1],
        "NAD+MS+XBAY",
        "NAD+SH++SHIPPER ONE LTD",
        "NAD+FW+++FORWARDER TWO SA",
        "CTA+IC+:ANNA",
        "LOC+147+0180280::5",
        "EQD+CN+MSKU7351770+45G1+++5",
        "NAD+CF+XBAY:160:20",
        "NAD+CN+++CONSIGNEE THREE",
        type=type,
    )
    named = {party.role: party.name for party in reading.manifest.parties}
    assert named == {
        PartyRole.CONSIGNOR: "SHIPPER ONE LTD",
        PartyRole.FORWARDER: "FORWARDER TWO SA",
        PartyRole.CONSIGNEE: "CONSIGNEE THREE",
    }
    assert reading.manifest.containers[0].carrier == "XBAY"


def test_a_party_of_the_header_that_has_no_role_in_bills_is_kept() -> None:
    reading = read(*BAY_PLAN[:2], "LOC+60+LCCAS", "NAD+TR+++SAMPLE TERMINAL", "NAD+CA+XBAY", *BILL, "FTX+AAA+++TOYS")
    assert [(party.role_sent, party.name) for party in reading.manifest.parties] == [("TR", "SAMPLE TERMINAL")]


def test_a_party_of_many_containers_is_kept_once() -> None:
    many = [each for at in range(5_000) for each in (f"EQD+CN+{box(at)}+22G1+++5", "NAD+CN+++CONSIGNEE THREE")]
    (party,) = read("BGM+34+G1+9", BAY_PLAN[1], *many, type="COPRAR").manifest.parties
    assert party.name == "CONSIGNEE THREE"


# ── answers about bills ─────────────────────────────────────────────────────────────────────


def answered(*segments: str) -> list[tuple[str, str, str]]:
    reading = read(*segments, type="CUSRES", release="D:03B")
    return [(each.bill, each.code, each.text) for each in reading.manifest.answers]


@pytest.mark.parametrize("kind", ["AAM", "BM", "MB", "XC", "BH", "AWB"])
def test_an_answer_is_tied_to_the_bill_that_it_names(kind: str) -> None:
    hold = ("ERP+2", f"RFF+{kind}:BILL1", "ERC+060", "FTX+AAO+++Shipment Hold")
    assert answered("BGM+962+M1+9", *hold) == [("BILL1", "060", "Shipment Hold")]
    behind = ("ERP+2:1756", "ERC+34", f"RFF+{kind}:BILL1")
    assert answered("BGM+962+M1+9", *behind) == [("BILL1", "34", "")]
    first = (f"RFF+{kind}:BILL1", "ERP+1", "ERC+060", "FTX+AAO+++Shipment Hold")
    assert answered("BGM+962+M1+9", *first) == [("BILL1", "060", "Shipment Hold")]


def test_answers_behind_the_description_of_a_bill_are_about_it_and_those_of_the_whole_are_not() -> None:
    of_whole = ("ERP+1", "ERC+509", "FTX+AAO+++Manifest Rejected")
    described = ("DOC+950:ZZZ+55400", "RFF+AAM:BILL1", "NAD+CN+++SAMPLE TRADING", "CST+1")
    points = ("ERP+2", "ERC+017", "ERP+2", "ERC+060", "DOC+704+BILL2", "ERP+2", "ERC+033")
    assert answered("BGM+132:::STANDARD+XTRK01+22", *of_whole, *described, *points) == [
        ("", "509", "Manifest Rejected"),
        ("BILL1", "017", ""),
        ("BILL1", "060", ""),
        ("BILL2", "033", ""),
    ]


def test_a_bill_behind_the_last_answer_is_said_to_be_unclear() -> None:
    reading = read("BGM+962+M1+9", "ERP+1", "ERC+060", "DOC+950:ZZZ+1", "RFF+AAM:BILL1", type="CUSRES")
    assert [each.bill for each in reading.manifest.answers] == [""]
    assert any("060" in line for line in summary_lines(reading))
    assert said(reading, "answer-bill-unclear").sent == "BILL1"


@pytest.mark.parametrize(
    ("code", "text"), [("4", "Goods released"), ("5", "Goods required for examination"), ("7", "Goods detained")]
)
def test_goods_that_are_released_or_held_without_an_error_point_are_an_answer_about_the_bill(
    code: str, text: str
) -> None:
    sent = (
        "BGM+:::257+88888+11",
        "LOC+22+0497:129::3072",
        "DTM+58:202611250820:203",
        f"GIS+{code}",
        "RFF+XC:10207000067891",
    )
    assert answered(*sent) == [("10207000067891", code, text)]
    assert answered(*sent[:4], "ERP+2:0001", "RFF+XC:10207000067891") == [("10207000067891", code, text)]
    reading = read(*sent, type="CUSRES")
    assert not {"nothing-answered", "answer-kind-missing", "answer-code-missing"} & set(codes(reading))
    assert view(reading, "f")["answers"] == [{"bill": "10207000067891", "code": code, "text": text}]


def test_each_status_is_about_the_bills_behind_it() -> None:
    assert answered("BGM+962+M1+9", "GIS+4", "RFF+XC:A", "RFF+XC:B", "GIS+5", "RFF+XC:C", "GIS+99", "RFF+XC:D") == [
        ("A", "4", "Goods released"),
        ("B", "4", "Goods released"),
        ("C", "5", "Goods required for examination"),
        ("D", "99", ""),
    ]


# ── nothing invented ────────────────────────────────────────────────────────────────────────


def test_a_report_without_a_transport_has_no_mode() -> None:
    reading = read("BGM+257+1+9", "LOC+60+0497", "DTM+132:202611250820:203", type="CUSREP")
    shown = view(reading, "f")["voyage"]
    assert isinstance(shown, dict)
    assert "mode" not in shown
    assert shown["legs"][0]["to"] == "0497"
    assert not any(line.startswith("sea") for line in summary_lines(reading))


def test_a_bill_without_a_number_and_a_transport_that_names_nothing_leave_no_empty_values() -> None:
    reading = read(*BAY_PLAN, "EQD+CN+MSKU7351770+22G1+++5", "CNI+1", "TDT+30", *BILL[2:], "SGP+MSKU7351770+10")
    assert reading.manifest.containers[0].bills == ()
    assert reading.manifest.consignments[0].onward == ()
