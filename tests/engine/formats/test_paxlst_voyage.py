"""The voyage of a list: flights, ships and trucks, with places and times in whatever order they are sent."""

from __future__ import annotations

import pytest

from roadstead.engine.records import Leg, Mode
from tests.engine.formats.paxlst_samples import FLIGHT, codes, only, read


def test_a_flight_without_carrier_tells_it_by_its_number() -> None:
    voyage = read(flight=FLIGHT.replace("+XA123+++XA", "+B2740")).manifest.voyage
    assert (voyage.carrier, voyage.number) == ("B2", "B2740")
    assert voyage.key == "air/B2/740/2026-11-25/LGW"


def test_calls_of_one_transport_make_a_leg_each() -> None:
    calls = (
        "TDT+20+XA9+++XA'LOC+92+JFK'DTM+189:2611250900:201'LOC+125+MIA'DTM+232:2611251200:201'"
        "LOC+125+MIA'DTM+189:2611251300:201'LOC+87+KIN'DTM+232:2611251500:201'"
    )
    assert read(flight=calls).manifest.voyage.legs == (
        Leg(origin="JFK", destination="MIA", departure="2026-11-25T09:00", arrival="2026-11-25T12:00", number="XA9"),
        Leg(
            origin="MIA",
            destination="KIN",
            departure="2026-11-25T13:00",
            arrival="2026-11-25T15:00",
            number="XA9",
            crosses_border=True,
        ),
    )


DEPARTS, ARRIVES = "DTM+189:2611250900:201'", "DTM+232:2611251340:201'"


@pytest.mark.parametrize(
    "sent",
    [
        f"LOC+125+LGW'{DEPARTS}LOC+87+BGI'{ARRIVES}",
        f"LOC+87+BGI'{ARRIVES}LOC+125+LGW'{DEPARTS}",
        f"LOC+125+LGW'LOC+87+BGI'{DEPARTS}{ARRIVES}",
        f"LOC+87+BGI'LOC+125+LGW'{DEPARTS}{ARRIVES}",
        f"{DEPARTS}{ARRIVES}LOC+125+LGW'LOC+87+BGI'",
        f"{DEPARTS}LOC+125+LGW'{ARRIVES}LOC+87+BGI'",
        f"{ARRIVES}LOC+87+BGI'{DEPARTS}LOC+125+LGW'",
        f"LOC+125+LGW'{ARRIVES}{DEPARTS}LOC+87+BGI'",
        f"LOC+125+L GW'{DEPARTS}DTM+136:2611250915:201'LOC+87+BGI'DTM+132:2611251355:201'{ARRIVES}",
    ],
)
def test_a_flight_is_the_same_in_whatever_order_its_places_and_times_come(sent: str) -> None:
    assert read(flight=f"TDT+20+XA123'{sent}").manifest.voyage.legs == read().manifest.voyage.legs


def test_legs_are_put_in_the_order_of_travel() -> None:
    hops = ("LOC+92+ANU'LOC+92+BGI'", "LOC+125+LGW'LOC+87+ANU'", "LOC+92+BGI'LOC+92+POS'")
    legs = read(flight="".join(f"TDT+20+XA10+++XA'{hop}" for hop in hops)).manifest.voyage.legs
    assert [(leg.origin, leg.destination) for leg in legs] == [("LGW", "ANU"), ("ANU", "BGI"), ("BGI", "POS")]


def test_there_and_back_stay_as_sent() -> None:
    hops = ("LOC+125+ANU'LOC+87+LGW'", "LOC+125+LGW'LOC+87+ANU'")
    legs = read(flight="".join(f"TDT+20+XA10+++XA'{hop}" for hop in hops)).manifest.voyage.legs
    assert [leg.origin for leg in legs] == ["ANU", "LGW"]


@pytest.mark.parametrize(
    ("sent", "carrier"),
    [
        ("XA0123", "XA"),
        ("BA 0215", "BA"),
        ("BAW215", "BAW"),
        ("4X1234A", "4X"),
        ("B62740", "B6"),
        ("1234", ""),
        ("N123AB", ""),
        ("0215+++ba", "BA"),
        ("XA123+++:::SAMPLE AIR", "XA"),
        ("+++:::SAMPLE AIR", "SAMPLE AIR"),
    ],
)
def test_the_carrier_is_sent_or_stands_in_the_number(sent: str, carrier: str) -> None:
    assert read(flight=FLIGHT.replace("XA123+++XA", sent)).manifest.voyage.carrier == carrier


def test_a_registration_in_place_of_the_number_names_no_airline() -> None:
    voyage = read(flight=FLIGHT.replace("XA123+++XA", "N12345+4+++++N12345:ZZZ")).manifest.voyage
    assert (voyage.carrier, voyage.number, voyage.craft.registration) == ("", "N12345", "N12345")
    assert voyage.key == "air//N12345/2026-11-25/LGW"


def test_the_main_carriage_names_the_voyage() -> None:
    voyage = read(flight="TDT+10+XA1'LOC+92+ANU'LOC+92+LGW'" + FLIGHT).manifest.voyage
    assert (voyage.number, [leg.number for leg in voyage.legs]) == ("XA123", ["XA1", "XA123"])


def test_a_ship_calls_in_the_order_its_codes_tell() -> None:
    ship = "TDT+20+048S+1'LOC+87+BBBGI'DTM+132:2611261800:201'LOC+94+TTPOS'LOC+61+LCCAS'"
    legs = read(flight=ship).manifest.voyage.legs
    assert [(leg.origin, leg.destination, leg.arrival) for leg in legs] == [
        ("TTPOS", "BBBGI", "2026-11-26T18:00"),
        ("BBBGI", "LCCAS", ""),
    ]


@pytest.mark.parametrize("sent", [":::SAMPLE ISLANDER", "SAMPLE ISLANDER", "8PAB2:103::SAMPLE ISLANDER"])
def test_a_ship_without_number_has_a_name(sent: str) -> None:
    assert read(flight=f"TDT+20+048S+1+++++{sent}'LOC+125+TTPOS'").manifest.voyage.craft.name == "SAMPLE ISLANDER"


def test_a_ship_calls_at_ports_and_has_a_name() -> None:
    ship = "TDT+20+048S++++++9074729:146::SAMPLE ISLANDER:BRB'LOC+125+TTPOS'LOC+87+BBBGI'"
    voyage = read(flight=ship).manifest.voyage
    assert (voyage.mode, voyage.number) == (Mode.SEA, "048S")
    assert (voyage.craft.imo, voyage.craft.name, voyage.craft.flag) == ("9074729", "SAMPLE ISLANDER", "BRB")


def test_an_imo_number_with_a_wrong_check_digit_is_kept_and_said() -> None:
    reading = read(flight="TDT+20+048S+1++++9074720:146::SAMPLE'".replace("++++9", "+++++9") + "LOC+125+TTPOS'")
    assert reading.manifest.voyage.craft.imo == "9074720"
    assert "imo-number-wrong" in codes(reading)


@pytest.mark.parametrize(
    ("flight", "code"),
    [
        ("", "voyage-missing"),
        (FLIGHT.replace("+XA123+++XA", ""), "voyage-number-missing"),
        (FLIGHT.replace("XA123", "XA123XXXXXXX"), "flight-number-too-long"),
        (FLIGHT.replace("LOC+87+BGI", "LOC+87"), "port-missing"),
        (FLIGHT.replace("BGI", "BRIDGETOWN"), "port-not-a-code"),
        (FLIGHT.replace("2611250900", "2611259900"), "departure-time-impossible"),
        (FLIGHT + "TDT+20+AX123+++AX'LOC+92+BGI'LOC+92+ANU'", "flight-differs-between-legs"),
        (FLIGHT + FLIGHT.replace("XA123", "YB6789"), "codeshare"),
        (FLIGHT + "TDT+20+YB6789+++YB'", "codeshare"),
        (FLIGHT + "DTM+189:2611251400:201'", "time-of-no-leg"),
        (FLIGHT.replace("LOC+87", "DTM+136:2611250915:201'LOC+87"), "second-departure-time"),
    ],
)
def test_a_damaged_voyage_is_said_and_keeps_its_travellers(flight: str, code: str) -> None:
    reading = read(flight=flight)
    assert code in codes(reading)
    assert only(reading).born == "1980-04-16"


def test_an_access_reference_that_names_another_flight_is_said() -> None:
    assert "access-reference-names-another-flight" in codes(read(unh="+XB900/261125/0900"))
    assert "access-reference-names-another-flight" not in codes(read(unh="+XA123/261125/0900"))


@pytest.mark.parametrize("element", [7, 8, 9])
def test_a_ship_is_known_one_element_beside_hers(element: int) -> None:
    reading = read(flight=f"TDT+20+V12+1{'+' * (element - 3)}9074729:146::SEA BREEZE:BS'LOC+5+MQFDF'LOC+8+LCCAS'")
    craft = reading.manifest.voyage.craft
    assert (craft.imo, craft.name, craft.flag) == ("9074729", "SEA BREEZE", "BS")
    assert ("craft-in-another-element" in codes(reading)) == (element != 8)


def test_a_truck_at_a_customs_port_of_four_digits_is_a_truck() -> None:
    voyage = read(flight="TDT+11+TRIP7+++XXAA'DTM+132:202611251300:203'LOC+60+2304'").manifest.voyage
    assert (voyage.mode, voyage.legs[0].destination) == (Mode.ROAD, "2304")


def test_a_time_that_is_sent_twice_is_one() -> None:
    reading = read(flight=f"TDT+20+XA123'{DEPARTS}{ARRIVES}LOC+125+LGW'{DEPARTS}LOC+87+BGI'{ARRIVES}LOC+92+POS'")
    assert "time-of-no-leg" not in codes(reading)


def test_bags_that_are_not_numbered_are_empty_and_not_misunderstood() -> None:
    found = codes(read(people="NAD+FL+++ROE:JANE'MEA+CT++'"))
    assert "empty-composites" in found
    assert "bags-not-understood" not in found
