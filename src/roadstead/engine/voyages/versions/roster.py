"""The roster of a voyage, built by applying its messages in the order they were sent (decision 0009).

`Roster.apply` applies one message to the people it names and to those it does not. No uncertain rule removes a person:
in doubt the person stays, with a mark for the officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from roadstead.engine.records import Traveller
from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.merge import (
    NO_LIST,
    Effect,
    Extent,
    ListId,
    Presence,
    PresenceReason,
    effect_of,
    fill_from_booking,
    is_reference_only,
    list_id,
    merged,
    without_places,
)
from roadstead.engine.voyages.versions.parts import AssembledList, Part, Person, Step, StepResult, assemble, part_of
from roadstead.engine.voyages.versions.unnamed_people import update_unnamed


@dataclass(slots=True)
class Roster:
    """The people of a voyage, whose places never change; `lists`: parts of each list so far, in the order sent."""

    people: list[Person] = field(default_factory=list)
    lists: dict[str, list[Part]] = field(default_factory=dict)

    def apply(self, step: Step) -> StepResult:
        """Apply the next message."""
        effect, own = effect_of(step.header), list_id(step.header, step.carrier, step.tie)
        before = list(self.people)
        named = self._name(step, effect, own)
        whole = self._join(step, own, named)
        about = update_unnamed(self.people, step, effect, own, whole)
        return StepResult(
            step=step.number, named=tuple(named), before=tuple(before), after=tuple(self.people), about=about
        )

    def _name(self, step: Step, effect: Effect, own: ListId) -> list[int | None]:
        """Return the place of each person the message names; None if it says too little to identify anyone."""
        stated = step.declared.travellers
        bookings = _bookings(step)
        places: list[int | None] = []
        for at, (place, person) in enumerate(zip(self._find(stated), stated, strict=True)):
            if place is None and effect.extent is Extent.PRESENCE and is_reference_only(person):
                places.append(None)
                continue
            if place is None:
                place = len(self.people)
                self.people.append(_new(person, effect, own, step, bookings.get(at, "")))
            else:
                self.people[place] = _after(self.people[place], person, effect, own, step, bookings.get(at, ""))
            places.append(place)
        return places

    def _find(self, stated: Sequence[Traveller]) -> list[int | None]:
        return identity.match_travellers([person.declared for person in self.people], stated)

    def _join(self, step: Step, own: ListId, named: Iterable[int | None]) -> AssembledList:
        part = part_of(step.number, step.declared, named=frozenset(at for at in named if at is not None))
        parts = self.lists.setdefault(own.key, [])
        parts.append(part)
        return assemble(parts)


def _bookings(step: Step) -> dict[int, str]:
    """Return the booking that names the traveller at each position."""
    return {at: f"{each.system}/{each.locator}" for each in step.declared.bookings for at in each.travellers}


def _new(stated: Traveller, effect: Effect, own: ListId, step: Step, booking: str) -> Person:
    is_booking = effect.extent is Extent.UNKNOWN_FIELDS
    return Person(
        declared=stated,
        listed=None if is_booking else stated,
        booked=stated if is_booking else None,
        booking=booking,
        presence=effect.named or Presence.EXPECTED,
        why=effect.why,
        on_list=NO_LIST if is_booking else own,
        stated_by=step.number,
    )


def _after(known: Person, stated: Traveller, effect: Effect, own: ListId, step: Step, booking: str) -> Person:
    """Return the person after being named in a message."""
    person = _stated(known, stated, effect, step)
    presence = _presence(known, effect)
    why = effect.why if effect.named and effect.extent is not Extent.UNKNOWN_FIELDS else person.why
    if presence is not known.presence and effect.extent is Extent.UNKNOWN_FIELDS:
        why = PresenceReason.NOTHING
    return replace(
        person,
        presence=presence,
        why=why,
        on_list=own if effect.is_list else known.on_list,
        booking=booking or known.booking,
    )


def _stated(known: Person, stated: Traveller, effect: Effect, step: Step) -> Person:
    """Return the person's data after the message; a message that only repeats them changes nothing."""
    listed, booked = known.listed, known.booked
    if effect.extent is Extent.EVERYTHING:
        listed = stated
    elif effect.extent is Extent.NAMED_FIELDS:
        listed = merged(listed, stated) if listed else stated
    elif effect.extent is Extent.UNKNOWN_FIELDS:
        booked = stated
    declared = fill_from_booking(listed, booked)
    if without_places(declared) == without_places(known.declared):
        kept = known.declared
        return replace(known, declared=kept, listed=listed if booked else kept, booked=booked)
    return replace(known, declared=declared, listed=listed, booked=booked, stated_by=step.number)


def _presence(known: Person, effect: Effect) -> Presence:
    """Return the presence after a list, which restores withdrawn people but keeps those seen on board at close-out."""
    if effect.named is None:
        return known.presence
    if effect.named is Presence.EXPECTED:
        return Presence.ON_BOARD if known.presence is Presence.ON_BOARD else Presence.EXPECTED
    if effect.named is Presence.BOOKED:
        return Presence.BOOKED if known.why is PresenceReason.OUT_OF_BOOKING else known.presence
    return effect.named
