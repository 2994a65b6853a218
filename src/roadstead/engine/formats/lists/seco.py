"""Swiss sanctions list of the State Secretariat for Economic Affairs (SECO) as XML: <target> with identities.

Names of low quality are weak. A delisted target stays in the file and is an expired entry here. Spellings of a part of
a name become names of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, NamedTuple

from lxml import etree

from roadstead.engine.formats.lists import document_numbers, values
from roadstead.engine.formats.lists.loading import Loading, Source
from roadstead.engine.formats.lists.nodes import Node, local_name
from roadstead.engine.formats.lists.streams import elements, root_attribute, until_damaged
from roadstead.engine.formats.lists.tally import Tally
from roadstead.engine.records import Document, Entry, Kind

LIST: Final = "SECO Sanctions"
ROOT: Final = re.compile(rb"<(?:\w+:)?swiss-sanctions-list[\s>]")
KINDS: Final = {"individual": Kind.PERSON, "entity": Kind.ORGANISATION, "object": Kind.OTHER}
OBJECTS: Final = {"vessel": Kind.VESSEL, "aircraft": Kind.AIRCRAFT}
# Parts of a name in speaking order; a title is not one of them.
ORDER: Final = (
    "whole-name",
    "given-name",
    "further-given-name",
    "father-name",
    "grand-father-name",
    "family-name",
    "tribal-name",
    "maiden-name",
    "other",
    "suffix",
)
TITLE: Final = "title"
LATIN: Final = frozenset({"", "LATN"})
MAX_SPELLINGS: Final = 20  # per part of a name
GREGORIAN: Final = frozenset({"", "GREGORIAN"})
IMO: Final = re.compile(r"\bIMO\b\D{0,20}?(\d{7})\b", re.I)
ADDRESS: Final = ("c-o", "address-details", "p-o-box", "zip-code")
# Fields about the maintenance of the list.
NOT_NEEDED: Final = (
    "@ssid", "@main", "@quality", "@lang", "@calendar", "@place-id", "@name-type", "@sanctions-set-id", "relation",
    "foreign-identifier", "generic-attribute", "remark", "place-of-issue",
)  # fmt: skip


@dataclass(slots=True)
class ReferenceData:
    """Reference data by number: programmes by their sanctions sets, and places."""

    programmes: dict[str, str] = field(default_factory=dict)
    places: dict[str, list[str]] = field(default_factory=dict)  # the last item is the country


def recognises(head: bytes) -> bool:
    return ROOT.search(head.replace(b"\0", b"")) is not None


# ── Reader: two passes over the file


def read(loading: Loading) -> Iterator[Entry]:
    """Read entries in the file's order. A truncated file gives the entries before the break and a problem."""
    loading.list = LIST
    sets = _read_reference_data(loading)
    return until_damaged((entry(node, sets, loading.tally) for node in _targets(loading)), loading)


def _read_reference_data(loading: Loading) -> ReferenceData:
    """Make the first pass over the file, because places follow the targets. Damage is reported on the second."""
    sets, unused = ReferenceData(), Tally()
    try:
        for element in elements(loading.content, ("sanctions-program", "place", "target"), hashed=False):
            tag = local_name(element.tag)
            if tag == "sanctions-program" and _is_outermost(element):
                _programme(element, sets)
            elif tag == "place" and _is_outermost(element):
                sets.places[element.get("ssid", "")] = _place(Node(element, unused))
    except etree.XMLSyntaxError:
        pass
    return sets


def _targets(loading: Loading) -> Iterator[Node]:
    for element in elements(loading.content, ("target",)):
        if _is_outermost(element):
            loading.published = root_attribute(element, "date")[:10]
            yield Node(element, loading.tally)


def _is_outermost(element: etree._Element) -> bool:
    """Return False for an earlier state of a target, repeated in its modifications."""
    parent = element.getparent()
    return parent is not None and parent.getparent() is None


def _programme(element: etree._Element, sets: ReferenceData) -> None:
    named = [each for each in element if local_name(each.tag) in {"program-key", "program-name"}]
    english = [each for each in named if each.get("lang") == "eng"]
    name = next((text for each in (*english, *named) if (text := values.clean(each.text))), "")
    sets.programmes |= {each.get("ssid", ""): name for each in element if local_name(each.tag) == "sanctions-set"}


def _place(node: Node) -> list[str]:
    return [node.take_joined("location", "area"), _country(node)]


def _country(node: Node) -> str:
    """Return the country's code, or its name if there is no code."""
    found = node.take_all("country")
    return next((each.attribute("iso-code") or each.own_text for each in found), "") or node.take("country")


# ── Mapper to entries


def entry(node: Node, sets: ReferenceData, tally: Tally) -> Entry:
    """Map one target. Its number (ssid) is the same in every edition."""
    subject = next((each for tag in KINDS for each in node.take_all(tag)), None) or node
    kind = KINDS.get(subject.tag, Kind.OTHER)
    kind = OBJECTS.get(subject.attribute("object-type"), kind) if kind is Kind.OTHER else kind
    identities = subject.take_all("identity") or node.take_all("identity")
    names = [(text, weak) for each in identities for text, weak in _names(each)]
    addresses = [_address(each, sets) for identity in identities for each in identity.take_all("address")]
    told, expires = _reasons(node, subject, sets), _delisting_day(node)
    made = Entry(
        id=node.attribute("ssid"),
        list=LIST,
        kind=kind,
        names=values.names((text for text, weak in names if not weak), (text for text, weak in names if weak)),
        born=values.born([_day(each) for part in identities for each in part.take_all("day-month-year")], tally),
        birth_places=tuple(
            dict.fromkeys(filter(None, (place for each in identities for place in _births(each, sets))))
        ),
        nationalities=values.countries(
            [_country(each) for part in identities for each in part.take_all("nationality")], tally
        ),
        sex=values.sex((subject.attribute("sex"),), tally),
        documents=tuple(_documents(identities, tally)) if kind is Kind.PERSON else (),
        identifiers=values.identifiers(_imo(told) | values.addresses(addresses, kind)),
        reason="; ".join(told),
        owner="CHE",
        expires=values.day(expires, tally),
        topics=("sanction",),
    )
    for part in (*identities, subject, node):
        part.finish(NOT_NEEDED)
    return made


class NamePart(NamedTuple):
    """A part of a name; `spellings` are pairs of script and text."""

    rank: int
    value: str
    spellings: list[tuple[str, str]]


def _names(identity: Node) -> Iterator[tuple[str, bool]]:
    """Yield each name and each of its spellings, with True if it is weak."""
    for name in identity.take_all("name"):
        is_weak = name.attribute("quality") == "low"
        parts = sorted(
            (part for each in name.take_all("name-part") if (part := _part(each))), key=lambda part: part.rank
        )
        for text in _latin(parts):
            yield text, is_weak
        for text, is_whole in _other_scripts(parts):
            yield text, is_weak or not is_whole
        name.finish(NOT_NEEDED)


def _part(node: Node) -> NamePart | None:
    kind = node.attribute("name-part-type")
    value = node.take("value") or node.own_text
    if kind == TITLE or not value:
        return None
    spellings = [(each.attribute("script"), each.own_text) for each in node.take_all("spelling-variant")]
    return NamePart(ORDER.index(kind) if kind in ORDER else len(ORDER), value, spellings[:MAX_SPELLINGS])


def _latin(parts: list[NamePart]) -> Iterator[str]:
    """Yield the name, and again with each Latin spelling of a part in its place."""
    said = [part.value for part in parts]
    yield " ".join(said)
    for at, part in enumerate(parts):
        for script, text in part.spellings:
            if script in LATIN and text:
                yield " ".join((*said[:at], text, *said[at + 1 :]))


def _other_scripts(parts: list[NamePart]) -> Iterator[tuple[str, bool]]:
    """Yield names of the first, second … spellings in one script, with True if every part has a spelling."""
    for script in dict.fromkeys(script for part in parts for script, _ in part.spellings if script not in LATIN):
        of_script = [[text for known, text in part.spellings if known == script and text] for part in parts]
        for at in range(max(map(len, of_script))):
            found = [texts[min(at, len(texts) - 1)] for texts in of_script if texts]
            yield " ".join(found), len(found) == len(parts)


def _day(node: Node) -> str:
    if node.attribute("calendar").upper() not in GREGORIAN:
        return ""
    year, month, day = (node.attribute(name) for name in ("year", "month", "day"))
    return "-".join(part.zfill(2) for part in (year, month, month and day) if part) if year else ""


def _births(identity: Node, sets: ReferenceData) -> Iterator[str]:
    for each in identity.take_all("place-of-birth"):
        place = sets.places.get(each.attribute("place-id")) or _place(each)
        yield ", ".join(filter(None, place))


def _address(node: Node, sets: ReferenceData) -> str:
    where = [node.take(name) for name in ADDRESS]
    return values.address([*where, *(sets.places.get(node.attribute("place-id")) or _place(node))])


def _documents(identities: list[Node], tally: Tally) -> Iterator[Document]:
    for each in (paper for identity in identities for paper in identity.take_all("identification-document")):
        issuers = each.take_all("issuer")
        issuer = next((found.attribute("code") or found.own_text for found in issuers), "") or each.take("issuer")
        issued, expires = (
            next((_day(day) for found in each.take_all(name) for day in found.take_all("day-month-year")), "")
            for name in ("date-of-issue", "expiry-date")
        )
        if number := each.take("number"):
            yield Document(
                type=document_numbers.document_type(each.attribute("document-type").replace("-", " ")),
                number=number,
                issuer=values.country(issuer, tally),
                issued=issued,
                expires=expires,
            )


def _reasons(node: Node, subject: Node, sets: ReferenceData) -> list[str]:
    """Return the programmes, the reasons for the listing, and other information."""
    programmes = (sets.programmes.get(number, "") for number in node.take_values("sanctions-set-id"))
    texts = (
        text
        for name in ("justification", "other-information")
        for each in (subject, node)
        for text in each.take_values(name)
    )
    return list(dict.fromkeys(filter(None, chain(programmes, texts))))


def _imo(told: list[str]) -> dict[str, str]:
    return {"imo": next((found[1] for text in told if (found := IMO.search(text))), "")}


def _delisting_day(node: Node) -> str:
    """Return the day of delisting if that is the target's last modification, else ""."""
    happened = [
        (each.attribute("effective-date") or each.attribute("enactment-date"), each.attribute("modification-type"))
        for each in node.take_all("modification")
    ]
    # the newest comes first; max keeps the first of several
    day, last = max(happened, key=lambda each: each[0], default=("", ""))
    return day if last == "de-listed" else ""


SOURCE: Final = Source(code="seco", title="Swiss sanctions list (SECO), XML", recognises=recognises, read=read)
