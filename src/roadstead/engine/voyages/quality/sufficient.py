"""Is all there that the authority's profile needs? Fields as named in `reference/sufficiency`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Aspect, Mode, Role, Severity
from roadstead.engine.reference.sufficiency import OF_A_VOYAGE, Need, Profile
from roadstead.engine.voyages.quality.check import Check, Values
from roadstead.engine.voyages.quality.facts import OnPerson, OnVoyage

OF_CREW: Final = frozenset({Role.CREW, Role.TRANSIT_CREW})
Asking = tuple[tuple[Need, Callable[[OnPerson], bool]], ...]
MINUTE: Final = 16  # characters of an ISO time in hours and minutes
PERSON: Final[Mapping[str, Callable[[OnPerson], bool]]] = {
    "name": lambda who: bool(who.traveller.surname or who.traveller.given),
    "surname": lambda who: bool(who.traveller.surname),
    "given": lambda who: bool(who.traveller.given),
    "birth_date": lambda who: bool(who.traveller.born),
    "sex": lambda who: bool(who.traveller.sex),
    "nationality": lambda who: bool(who.traveller.nationality),
    "residence": lambda who: bool(who.traveller.residence),
    "birth_place": lambda who: bool(who.traveller.birth_place),
    "document_type": lambda who: any(paper.document.type for paper in who.papers),
    "document_number": lambda who: any(paper.number for paper in who.papers),
    "document_issuer": lambda who: any(paper.document.issuer for paper in who.papers),
    "document_expiry": lambda who: any(paper.document.expires for paper in who.papers),
    "passport_issuer": lambda who: all(paper.document.issuer for paper in who.papers if paper.is_passport),
    "passport_expiry": lambda who: all(paper.document.expires for paper in who.papers if paper.is_passport),
    "embark": lambda who: bool(who.traveller.embark) or who.legs == 1,
    "disembark": lambda who: bool(who.traveller.disembark) or who.legs == 1,
    "address": lambda who: bool(who.traveller.address.street or who.traveller.address.city),
    "contact": lambda who: bool(who.traveller.contact),
    "booking": lambda who: bool(who.traveller.references.booking),
    "seat": lambda who: bool(who.traveller.seat),
}
VOYAGE: Final[Mapping[str, Callable[[OnVoyage], bool]]] = {
    "number": lambda of: bool(of.voyage.number or (of.voyage.mode is Mode.SEA and _craft(of))),
    "route": lambda of: bool(of.voyage.legs and of.voyage.legs[0].origin and of.voyage.legs[-1].destination),
    "departure_time": lambda of: bool(of.voyage.legs) and len(of.voyage.legs[0].departure) >= MINUTE,
    "arrival_time": lambda of: bool(of.voyage.legs) and len(of.voyage.legs[-1].arrival) >= MINUTE,
    "craft": lambda of: _craft(of),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a profile needs of passengers and of crew, each field once, the stricter need first."""

    passenger: Asking
    crew: Asking

    def of(self, who: OnPerson) -> Asking:
        return self.crew if who.traveller.role in OF_CREW else self.passenger


def asked(profile: Profile) -> Asked:
    """Worked out once for a whole list."""
    return Asked(passenger=_asking(profile, "passenger"), crew=_asking(profile, "crew"))


def missing_of(who: OnPerson, of: Asked) -> tuple[Need, ...]:
    """What the profile requires of such a person and is not there."""
    return tuple(need for need, is_there in of.of(who) if need.required and not is_there(who))


def wanted_of(who: OnPerson, of: Asked) -> tuple[Need, ...]:
    """What it would like to have and is not there."""
    return tuple(need for need, is_there in of.of(who) if not need.required and not is_there(who))


def missing_of_voyage(of: OnVoyage, profile: Profile) -> tuple[Need, ...]:
    needs = (need for need in profile.needs if need.role == "voyage" and need.field in OF_A_VOYAGE and need.required)
    return tuple(need for need in needs if not VOYAGE[need.field](of))


def _asking(profile: Profile, role: str) -> Asking:
    found: dict[str, Need] = {}
    for need in sorted(profile.needs, key=lambda need: (not need.required, not need.verified)):
        if need.role in ("any", role) and need.field in PERSON:
            found.setdefault(need.field, need)
    return tuple((need, PERSON[need.field]) for need in found.values())


def _craft(of: OnVoyage) -> bool:
    craft = of.voyage.craft
    return bool(craft.name or craft.imo or craft.registration or craft.call_sign)


def _by_hand(_: object) -> tuple[Values, ...]:
    return ()


# Their findings are made where the missing fields are known (`weigh`); the table says what they are.
A = Aspect.SUFFICIENT
REQUIRED: Final[Check[object]] = Check(
    "required-missing", A, Severity.ERROR, "", "Required by {profile} and not there: {fields}. Send it.", _by_hand
)
PERHAPS_REQUIRED: Final[Check[object]] = Check(
    "perhaps-required-missing",
    A,
    Severity.WARNING,
    "",
    "Required by {profile}, which no text of law confirms, and not there: {fields}. Send it if you have it.",
    _by_hand,
)
WANTED: Final[Check[object]] = Check(
    "wanted-missing",
    A,
    Severity.NOTE,
    "",
    "Not required, but useful: {fields}. Missing for {people} of {all}. Send it if you have it.",
    _by_hand,
)
SUFFICIENT: Final = (REQUIRED, PERHAPS_REQUIRED, WANTED)
