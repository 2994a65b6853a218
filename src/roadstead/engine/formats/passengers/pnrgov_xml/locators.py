"""Convert BookingRefID to RCI, POS to ORG, ContactInfo to ADD and IFT."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov_xml.write import segment_at
from roadstead.engine.syntax.xml import Element

CONTACTS: Final = ("contactinfo", "contact", "address")
PHONES: Final = ("phonenumber", "telephone")
EMAILS: Final = ("emailaddress", "email")


def locators(parent: Element, day: str, time: str) -> Iterator[NumberedSegment]:
    """Yield RCI+carrier:locator::date:time, one for each; the sender's own comes first."""
    for each in parent.each("bookingrefid"):
        company = each.child("companyname")
        system = each.value("companycode")
        if company is not None:
            system = company.value("code", "companycode") or company.own() or system
            company.value("travelsector", "codecontext", "companyshortname")
        each.value("type", "context")
        yield segment_at(each, ["RCI"], [system.upper(), (each.value("id") or each.own()).upper(), "", day, time])


def agency(pnr: Element) -> Iterator[NumberedSegment]:
    """Yield ORG+system:place+number:office+place++++country+agent."""
    source = pnr.first("source")
    if source is None:
        return
    requestor = source.child("requestorid")
    company = requestor.child("companyname") if requestor else None
    kind = requestor.value("type") if requestor else ""
    number = source.value("erspuserid", "iatanumber", "iatanbr") or (requestor.value("id") if requestor else "")
    name = (company.value("companyshortname") or company.own() or company.value("code")) if company else ""
    place = source.value("airportcode").upper()
    yield segment_at(
        source,
        ["ORG"],
        [source.value("airlinevendorid").upper(), place],
        [number, source.value("pseudocitycode") or name],
        [place],
        [""],
        [kind[:1]],
        [source.value("isocountry").upper()],
        [source.value("agentsine")],
    )
    source.value("isocurrency", "agentdutycode")


def contacts(parent: Element) -> Iterator[NumberedSegment]:
    """Yield addresses, telephones and e-mails, at any depth of the contact."""
    for each in parent.each(*CONTACTS):
        yield _address(each)
        yield from _contact_segments(each)
    yield from _contact_segments(parent)


def _address(each: Element) -> NumberedSegment:
    at = each.child("address") or each
    street = at.value("streetnmbr", "streetnumber")
    line = at.value("addressline", "address", "street")
    at.value("phonetype", "phonelocationtype")
    for aside in at.each("streetnmbr"):
        aside.value("streetnmbrsuffix", "streetdirection")
    region, city = at.value("stateprov", "statecode"), at.value("cityname", "city")
    street = " ".join(word for word in (street, line) if word)
    country = at.value("countrycode", "countryname", "country")
    return segment_at(
        each, ["ADD"], [""], ["700", street, city, region, "", country, at.value("postalcode", "postcode")]
    )


def _contact_segments(each: Element) -> Iterator[NumberedSegment]:
    said = {
        "CTCP": [*_values(each, PHONES)],
        "CTCE": [*_values(each, EMAILS)],
    }
    for keyword, values in said.items():
        for value in values:
            yield segment_at(each, ["IFT"], ["4", "28"], [f"{keyword} {value}"])


def _values(each: Element, names: tuple[str, ...]) -> Iterator[str]:
    own = each.value(*names)
    if own:
        yield own
    for child in each.each(*names):
        other = child.value("phonenumber", "emailaddress", "number") or child.own()
        if other and other != own:
            yield other
