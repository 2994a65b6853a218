"""Facts for the checks: one person, one list or one voyage, with shared values computed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from roadstead.engine.records import Document, Leg, Manifest, Mode, Traveller, Voyage
from roadstead.engine.reference.places import place_code
from roadstead.engine.reference.tables import carrier, document_name, is_passport_like
from roadstead.engine.text import dates
from roadstead.engine.text.identifiers import document_key, mrz_check_digit
from roadstead.engine.text.names import titles
from roadstead.engine.voyages.quality.placeholders import NO_NUMBERS

# Commercial or private voyage, since deadlines and profiles differ for the two.
#
# The message's own statement has precedence, then craft, number and carrier (`SIGNS`, in this order). A voyage without
# any sign is treated as commercial, as nearly all filers are.


COMMERCIAL, PRIVATE = "commercial", "private"
STATED_CATEGORIES: Final = {
    "commercial": COMMERCIAL,
    "private": PRIVATE,
    "pleasure": PRIVATE,
    "ga": PRIVATE,
    "general aviation": PRIVATE,
}
PLEASURE: Final = re.compile(
    r"\b(?:yacht|sloop|ketch|schooner|catamaran|sail(?:ing|boat)?|pleasure|motor ?boat|dinghy)"
)
BUSINESS: Final = re.compile(r"\b(?:cruise|cargo|container|tanker|ferry|bulk|ro-?ro|passenger|merchant|airliner|tug)")
FLIGHT: Final = re.compile(r"0*[0-9]{1,4}[A-Z]?")
# Nationality mark and registration mark, by ICAO Annex 7: N123AB, VP-BCD, G-ABCD, 8P-XYZ, YV1234.
MARK: Final = re.compile(r"N[1-9][0-9]{0,4}[A-Z]{0,2}|[A-Z0-9]{1,2}-[A-Z0-9]{3,5}|[A-Z]{1,2}-?[A-Z]{3,4}|YV[0-9]{3,4}")


def category_of(voyage: Voyage) -> str:
    """Return commercial or private, as stated or deduced; "" without any sign."""
    said = STATED_CATEGORIES.get(voyage.category.strip().casefold(), "")
    return said or next((category for category, is_so in SIGNS if is_so(voyage)), "")


def _is_pleasure_craft(voyage: Voyage) -> bool:
    return PLEASURE.search(voyage.craft.kind.casefold()) is not None


def _is_business_craft(voyage: Voyage) -> bool:
    return BUSINESS.search(voyage.craft.kind.casefold()) is not None


def _has_an_airline(voyage: Voyage) -> bool:
    known = carrier(voyage.carrier) or carrier(voyage.number[:2])
    return voyage.mode is Mode.AIR and known is not None and FLIGHT.fullmatch(_bare_number(voyage)) is not None


def _flies_by_registration(voyage: Voyage) -> bool:
    number, own = voyage.number.upper().replace(" ", ""), voyage.craft.registration.upper().replace(" ", "")
    is_mark = MARK.fullmatch(number) is not None and any(map(str.isalpha, number))
    return (
        voyage.mode is Mode.AIR and bool(number) and (_plain(number) == _plain(own) or (is_mark and not voyage.carrier))
    )


def _has_an_imo_number(voyage: Voyage) -> bool:
    """Return True for an IMO number at sea. Ships of 100 tons and more need one; yachts are found by kind before."""
    return voyage.mode is Mode.SEA and bool(voyage.craft.imo)


def _bare_number(voyage: Voyage) -> str:
    number = voyage.number.upper().replace(" ", "")
    known = carrier(voyage.carrier)
    codes = (voyage.carrier.upper(), *((known.iata, known.icao) if known else ()), number[:2])
    return next((number.removeprefix(code) for code in codes if code and number.startswith(code)), number)


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text))


SIGNS: Final[tuple[tuple[str, Callable[[Voyage], bool]], ...]] = (
    (PRIVATE, _is_pleasure_craft),
    (COMMERCIAL, _is_business_craft),
    (COMMERCIAL, _has_an_airline),
    (PRIVATE, _flies_by_registration),
    (COMMERCIAL, _has_an_imo_number),
)


UNKNOWN_TYPE_NAME: Final = "document"  # name of a document of unknown type
MAX_NUMBER_CHARS: Final = 9  # characters of a passport's number in its machine readable zone
ALL_ONE: Final = re.compile(r"(.)\1{3,}")
OF_THE_ZONE: Final = re.compile(r"([A-Z0-9<]{9})([0-9])")  # number filled up to nine, and its check digit


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """A travel document with parsed dates: the latest day of a partial expiry, the earliest day of a partial issue."""

    document: Document
    words: str  # "passport", "visa", "document"
    is_passport: bool
    number: str  # letters and digits in capitals
    is_filler: bool  # the number only fills the field
    zone: tuple[str, str] | None  # number and check digit, if sent as in the machine readable zone
    expires: date | None
    issued: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """One person, on the day of arrival. `born` is the first day of a partial birth date."""

    traveller: Traveller
    documents: tuple[DocumentFacts, ...]
    born: date | None
    on: date
    mode: Mode
    route: frozenset[str]  # places, each by one code
    legs: int
    titles: tuple[str, ...] = ()  # found in the name

    @property
    def age(self) -> int | None:
        """Return whole years on the day; None if the birth date is unknown or later."""
        if self.born is None or self.born > self.on:
            return None
        return self.on.year - self.born.year - ((self.on.month, self.on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """The people of one message, or of a voyage as stated by all its messages."""

    manifest: Manifest
    people: tuple[PersonFacts, ...]
    is_whole: bool  # no one of the list is in another message
    names: tuple[str, ...] = ()  # names for other people in sentences; () for their place in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class StateDeadline:
    """The deadline for a list in one state, an aware time. If not verified, it may cause a warning but no error."""

    state: str
    at: datetime
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingTimes:
    """Times at which the lists of a voyage came (aware; None: not yet), and each state's deadline."""

    passengers_at: datetime | None = None
    crew_at: datetime | None = None
    due: tuple[StateDeadline, ...] = ()
    now: datetime | None = None
    on: date | None = None  # the day the message came; None: not compared
    filers: frozenset[str] = frozenset()  # accounts that sent the lists
    participating: frozenset[str] = frozenset()  # states (alpha-3)

    @property
    def has_list(self) -> bool:
        return self.passengers_at is not None or self.crew_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoyageFacts:
    """The voyage: its route and craft, the counts declared and read by kind, and its filing."""

    voyage: Voyage
    on: date
    declared: dict[str, int]
    read: dict[str, int]
    filed: FilingTimes


def person_facts(travellers: Iterable[Traveller], voyage: Voyage, on: date) -> tuple[PersonFacts, ...]:
    """Return the facts of each person on one voyage, in their order."""
    places = route(voyage.legs, voyage.mode)
    return tuple(
        PersonFacts(
            traveller=traveller,
            documents=tuple(_paper(document) for document in traveller.documents),
            born=dates.earliest(traveller.born) if traveller.born else None,
            on=on,
            mode=voyage.mode,
            route=places,
            legs=len(voyage.legs),
            titles=_titles(traveller),
        )
        for traveller in travellers
    )


def route(legs: tuple[Leg, ...], mode: Mode) -> frozenset[str]:
    """Return every place of call of the voyage, each by one code."""
    codes = (code for leg in legs for code in (leg.origin, leg.destination) if code)
    return frozenset(place_code(code, mode) for code in codes)


def day_of(voyage: Voyage) -> date | None:
    """Return the day of arrival at the last port, or the last known day of the voyage."""
    days = (dates.latest((leg.arrival or leg.departure)[:10]) for leg in reversed(voyage.legs))
    return next((day for day in days if day), None)


def _titles(traveller: Traveller) -> tuple[str, ...]:
    """Return titles in the name as it is and as it was sent, since normalisation may have removed them."""
    sex = traveller.sex
    found = (*titles(traveller.surname, sex), *titles(traveller.given, sex))
    sent = (each.value for each in traveller.sent if each.field == "given names" and each.value != traveller.given)
    return (*found, *(title for name in sent for title in titles(name, sex)))


def _paper(document: Document) -> DocumentFacts:
    words, is_passport = _kind(document.type)
    number = document_key(document.number)
    return DocumentFacts(
        document=document,
        words=words,
        is_passport=is_passport,
        number=number,
        is_filler=number in NO_NUMBERS
        or ALL_ONE.fullmatch(number) is not None
        or (number != "" and not number.strip("0X")),
        zone=_zone(document.number) if len(document.number) > MAX_NUMBER_CHARS else None,
        expires=dates.latest(document.expires) if document.expires else None,
        issued=dates.earliest(document.issued) if document.issued else None,
    )


def _zone(sent: str) -> tuple[str, str] | None:
    """Return number and check digit of ten characters as in the zone: with fillers, or with a correct check digit."""
    close = "".join(sent.split()).upper()
    found = OF_THE_ZONE.fullmatch(close)
    if found is None or ("<" not in close and mrz_check_digit(found[1]) != found[2]):
        return None
    return found[1], found[2]


@lru_cache(maxsize=512)
def _kind(type: str) -> tuple[str, bool]:
    """Return a document's name and True if it alone allows a border crossing; a missing type counts as such.

    The first of two letters in the zone is the kind of document (ICAO Doc 9303 part 3, section 4.2).
    """
    known = next((code for code in (type, type[:1] if len(type) == 2 else "") if document_name(code)), "")
    return document_name(known) or UNKNOWN_TYPE_NAME, is_passport_like(known) or not type
