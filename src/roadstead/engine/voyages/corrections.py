"""Corrections of one traveller of a voyage: a change, a cancellation or an addition, written as the sender would.

PAXLST, since of the formats that we read it alone changes and cancels single people by air and by sea (BGM 266 with CP
and XR; IMO FAL.5/Circ.40), and our reader and our writer know all of it. A change has no place for the old values: it
reaches its traveller by what stays the same (`engine/voyages/identity.py`). Each message is therefore read back and
applied to the list as it is, and returned only if it reaches exactly this traveller and leaves all others as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Final

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.paxlst.write import write
from roadstead.engine.records import Function, Manifest, MessageHeader, References, ReportingParty, Traveller, Voyage
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.identity import CREW
from roadstead.engine.voyages.normalise import normalised, normalised_manifest, normalised_voyage
from roadstead.engine.voyages.versions.merge import MINUTE_CHARS, Presence, PresenceReason, merged, without_places
from roadstead.engine.voyages.versions.parts import Person, Step
from roadstead.engine.voyages.versions.roster import Roster

RECIPIENT: Final = "ROADSTEAD"
CHARSET: Final = "UNOW"  # UTF-8, for every letter of a name
# Fields of a traveller without a place in PAXLST, or that only a reading has.
NOT_WRITTEN: Final = frozenset({"segment", "sent", "age_group", "capture_method", "boarding_number"})
WRITTEN: Final = tuple(field.name for field in fields(Traveller) if field.name not in NOT_WRITTEN)
# Fields that a change names whether they changed or not: they tell who is meant.
IDENTIFYING: Final = ("role", "surname", "given", "sex", "born", "nationality", "documents", "references")
BLANK: Final = Traveller()
PRESENT: Final = frozenset({Presence.EXPECTED, Presence.ON_BOARD})

NOT_TOLD_APART: Final = (
    "We cannot tell this traveller apart from another one on your list, so the correction might reach the wrong "
    "person. Correct it in your system and send the whole list again."
)
NOT_PRESENT: Final = "This traveller is not expected on board, so there is nothing to correct. Add the traveller again."
ALREADY_LISTED: Final = "This traveller is already on your list. Correct that traveller instead."
NOT_WRITABLE: Final = (
    "A correction cannot name this voyage. Correct the list in your system and send the whole list again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Sender, time and voyage of a correction. `account`: the carrier that files it.

    `voyage`, `sender` and `party`: as the account's newest message states them, so that nothing else of the voyage
    changes. `sent_at`: from `sent_after`. `interchange`: 14 characters at most, later ones sorted after earlier ones.
    """

    account: str
    voyage: Voyage
    sender: str
    sent_at: str
    interchange: str
    party: ReportingParty = field(default_factory=ReportingParty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A written correction. `raw`: the body to file; `manifests`: its messages as our reader reads them.

    `before`: None for somebody added; `after`: None for somebody left out.
    """

    raw: bytes
    manifests: tuple[Manifest, ...]
    before: Person | None = None
    after: Person | None = None


def sent_after(now: datetime, newest_order: str) -> str:
    """Return the minute to write into UNB: that of `now` (UTC), or the minute after the account's newest message if the
    clock of its system is ahead. Otherwise the correction would count as the older one (`versions.merge.order_key`).
    """
    minute, newest = now.isoformat()[:MINUTE_CHARS], newest_order[:MINUTE_CHARS].rstrip()
    if len(newest) < MINUTE_CHARS or newest < minute:
        return minute
    return (datetime.fromisoformat(newest) + timedelta(minutes=1)).isoformat()[:MINUTE_CHARS]


def change_one(people: Sequence[Person], place: int, wanted: Traveller, heading: Heading) -> Correction:
    """Return the message that gives the traveller at `place` the data of `wanted`, and changes nobody else.

    A change; if a value is deleted, a list of this traveller, which states everything; if nothing that identifies the
    traveller stays the same, a cancellation of the old and an addition of the new one. Raise NotAllowed if none of
    these reaches exactly this traveller.
    """
    known = people[place]
    _require_present(known)
    made = _normalised(wanted, heading)
    for messages in _ways_to_change(people, place, made, heading):
        found = _applied(people, messages, heading)
        if _others_are_as_before(people, found, place):
            if _is_changed(people, found, place, made):
                return Correction(raw=found.raw, manifests=found.manifests, before=known, after=found.after[place])
            if _is_replaced(people, found, place, made):
                return Correction(raw=found.raw, manifests=found.manifests, before=known, after=found.after[-1])
    raise NotAllowed(NOT_TOLD_APART)


def cancel_one(people: Sequence[Person], place: int, heading: Heading) -> Correction:
    """Return the message that takes the traveller at `place` off the voyage, and nobody else. Raise NotAllowed."""
    known = people[place]
    _require_present(known)
    found = _applied(people, [_cancellation(known, heading)], heading)
    if _is_cancelled(found, place) and _others_are_as_before(people, found, place):
        return Correction(raw=found.raw, manifests=found.manifests, before=known)
    raise NotAllowed(NOT_TOLD_APART)


def add_one(people: Sequence[Person], wanted: Traveller, heading: Heading) -> Correction:
    """Return the message that adds one traveller, or brings back one who was taken off. Raise NotAllowed."""
    made = _normalised(wanted, heading)
    found = _applied(people, [_message(Function.CHANGE, "CP", (made,), heading)], heading)
    place = found.named[0] or 0
    known = people[place] if place < len(people) else None
    if known and known.presence in PRESENT:
        raise NotAllowed(ALREADY_LISTED)
    expected = merged(known.declared, made) if known else made
    if not (_has(found.after[place], expected) and _others_are_as_before(people, found, place)):
        raise NotAllowed(NOT_TOLD_APART)
    return Correction(raw=found.raw, manifests=found.manifests, before=known, after=found.after[place])


def _require_present(known: Person) -> None:
    if known.presence not in PRESENT or known.listed is None:
        raise NotAllowed(NOT_PRESENT)


def _normalised(wanted: Traveller, heading: Heading) -> Traveller:
    return replace(normalised(replace(wanted, sent=()), heading.voyage.mode), sent=())


# Messages that may do it.


def _ways_to_change(
    people: Sequence[Person], place: int, made: Traveller, heading: Heading
) -> Iterator[list[Manifest]]:
    known = people[place]
    if not _deletes(known.declared, made):
        yield [_message(Function.CHANGE, "CP", (_named_fields(known.declared, made),), heading)]
    yield [_list(people, place, made, heading)]
    yield [_cancellation(known, heading), _message(Function.CHANGE, "CP", (made,), heading)]


def _named_fields(known: Traveller, made: Traveller) -> Traveller:
    """Return what identifies the traveller and what changed; other fields need not survive being written."""
    changed = [name for name in WRITTEN if getattr(made, name) != getattr(known, name)]
    return replace(BLANK, **{name: getattr(made, name) for name in (*IDENTIFYING, *changed)})


def _deletes(known: Traveller, made: Traveller) -> bool:
    """Return True if `known` has a value where `made` has none: a change cannot say that (`versions.merge.merged`)."""
    had, has = known.references, made.references
    return (
        any(getattr(known, name) != getattr(BLANK, name) == getattr(made, name) for name in WRITTEN)
        or any(getattr(had, each.name) and not getattr(has, each.name) for each in fields(References))
        or not {paper.type for paper in known.documents} <= {paper.type for paper in made.documents}
    )


def _list(people: Sequence[Person], place: int, made: Traveller, heading: Heading) -> Manifest:
    """Return a list of this traveller alone; of two people, of both, since a list of half of them would put the other
    in doubt (`versions.unnamed_people`).
    """
    series = people[place].on_list.series
    others = [
        each.declared
        for at, each in enumerate(people)
        if at != place and each.on_list.series == series and each.presence in PRESENT
    ]
    function = Function.CREW if made.role in CREW else Function.PASSENGERS
    return _message(function, "", (made, *others) if len(others) == 1 else (made,), heading)


def _cancellation(known: Person, heading: Heading) -> Manifest:
    return _message(Function.CANCEL, "XR", (known.declared,), heading)


def _message(function: Function, subcode: str, named: tuple[Traveller, ...], heading: Heading) -> Manifest:
    head = MessageHeader(
        type="PAXLST",
        function=function,
        reference=heading.interchange,
        sender=heading.sender,
        recipient=RECIPIENT,
        interchange=heading.interchange,
        sent_at=heading.sent_at,
    )
    legs = tuple(replace(leg, number=leg.number or heading.voyage.number) for leg in heading.voyage.legs)
    voyage = replace(heading.voyage, legs=legs)
    return Manifest(message=head, voyage=voyage, reporting_party=heading.party, travellers=named)


# Their effect: read back, and applied to the list as it is.


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The effect of messages on the people of a voyage. `named`: places of those that the last message names."""

    raw: bytes
    manifests: tuple[Manifest, ...]
    after: tuple[Person, ...]
    named: tuple[int | None, ...]


def _applied(people: Sequence[Person], messages: Sequence[Manifest], heading: Heading) -> Applied:
    """Write the messages, read them back and apply them. Raise NotAllowed if they are not read as they were written."""
    raw = b"".join(write(each, charset=CHARSET, with_group=False) for each in messages)
    read = tuple(normalised_manifest(reading.manifest) for reading in registry.read(raw))
    if [_essence(each) for each in read] != [_essence(each) for each in messages]:
        raise NotAllowed(NOT_WRITABLE)
    roster = Roster(people=list(people))
    done = [
        roster.apply(Step(number=0, carrier=heading.account, declared=each, tie=f"{heading.interchange}/{at}"))
        for at, each in enumerate(read)
    ]
    return Applied(raw=raw, manifests=read, after=done[-1].after, named=done[-1].named)


def _essence(each: Manifest) -> tuple[object, ...]:
    """Return what a message does, to how many, and on which voyage at which times."""
    what = normalised_voyage(each.voyage)
    number, craft = "".join(what.number.upper().split()), (what.craft.imo, what.craft.name.upper())
    legs = [(leg.origin, leg.destination, leg.departure, leg.arrival) for leg in what.legs]
    return each.message.function, len(each.travellers), what.mode, what.carrier.upper(), number, craft, legs


def _is_changed(people: Sequence[Person], found: Applied, place: int, made: Traveller) -> bool:
    now = found.after[place]
    return len(found.after) == len(people) and now.presence is people[place].presence and _has(now, made)


def _is_replaced(people: Sequence[Person], found: Applied, place: int, made: Traveller) -> bool:
    return len(found.after) == len(people) + 1 and _is_cancelled(found, place) and _has(found.after[-1], made)


def _is_cancelled(found: Applied, place: int) -> bool:
    now = found.after[place]
    return (now.presence, now.why) == (Presence.WITHDRAWN, PresenceReason.CANCELLED)


def _has(person: Person, made: Traveller) -> bool:
    """Return True if the person's data are those of `made`, as far as PAXLST can carry them."""
    now, wanted = without_places(person.declared), without_places(made)
    return all(getattr(now, name) == getattr(wanted, name) for name in WRITTEN)


def _others_are_as_before(people: Sequence[Person], found: Applied, place: int) -> bool:
    return all(
        at == place or (was.declared, was.presence, was.why) == (now.declared, now.presence, now.why)
        for at, (was, now) in enumerate(zip(people, found.after, strict=False))
    )
