"""Record a reading: add or change rows of the voyage and manifest of record, with the message that states them.

The newest message is added to what is known. A message that was sent earlier but arrives later triggers a rebuild of
the whole voyage in the order sent: the same messages make the same manifest of record in whatever order they arrive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from django.db.models import Min

from roadstead.engine import records as model
from roadstead.engine.formats.reading import Reading
from roadstead.engine.reference.places import shorten_place
from roadstead.engine.voyages.normalise import Timetable, instant, states_of, timetable
from roadstead.engine.voyages.versions.merge import cancels_voyage, is_part, list_id, order_key
from roadstead.engine.voyages.versions.parts import StepResult, content_hash
from roadstead.engine.voyages.versions.unnamed_people import clock_problems, late_message_problems
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages.declared import (
    FUNCTIONS_WITHOUT_PEOPLE,
    fit_column,
    ordered_statements,
    propagate_states,
    step_of,
    store_statement,
    update_order,
)
from roadstead.filings.voyages.described import described, voyage_columns
from roadstead.filings.voyages.find_voyage import find_voyages, flight_key, merge_voyages
from roadstead.filings.voyages.locks import _lock_keys
from roadstead.filings.voyages.models import Leg, Manifest, Voyage
from roadstead.filings.voyages.people import VoyagePeople
from roadstead.filings.voyages.people_rows import store_bookings

# ── The voyage of record: its messages applied one after the other, in the order sent.


STATED_COLUMNS = (
    "carrier", "number", "craft_name", "craft_imo", "craft_call_sign", "craft_mmsi", "craft_registration",
    "origin", "destination", "departs_local", "arrives_local", "departs_at", "arrives_at",
)  # fmt: skip
People = MutableMapping[int, VoyagePeople]  # by voyage id, while a message is recorded
FULL_LISTS = frozenset({None, model.Function.PASSENGERS, model.Function.CREW})


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
    _lock_keys(sorted({each.flight_key for each in found} - {flight_key(what)[:60]}))
    for each in found:
        each.refresh_from_db()
    for other in found[1:]:
        _write_people(people, found)
        merge_voyages(found[0], other)
    voyage = found[0] if found else Voyage(key=what.key[:120], flight_key=flight_key(what)[:60], mode=what.mode.value)
    before = list(voyage.states)
    voyage.states = list(dict.fromkeys([*before, *states_of(what, participating)]))
    is_new = voyage.pk is None
    if is_new or voyage.states != before:
        voyage.save()
    if not is_new and voyage.states != before:
        propagate_states(voyage)
    return voyage, len(found) > 1


def _apply_to_voyage(
    voyage: Voyage, story: Sequence[tuple[str, model.Manifest]], *, from_scratch: bool = False
) -> None:
    """Apply messages (each with its order) to the voyage, one after the other. `from_scratch`: from the first, with
    nothing known.
    """
    known = tuple(
        model.Leg(
            origin=row.origin, destination=row.destination, departure=row.departs_local, arrival=row.arrives_local
        )
        for row in (Leg.objects.none() if from_scratch else voyage.legs.all())
    )
    legs = known
    if from_scratch:
        _reset(voyage)
    for in_order, declared in story:
        of_no_people = declared.message.function in FUNCTIONS_WITHOUT_PEOPLE
        _set_stated(voyage, declared.voyage, timetable(declared.voyage), only_unknown=of_no_people)
        if _is_full_list(declared):  # a change or a close-out counts only its own people
            voyage.declared = {**voyage.declared, **declared.declared}
        voyage.cancelled = cancels_voyage(declared.message) or (voyage.cancelled and not _is_full_list(declared))
        voyage.order = in_order
        if not (of_no_people and legs):
            legs = _legs_after(legs, declared.voyage.legs)
    voyage.save()
    if from_scratch or legs != known:
        _save_legs(voyage, legs)


def _reset(voyage: Voyage) -> None:
    blank = Voyage()
    for name in STATED_COLUMNS:
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


def _set_stated(voyage: Voyage, what: model.Voyage, when: Timetable, *, only_unknown: bool) -> None:
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
        "origin": shorten_place(when.origin),
        "destination": shorten_place(when.destination),
        "departs_local": when.departs_local,
        "arrives_local": when.arrives_local,
        "departs_at": when.departs_at,
        "arrives_at": when.arrives_at,
    }
    for name, value in stated.items():
        if value and not (only_unknown and getattr(voyage, name)):
            setattr(voyage, name, fit_column(Voyage, name, value))
    if what.number and not (only_unknown and voyage.flight_key):
        voyage.flight_key = flight_key(what)[:60]


def _legs_after(known: tuple[model.Leg, ...], stated: tuple[model.Leg, ...]) -> tuple[model.Leg, ...]:
    """Return the newest message's whole route: legs that it no longer names are removed. One that states only some of
    the legs keeps the others.
    """
    stated = tuple(_as_stored(leg) for leg in stated)
    hops = {(leg.origin, leg.destination): leg for leg in stated}
    ours = {(leg.origin, leg.destination) for leg in known}
    if len(stated) < len(known) and set(hops) <= ours:
        return tuple(hops.get((leg.origin, leg.destination), leg) for leg in known)
    return stated


def _as_stored(leg: model.Leg) -> model.Leg:
    """Return the leg as the columns store it."""
    return model.Leg(
        origin=shorten_place(leg.origin),
        destination=shorten_place(leg.destination),
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


# ── The manifest of record: one row for each message.


# An importer's customs declaration, and the movements of one waybill, say nothing about who or what is on board.
FUNCTIONS_WITHOUT_VOYAGE: Final = frozenset({model.Function.DECLARATION, model.Function.MOVEMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recorded message: the manifest's row, and its voyage's row (None if no voyage was identified). `is_merged`:
    another voyage was merged into it.
    """

    declared: model.Manifest
    manifest: Manifest
    voyage: Voyage | None
    is_merged: bool = False


def record(
    reading: Reading,
    *,
    message: Message,
    position: int,
    participating: Collection[str],
    people: People | None = None,
) -> Recorded:
    """Store one reading. The caller holds the voyage's lock (`lock_voyages`).

    `people`: those of each voyage in the message; the caller assesses and saves them after the last reading. None:
    saved at once, and not assessed.
    """
    declared, told = reading.manifest, {} if people is None else people
    of_a_voyage = declared.message.function not in FUNCTIONS_WITHOUT_VOYAGE
    voyage, joined = _voyage_for(declared, message.carrier, participating, told) if of_a_voyage else (None, False)
    manifest = _manifest(reading, message, position, voyage)
    if voyage:
        done = _apply(declared, manifest, voyage, told, from_scratch=joined)
        _set_filed(voyage)
        _add_problems(manifest, done)
        if people is None:
            _write_people(told, [voyage])
    return Recorded(declared=declared, manifest=manifest, voyage=voyage, is_merged=joined)


def without_cargo(declared: model.Manifest) -> model.Manifest:
    """Return the message as far as it concerns voyage and people: bills are stored one by one (`cargo`)."""
    return replace(declared, consignments=(), containers=(), movements=())


def _apply(
    declared: model.Manifest, manifest: Manifest, voyage: Voyage, people: People, *, from_scratch: bool
) -> list[StepResult]:
    """Apply the message. Return what it did, followed by what those messages did that were sent later and arrived
    before.
    """
    statement = store_statement(without_cargo(declared), manifest, voyage)
    if update_order(manifest, voyage) and not from_scratch:
        _apply_to_voyage(voyage, [(manifest.order, declared)])
        if voyage.pk not in people:
            people[voyage.pk] = VoyagePeople.load(voyage)
        told = [people[voyage.pk].add(step_of(manifest, declared), statement, voyage)]
    else:
        _write_people(people, [voyage])
        steps = ordered_statements(voyage)
        orders = dict(voyage.manifests.values_list("pk", "order"))
        _apply_to_voyage(voyage, [(orders[step.number], step.declared) for _, step in steps], from_scratch=True)
        people[voyage.pk] = VoyagePeople.rebuild(steps, voyage)
        every = [done for _, done in people[voyage.pk].applied]
        own = next(at for at, done in enumerate(every) if done.step == manifest.pk)
        told = every[own:]
    store_bookings(declared, manifest, voyage)
    return told


def _write_people(people: People, voyages: Iterable[Voyage]) -> None:
    """Save the people of these voyages, before other code reads their rows."""
    for voyage in voyages:
        if (known := people.pop(voyage.pk, None)) is not None:
            known.write(voyage)


def _manifest(reading: Reading, message: Message, position: int, voyage: Voyage | None) -> Manifest:
    declared, header = reading.manifest, reading.manifest.message
    own = order_key(header, message.received_at, position=position, sha256=message.sha256, message=message.pk)
    stated = {
        **described(reading),
        "list_id": list_id(header, message.carrier, own).key,
        "content": content_hash(declared) if is_part(header) else "",
        "flight_key": flight_key(declared.voyage),
    }
    return Manifest.objects.create(
        message=message,
        position=position,
        voyage=voyage,
        carrier=message.carrier,
        order=own,
        own_order=own,
        problems=msgspec.to_builtins((*reading.problems, *clock_problems(header, message.received_at))),
        states=voyage.states if voyage else [],
        **voyage_columns(declared.voyage),
        **{name: fit_column(Manifest, name, value) for name, value in stated.items()},
    )


def _add_problems(manifest: Manifest, told: Sequence[StepResult]) -> None:
    """Add to the receipt what the message did not do, and why."""
    problems = [*told[0].about, *late_message_problems(told)]
    if problems:
        manifest.problems = [*manifest.problems, *msgspec.to_builtins(problems)]
        manifest.save(update_fields=["problems"])
