"""Convert Passenger to TIF and its segments: frequent flyer, services, tickets, fares, forms of payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov_xml.locators import contacts
from roadstead.engine.formats.passengers.pnrgov_xml.services import services
from roadstead.engine.formats.passengers.pnrgov_xml.write import References, segment_at
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.formats.redaction.xml_names import HISTORIES
from roadstead.engine.syntax.xml import Element

PASSENGERS: Final = ("passenger", "traveler", "traveller")
FLIGHT: Final = "flight"
ELSEWHERE: Final = (FLIGHT, *HISTORIES)
SURNAMES: Final = ("surname", "lastname", "familyname")
NUMBERS: Final = ("rph", "id", "passengerreference", "refnumber")


def passengers(pnr: Element) -> list[Element]:
    """Return the passengers named in the booking itself, not those referred to at check-in and in the history.

    Some senders write one Flight for each traveller, with the name in it.
    """
    found = pnr.within(*PASSENGERS, *ELSEWHERE)
    return [each for each in found if each.key in PASSENGERS or (each.key == FLIGHT and each.child(*SURNAMES))]


def passenger(element: Element, references: References, carrier: str) -> Iterator[NumberedSegment]:
    """Yield the segments of one traveller, with or without documents."""
    name = element.child("personname", "passengername", "name") or element
    family = name.value(*SURNAMES) or _bare(name)
    surname = " ".join(each for each in (name.value("surnameprefix"), family) if each)
    given = " ".join(each for each in (name.value("givenname", "firstname"), name.value("middlename")) if each)
    name.value("nametitle", "nameprefix")
    element.value("surnamerefnumber", "accompaniedbyinfantind", "boardingstatus")
    sent = element.value(*NUMBERS) if element.key != FLIGHT else ""
    reference = references.add(sent)
    yield segment_at(element, ["TIF"], [surname], [given, _age(element), reference])
    if sent and sent != reference:
        yield segment_at(element, ["REF"], ["", sent])
    for loyal in element.each("custloyalty", "frequentflyer"):
        yield segment_at(loyal, ["FTI"], [loyal.value("programid", "vendorcode"), loyal.value("membershipid", "id")])
    if element.key == FLIGHT:
        return
    yield from services(element, references, carrier)
    yield from contacts(element)
    for each in (element, *element.within("ticketdocument", "ticket", "fareinfo")):
        yield from _paid(each)


def _bare(name: Element) -> str:
    """Return a name in one piece ("ROE/JANE MS"), which the reader of the segment divides."""
    return "" if name.key in (*PASSENGERS, FLIGHT) else name.own()


def _age(element: Element) -> str:
    fare = element.first("fareinfo")
    age = (element.value("passengertypecode", "ptccode") or (fare.value("ptccode") if fare else "")).upper()[:3]
    return "" if MARK.startswith(age) else age


def _paid(element: Element) -> Iterator[NumberedSegment]:
    ticket = element.value("ticketdocumentnbr", "ticketnumber") if element.key != "fareinfo" else ""
    if ticket:
        yield segment_at(element, ["TKT"], [ticket])
        element.value("type", "dateofissue", "primarydocind", "ticketlocation")
    for fare in element.each("totalfare"):
        yield segment_at(fare, ["MON"], ["T", fare.value("amount"), fare.value("currencycode")])
    yield from payments(element)


def payments(element: Element) -> Iterator[NumberedSegment]:
    for each in element.each("paymentinfo", "payment", "paymentcard"):
        card = each.child("paymentcard") or each
        form = each.value("paymenttype", "type") or ("CC" if card.key == "paymentcard" else "")
        yield segment_at(
            each,
            ["FOP"],
            [
                form,
                "",
                each.value("paymentamount", "amount"),
                card.value("vendorcode", "cardcode"),
                card.value("accountnbr", "accountnumber", "cardnumber", "cardnbr", "number"),
                card.value("expirydate", "expiredate"),
            ],
        )
        for other in (each, card):
            other.value("paymentuse", "cardholdername", "seriescode")
