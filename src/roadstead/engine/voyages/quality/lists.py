"""Checks of the list as a whole: its sender, its declared counts, its birth dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Aspect, Mode, ReportingParty, Role, Severity, Traveller
from roadstead.engine.reference.sufficiency import VOYAGE_FIELDS, Need, Profile
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import Check, Values, fault_if
from roadstead.engine.voyages.quality.facts import ListFacts, PersonFacts, VoyageFacts

# Sufficiency for the authority's profile. Fields as named in `reference/sufficiency`.


OF_CREW: Final = frozenset({Role.CREW, Role.TRANSIT_CREW})
Needs = tuple[tuple[Need, Callable[[PersonFacts], bool]], ...]
MINUTE: Final = 16  # characters of an ISO time in hours and minutes
PERSON: Final[Mapping[str, Callable[[PersonFacts], bool]]] = {
    "name": lambda who: bool(who.traveller.surname or who.traveller.given),
    "surname": lambda who: bool(who.traveller.surname),
    "given": lambda who: bool(who.traveller.given),
    "birth_date": lambda who: bool(who.traveller.born),
    "sex": lambda who: bool(who.traveller.sex),
    "nationality": lambda who: bool(who.traveller.nationality),
    "residence": lambda who: bool(who.traveller.residence),
    "birth_place": lambda who: bool(who.traveller.birth_place),
    "document_type": lambda who: any(paper.document.type for paper in who.documents),
    "document_number": lambda who: any(paper.number for paper in who.documents),
    "document_issuer": lambda who: any(paper.document.issuer for paper in who.documents),
    "document_expiry": lambda who: any(paper.document.expires for paper in who.documents),
    "passport_issuer": lambda who: all(paper.document.issuer for paper in who.documents if paper.is_passport),
    "passport_expiry": lambda who: all(paper.document.expires for paper in who.documents if paper.is_passport),
    "embark": lambda who: bool(who.traveller.embark) or who.legs == 1,
    "disembark": lambda who: bool(who.traveller.disembark) or who.legs == 1,
    "address": lambda who: bool(who.traveller.address.street or who.traveller.address.city),
    "contact": lambda who: bool(who.traveller.contact),
    "booking": lambda who: bool(who.traveller.references.booking),
    "seat": lambda who: bool(who.traveller.seat),
}
VOYAGE: Final[Mapping[str, Callable[[VoyageFacts], bool]]] = {
    "number": lambda of: bool(of.voyage.number or (of.voyage.mode is Mode.SEA and _craft(of))),
    "route": lambda of: bool(of.voyage.legs and of.voyage.legs[0].origin and of.voyage.legs[-1].destination),
    "departure_time": lambda of: bool(of.voyage.legs) and len(of.voyage.legs[0].departure) >= MINUTE,
    "arrival_time": lambda of: bool(of.voyage.legs) and len(of.voyage.legs[-1].arrival) >= MINUTE,
    "craft": lambda of: _craft(of),
}


@dataclass(frozen=True, slots=True)
class ProfileNeeds:
    """Fields that a profile needs of passengers and of crew, each once, the stricter need first."""

    passenger: Needs
    crew: Needs

    def of(self, who: PersonFacts) -> Needs:
        return self.crew if who.traveller.role in OF_CREW else self.passenger


def needs_of_profile(profile: Profile) -> ProfileNeeds:
    """Return the needs of a profile by role; computed once for a whole list."""
    return ProfileNeeds(passenger=_needs(profile, "passenger"), crew=_needs(profile, "crew"))


def missing_required(who: PersonFacts, of: ProfileNeeds) -> tuple[Need, ...]:
    """Return the fields that the profile requires of such a person and that are missing."""
    return tuple(need for need, is_there in of.of(who) if need.required and not is_there(who))


def missing_wanted(who: PersonFacts, of: ProfileNeeds) -> tuple[Need, ...]:
    """Return the fields that the profile wants of such a person and that are missing."""
    return tuple(need for need, is_there in of.of(who) if not need.required and not is_there(who))


def missing_of_voyage(of: VoyageFacts, profile: Profile) -> tuple[Need, ...]:
    needs = (need for need in profile.needs if need.role == "voyage" and need.field in VOYAGE_FIELDS and need.required)
    return tuple(need for need in needs if not VOYAGE[need.field](of))


def _needs(profile: Profile, role: str) -> Needs:
    found: dict[str, Need] = {}
    for need in sorted(profile.needs, key=lambda need: (not need.required, not need.verified)):
        if need.role in ("any", role) and need.field in PERSON:
            found.setdefault(need.field, need)
    return tuple((need, PERSON[need.field]) for need in found.values())


def _craft(of: VoyageFacts) -> bool:
    craft = of.voyage.craft
    return bool(craft.name or craft.imo or craft.registration or craft.call_sign)


def _by_hand(_: object) -> tuple[Values, ...]:
    return ()


# The findings are made in `assess`, where the missing fields are known; the table only describes them.
A = Aspect.SUFFICIENT
REQUIRED: Final[Check[object]] = Check(
    "required-missing",
    A,
    Severity.ERROR,
    "",
    "Missing, but required by %(profile)s: %(fields)s. Send this information.",
    _by_hand,
)
PERHAPS_REQUIRED: Final[Check[object]] = Check(
    "perhaps-required-missing",
    A,
    Severity.WARNING,
    "",
    "Missing, but required by %(profile)s (not confirmed by a text of law): %(fields)s. Send this "
    "information if you have it.",
    _by_hand,
)
WANTED: Final[Check[object]] = Check(
    "wanted-missing",
    A,
    Severity.NOTE,
    "",
    "Not required, but useful: %(fields)s. People without it: %(people)s of %(all)s. Send this information "
    "if you have it.",
    _by_hand,
)
SUFFICIENT: Final = (REQUIRED, PERHAPS_REQUIRED, WANTED)


MIN_PEOPLE: Final = 5  # people from which shares are meaningful
MAX_SHARE_ONE_DAY: Final = 0.5  # share born on the same day that no voyage reaches by chance
MAX_SHARE_NEW_YEAR: Final = 0.2  # share born on 1 January; of 300 people one is expected
COUNTED_AS: Final = {Role.CREW: "crew", Role.TRANSIT_CREW: "crew"}


def counts(people: Iterable[Traveller]) -> dict[str, int]:
    """Return the number of people of each kind that carriers declare."""
    return dict(Counter(COUNTED_AS.get(one.role, "passengers") for one in people))


def count_differences(declared: Mapping[str, int], read: Mapping[str, int]) -> list[Values]:
    """Return each kind whose declared number differs from the number read."""
    return [
        {"kind": Sentence(kind), "declared": number, "read": number_read(kind, read)}
        for kind, number in declared.items()
        if number != number_read(kind, read)
    ]


def number_read(kind: str, read: Mapping[str, int]) -> int:
    """Return the number read of a kind; "persons" are all on board."""
    return sum(read.values()) if kind == "persons" else read.get(kind, 0)


def count_differs(of: ListFacts) -> Iterable[Values]:
    """Find wrong counts in an undivided list; lists in parts are counted together, for the voyage."""
    return count_differences(of.manifest.declared, counts(of.manifest.travellers)) if of.is_whole else ()


def reporting_party_missing(of: ListFacts) -> Iterable[Values]:
    return fault_if(of.manifest.reporting_party == ReportingParty())


def nobody_in_it(of: ListFacts) -> Iterable[Values]:
    return fault_if(of.is_whole and not of.people and not of.manifest.declared)


def born_on_one_day(of: ListFacts) -> Iterable[Values]:
    days = _birthdays(of)
    day, number = Counter(days).most_common(1)[0] if days else ("", 0)
    if len(days) < MIN_PEOPLE or number <= MAX_SHARE_ONE_DAY * len(days):
        return ()
    return ({"number": number, "all": len(days), "day": day},)


def born_on_new_year(of: ListFacts) -> Iterable[Values]:
    days = _birthdays(of)
    number = sum(day.endswith("-01-01") for day in days)
    if len(days) < MIN_PEOPLE or number <= max(1, MAX_SHARE_NEW_YEAR * len(days)):
        return ()
    return ({"number": number, "all": len(days)},)


def _birthdays(of: ListFacts) -> list[str]:
    return [who.traveller.born for who in of.people if len(who.traveller.born) == 10]


WARNING, NOTE = Severity.WARNING, Severity.NOTE
LISTS: Final[tuple[Check[ListFacts], ...]] = (
    Check(
        "count-differs",
        Aspect.COMPLETE,
        WARNING,
        "number of people",
        "Declared %(kind)s: %(declared)s. On the list: %(read)s. Send the missing people, or correct the number.",
        count_differs,
    ),
    Check(
        "reporting-party-missing",
        Aspect.COMPLETE,
        NOTE,
        "reporting party",
        "The list does not name the reporting party. Send the name and contact details of the office we can ask.",
        reporting_party_missing,
    ),
    Check(
        "nobody-in-it",
        Aspect.COMPLETE,
        NOTE,
        "number of people",
        "The list has no people and declares no number. If nobody travels, declare 0.",
        nobody_in_it,
    ),
    Check(
        "born-on-one-day",
        Aspect.PLAUSIBLE,
        WARNING,
        "birth date",
        "%(number)s of %(all)s people have the birth date %(day)s, which looks like a default value. Send the "
        "real birth dates.",
        born_on_one_day,
    ),
    Check(
        "born-on-new-year",
        Aspect.PLAUSIBLE,
        WARNING,
        "birth date",
        "%(number)s of %(all)s people have a birth date on 1 January. If only the year is known, send only the year.",
        born_on_new_year,
    ),
)
