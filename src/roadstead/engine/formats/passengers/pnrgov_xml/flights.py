"""Convert FlightLeg and Flight to TVL, with the travellers' services, check-in, seats and bags on that flight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov_xml.locators import locators
from roadstead.engine.formats.passengers.pnrgov_xml.services import services
from roadstead.engine.formats.passengers.pnrgov_xml.write import References, number, segment_at, when
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.syntax.xml import Element

AIRLINE: Final = ("code", "companycode", "airlinecode", "carriercode")
KILOGRAMS: Final = {"700", "K", "KG", "KGM", "KILOGRAM", "KILOGRAMS"}
POUNDS: Final = {"701", "L", "LB", "LBR", "LBS", "POUND", "POUNDS"}
TAGS: Final = ("bagtagnbr", "bagtagnumber", "baggagetag", "tagnumber", "bagtag", "serialnumber")


def tvl(element: Element, notes: Notebook) -> NumberedSegment:
    """Return TVL+date:time:date:time+from+to+carrier:operator+number:class."""
    origin, destination = _airport(element, "departureairport"), _airport(element, "arrivalairport")
    carrier, operator = _airline(element, "marketingairline"), _airline(element, "operatingairline")
    carrier = carrier or element.value("carriercode", "airlinecode").upper() or operator
    departs = when(_time(element, "departure"), "departure time", element, notes)
    arrives = when(_time(element, "arrival"), "arrival time", element, notes)
    element.value("datechangenbr")
    return segment_at(
        element,
        ["TVL"],
        [*departs, *arrives],
        [origin],
        [destination],
        [carrier, operator if operator != carrier else ""],
        [number(carrier, element.value("flightnumber", "number")), element.value("resbookdesigcode").upper()],
    )


def flight(element: Element, references: References, notes: Notebook) -> Iterator[NumberedSegment]:
    """Yield the segments of one flight of a booking and of its children."""
    booked = tvl(element, notes)
    carrier = booked.segment[4][0]
    yield booked
    operating = element.child("operatingairline")
    flown = operating.value("flightnumber") if operating else ""
    if operating is not None and flown:
        operator = _airline(element, "operatingairline")
        yield segment_at(operating, ["TRA"], [operator or carrier], [number(operator, flown)])
        operating.value("resbookdesigcode")
    yield segment_at(element, ["RPI"], [element.value("numberinparty")], [element.value("status").upper()])
    yield from locators(element, "", "")
    yield from services(element, references, carrier)
    for each in element.each("checkininfo", "checkin"):
        yield from _check_in(each, references, carrier)


def most_flown(bookings: list[Element]) -> Element | None:
    """Return the flight that most bookings hold, the first of them in a tie: the one they were sent for."""
    flights = [each for pnr in bookings for each in pnr.within("flight")]
    keys = [
        (_time(each, "departure"), each.value("flightnumber"), _airport(each, "departureairport")) for each in flights
    ]
    best = max(Counter(keys).items(), key=lambda item: item[1], default=(None, 0))[0]
    return flights[keys.index(best)] if best is not None else None


def _airport(element: Element, name: str) -> str:
    airport = element.child(name)
    return (airport.value("locationcode", "code") or airport.own() if airport else element.value(name)).upper()


def _airline(element: Element, name: str) -> str:
    airline = element.child(name)
    return (airline.value(*AIRLINE) or airline.own() if airline else element.value(name)).upper()


def _time(element: Element, name: str) -> str:
    """Return DepartureDateTime (ArrivalDateTime), or a date and a time joined."""
    apart = f"{element.value(f'{name}date')} {element.value(f'{name}time')}".strip()
    return element.value(f"{name}datetime") or apart


def _check_in(element: Element, references: References, carrier: str) -> Iterator[NumberedSegment]:
    of = references.of(element.value("rph", "passengerrph", "passengerref", "passengerreference")) or [""]
    boarding = element.value("boardingnumber", "sequencenumber")
    element.value("checkedinind", "checkinind", "surnamerefnumber")
    seat = element.value("seatnumber", "seatnbr", "seat") or _seat(element)
    for reference in of:
        yield segment_at(element, ["TRI"], [""], [boarding, "", "", reference])
        if seat:
            yield segment_at(element, ["SSD"], [seat])
        yield from _bags(element, carrier)


def _seat(element: Element) -> str:
    seat = element.child("seatinfo")
    if seat is None:
        return ""
    return seat.value("rownumber") + seat.value("seatnumber", "seatnbr", "seat") or seat.own()


def _bags(element: Element, carrier: str) -> Iterator[NumberedSegment]:
    for info in element.each("baginfo", "bags"):
        tags = [tag for each in info.walk() if (tag := each.value(*TAGS))]
        count = info.value("bagcount", "bagtotal", "numberofbags", "bagquantity", "quantity") or str(len(tags) or "")
        weight = info.value("weight", "bagweight", "unitofmeasurequantity")
        unit = info.value("unitofmeasurecode", "unitofmeasure").upper()
        code = "700" if unit in KILOGRAMS else "701" if unit in POUNDS else unit
        numbers = [[carrier or "XX", tag] for tag in tags]
        yield segment_at(info, ["TBD"], [""], [count, weight, code], ["HP"], *numbers)
        for each in info.walk():
            each.value("bagdestination", "destination", "sequencecount")
