"""Fast path for group 4: a person whose segments each state one thing in its usual form, with nothing missing.

Most persons are such, and are read four times as fast. For all others the fast path returns None, and the full reader
(`person`) reads the whole person; a test checks that both give the same result.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from roadstead.engine.formats.common.fast_records import fast_constructor
from roadstead.engine.formats.passengers.paxlst.codes import (
    EXPIRY,
    FILLER,
    ISSUED_IN,
    MAX_COUNT_DIGITS,
    MAX_NUMBER_CHARS,
    MAYBE_CUT_CHARS,
    NO_TAGS,
    PLACES,
    REFERENCES,
    ROLES,
    VERIFIED,
)
from roadstead.engine.formats.passengers.paxlst.draft import NO_BAGS, NO_REFERENCES
from roadstead.engine.formats.passengers.paxlst.groups import Party
from roadstead.engine.formats.passengers.paxlst.heading import contacts
from roadstead.engine.records import Bags, Document, References, Role, Sent, Traveller
from roadstead.engine.reference.tables import document_name
from roadstead.engine.syntax.edifact import Segment
from roadstead.engine.text.names import TITLE_HINT

QuickTraveller, QuickDocument, QuickSent = (
    fast_constructor(Traveller),
    fast_constructor(Document),
    fast_constructor(Sent),
)
QuickReferences, QuickBags = fast_constructor(References), fast_constructor(Bags)
PERSON, REFERENCE, BAG, DOCUMENT = range(4)  # the object that a segment is about
Fact = tuple[int, str, Any, str, str]  # object; field and value; name and text of the value as sent
MOSTLY_ONCE: Final = {"RFF", "DOC", "FTX"}  # different for each person; caching them costs more than reading them
IDENTITY: Final = "identity"  # type and number of a document, which come in one segment
WANTED: Final = {"sex", "born", "nationality"}
BIRTH: Final = "329"
PLAIN_SEXES: Final = {"M", "F", "X"}
A_COMMON_YEAR: Final = 2001
CENTURY: Final = "20"
THE_CENTURY_BEFORE: Final = "19"
YEARS: Final = frozenset(f"{year:02}" for year in range(100))
# MMDD to -MM-DD, for each day that every year has.
DAYS: Final[Mapping[str, str]] = {
    f"{month:02}{day:02}": f"-{month:02}-{day:02}"
    for month in range(1, 13)
    for day in range(1, monthrange(A_COMMON_YEAR, month)[1] + 1)
}


class FastReader:
    """Reader for one message. `flight_date` resolves birth years. Segments of equal text are one object, read once."""

    def __init__(self, flight_date: str) -> None:
        self.flight_date = flight_date
        self.facts: dict[int, Fact] = {}

    def traveller(self, party: Party) -> Traveller | None:
        """Return the person, or None if anything is unusual."""
        named = _nad(party.nad)
        if named is None:
            return None
        role, surname, given = named
        number, document_at = party.number, 0
        sent = [
            QuickSent(field="surname", value=surname, segment=number),
            QuickSent(field="given names", value=given, segment=number),
        ]
        fact_of, flight_date = self.facts.get, self.flight_date
        said: tuple[dict[str, Any], ...] = ({}, {}, {}, {})
        for at, segment in enumerate(party.others, number + 1):
            fact = fact_of(id(segment))
            if fact is None:
                tag = segment[0][0]
                fact = SEGMENTS.get(tag, _out_of_the_usual)(segment, flight_date)
                if fact is None:
                    return None
                if tag not in MOSTLY_ONCE:
                    self.facts[id(segment)] = fact
            about, field, value, name, text = fact
            said[about][field] = value
            if name:
                sent.append(QuickSent(field=name, value=text, segment=at))
                if about == DOCUMENT:
                    document_at = at
        person, references, bags, document = said
        said_once = party.last - number == len(person) + len(references) + len(bags) + len(document)
        if not (said_once and person.keys() >= WANTED and next(iter(document), "") == IDENTITY):
            return None
        document["type"], document["number"] = document.pop(IDENTITY)
        return QuickTraveller(
            role=role,
            surname=surname,
            given=given,
            documents=(QuickDocument(segment=document_at, **document),),
            references=QuickReferences(**references) if references else NO_REFERENCES,
            bags=QuickBags(**bags) if bags else NO_BAGS,
            segment=party.number,
            sent=tuple(sent),
            **person,
        )


def _out_of_the_usual(segment: Segment, flight_date: str) -> None:
    """Return None: the fast path does not know this segment."""


def _nad(segment: Segment) -> tuple[Role, str, str] | None:
    try:  # faster than `match` here, which runs once a person
        _, (code,), (group,), (address,), (surname, *others) = segment
    except ValueError:
        return None
    if group or address or not 0 < len(others) < 5 or code not in ROLES:
        return None
    surname, given = surname.strip(), " ".join([name for each in others if (name := each.strip())])
    is_plain = surname and given and "/" not in surname and "<<" not in surname and not _may_have_title(given)
    if not is_plain or len(surname) >= MAYBE_CUT_CHARS or len(given) >= MAYBE_CUT_CHARS:
        return None
    return ROLES[code], surname, given


@lru_cache(maxsize=4096)
def _may_have_title(given: str) -> bool:
    """Return True if the given names may hold a title. Cached: few given names recur often."""
    return TITLE_HINT.search(given) is not None


def _att(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, ["2"], [""], [sex]] if sex in PLAIN_SEXES:
            return PERSON, "sex", sex, "sex", sex
    return None


def _dtm(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, [code, text]] | [_, [code, text, "101"]]:
            day = _day(text)
        case _:
            return None
    if day and code in EXPIRY:
        return DOCUMENT, "expires", CENTURY + day, "", ""
    born = _birth(day, flight_date) if day and code == BIRTH else ""
    return (PERSON, "born", born, "birth date", text) if born else None


def _birth(day: str, flight_date: str) -> str:
    """Return the latest such date not after the flight; "" if that needs the full reader."""
    if flight_date[:2] != CENTURY or len(flight_date) != len("CCYY-MM-DD"):
        return ""
    born = CENTURY + day
    return born if born <= flight_date else THE_CENTURY_BEFORE + day


def _day(text: str) -> str:
    """Return YYMMDD as YY-MM-DD; "" if it may not be a day."""
    year, day = text[:2], DAYS.get(text[2:])
    return year + day if day and year in YEARS else ""


def _mea(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, ["CT"], [""], ["", count]] if len(count) <= MAX_COUNT_DIGITS and count.isascii() and count.isdigit():
            return BAG, "count", int(count), "", ""
    return None


def _gei(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, [_], [code]] if code in VERIFIED:
            return PERSON, "verified", VERIFIED[code], "", ""
    return None


def _ftx(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, ["BAG"], [""], [""], [sent, "1"]]:
            tag = sent.strip()
            is_tag = len(tag) > MAX_COUNT_DIGITS and tag.upper() not in NO_TAGS
            return (BAG, "tags", (tag,), "", "") if is_tag else None
    return None


def _loc(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, [code], [place]] if code in PLACES:
            return PERSON, PLACES[code][0], place.strip().upper(), "", ""
        case [_, [code], [place]] if code == ISSUED_IN and place:
            return DOCUMENT, "issuer", place.strip().upper().rstrip(FILLER), "", ""
    return None


def _com(segment: Segment, flight_date: str) -> Fact | None:
    return PERSON, "contact", tuple(contacts(segment)), "", ""


def _nat(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, ["2"], [sent]] if len(sent) == 3 and sent.isalpha() and sent.isupper():
            return PERSON, "nationality", sent, "nationality", sent
    return None


def _rff(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, [code, value]] if value and code in REFERENCES:
            field = REFERENCES[code][0]
            return (PERSON if field == "seat" else REFERENCE), field, value.strip(), "", ""
    return None


def _doc(segment: Segment, flight_date: str) -> Fact | None:
    match segment:
        case [_, [type, *_], [number]] if number and len(number) <= MAX_NUMBER_CHARS and document_name(type.strip()):
            type, number = type.strip().upper(), number.strip()
            return DOCUMENT, IDENTITY, (type, number), "document number", number
    return None


SEGMENTS: Final[Mapping[str, Callable[[Segment, str], Fact | None]]] = {
    "ATT": _att,
    "DTM": _dtm,
    "MEA": _mea,
    "GEI": _gei,
    "FTX": _ftx,
    "LOC": _loc,
    "COM": _com,
    "NAT": _nat,
    "RFF": _rff,
    "DOC": _doc,
}
