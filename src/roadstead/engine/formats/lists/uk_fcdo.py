"""UK Sanctions List of the Foreign, Commonwealth and Development Office (FCDO) as XML: <Designation> elements.

Aliases of low quality are weak. "dd/mm/1962" is a birth of which only the year is known. Ids are the list's UniqueID.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import kinds, uk_common, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.nodes import Node
from roadstead.engine.formats.lists.streams import elements, until_damaged
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry

LIST: Final = "UK Sanctions List"
PARTS: Final = tuple(f"Name{n}" for n in range(1, 7))
ADDRESS: Final = (*(f"AddressLine{n}" for n in range(1, 7)), "AddressPostalCode", "AddressCountry")
NOT_NEEDED: Final = (
    "LastUpdated", "OFSIGroupID", "UNReferenceNumber", "DesignationSource", "SanctionsImposedIndicators",
    "PhoneNumbers", "EmailAddresses", "Websites", "EntityDetails", "NonLatinScriptType", "NonLatinScriptLanguage",
    "Title",
    "Titles", "TonnageOfShipDetails", "LengthOfShipDetails", "YearsBuilt", "CurrentOwnerOperators",
    "HullIdentificationNumbers",
    "PreviousOwnerOperators", "PreviousFlags",
)  # fmt: skip
# Element of all documents, of one document (also the prefix of its number and details), type (ICAO Doc 9303).
DOCUMENT_ELEMENTS: Final = (
    ("PassportDetails", "Passport", "P"),
    ("NationalIdentifierDetails", "NationalIdentifier", "I"),
)


def recognises(head: bytes) -> bool:
    return re.search(rb"<Designations[\s>].*<Designation[\s>]", head.replace(b"\0", b""), re.S) is not None


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. A truncated file gives the entries before the break and a problem."""
    loading.list = LIST
    return until_damaged((entry(node, loading.tally) for node in _nodes(loading)), loading)


def _nodes(loading: Loading) -> Iterator[Node]:
    for element in elements(loading.content, ("DateGenerated", "Designation")):
        node = Node(element, loading.tally)
        if node.tag == "Designation":
            yield node
        else:
            loading.published = uk_common.day(node.own_text)[:10]


def entry(node: Node, tally: Tally) -> Entry:
    """Map one designation. The primary name comes first; an alias of low quality is weak."""
    names, native = node.find_all("Names", "Name"), node.find_all("NonLatinNames", "NonLatinName")
    persons, ships = node.find_all("IndividualDetails", "Individual"), node.find_all("ShipDetails", "Ship")
    called = sorted((_name(name) for name in names), key=lambda found: found[2])
    strong = [text for text, weak, _ in called if not weak]
    kind = kinds.kind(node.take("IndividualEntityShip"), strong[0] if strong else "")
    addresses = (values.address(map(each.take, ADDRESS)) for each in node.find_all("Addresses", "Address"))
    made = Entry(
        id=node.take("UniqueID"),
        list=LIST,
        kind=kind,
        names=values.names(
            (*strong, *(each.take("NameNonLatinScript") for each in native)), (text for text, weak, _ in called if weak)
        ),
        born=values.born((uk_common.day(text) for text in _texts(persons, "DOBs")), tally),
        birth_places=tuple(dict.fromkeys(filter(None, map(_place, _all(persons, "BirthDetails", "Location"))))),
        nationalities=values.countries(
            (*_texts(persons, "Nationalities"), *_texts(ships, "CurrentBelievedFlagOfShips")), tally
        ),
        sex=values.sex(_texts(persons, "Genders"), tally),
        documents=tuple(dict.fromkeys(_documents(persons))),
        identifiers=values.identifiers(
            {
                "imo": values.imo(next(iter(_texts(ships, "IMONumbers")), "")),
                "vessel_type": next(iter(_texts(ships, "TypeOfShipDetails")), ""),
            }
            | values.addresses(addresses, kind)
        ),
        reason=_reason(node, persons),
        owner="FCDO",
        topics=("sanction",),
    )
    for part in (*names, *native, *persons, *ships, node):
        part.finish(NOT_NEEDED)
    return made


def _name(name: Node) -> tuple[str, bool, bool]:
    """Return the name, True if it is weak, and True if it is not the primary name."""
    kind, strength = name.take("NameType").casefold(), name.take("AliasStrength").casefold()
    return (
        " ".join(filter(None, map(name.take, PARTS))),
        "low" in strength or "weak" in strength,
        kind != "primary name",
    )


def _all(nodes: list[Node], *tags: str) -> list[Node]:
    return [inner for node in nodes for inner in node.find_all(*tags)]


def _texts(nodes: list[Node], tag: str) -> list[str]:
    """Return the texts of list elements, which this file uses throughout."""
    return [text for node in nodes for text in node.take_values(tag)]


def _place(location: Node) -> str:
    return location.take_joined("TownOfBirth", "CountryOfBirth")


def _documents(persons: list[Node]) -> Iterator[Document]:
    for outer, inner, kind in DOCUMENT_ELEMENTS:
        for paper in _all(persons, outer, inner):
            number, told = paper.take(f"{inner}Number"), paper.take(f"{inner}AdditionalInformation")
            yield from uk_common.documents(number, told, kind)


def _reason(node: Node, persons: list[Node]) -> str:
    told = (
        node.take(each)
        for each in ("RegimeName", "SanctionsImposed", "DateDesignated", "UKStatementofReasons", "OtherInformation")
    )
    return "; ".join(filter(None, (*told, *_texts(persons, "Positions"))))


SOURCE: Final = Source(code="uk", title="UK Sanctions List (FCDO), XML", recognises=recognises, read=read)
