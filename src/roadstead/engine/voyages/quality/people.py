"""Checks of a person against the rest of the list: duplicate documents or names, an infant travelling alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Aspect, Finding, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.sentences import Sentence
from roadstead.engine.voyages.quality.check import Check, Values
from roadstead.engine.voyages.quality.facts import ListFacts, PersonFacts

INFANT_YEARS: Final = 2  # years: below it no one travels alone
ESCORT_YEARS: Final = 12  # years, from which carriers allow a person to take an infant along
NAME_ALONE: Final = "%(name)s"
MAX_NAMED: Final = 3  # others named in a sentence

ByPerson = Iterable[tuple[int, Values]]  # position in the list, and the values of the sentence


@dataclass(frozen=True, slots=True)
class ListCheck:
    """A check of every person in the list, with findings by position."""

    check: Check[ListFacts]
    find: Callable[[ListFacts], ByPerson]

    def findings(self, of: ListFacts) -> Iterable[tuple[int, Finding]]:
        return ((position, self.check.finding(values)) for position, values in self.find(of))


def same_document(of: ListFacts) -> ByPerson:
    """Find equal numbers of one issuer. A warning and no error: a family may share one passport."""
    return _shared(of, lambda who: [(p.number, alpha3(p.document.issuer), p.words) for p in who.documents if p.number])


def same_person(of: ListFacts) -> ByPerson:
    """Find equal names and birth dates, unless documents or the carrier's numbers differ."""
    return _shared(of, _who_it_is)


def same_seat(of: ListFacts) -> ByPerson:
    """Find equal seats. Infants sit on a lap, and on a voyage of several legs a seat is sold twice: both are exempt."""
    return _shared(of, lambda who: [who.traveller.seat] if _sits_alone(who) else [])


def infant_alone(of: ListFacts) -> ByPerson:
    """Find infants without a person of twelve or more in the booking.

    Infants without a booking, and lists in parts, are not checked.
    """
    if not of.is_whole:
        return []
    taken = {who.traveller.references.booking for who in of.people if who.age is None or who.age >= ESCORT_YEARS}
    return [(at, {}) for at, who in enumerate(of.people) if _is_infant(who) and _booked_without(who, taken)]


def _is_infant(who: PersonFacts) -> bool:
    age = who.age
    return age is not None and age < INFANT_YEARS


def _booked_without(who: PersonFacts, taken: set[str]) -> bool:
    booking = who.traveller.references.booking
    return bool(booking) and booking not in taken


def _who_it_is(who: PersonFacts) -> list[Hashable]:
    one = who.traveller
    if not one.surname or len(one.born) < 10:
        return []
    name = tuple(sorted(f"{one.surname} {one.given}".upper().split()))
    return [(name, one.born, frozenset(p.number for p in who.documents if p.is_passport), one.references.passenger)]


def _sits_alone(who: PersonFacts) -> bool:
    return bool(who.traveller.seat) and who.legs < 2 and not _is_infant(who)


def _shared(of: ListFacts, keys: Callable[[PersonFacts], Iterable[Hashable]]) -> ByPerson:
    holders: Mapping[Hashable, list[int]] = defaultdict(list)
    for at, who in enumerate(of.people):
        for key in dict.fromkeys(keys(who)):
            holders[key].append(at)
    for positions in holders.values():
        for at in positions if len(positions) > 1 else ():
            yield at, {"others": _others(of, [other for other in positions if other != at])}


def _others(of: ListFacts, others: list[int]) -> Sentence:
    """Return "person 4 of the list" or "LEE, Ann and 30 more": by place in a message, by name on a voyage."""
    shown = [_one(of, other) for other in others[:MAX_NAMED]]
    if len(others) > MAX_NAMED:
        shown.append(Sentence("%(number)s more", {"number": len(others) - MAX_NAMED}))
    *first, last = shown
    return Sentence("%(first)s and %(last)s", {"first": first, "last": last}) if first else last


def _one(of: ListFacts, position: int) -> Sentence:
    if of.names:
        return Sentence(NAME_ALONE, {"name": of.names[position]})
    return Sentence("person %(number)s in the list", {"number": position + 1})


def _nobody(_: ListFacts) -> tuple[Values, ...]:
    return ()


A, WARNING, NOTE = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
PEOPLE: Final = (
    ListCheck(
        Check(
            "same-document-twice",
            A,
            WARNING,
            "number of the travel document",
            "The same document is declared for %(others)s. Send each person's own document, unless they share "
            "one passport.",
            _nobody,
        ),
        same_document,
    ),
    ListCheck(
        Check(
            "same-person-twice",
            A,
            WARNING,
            "name",
            "The same name and birth date are declared for %(others)s. Remove the duplicate, or send details "
            "that distinguish them.",
            _nobody,
        ),
        same_person,
    ),
    ListCheck(
        Check(
            "same-seat-twice",
            A,
            NOTE,
            "seat",
            "The same seat is declared for %(others)s. Correct the seats.",
            _nobody,
        ),
        same_seat,
    ),
    ListCheck(
        Check(
            "infant-alone",
            A,
            WARNING,
            "birth date",
            "According to the birth date, this is an infant, but the booking has nobody aged twelve or over. "
            "Correct the birth date, or send the adult who travels with the infant.",
            _nobody,
        ),
        infant_alone,
    ),
)
