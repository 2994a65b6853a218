"""What only the whole list shows of a person: a document or a name that stands there twice, an infant by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from roadstead.engine.records import Aspect, Finding, Severity
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.voyages.quality.check import Check, Values
from roadstead.engine.voyages.quality.facts import OnList, OnPerson

INFANT: Final = 2  # years: below it nobody travels alone
OLD_ENOUGH: Final = 12  # years, from which carriers let somebody take an infant along
SHOWN: Final = 3  # others that are named in a sentence

ByPerson = Iterable[tuple[int, Values]]  # position in the list, and the values of the sentence


@dataclass(frozen=True, slots=True)
class Among:
    """A check of everybody in the list; it says who is meant by the position."""

    check: Check[OnList]
    look: Callable[[OnList], ByPerson]

    def findings(self, of: OnList) -> Iterable[tuple[int, Finding]]:
        return ((position, self.check.finding(values)) for position, values in self.look(of))


def same_document(of: OnList) -> ByPerson:
    """The same number of the same issuer; a family may stand in one passport, so it is asked and not refused."""
    return _shared(of, lambda who: [(p.number, alpha3(p.document.issuer), p.words) for p in who.papers if p.number])


def same_person(of: OnList) -> ByPerson:
    """The same name and birth date, unless different documents or numbers of the carrier tell two people apart."""
    return _shared(of, _who_it_is)


def same_seat(of: OnList) -> ByPerson:
    """An infant sits on a lap; on a voyage of several legs a seat is sold twice."""
    return _shared(of, lambda who: [who.traveller.seat] if _sits_alone(who) else [])


def infant_alone(of: OnList) -> ByPerson:
    """Nobody of twelve or more in the same booking. Without a booking, or in a part of a list, it cannot be told."""
    if not of.is_whole:
        return []
    taken = {who.traveller.references.booking for who in of.people if who.age is None or who.age >= OLD_ENOUGH}
    return [(at, {}) for at, who in enumerate(of.people) if _is_infant(who) and _booked_without(who, taken)]


def _is_infant(who: OnPerson) -> bool:
    age = who.age
    return age is not None and age < INFANT


def _booked_without(who: OnPerson, taken: set[str]) -> bool:
    booking = who.traveller.references.booking
    return bool(booking) and booking not in taken


def _who_it_is(who: OnPerson) -> list[Hashable]:
    one = who.traveller
    if not one.surname or len(one.born) < 10:
        return []
    name = tuple(sorted(f"{one.surname} {one.given}".upper().split()))
    return [(name, one.born, frozenset(p.number for p in who.papers if p.is_passport), one.references.passenger)]


def _sits_alone(who: OnPerson) -> bool:
    return bool(who.traveller.seat) and who.legs < 2 and not _is_infant(who)


def _shared(of: OnList, keys: Callable[[OnPerson], Iterable[Hashable]]) -> ByPerson:
    holders: Mapping[Hashable, list[int]] = defaultdict(list)
    for at, who in enumerate(of.people):
        for key in dict.fromkeys(keys(who)):
            holders[key].append(at)
    for positions in holders.values():
        for at in positions if len(positions) > 1 else ():
            yield at, {"others": _others(of, [other for other in positions if other != at])}


def _others(of: OnList, others: list[int]) -> str:
    """ "person 4 of the list", "LEE, Ann and 30 more": by their place in a message, by name on a voyage."""
    shown = [of.names[other] if of.names else f"person {other + 1} of the list" for other in others[:SHOWN]]
    more = [f"{len(others) - SHOWN} more"] if len(others) > SHOWN else []
    *first, last = (*shown, *more)
    return f"{', '.join(first)} and {last}" if first else last


def _nobody(_: OnList) -> tuple[Values, ...]:
    return ()


A, WARNING, NOTE = Aspect.PLAUSIBLE, Severity.WARNING, Severity.NOTE
PEOPLE: Final = (
    Among(
        Check(
            "same-document-twice",
            A,
            WARNING,
            "number of the travel document",
            "The same document is sent for {others}. Send each person's own, unless they stand in one passport.",
            _nobody,
        ),
        same_document,
    ),
    Among(
        Check(
            "same-person-twice",
            A,
            WARNING,
            "name",
            "The same name and birth date are sent for {others}. Take one off, or send what tells the two apart.",
            _nobody,
        ),
        same_person,
    ),
    Among(
        Check(
            "same-seat-twice",
            A,
            NOTE,
            "seat",
            "The same seat is sent for {others}. Correct the seats.",
            _nobody,
        ),
        same_seat,
    ),
    Among(
        Check(
            "infant-alone",
            A,
            WARNING,
            "birth date",
            "By the birth date this is an infant, and nobody else of twelve or more is in the booking. "
            "Correct the birth date, or send who travels with the infant.",
            _nobody,
        ),
        infant_alone,
    ),
)
