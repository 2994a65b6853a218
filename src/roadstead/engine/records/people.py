"""Travellers and crew, their documents, and who declares them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from roadstead.engine.records.problems import Sent


class Role(StrEnum):
    PASSENGER = "passenger"
    CREW = "crew"
    TRANSIT_PASSENGER = "transit_passenger"
    TRANSIT_CREW = "transit_crew"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A travel document. `type` as sent (P, V, A, C, I, AC …); `issuer` ISO or ICAO 9303 code, as sent."""

    type: str = ""
    number: str = ""
    issuer: str = ""
    expires: str = ""
    issued: str = ""
    segment: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """How others number this person (RFF AVF, ABO, AEA, CR and YZY)."""

    booking: str = ""
    passenger: str = ""
    government: str = ""
    customer: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    count: int | None = None
    weight_kg: float | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traveller:
    """One person on board, as declared. A person of whom next to nothing is known is still on board."""

    role: Role = Role.PASSENGER
    surname: str = ""
    given: str = ""  # all given names, blank between them
    sex: str = ""  # M, F, X, or "" (unknown)
    born: str = ""
    birth_place: str = ""
    nationality: str = ""  # as sent: alpha-3, alpha-2 or an ICAO 9303 code
    residence: str = ""
    embark: str = ""
    disembark: str = ""
    clearance: str = ""
    documents: tuple[Document, ...] = ()
    references: References = References()
    seat: str = ""
    bags: Bags = Bags()
    contact: tuple[str, ...] = ()
    address: Address = Address()
    employment: str = ""
    verified: bool | None = None
    capture_method: str = ""  # how the data were taken (S4): "machine", "manual"
    age_group: str = ""  # "adult", "child" or "infant", as a booking says
    boarding_number: str = ""  # given at check-in: whoever has one has checked in
    segment: int | None = None  # where this person begins in the message
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingParty:
    id: str = ""
    name: str = ""
    contact: tuple[str, ...] = ()
