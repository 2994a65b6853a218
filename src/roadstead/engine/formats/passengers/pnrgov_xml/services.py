"""Convert SSR and DOC_SSR to SSR segments; attributes of DOCS, DOCA and DOCO become a text between slashes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from roadstead.engine.formats.passengers.pnrgov.groups import NumberedSegment
from roadstead.engine.formats.passengers.pnrgov_xml.write import IN_SLASHES, References, day, segment_at
from roadstead.engine.formats.redaction.kinds import MARK
from roadstead.engine.formats.redaction.services import retained_part
from roadstead.engine.syntax.xml import Element

SERVICES: Final = ("ssr", "docssr", "specialservicerequest")
CODES: Final = ("ssrcode", "code", "servicecode", "ssrtype", "type")
TEXT: Final = ("text", "freetext", "remark", "description")
NAMES: Final = ("givenname", "firstgivenname")
DOCS: Final = (
    ("traveldoctype", "documenttype", "doctype", "type"),
    ("issuingloc", "issuingcountry", "issuer"),
    ("traveldocnbr", "documentnumber", "documentnbr", "docnumber", "number", "id"),
    ("paxnationality", "nationality"),
    ("dateofbirth", "birthdate", "dob"),
    ("gender",),
    ("expirydate", "expiredate", "expirationdate", "effectivedate"),
    ("surname",),
    ("firstgivenname", "givenname"),
    ("secondgivenname", "middlename"),
)
DOCA: Final = (
    ("addresstype", "type"),
    ("country", "countrycode", "countryname"),
    ("address", "addressline", "streetnmbr"),
    ("cityname", "city"),
    ("stateprovcounty", "stateprov"),
    ("postalcode", "postcode"),
)
DOCO: Final = (
    ("birthlocation",),
    ("traveldoctype", "type"),
    ("traveldocnbr", "documentnumber", "number"),
    ("placeofissue",),
    ("dateofissue", "issuedate"),
    ("countrystate", "country"),
)
FIELDS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {"DOCS": DOCS, "DOCA": DOCA, "DOCO": DOCO}
DATES: Final = {"dateofbirth", "expirydate", "dateofissue"}
SEATS: Final = "seat"


def services(parent: Element, references: References, carrier: str) -> Iterator[NumberedSegment]:
    for element in parent.each(*SERVICES):
        yield from _service(element, references, carrier)


def _service(element: Element, references: References, carrier: str) -> Iterator[NumberedSegment]:
    documents = [child for child in element.children if child.key.upper() in FIELDS]
    code = (element.value(*CODES) or (documents[0].key if documents else "")).upper()
    if code == MARK or not retained_part(code):
        element.take_all()
        yield segment_at(element, ["SSR"], [MARK])
        return
    airline = element.child("airline", "flightinfo", "airlinecode")
    texts = [_slashes(child) for child in documents] or [element.value(*TEXT) or element.own()]
    of = references.of(element.value("rph", "passengerrph", "passengerrphs", "passengerreference"))
    element.value("surnamerefnumber")
    head = [
        code,
        element.value("status").upper(),
        element.value("servicequantity", "quantity"),
        (airline.value("code", "companycode") or airline.own() if airline else "") or carrier,
        "",
        "",
        element.value("boardpoint").upper(),
        element.value("offpoint").upper(),
    ]
    for text in texts:
        yield _segment(element, head, text, code, of)


def _segment(element: Element, head: list[str], text: str, code: str, of: list[str]) -> NumberedSegment:
    """Return one segment: a seat comes before each reference, any other text at the end of the first element."""
    seat = text if retained_part(code) == SEATS else ""
    details = [[seat, "", reference] for reference in of] or ([[seat]] if seat else [])
    return segment_at(element, ["SSR"], [*head, "" if seat else text], *details)


def _slashes(element: Element) -> str:
    """Return `/P/BRB/T0000001/BRB/30DEC2002/F/30AUG2031/ROE/JANE/ANN`, as far as sent."""
    code = element.key.upper()
    values = [_value(element, names) for names in FIELDS[code]]
    if not any(values):
        return element.value(*TEXT) or element.own()
    element.value("primaryholderind")
    text = "/".join(values).rstrip("/")
    return f"/{text}" if code == "DOCS" else text if code == "DOCA" else f"/{text}"


def _value(element: Element, names: tuple[str, ...]) -> str:
    sent = element.value(*names)
    return day(sent) if names[0] in DATES and sent and sent != MARK else sent.translate(IN_SLASHES)
