"""What a check is given: one person, one list or one voyage, with what every check would otherwise work out anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from roadstead.model import Document, Leg, Manifest, Mode, Traveller, Voyage
from roadstead.reference.documents import document_name, is_passport_like
from roadstead.reference.place_codes import place_code
from roadstead.text import dates
from roadstead.text.identifiers import document_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A travel document with its dates read: the latest day a partial expiry may mean, the earliest of an issue."""

    document: Document
    words: str  # "passport", "visa", "document"
    is_passport: bool
    number: str  # letters and digits in capitals
    expires: date | None
    issued: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPerson:
    """One person, on the day of arrival. `born` is the first day the birth date may mean."""

    traveller: Traveller
    papers: tuple[Paper, ...]
    born: date | None
    on: date
    mode: Mode
    route: frozenset[str]  # places by one code each
    legs: int

    @property
    def age(self) -> int | None:
        """Whole years on the day; None where the birth date is unknown or lies after it."""
        if self.born is None or self.born > self.on:
            return None
        return self.on.year - self.born.year - ((self.on.month, self.on.day) < (self.born.month, self.born.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnList:
    """The people of one message, or of a voyage as all its messages state them."""

    manifest: Manifest
    people: tuple[OnPerson, ...]
    is_whole: bool  # nobody of the list is in another message
    names: tuple[str, ...] = ()  # what others are called by; () by their place in the list


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """By when a list had to be filed with a state. Aware; not verified: it may warn, and must not accuse."""

    state: str
    at: datetime
    source: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """When the lists of a voyage came (aware; None: not yet), and by when each state had to have them."""

    passengers_at: datetime | None = None
    crew_at: datetime | None = None
    due: tuple[Due, ...] = ()
    now: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnVoyage:
    """The voyage: its route and craft, the counts declared and read by kind, and its filing."""

    voyage: Voyage
    on: date
    declared: dict[str, int]
    read: dict[str, int]
    filed: Filed


def on_person(traveller: Traveller, voyage: Voyage, on: date) -> OnPerson:
    """The facts of one person on one voyage."""
    return OnPerson(
        traveller=traveller,
        papers=tuple(_paper(document) for document in traveller.documents),
        born=dates.earliest(traveller.born) if traveller.born else None,
        on=on,
        mode=voyage.mode,
        route=route(voyage.legs, voyage.mode),
        legs=len(voyage.legs),
    )


@lru_cache(maxsize=256)
def route(legs: tuple[Leg, ...], mode: Mode) -> frozenset[str]:
    """Every place the voyage calls at, by one code each."""
    codes = (code for leg in legs for code in (leg.origin, leg.destination) if code)
    return frozenset(place_code(code, mode) for code in codes)


def day_of(voyage: Voyage) -> date | None:
    """The day of arrival at the last port, or the last day the voyage knows."""
    days = (dates.latest((leg.arrival or leg.departure)[:10]) for leg in reversed(voyage.legs))
    return next((day for day in days if day), None)


def _paper(document: Document) -> Paper:
    words, is_passport = _kind(document.type)
    return Paper(
        document=document,
        words=words,
        is_passport=is_passport,
        number=document_key(document.number),
        expires=dates.latest(document.expires) if document.expires else None,
        issued=dates.earliest(document.issued) if document.issued else None,
    )


@lru_cache(maxsize=512)
def _kind(type: str) -> tuple[str, bool]:
    """What it is called, and whether one can cross a border on it alone; without a type it is taken for one."""
    return document_name(type) or "document", is_passport_like(type) or not type
