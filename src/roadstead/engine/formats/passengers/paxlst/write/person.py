"""Write group 4, a person, and group 5, the documents, in the order of the directory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import PLACES, REFERENCES, ROLES
from roadstead.engine.formats.passengers.paxlst.write.segment import Element, Segment, contacts, future, past, place
from roadstead.engine.records import Address, Document, Role, Traveller

CODES_OF_ROLES: Final[Mapping[Role, str]] = {
    role: next(code for code, known in ROLES.items() if known is role) for role in Role
}
SEEN: Final = "173"
NOT_SEEN: Final = "174"
OF_DHS: Final = ("110", "111")  # 1131 and 3055: the lists of document and crew types that all have adopted
CREW_CATEGORY: Final = re.compile(r"CR[1-9]")
SEVERAL: Final = re.compile(r"(.+) x(\d{1,2})", re.DOTALL)  # a tag and the number of bags, as the reader writes them


def person(traveller: Traveller, flight_date: str) -> Iterator[Segment]:
    """Yield a person's segments. `flight_date`: the day against which the reader will resolve a two-digit year."""
    yield ["NAD", CODES_OF_ROLES[traveller.role], "", "", _names(traveller), *_address(traveller.address)]
    if traveller.sex:
        yield ["ATT", "2", "", traveller.sex]
    if traveller.born:
        yield ["DTM", ["329", *past(traveller.born, flight_date)]]
    yield from _bags(traveller)
    for code, (field, _) in PLACES.items():
        if where := getattr(traveller, field):
            yield ["LOC", code, place(where)]
    yield from contacts(traveller.contact)
    if traveller.employment:
        yield _employment(traveller.employment)
    if traveller.nationality:
        yield ["NAT", "2", traveller.nationality]
    yield from _references(traveller)
    for document in traveller.documents:
        yield from _document(document, flight_date)


def _names(traveller: Traveller) -> Element:
    return [traveller.surname, *traveller.given.split(maxsplit=1)]


def _address(address: Address) -> Segment:
    return [address.street, address.city, address.region, address.postcode, address.country]


def _bags(traveller: Traveller) -> Iterator[Segment]:
    """Yield MEA, GEI and FTX, in the order of the directory."""
    bags = traveller.bags
    if bags.count is not None:
        yield ["MEA", "CT", "", ["", str(bags.count)]]
    if bags.weight_kg is not None:
        yield ["MEA", "WT", "", ["KGM", f"{bags.weight_kg:g}"]]
    if traveller.verified is not None:
        yield ["GEI", "4", SEEN if traveller.verified else NOT_SEEN]
    for tag in bags.tags:
        several = SEVERAL.fullmatch(tag)
        yield ["FTX", "BAG", "", "", [several[1], several[2]] if several else [tag, "1"]]


def _employment(sent: str) -> Segment:
    """Return EMP with a crew category (CR1 to CR5) in C948, or a rank or occupation in C951."""
    if CREW_CATEGORY.fullmatch(sent):
        return ["EMP", "1", [sent, *OF_DHS]]
    return ["EMP", "1", "", ["", "", "", sent]]


def _references(traveller: Traveller) -> Iterator[Segment]:
    for code, (field, _) in REFERENCES.items():
        value = traveller.seat if field == "seat" else getattr(traveller.references, field)
        if value:
            yield ["RFF", [code, value]]


def _document(document: Document, flight_date: str) -> Iterator[Segment]:
    yield ["DOC", [document.type, *OF_DHS], document.number]
    if document.expires:
        yield ["DTM", ["36", *future(document.expires)]]
    if document.issued:
        yield ["DTM", ["182", *past(document.issued, flight_date)]]
    if document.issuer:
        yield ["LOC", "91", document.issuer]
