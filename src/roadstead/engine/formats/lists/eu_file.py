"""EU consolidated financial sanctions file (FSF) as XML: <sanctionEntity> with attributes throughout.

Aliases that are not strong are weak. An enterprise with an IMO number is a vessel. A birth "circa" gives the year only,
and a birth in another calendar gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from roadstead.engine.formats.lists import eu_parts, kinds, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.nodes import Node
from roadstead.engine.formats.lists.streams import elements, root_attribute, until_damaged
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Entry

# Known and not needed: how the list is maintained, and the language of its laws.
NOT_NEEDED: Final = (
    "remark", "regulationSummary", "contactInfo", "publicationUrl", "@logicalId", "@designationDate",
    "@designationDetails", "@unitedNationId", "@regulationLanguage", "@nameLanguage", "@title", "@region", "@zipCode",
    "@countryDescription", "@calendarType", "@classificationCode", "@code", "@regulationType", "@organisationType",
    "@entryIntoForceDate", "@publicationDate", "@diplomatic", "@knownExpired", "@knownFalse", "@reportedLost",
    "@revokedByIssuer", "@issuedBy", "@nameOnDocument", "@validFrom", "@countryIso2Code",
)  # fmt: skip


def recognises(head: bytes) -> bool:
    return re.search(rb"<(?:\w+:)?sanctionEntity[\s>]", head.replace(b"\0", b"")) is not None


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. A truncated file gives the entries before the break and a problem."""
    loading.list = eu_parts.LIST
    return until_damaged((entry(node, loading.tally) for node in _nodes(loading)), loading)


def _nodes(loading: Loading) -> Iterator[Node]:
    for element in elements(loading.content, ("sanctionEntity",)):
        loading.published = root_attribute(element, "generationDate")[:10]
        yield Node(element, loading.tally)


def entry(node: Node, tally: Tally) -> Entry:
    """Map one person or enterprise; a ship is an enterprise with an IMO number."""
    names, births = node.take_all("nameAlias"), node.take_all("birthdate")
    citizenships, regulations = node.take_all("citizenship"), node.take_all("regulation")
    identifications, subjects = node.take_all("identification"), node.take_all("subjectType")
    called = [eu_parts.name(part) for part in names]
    listed = kinds.kind(
        next((subject.attribute("code") for subject in subjects), ""), next(iter(called), ("", False))[0]
    )
    numbered = [eu_parts.identification(part, tally) for part in identifications]
    documents, numbers = eu_parts.documents_and_identifiers(
        numbered, map(eu_parts.address, node.take_all("address")), listed
    )
    reference, logical = node.attribute("euReferenceNumber"), node.attribute("logicalId")
    made = Entry(
        id=reference or logical,
        list=eu_parts.LIST,
        kind=eu_parts.kind_of(listed, numbers),
        names=values.names((text for text, weak in called if not weak), (text for text, weak in called if weak)),
        born=values.born((eu_parts.birth(part) for part in births), tally),
        birth_places=tuple(dict.fromkeys(filter(None, map(eu_parts.place, births)))),
        nationalities=values.countries((eu_parts.country(part, tally) for part in citizenships), tally),
        sex=values.sex((part.attribute("gender") for part in names), tally),
        documents=documents,
        identifiers=numbers,
        reason=_reason(node, names, regulations),
        owner="EU",
        topics=("sanction",),
    )
    for part in (*names, *births, *citizenships, *regulations, *identifications, *subjects):
        part.finish(NOT_NEEDED)
    node.finish(NOT_NEEDED)
    return made


def _reason(node: Node, names: list[Node], regulations: list[Node]) -> str:
    """Return the programmes, the laws, the person's functions and the list's own remark."""
    laws = [part.attribute(name) for part in regulations for name in ("programme", "numberTitle")]
    offices = [part.attribute("function") for part in names]
    return "; ".join(dict.fromkeys(filter(None, (*laws, *offices, node.text("remark")))))


SOURCE: Final = Source(
    code="eu", title="EU consolidated financial sanctions file, XML", recognises=recognises, read=read
)
