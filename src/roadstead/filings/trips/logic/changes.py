"""Changes of a trip since it was sent, and the message that states them.

Changes, cancelled people and the cancelled voyage are PAXLST, because a sheet can only be a list
(`engine/voyages/corrections`). All of one sending are one body, which has one receipt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from roadstead.engine.formats.passengers.paxlst.codes import CHANGE_OF_FLIGHT, FLIGHT_STATUS
from roadstead.engine.formats.passengers.paxlst.write import write
from roadstead.engine.records import Craft, Function, Leg, Manifest, MessageHeader, Traveller
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.corrections import (
    CHARSET,
    RECIPIENT,
    Correction,
    Heading,
    add_one,
    cancel_one,
    change_one,
)
from roadstead.engine.voyages.normalise import instant, normalised_manifest
from roadstead.engine.voyages.versions.merge import CANCEL_FLIGHT
from roadstead.engine.voyages.versions.parts import Step
from roadstead.engine.voyages.versions.roster import Roster

FUNCTIONS: Final = {CHANGE_OF_FLIGHT: Function.CHANGE, CANCEL_FLIGHT: Function.CANCEL}  # by BGM 1004
SURELY_SAME: Final = timedelta(hours=6)  # half of what `find_voyage` still takes for the same voyage
NOT_BY_ITSELF: Final = (
    "We cannot send this change by itself, because it might reach the wrong person. Cancel this trip, copy it, and send"
    " the copy with the right data."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """People left out, changed (before and after) and added, and whether the times differ."""

    left_out: tuple[Traveller, ...] = ()
    changed: tuple[tuple[Traveller, Traveller], ...] = ()
    added: tuple[Traveller, ...] = ()
    times: bool = False

    def __bool__(self) -> bool:
        return bool(self.left_out or self.changed or self.added or self.times)


def changes(sent: Manifest, now: Manifest) -> Changes:
    """Return what has changed. A person is the same by the passenger reference, which stays through the trip."""
    before = {person.references.passenger: person for person in sent.travellers}
    after = {person.references.passenger: person for person in now.travellers}
    return Changes(
        left_out=tuple(person for number, person in before.items() if number not in after),
        changed=tuple(
            (before[number], person) for number, person in after.items() if before.get(number, person) != person
        ),
        added=tuple(person for number, person in after.items() if number not in before),
        times=sent.voyage.legs != now.voyage.legs,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Sender of the message, the account that files it, and when: UTC, to the minute, and a number for UNB 0020."""

    account: str
    sent_at: str
    interchange: str


def write_changes(sent: Manifest, now: Manifest, found: Changes, envelope: Envelope) -> bytes:
    """Return the body that changes the list from `sent` to `now`. `sent`: with the number that stands for the voyage.
    Raise NotAllowed if a change cannot reach its person and nobody else.
    """
    steps = _steps(sent.voyage.legs[0], now.voyage.legs[0]) if found.times else []
    bodies = [_write(sent, CHANGE_OF_FLIGHT, step, envelope) for step in steps]
    try:
        bodies += [each.raw for each in _corrections(sent, now.voyage.legs[0], found, envelope)]
    except NotAllowed as refused:
        raise NotAllowed(NOT_BY_ITSELF) from refused
    return b"".join(bodies)


def write_cancellation(sent: Manifest, envelope: Envelope) -> bytes:
    """Return the message that cancels the voyage."""
    return _write(sent, CANCEL_FLIGHT, sent.voyage.legs[0], envelope)


def _corrections(sent: Manifest, leg: Leg, found: Changes, envelope: Envelope) -> Iterator[Correction]:
    """Yield the corrections one after the other, each for the list as those before have left it."""
    heading = Heading(
        account=envelope.account,
        voyage=_on(sent, leg).voyage,
        sender=envelope.account,
        sent_at=envelope.sent_at,
        interchange=envelope.interchange,
        party=sent.reporting_party,
    )
    roster, places = Roster(), {}
    done = roster.apply(_step(sent, envelope))
    places = {person.references.passenger: place for person, place in zip(sent.travellers, done.named, strict=True)}

    def applied(made: Correction) -> Correction:
        for each in made.manifests:
            roster.apply(_step(each, envelope))
        return made

    for person in found.left_out:
        yield applied(cancel_one(roster.people, places[person.references.passenger] or 0, heading))
    for before, after in found.changed:
        yield applied(change_one(roster.people, places[before.references.passenger] or 0, after, heading))
    for person in found.added:
        yield applied(add_one(roster.people, person, heading))


def _step(declared: Manifest, envelope: Envelope) -> Step:
    return Step(number=0, carrier=envelope.account, declared=normalised_manifest(declared), tie=envelope.interchange)


def _write(sent: Manifest, subcode: str, leg: Leg, envelope: Envelope) -> bytes:
    head = MessageHeader(
        type="PAXLST",
        code=FLIGHT_STATUS,
        subcode=subcode,
        function=FUNCTIONS[subcode],
        reference=envelope.interchange,
        sender=envelope.account,
        recipient=RECIPIENT,
        interchange=envelope.interchange,
        sent_at=envelope.sent_at,
    )
    made = replace(_on(sent, leg), message=head, travellers=(), declared={})
    return write(made, charset=CHARSET, with_group=False)


def _on(sent: Manifest, leg: Leg) -> Manifest:
    """Return the list with this leg, and of the craft only what PAXLST can say beside the number of the voyage."""
    voyage = sent.voyage
    craft = Craft(name=voyage.craft.name, registration=voyage.craft.registration)
    return replace(sent, voyage=replace(voyage, craft=craft, legs=(replace(leg, number=voyage.number),)))


def _steps(before: Leg, after: Leg) -> list[Leg]:
    """Return the legs to state one after the other, so that each has an end at about the time of the one before: by
    that the pipeline knows the voyage, however far it has moved.
    """
    if _is_near(before.departure, after.departure, before.origin) or _is_near(
        before.arrival, after.arrival, before.destination
    ):
        return [after]
    is_later = after.arrival > before.departure
    between = replace(before, arrival=after.arrival) if is_later else replace(before, departure=after.departure)
    return [between, after]


def _is_near(one: str, other: str, place: str) -> bool:
    before, after = instant(one, place), instant(other, place)
    return before is not None and after is not None and abs(before - after) <= SURELY_SAME
