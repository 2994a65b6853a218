"""UN Security Council consolidated list (XML, schema sc-sanctions.xsd): individuals and entities as entries.

Aliases of low quality are weak. Names and remarks in one cell are separated. Ids are the list's DATAID.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final

from roadstead.engine.formats.lists import document_numbers, values
from roadstead.engine.formats.lists.cells import names_in
from roadstead.engine.formats.lists.days import years
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.nodes import Node
from roadstead.engine.formats.lists.streams import elements, root_attribute, until_damaged
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry, Kind, ListedName

LIST: Final = "UN Security Council"
KINDS: Final = {"INDIVIDUAL": Kind.PERSON, "ENTITY": Kind.ORGANISATION}
NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
ADDRESS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
NOT_NEEDED: Final = (
    "VERSIONNUM",
    "LIST_TYPE",
    "LAST_DAY_UPDATED",
    "SORT_KEY",
    "SORT_KEY_LAST_MOD",
    "TITLE",
    "SUBMITTED_BY",
    "SUBMITTED_ON",
)


def recognises(head: bytes) -> bool:
    return re.search(rb"<(?:\w+:)?CONSOLIDATED_LIST[\s>]", head.replace(b"\0", b"")) is not None


# ── Reader of the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. A truncated file gives the entries before the break and a problem."""
    loading.list = LIST
    return until_damaged((entry(node, loading.tally) for node in _nodes(loading)), loading)


def _nodes(loading: Loading) -> Iterator[Node]:
    for element in elements(loading.content, KINDS):
        loading.published = root_attribute(element, "dateGenerated")[:10]
        yield Node(element, loading.tally)


# ── Mapper to entries


def entry(node: Node, tally: Tally) -> Entry:
    """Map one individual or entity. Its id is DATAID, which stays the same when a reference number changes."""
    kind = KINDS[node.tag]
    aliases = node.take_all(f"{node.tag}_ALIAS")
    births = node.take_all("INDIVIDUAL_DATE_OF_BIRTH")
    names, addresses = _names(node, aliases, kind), node.take_all(f"{node.tag}_ADDRESS")
    made = Entry(
        id=node.take("DATAID") or node.text("REFERENCE_NUMBER"),
        list=LIST,
        kind=kind,
        names=names,
        born=values.born((*map(_birth, births), *(alias.take("DATE_OF_BIRTH") for alias in aliases)), tally),
        birth_places=_places(node, aliases),
        nationalities=values.countries(node.take_values("NATIONALITY"), tally),
        sex=values.sex((node.take("GENDER"),), tally),
        documents=tuple(_documents(node, tally)),
        identifiers=values.identifiers(
            values.addresses((values.address(map(each.take, ADDRESS)) for each in addresses), kind)
        ),
        reason=_reason(node),
        owner="UN",
        topics=("sanction",),
    )
    node.finish(NOT_NEEDED, (*aliases, *births, *addresses))
    return made


def _names(node: Node, aliases: list[Node], kind: Kind) -> tuple[ListedName, ...]:
    cells = (" ".join(filter(None, map(node.take, NAMES))), node.take("NAME_ORIGINAL_SCRIPT"))
    found = [(alias.take("ALIAS_NAME"), alias.take("QUALITY") == "Low") for alias in aliases]
    strong = chain(cells, (cell for cell, is_weak in found if not is_weak))
    weak = (cell for cell, is_weak in found if is_weak)
    return values.names(_cut(strong, kind), _cut(weak, kind))


def _cut(cells: Iterable[str], kind: Kind) -> Iterator[str]:
    """Separate the names of a person's cell; brackets belong to a company's name ("Leader (Hong Kong) Limited")."""
    for cell in cells:
        yield from names_in(cell) if kind is Kind.PERSON or ";" in cell else (cell,)


def _birth(node: Node) -> str:
    """Return a day, a year or a range of years, else the text of a note ("Nov. 1973")."""
    node.drop("TYPE_OF_DATE")
    note, day, year = node.take("NOTE"), node.take("DATE"), node.take("YEAR")
    first, last = node.take("FROM_YEAR"), node.take("TO_YEAR")
    between = years(first, last) if first and last else first or last
    return day or year or between or note


def _places(node: Node, aliases: list[Node]) -> tuple[str, ...]:
    own = [
        place.take_joined("CITY", "STATE_PROVINCE", "STREET", "COUNTRY", "NOTE")
        for place in node.take_all("INDIVIDUAL_PLACE_OF_BIRTH")
    ]
    others = [alias.take_joined("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH") for alias in aliases]
    return tuple(dict.fromkeys(place for place in (*own, *others) if place))


def _documents(node: Node, tally: Tally) -> Iterator[Document]:
    for item in node.take_all("INDIVIDUAL_DOCUMENT"):
        kind, other = item.take("TYPE_OF_DOCUMENT"), item.take("TYPE_OF_DOCUMENT2")
        note, number = item.take("NOTE"), item.take("NUMBER")
        found = (
            document_numbers.parse_document_number(number or other)
            if number or other
            else document_numbers.document_number_in_note(note)
        )
        if not found.number:
            found = document_numbers.document_number_in_note(note)
        by, at = item.take("ISSUING_COUNTRY"), item.take("COUNTRY_OF_ISSUE")
        issuer = values.country(by, tally) or found.issuer or values.country(at, tally)
        issued = values.day(item.take("DATE_OF_ISSUE"), tally)
        item.finish(("CITY_OF_ISSUE",))
        if found.number:
            yield Document(
                type=document_numbers.document_type(f"{other} {kind}"),
                number=found.number,
                issuer=issuer,
                issued=issued,
                expires=document_numbers.expiry(note),
            )


def _reason(node: Node) -> str:
    """Return regime, reference number, date of listing, designation and comments."""
    regime, reference, since = (node.take(field) for field in ("UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON"))
    head = ", ".join(filter(None, (regime, reference, since and f"listed on {since[:10]}")))
    return ". ".join(filter(None, (head, *node.take_values("DESIGNATION"), node.take("COMMENTS1"))))


SOURCE: Final = Source(code="un", title="UN Security Council consolidated list, XML", recognises=recognises, read=read)
