"""What OFAC's advanced XML keeps apart from its parties and names by number: words, places, papers, programmes.

The file is gone through once for these, because programmes stand behind the parties they belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from roadstead.engine.formats.lists.days import years
from roadstead.engine.formats.lists.loading import Loading
from roadstead.engine.formats.lists.nodes import local
from roadstead.engine.formats.lists.streams import elements
from roadstead.engine.formats.lists.values import said

# The sets of words that are used; the others tell how the list is kept.
SETS: Final = frozenset({
    "AliasType", "AreaCode", "Country", "DetailReference", "DocNameStatus", "FeatureType", "IDRegDocDateType",
    "IDRegDocType", "List", "NamePartType", "PartySubType", "PartyType", "SanctionsType",
})  # fmt: skip
# Passed over here, and named only so that they are let go of once they are whole.
LARGE: Final = frozenset({"DistinctParty", "ProfileRelationship"})
LAST_DAYS: Final = frozenset({28, 29, 30, 31})


class Word(NamedTuple):
    """A value of a reference set: its words, and the country or the kind of party it points to."""

    text: str
    refers: str = ""


class Place(NamedTuple):
    text: str
    country: str


class Paper(NamedTuple):
    """A registration or paper, as texts."""

    kind: str
    number: str
    country: str
    issued: str
    expires: str


@dataclass(slots=True)
class Sets:
    """Everything by its number. Numbers are unique within their set only."""

    words: dict[tuple[str, str], Word] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    papers: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    programmes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lists: dict[str, str] = field(default_factory=dict)  # name of the list by profile
    issued: str = ""

    def word(self, name: str, number: str | None) -> str:
        return self.words.get((name, number or ""), Word("")).text


def collected(loading: Loading) -> Sets:
    """The first way through the file. Where it is damaged is said on the second."""
    sets = Sets()
    try:
        for element in elements(loading.content, (*SETS, *TAKERS, *LARGE), hashed=False):
            tag = local(element.tag)
            if tag not in LARGE:
                TAKERS.get(tag, _word)(element, sets)
    except etree.XMLSyntaxError:
        pass
    return sets


def period(element: etree._Element | None) -> str:
    """A DatePeriod to a day, a month, a year or a range of years; the year alone where it is approximate."""
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
    """The first element at the end of a path, whatever its namespace."""
    return element.find("/".join(f"{{*}}{name}" for name in path))


def text_of(element: etree._Element, *path: str) -> str:
    found = first(element, *path)
    return said(found.text) if found is not None else ""


# ── what is kept ────────────────────────────────────────────────────────────────────────────


def _word(element: etree._Element, sets: Sets) -> None:
    refers = element.get("ISO2") or element.get("PartyTypeID") or element.get("Description") or ""
    sets.words.setdefault((local(element.tag), element.get("ID", "")), Word(said(element.text), refers))


def _place(element: etree._Element, sets: Sets) -> None:
    parts = [text_of(part, "LocationPartValue", "Value") for part in element.iterfind("{*}LocationPart")]
    country = first(element, "LocationCountry")
    area = first(element, "LocationAreaCode")
    named = sets.word("Country", country.get("CountryID")) if country is not None else ""
    known = sets.words.get(("AreaCode", area.get("AreaCodeID", "")), Word("")) if area is not None else Word("")
    place = ", ".join(dict.fromkeys(filter(None, (*parts, named or known.refers))))
    sets.places[element.get("ID", "")] = Place(place, named or known.refers)


def _paper(element: etree._Element, sets: Sets) -> None:
    days = {
        sets.word("IDRegDocDateType", date.get("IDRegDocDateTypeID")): period(first(date, "DatePeriod"))
        for date in element.iterfind("{*}DocumentDate")
    }
    sets.papers[element.get("IdentityID", "")].append(
        Paper(
            kind=sets.word("IDRegDocType", element.get("IDRegDocTypeID")),
            number=text_of(element, "IDRegistrationNo"),
            country=sets.word("Country", element.get("IssuedBy-CountryID")),
            issued=days.get("Issue Date", ""),
            expires=days.get("Expiration Date", ""),
        )
    )


def _programme(element: etree._Element, sets: Sets) -> None:
    profile = element.get("ProfileID", "")
    sets.lists[profile] = sets.word("List", element.get("ListID"))
    for measure in element.iterfind("{*}SanctionsMeasure"):
        if comment := text_of(measure, "Comment"):
            sets.programmes[profile].append(comment)


def _issued(element: etree._Element, sets: Sets) -> None:
    year, month, day = (text_of(element, part) for part in ("Year", "Month", "Day"))
    sets.issued = sets.issued or "-".join(part.zfill(2) for part in (year, month, day) if part)


TAKERS: Final[dict[str, Callable[[etree._Element, Sets], None]]] = {
    "Location": _place,
    "IDRegDocument": _paper,
    "SanctionsEntry": _programme,
    "DateOfIssue": _issued,
}


# ── dates ───────────────────────────────────────────────────────────────────────────────────

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
    """A whole month is that month, anything else within a year is the year."""
    is_month = start[1] == end[1] and start[2] == "01" and end[2].isdigit() and int(end[2]) in LAST_DAYS
    return f"{start[0]}-{start[1]}" if is_month else start[0]
