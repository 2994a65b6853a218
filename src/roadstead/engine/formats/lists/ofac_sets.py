"""Reference data in OFAC's advanced XML to which the parties refer by number: words, places, documents, programmes.

A first pass over the file collects it, because programmes follow the parties to which they belong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from roadstead.engine.formats.lists.days import years
from roadstead.engine.formats.lists.loading import Loading
from roadstead.engine.formats.lists.nodes import local_name
from roadstead.engine.formats.lists.streams import elements
from roadstead.engine.formats.lists.values import clean

# Reference sets that are used; the others are about the maintenance of the list.
SETS: Final = frozenset({
    "AliasType", "AreaCode", "Country", "DetailReference", "DocNameStatus", "FeatureType", "IDRegDocDateType",
    "IDRegDocType", "List", "NamePartType", "PartySubType", "PartyType", "SanctionsType",
})  # fmt: skip
# Skipped here; named so that the elements are freed once they are complete.
LARGE: Final = frozenset({"DistinctParty", "ProfileRelationship"})
LAST_DAYS: Final = frozenset({28, 29, 30, 31})


class Word(NamedTuple):
    """A value of a reference set: its words, and the country or type of party to which it refers."""

    text: str
    refers: str = ""


class Place(NamedTuple):
    text: str
    country: str


class IdentityDocument(NamedTuple):
    """A registration or identity document, as texts."""

    kind: str
    number: str
    country: str
    issued: str
    expires: str


@dataclass(slots=True)
class ReferenceSets:
    """Everything by its number. Numbers are unique only within their set."""

    words: dict[tuple[str, str], Word] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    documents: dict[str, list[IdentityDocument]] = field(default_factory=lambda: defaultdict(list))
    programmes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[str, str] = field(default_factory=dict)  # name of the list by profile
    issued: str = ""

    def word(self, name: str, number: str | None) -> str:
        return self.words.get((name, number or ""), Word("")).text


def read_reference_sets(loading: Loading) -> ReferenceSets:
    """Make the first pass over the file. Damage is reported on the second."""
    sets = ReferenceSets()
    try:
        for element in elements(loading.content, (*SETS, *HANDLERS, *LARGE), hashed=False):
            tag = local_name(element.tag)
            if tag not in LARGE:
                HANDLERS.get(tag, _word)(element, sets)
    except etree.XMLSyntaxError:
        pass
    return sets


def period(element: etree._Element | None) -> str:
    """Convert a DatePeriod to a day, month, year or range of years; only the year if it is approximate."""
    if element is None:
        return ""
    start, end = _point(element, "Start", "From"), _point(element, "End", "To")
    if not start or not end:
        return _iso(start or end)
    if start == end:
        return start[0] if _is_approximate(element) else _iso(start)
    if start[0] == end[0]:
        return _within(start, end)
    return years(start[0], end[0])


def first(element: etree._Element, *path: str) -> etree._Element | None:
    """Return the first element at the end of a path, in any namespace."""
    return element.find("/".join(f"{{*}}{name}" for name in path))


def text_of(element: etree._Element, *path: str) -> str:
    found = first(element, *path)
    return clean(found.text) if found is not None else ""


# ── Elements that are collected


def _word(element: etree._Element, sets: ReferenceSets) -> None:
    refers = element.get("ISO2") or element.get("PartyTypeID") or element.get("Description") or ""
    sets.words.setdefault((local_name(element.tag), element.get("ID", "")), Word(clean(element.text), refers))


def _place(element: etree._Element, sets: ReferenceSets) -> None:
    parts = [text_of(part, "LocationPartValue", "Value") for part in element.iterfind("{*}LocationPart")]
    country = first(element, "LocationCountry")
    area = first(element, "LocationAreaCode")
    named = sets.word("Country", country.get("CountryID")) if country is not None else ""
    known = sets.words.get(("AreaCode", area.get("AreaCodeID", "")), Word("")) if area is not None else Word("")
    place = ", ".join(dict.fromkeys(filter(None, (*parts, named or known.refers))))
    sets.places[element.get("ID", "")] = Place(place, named or known.refers)


def _document(element: etree._Element, sets: ReferenceSets) -> None:
    days = {
        sets.word("IDRegDocDateType", date.get("IDRegDocDateTypeID")): period(first(date, "DatePeriod"))
        for date in element.iterfind("{*}DocumentDate")
    }
    sets.documents[element.get("IdentityID", "")].append(
        IdentityDocument(
            kind=sets.word("IDRegDocType", element.get("IDRegDocTypeID")),
            number=text_of(element, "IDRegistrationNo"),
            country=sets.word("Country", element.get("IssuedBy-CountryID")),
            issued=days.get("Issue Date", ""),
            expires=days.get("Expiration Date", ""),
        )
    )


def _programme(element: etree._Element, sets: ReferenceSets) -> None:
    profile = element.get("ProfileID", "")
    sets.lists[profile] = sets.word("List", element.get("ListID"))
    for measure in element.iterfind("{*}SanctionsMeasure"):
        if comment := text_of(measure, "Comment"):
            sets.programmes[profile].append(comment)


def _issued(element: etree._Element, sets: ReferenceSets) -> None:
    year, month, day = (text_of(element, part) for part in ("Year", "Month", "Day"))
    sets.issued = sets.issued or "-".join(part.zfill(2) for part in (year, month, day) if part)


HANDLERS: Final[dict[str, Callable[[etree._Element, ReferenceSets], None]]] = {
    "Location": _place,
    "IDRegDocument": _document,
    "SanctionsEntry": _programme,
    "DateOfIssue": _issued,
}


# ── Dates

Point = tuple[str, str, str]


def _point(element: etree._Element, side: str, end: str) -> Point | None:
    found = first(element, side, end)
    year = text_of(found, "Year") if found is not None else ""
    if found is None or not year.isdigit():
        return None
    return year.zfill(4), text_of(found, "Month").zfill(2), text_of(found, "Day").zfill(2)


def _is_approximate(element: etree._Element) -> bool:
    return any(
        end.get("Approximate") == "true" for name in ("Start", "End") for end in element.iterfind(f"{{*}}{name}")
    )


def _iso(point: Point | None) -> str:
    return "-".join(part for part in point or () if part != "00")


def _within(start: Point, end: Point) -> str:
    """Return a month if the period is a whole month, else the year."""
    is_month = start[1] == end[1] and start[2] == "01" and end[2].isdigit() and int(end[2]) in LAST_DAYS
    return f"{start[0]}-{start[1]}" if is_month else start[0]
