"""The facts a rule may ask for: one table. What is not in it cannot be said, whatever is written.

Kinds are CEL's: text, number (int), yes/no (bool), texts (list of text). A fact that was not stated is absent, never
"" or 0: see `screening.rules.written` for what a rule does then. `needs`: what the rule's own source must allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

MINORS: Final = "minors"  # the rule protects minors, so it may ask for age (S17, S18; cooperation 7)


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    YES = "yes/no"
    TEXTS = "texts"


class Level(StrEnum):
    """Of whom a fact speaks. A rule of voyage facts alone is asked once a voyage."""

    TRAVELLER = "traveller"
    VOYAGE = "voyage"


class Fact(NamedTuple):
    """`words` as they stand in a sentence; `source` where the value comes from; `choices` where the values are few."""

    name: str
    kind: Kind
    words: str
    source: str
    choices: tuple[str, ...] = ()
    needs: str = ""

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]

    @property
    def level(self) -> Level:
        return Level.VOYAGE if self.family == "voyage" else Level.TRAVELLER


@dataclass(frozen=True)
class Vocabulary:
    """The facts of one subject."""

    subject: str
    facts: tuple[Fact, ...]
    families: Mapping[str, str] = field(default_factory=dict)  # heading over each family

    @cached_property
    def by_name(self) -> dict[str, Fact]:
        return {fact.name: fact for fact in self.facts}

    def of(self, family: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.family == family]


T, N, Y, L = Kind.TEXT, Kind.NUMBER, Kind.YES, Kind.TEXTS

TRAVEL: Final = Vocabulary(
    "travel",
    (
        Fact("traveller.role", T, "the role on board", "list: kind of person",
             ("passenger", "crew", "transit_passenger", "transit_crew")),
        Fact("traveller.embark", T, "the port of embarkation", "list: LOC 178, or the sheet's column"),
        Fact("traveller.disembark", T, "the port of disembarkation", "list: LOC 179, or the sheet's column"),
        Fact("traveller.capture_method", T, "how the data were taken", "list: capture code (S4)",
             ("machine", "manual")),
        Fact("traveller.verified", Y, "the data were checked against the document", "list: verification mark"),
        Fact("traveller.given_name_missing", Y, "no given name was declared", "list: name"),
        Fact("traveller.birth_date_partial", Y, "the birth date is not whole", "list: birth date"),
        Fact("traveller.age_at_arrival", N, "the age on the day of arrival", "list: birth date, day of arrival",
             needs=MINORS),
        Fact("traveller.is_minor", Y, "the traveller is under 18", "list: birth date; booking: child, infant",
             needs=MINORS),
        Fact("document.missing", Y, "no document number was declared", "list: documents"),
        Fact("document.count", N, "the number of documents declared", "list: documents"),
        Fact("document.type", T, "the type of the first document", "list: document type, as sent"),
        Fact("document.types", L, "the types of all documents", "list: document types, as sent"),
        Fact("document.is_passport", Y, "a passport was declared", "list: document types, our table of types"),
        Fact("document.expires_in_days", N, "the days from arrival until the first document expires",
             "list: expiry, day of arrival"),
        Fact("document.issued_days_before_arrival", N, "the days from the newest document's issue to arrival",
             "list: day of issue, day of arrival"),
        Fact("bags.count", N, "the number of bags", "list: bags"),
        Fact("bags.weight_kg", N, "the weight of the bags in kg, rounded", "list: bags"),
        Fact("booking.known", Y, "a booking is known", "bookings of the voyage"),
        Fact("booking.made_days_before_departure", N, "the whole days from booking to departure",
             "booking: creation; voyage: departure"),
        Fact("booking.made_hours_before_departure", N, "the whole hours from booking to departure",
             "booking: creation; voyage: departure"),
        Fact("booking.one_way", Y, "nothing in the booking leads back", "booking: itinerary"),
        Fact("booking.stay_days", N, "the days from arrival to the next flight out", "booking: itinerary"),
        Fact("booking.onward_within_24_hours", Y, "the booking goes on within 24 hours of arrival",
             "booking: itinerary"),
        Fact("booking.ports", L, "the ports of the booking's itinerary", "booking: itinerary"),
        Fact("booking.payment_forms", L, "the forms of payment", "booking: payment, as sent (CA cash, CC card …)"),
        Fact("booking.paid_in_cash", Y, "the booking was paid in cash", "booking: payment form CA or CASH"),
        Fact("booking.paid_by_another", Y, "the payer is none of the travellers of the booking",
             "booking: payer's surname"),
        Fact("booking.agency", T, "the name of the agency", "booking: who made it"),
        Fact("booking.agency_number", T, "the IATA number of the agency", "booking: who made it"),
        Fact("booking.by_agency", Y, "an agency made the booking", "booking: who made it"),
        Fact("booking.group_size", N, "the number of travellers on the booking", "list and booking: locator"),
        Fact("booking.alone", Y, "the traveller is alone on the booking", "list and booking: locator"),
        Fact("booking.seats", N, "the number of seats held by the booking's travellers", "list: seats"),
        Fact("booking.changes", N, "the number of changes to the booking", "booking: history"),
        Fact("booking.split", Y, "the booking was split from another or into several", "booking: split locators"),
        Fact("booking.frequent_flyer", Y, "a frequent-flyer number is given", "booking: frequent flyer"),
        Fact("booking.minors", N, "the number of minors on the booking", "birth dates on the booking",
             needs=MINORS),
        Fact("booking.minor_without_adult", Y, "the traveller is a minor with no adult on the same booking",
             "birth dates on the booking", needs=MINORS),
        Fact("shared.document", N, "the number of others on this voyage with the same document",
             "list: document numbers"),
        Fact("shared.contact", N, "the number of others outside the booking with the same phone or e-mail",
             "list and booking: contacts"),
        Fact("shared.card", N, "the number of other bookings on this voyage paid with the same card",
             "booking: card, first six and last four"),
        Fact("shared.name_and_birth", N, "the number of others on this voyage with the same name and birth date",
             "list: names, birth dates"),
        Fact("history.voyages_in_7_days", N, "the earlier voyages within 7 days", "stored voyages, same identifiers"),
        Fact("history.voyages_in_30_days", N, "the earlier voyages within 30 days", "stored voyages, same identifiers"),
        Fact("history.voyages_in_365_days", N, "the earlier voyages within 365 days",
             "stored voyages, same identifiers"),
        Fact("history.days_since_last", N, "the days since the last voyage", "stored voyages, same identifiers"),
        Fact("history.not_boarded_in_365_days", N, "the times not on board although declared, within 365 days",
             "stored voyages, close-outs"),
        Fact("history.overlapping", N, "the other voyages at the same time", "stored voyages, same identifiers"),
        Fact("voyage.mode", T, "the mode of the voyage", "list: mode", ("air", "sea", "road")),
        Fact("voyage.category", T, "the category of the voyage", "list: category", ("commercial", "private")),
        Fact("voyage.carrier", T, "the carrier's code", "list: carrier"),
        Fact("voyage.origin", T, "the first port", "list: route"),
        Fact("voyage.destination", T, "the last port", "list: route"),
        Fact("voyage.ports", L, "the ports of the route", "list: route"),
        Fact("voyage.legs", N, "the number of legs", "list: route"),
        Fact("voyage.arrival_hour", N, "the hour of arrival, local time (0–23)", "list: time of arrival"),
        Fact("voyage.craft_kind", T, "the kind of craft", "list: craft, as sent; not kept for stored voyages"),
        Fact("voyage.craft_named", Y, "the craft has a name, a registration or an IMO number", "list: craft"),
        Fact("voyage.people", N, "the number of people on the list", "list"),
        Fact("voyage.passengers", N, "the number of passengers on the list", "list"),
        Fact("voyage.crew", N, "the number of crew on the list", "list"),
        Fact("voyage.not_named", N, "the number of people declared but not named", "list: declared counts"),
        Fact("voyage.without_document", N, "the number of people without a document number", "list: documents"),
        Fact("voyage.minutes_late", N, "the minutes from the deadline to the filing", "filing; deadline of the state"),
        Fact("voyage.filed_hours_before_arrival", N, "the whole hours from filing to arrival",
             "filing; time of arrival and its port's zone"),
    ),
    {
        "traveller": "The traveller", "document": "Documents", "bags": "Bags", "booking": "The booking",
        "shared": "Shared on this voyage", "history": "Earlier voyages", "voyage": "The voyage",
    },
)  # fmt: skip
