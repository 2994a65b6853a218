"""A traveller while being read: values from the segments so far, turned into a Traveller at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.records import Address, Bags, Document, References, Role, Sent, Traveller

MAX_SENT_CHARS: Final = 80  # characters of a sent value that are kept
NO_ADDRESS: Final = Address()
NO_REFERENCES: Final = References()
NO_BAGS: Final = Bags()


@dataclass(slots=True)
class Draft:
    """A traveller under construction. `place` is the position in the list, counted from 1, which problems cite."""

    place: int
    number: int
    role: Role
    flight_date: str
    is_known_already: bool = False  # a status change: the list before has the whole person
    id: str = ""
    surname: str = ""
    given: str = ""
    sex: str = ""
    born: str = ""
    nationality: str = ""
    places: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    early: list[NumberedSegment] = field(default_factory=list)  # details of a document that has not come yet
    details_first: bool = False  # True if the sender puts them before it
    bag_count: int | None = None
    bag_weight: float | None = None
    bag_tags: list[str] = field(default_factory=list)
    contact: list[str] = field(default_factory=list)
    address: Address = NO_ADDRESS
    employment: str = ""
    verified: bool | None = None
    sent: list[Sent] = field(default_factory=list)

    def keep(self, name: str, value: str, number: int) -> None:
        """Remember a value as it was sent."""
        self.sent.append(Sent(field=name, value=value[:MAX_SENT_CHARS], segment=number))

    def was_sent(self, name: str) -> bool:
        """Return True if a non-empty value of this name was sent, usable or not."""
        return any(sent.field == name and sent.value for sent in self.sent)

    def finished(self) -> Traveller:
        """Return the traveller. RFF+ABO has precedence over the party's own number in NAD as passenger reference."""
        seat = self.references.pop("seat", "")
        if self.id:
            self.references.setdefault("passenger", self.id)
        return Traveller(
            role=self.role,
            surname=self.surname,
            given=self.given,
            sex=self.sex,
            born=self.born,
            nationality=self.nationality,
            birth_place=self.places.get("birth_place", ""),
            residence=self.places.get("residence", ""),
            embark=self.places.get("embark", ""),
            disembark=self.places.get("disembark", ""),
            clearance=self.places.get("clearance", ""),
            documents=tuple(each for each in self.documents if _says_anything(each)),
            references=References(**self.references) if self.references else NO_REFERENCES,
            seat=seat,
            bags=self.bags(),
            contact=tuple(self.contact),
            address=self.address,
            employment=self.employment,
            verified=self.verified,
            segment=self.number,
            sent=tuple(self.sent),
        )

    def bags(self) -> Bags:
        if self.bag_count is None and self.bag_weight is None and not self.bag_tags:
            return NO_BAGS
        return Bags(count=self.bag_count, weight_kg=self.bag_weight, tags=tuple(self.bag_tags))


def _says_anything(document: Document) -> bool:
    return any((document.type, document.number, document.issuer, document.expires, document.issued))
