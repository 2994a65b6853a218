"""Record a reading: add or change rows of the voyage and manifest of record, with the message that states them.

The newest message is added to what is known. A message that was sent earlier but arrives later triggers a rebuild of
the whole voyage in the order sent: the same messages make the same manifest of record in whatever order they arrive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from django.db import connection
from django.db.models import Min

from roadstead.engine import records as model
from roadstead.engine.formats.reading import Reading
from roadstead.engine.reference.places import kept
from roadstead.engine.voyages.normalise import Timetable, instant, states_of, timetable
from roadstead.engine.voyages.versions.merge import cancels_voyage, is_part, list_id, order
from roadstead.engine.voyages.versions.others import about_later_words, about_the_clock
from roadstead.engine.voyages.versions.parts import Done, content, counted
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import OF_NO_PEOPLE, fitting, keep, settle_order, spread_states, step_of, story
from roadstead.filings.voyages.find_voyage import find_voyages, flight_key, join
from roadstead.filings.voyages.models import Leg, Manifest, Voyage
from roadstead.filings.voyages.people import VoyagePeople
from roadstead.filings.voyages.people_rows import keep_bookings

# ── The voyage of record: its messages applied one after the other, in the order sent.


STATED = (
    "carrier", "number", "craft_name", "craft_imo", "craft_call_sign", "craft_mmsi", "craft_registration",
    "origin", "destination", "departs_local", "arrives_local", "departs_at", "arrives_at",
)  # fmt: skip
People = MutableMapping[int, VoyagePeople]  # by voyage id, while a message is recorded
FULL_LISTS = frozenset({None, model.Function.PASSENGERS, model.Function.CREW})


def lock(voyages: Collection[model.Voyage]) -> None:
    """Lock these voyages until the transaction ends, always in the same order to avoid deadlocks."""
    _hold(sorted({flight_key(each)[:60] for each in voyages}))


def hold(voyage: Voyage) -> Voyage | None:
    """Lock this voyage until the transaction ends. Return it as it then is, or None if deleted, merged or cancelled."""
    _hold([voyage.flight_key])
    found = Voyage.objects.filter(pk=voyage.pk, cancelled=False).first()
    return found if found is None or found.flight_key == voyage.flight_key else hold(found)  # it was renamed meanwhile


def hold_if_free(voyage: Voyage) -> bool:
    """Lock this voyage too until the transaction ends. Return False if another transaction holds it: nobody waits, in
    whatever order.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [voyage.flight_key])
        return bool(cursor.fetchone()[0])


def _hold(keys: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _voyage_for(
    declared: model.Manifest, carrier: str, participating: Collection[str], people: People
) -> tuple[Voyage | None, bool]:
    """Return the row of the voyage that is meant, created if it is new (None if the message names none), and True if
    another voyage was merged into it.

    Its states only grow: a correction concerns every state that the corrected message concerned.
    """
    what = declared.voyage
    if not (what.legs or what.number):
        return None, False
    found = find_voyages(what, declared.message, carrier)
    # If it goes by another name, messages about that name wait for this one.
    _hold(sorted({each.flight_key for each in found} - {flight_key(what)[:60]}))
    for each in found:
        each.refresh_from_db()
    for other in found[1:]:
        _write_people(people, found)
        join(found[0], other)
    voyage = found[0] if found else Voyage(key=what.key[:120], flight_key=flight_key(what)[:60], mode=what.mode.value)
    before = list(voyage.states)
    voyage.states = list(dict.fromkeys([*before, *states_of(what, participating)]))
    is_new = voyage.pk is None
    if is_new or voyage.states != before:
        voyage.save()
    if not is_new and voyage.states != before:
        spread_states(voyage)
    return voyage, len(found) > 1


def _tell_voyage(voyage: Voyage, story: Sequence[tuple[str, model.Manifest]], *, anew: bool = False) -> None:
    """Apply messages (each with its order) to the voyage, one after the other. `anew`: from the first, with nothing
    known.
    """
    known = tuple(
        model.Leg(
            origin=row.origin, destination=row.destination, departure=row.departs_local, arrival=row.arrives_local
        )
        for row in (Leg.objects.none() if anew else voyage.legs.all())
    )
    legs = known
    if anew:
        _forget(voyage)
    for in_order, declared in story:
        of_no_people = declared.message.function in OF_NO_PEOPLE
        _state(voyage, declared.voyage, timetable(declared.voyage), only_unknown=of_no_people)
        if _is_full_list(declared):  # a change or a close-out counts only its own people
            voyage.declared = {**voyage.declared, **declared.declared}
        voyage.cancelled = cancels_voyage(declared.message) or (voyage.cancelled and not _is_full_list(declared))
        voyage.order = in_order
        if not (of_no_people and legs):
            legs = _legs_after(legs, declared.voyage.legs)
    voyage.save()
    if anew or legs != known:
        _save_legs(voyage, legs)


def _forget(voyage: Voyage) -> None:
    blank = Voyage()
    for name in STATED:
        setattr(voyage, name, getattr(blank, name))
    voyage.declared, voyage.cancelled = {}, False


def _set_filed(voyage: Voyage) -> None:
    """Set when the voyage was filed: with its first passenger list, or its crew list if there are no passengers."""
    for function in (model.Function.PASSENGERS, model.Function.CREW):
        of_kind = Manifest.objects.filter(voyage=voyage, function=function.value)
        voyage.filed_at = of_kind.aggregate(first=Min("message__received_at"))["first"]
        if voyage.filed_at:
            break
    voyage.save(update_fields=["filed_at"])


def _is_full_list(declared: model.Manifest) -> bool:
    return declared.message.function in FULL_LISTS


def _state(voyage: Voyage, what: model.Voyage, when: Timetable, *, only_unknown: bool) -> None:
    """Set the values that this message states; the others stay.

    `only_unknown`: set only empty values. Many agents declare the cargo of one ship, and none of them states when it
    sails.
    """
    stated: dict[str, Any] = {
        "carrier": what.carrier,
        "number": what.number,
        "craft_name": what.craft.name,
        "craft_imo": what.craft.imo,
        "craft_call_sign": what.craft.call_sign,
        "craft_mmsi": what.craft.mmsi,
        "craft_registration": what.craft.registration,
        "origin": kept(when.origin),
        "destination": kept(when.destination),
        "departs_local": when.departs_local,
        "arrives_local": when.arrives_local,
        "departs_at": when.departs_at,
        "arrives_at": when.arrives_at,
    }
    for name, value in stated.items():
        if value and not (only_unknown and getattr(voyage, name)):
            setattr(voyage, name, fitting(Voyage, name, value))
    if what.number and not (only_unknown and voyage.flight_key):
        voyage.flight_key = flight_key(what)[:60]


def _legs_after(known: tuple[model.Leg, ...], stated: tuple[model.Leg, ...]) -> tuple[model.Leg, ...]:
    """Return the newest message's whole route: legs that it no longer names are removed. One that states only some of
    the legs keeps the others.
    """
    stated = tuple(_as_kept(leg) for leg in stated)
    hops = {(leg.origin, leg.destination): leg for leg in stated}
    ours = {(leg.origin, leg.destination) for leg in known}
    if len(stated) < len(known) and set(hops) <= ours:
        return tuple(hops.get((leg.origin, leg.destination), leg) for leg in known)
    return stated


def _as_kept(leg: model.Leg) -> model.Leg:
    """Return the leg as the columns store it."""
    return model.Leg(
        origin=kept(leg.origin),
        destination=kept(leg.destination),
        departure=leg.departure[:16],
        arrival=leg.arrival[:16],
    )


def _save_legs(voyage: Voyage, legs: Sequence[model.Leg]) -> None:
    voyage.legs.all().delete()
    Leg.objects.bulk_create(
        Leg(
            voyage=voyage,
            position=position,
            origin=leg.origin,
            destination=leg.destination,
            departs_local=leg.departure,
            arrives_local=leg.arrival,
            departs_at=instant(leg.departure, leg.origin),
            arrives_at=instant(leg.arrival, leg.destination),
            states=voyage.states,
        )
        for position, leg in enumerate(legs)
    )


def _in_its_words(what: model.Voyage) -> dict[str, str]:
    """Return the voyage as this message states it: all that a carrier's receipt shows of it."""
    when = timetable(what)
    said = {
        "carrier": what.carrier,
        "number": what.number,
        "craft": what.craft.name,
        "from": when.origin,
        "to": when.destination,
        "departure": when.departs_local,
        "arrival": when.arrives_local,
    }
    return {name: value for name, value in said.items() if value}


# ── The manifest of record: one row for each message.


# An importer's customs declaration, and the movements of one waybill, say nothing about who or what is on board.
OF_NO_VOYAGE: Final = frozenset({model.Function.DECLARATION, model.Function.MOVEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recorded message: the manifest's row, and its voyage's row (None if no voyage was identified). `joined`:
    another voyage was merged into it.
    """

    declared: model.Manifest
    manifest: Manifest
    voyage: Voyage | None
    joined: bool = False


def record(
    reading: Reading,
    *,
    message: Message,
    position: int,
    participating: Collection[str],
    people: People | None = None,
) -> Recorded:
    """Store one reading. The caller holds the voyage's lock (`lock`).

    `people`: those of each voyage in the message; the caller assesses and saves them after the last reading. None:
    saved at once, and not assessed.
    """
    declared, told = reading.manifest, {} if people is None else people
    of_a_voyage = declared.message.function not in OF_NO_VOYAGE
    voyage, joined = _voyage_for(declared, message.carrier, participating, told) if of_a_voyage else (None, False)
    manifest = _manifest(reading, message, position, voyage)
    if voyage:
        done = _tell(declared, manifest, voyage, told, anew=joined)
        _set_filed(voyage)
        _say(manifest, done)
        if people is None:
            _write_people(told, [voyage])
    return Recorded(declared=declared, manifest=manifest, voyage=voyage, joined=joined)


def without_cargo(declared: model.Manifest) -> model.Manifest:
    """Return the message as far as it concerns voyage and people: bills are stored one by one (`cargo`)."""
    return replace(declared, consignments=(), containers=(), movements=())


def _tell(declared: model.Manifest, manifest: Manifest, voyage: Voyage, people: People, *, anew: bool) -> list[Done]:
    """Apply the message. Return what it did, followed by what those messages did that were sent later and arrived
    before.
    """
    statement = keep(without_cargo(declared), manifest, voyage)
    if settle_order(manifest, voyage) and not anew:
        _tell_voyage(voyage, [(manifest.order, declared)])
        if voyage.pk not in people:
            people[voyage.pk] = VoyagePeople.of(voyage)
        told = [people[voyage.pk].add(step_of(manifest, declared), statement, voyage)]
    else:
        _write_people(people, [voyage])
        steps = story(voyage)
        orders = dict(voyage.manifests.values_list("pk", "order"))
        _tell_voyage(voyage, [(orders[step.number], step.declared) for _, step in steps], anew=True)
        people[voyage.pk] = VoyagePeople.told_again(steps, voyage)
        every = [done for _, done in people[voyage.pk].told]
        own = next(at for at, done in enumerate(every) if done.step == manifest.pk)
        told = every[own:]
    keep_bookings(declared, manifest, voyage)
    return told


def _write_people(people: People, voyages: Iterable[Voyage]) -> None:
    """Save the people of these voyages, before other code reads their rows."""
    for voyage in voyages:
        if (known := people.pop(voyage.pk, None)) is not None:
            known.write(voyage)


def _manifest(reading: Reading, message: Message, position: int, voyage: Voyage | None) -> Manifest:
    declared, header = reading.manifest, reading.manifest.message
    own = order(header, message.received_at, position=position, sha256=message.sha256, message=message.pk)
    stated = {
        "type": header.type,
        "release": header.release,
        "function": header.function.value if header.function else "",
        "subcode": header.subcode,
        "reference": header.reference,
        "revision": header.revision,
        "access_reference": header.access_reference,
        "part": header.part,
        "sender": header.sender,
        "sent_at": header.sent_at,
        "list_id": list_id(header, message.carrier, own).key,
        "content": content(declared) if is_part(header) else "",
        "flight_key": flight_key(declared.voyage),
    }
    return Manifest.objects.create(
        message=message,
        position=position,
        voyage=voyage,
        carrier=message.carrier,
        last_part=header.last_part,
        order=own,
        own_order=own,
        stated=_in_its_words(declared.voyage),
        declared=dict(declared.declared),
        read=counted(declared),
        traveller_count=len(declared.travellers),
        problems=msgspec.to_builtins((*reading.problems, *about_the_clock(header, message.received_at))),
        unread=list(reading.unread),
        states=voyage.states if voyage else [],
        **{name: fitting(Manifest, name, value) for name, value in stated.items()},
    )


def _say(manifest: Manifest, told: Sequence[Done]) -> None:
    """Add to the receipt what the message did not do, and why."""
    problems = [*told[0].about, *about_later_words(told)]
    if problems:
        manifest.problems = [*manifest.problems, *msgspec.to_builtins(problems)]
        manifest.save(update_fields=["problems"])
