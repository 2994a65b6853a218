"""OFAC's lists in plain XML (SDN.XML, CONSOLIDATED.XML), streamed: <sdnEntry> with the columns of the csv.

Ids are those of the csv, so both are one list. Aliases of the category "weak" are weak.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from roadstead.engine.formats.lists.days import from_month_first
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.nodes import Node, local_name
from roadstead.engine.formats.lists.ofac import list_by_programmes
from roadstead.engine.formats.lists.ofac_entries import COLUMNS, Row, entry
from roadstead.engine.formats.lists.streams import elements, until_damaged
from roadstead.engine.records import Entry

ROOT: Final = re.compile(rb"<(?:\w+:)?sdnList[\s>]")
TYPES: Final = {"entity": ""}  # empty in the csv; the other types have the same word
# List element, item, text element, and the word before it in the csv's remarks.
REMARKS: Final = (
    ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "DOB"),
    ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "POB"),
    ("nationalityList", "nationality", "country", "nationality"),
    ("citizenshipList", "citizenship", "country", "citizen"),
)
VESSEL: Final = {
    "callSign": "call_sign",
    "vesselType": "vessel_type",
    "vesselFlag": "flag",
    "vesselOwner": "owner",
    "tonnage": "tonnage",
    "grossRegisteredTonnage": "grt",
}
NOT_NEEDED: Final = ("uid", "mainEntry")


class Rows(NamedTuple):
    """One entry as rows of the csv files."""

    main: Row
    aliases: list[Row]
    addresses: list[Row]


def recognises(head: bytes) -> bool:
    return ROOT.search(head.replace(b"\0", b"")) is not None


# ── Reader of the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. A truncated file gives the entries before the break and a problem."""
    found = list(until_damaged(_rows(loading), loading))
    loading.list = list_by_programmes(rows.main for rows in found)
    for rows in found:
        yield entry(rows.main, rows.aliases, rows.addresses, [], list_name=loading.list, tally=loading.tally)


def _rows(loading: Loading) -> Iterator[Rows]:
    for element in elements(loading.content, ("publshInformation", "sdnEntry")):
        node = Node(element, loading.tally)
        if local_name(element.tag) == "sdnEntry":
            yield rows_of(node)
        else:
            loading.published = from_month_first(node.take("Publish_Date"))


# ── Mapper to the rows of the csv


def rows_of(node: Node) -> Rows:
    """Return the rows that the csv has for this entry; elements in none of them are counted."""
    number, kind = node.take("uid"), node.take("sdnType").casefold()
    names, vessels = node.find_all("akaList", "aka"), node.take_all("vesselInfo")
    places, programmes = node.find_all("addressList", "address"), node.take_values("programList")
    called = [(f"{each.take('type')} ", each.take("category"), _name(each)) for each in names]
    weak = [f"{label}'{name}'" for label, category, name in called if category == "weak" and name]
    cells = dict.fromkeys(COLUMNS, "") | {
        "number": number,
        "name": _name(node),
        "type": TYPES.get(kind, kind),
        "program": "] [".join(programmes),
        "title": node.take("title"),
        "remarks": "; ".join((*_remarks(node), *weak)),
    }
    for vessel in vessels:
        cells |= {ours: text for theirs, ours in VESSEL.items() if (text := vessel.take(theirs))}
    strong = [[number, "", "", name, ""] for _, category, name in called if category != "weak" and name]
    made = Rows([cells[name] for name in COLUMNS], strong, [_address(number, place) for place in places])
    for part in (*names, *vessels, *places):
        part.finish(NOT_NEEDED)
    node.finish()
    return made


def _name(node: Node) -> str:
    """Return the name as in the csv: surname, comma, given names; only the name if it is no person."""
    return ", ".join(filter(None, (node.take("lastName"), node.take("firstName"))))


def _remarks(node: Node) -> Iterator[str]:
    """Yield the sentences of the csv's remarks."""
    for of_all, item, text, label in REMARKS:
        for each in node.find_all(of_all, item):
            yield f"{label} {_plain(each.take(text))}"
            each.finish(NOT_NEEDED)
    for each in node.find_all("idList", "id"):
        yield _document(each)
        each.finish(NOT_NEEDED)
    if remarks := node.take("remarks"):
        yield remarks.removeprefix("(").removesuffix(")") if remarks.startswith("(") else remarks


def _document(node: Node) -> str:
    kind, number, country = (_plain(node.take(name)) for name in ("idType", "idNumber", "idCountry"))
    issued, expires = node.take("issueDate"), node.take("expirationDate")
    parts = (kind, number, country and f"({country})", issued and f"issued {issued}", expires and f"expires {expires}")
    return " ".join(filter(None, parts))


def _address(number: str, node: Node) -> Row:
    street = node.take_joined("address1", "address2", "address3")
    return [number, "", street, node.take_joined("city", "stateOrProvince", "postalCode"), node.take("country"), ""]


def _plain(text: str) -> str:
    """Replace semicolons, which would end the sentence."""
    return text.replace(";", ",")


SOURCE: Final = Source(
    code="ofac-xml", title="OFAC SDN or consolidated list, plain XML", recognises=recognises, read=read
)
