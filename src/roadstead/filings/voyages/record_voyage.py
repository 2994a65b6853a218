"""The voyage of record: what its messages say one after the other, in the order sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Min

from roadstead.engine import records as model
from roadstead.engine.reference.places import kept
from roadstead.engine.voyages.normalise import Timetable, instant, states_of, timetable
from roadstead.engine.voyages.versions.merge import cancels_voyage
from roadstead.filings.voyages.declared import OF_CARGO, fitting, spread_states
from roadstead.filings.voyages.find_voyage import find_voyages, flight_key, join
from roadstead.filings.voyages.models import Leg, Manifest, Voyage

STATED = (
    "carrier", "number", "craft_name", "craft_imo", "craft_call_sign", "craft_mmsi", "craft_registration",
    "origin", "destination", "departs_local", "arrives_local", "departs_at", "arrives_at",
)  # fmt: skip
OF_NO_PEOPLE = OF_CARGO | {model.Function.CONVEYANCE}
FULL_LISTS = frozenset({None, model.Function.PASSENGERS, model.Function.CREW})


def lock(voyages: Collection[model.Voyage]) -> None:
    """Hold these voyages until the transaction ends, always in the same order so that nobody waits for ever."""
    _hold(sorted({flight_key(each) for each in voyages}))


def hold_if_free(voyage: Voyage) -> bool:
    """Hold this one too until the transaction ends, unless somebody else does: nobody waits, in whatever order."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [voyage.flight_key])
        return bool(cursor.fetchone()[0])


def _hold(keys: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def voyage_for(declared: model.Manifest, carrier: str, participating: Collection[str]) -> tuple[Voyage | None, bool]:
    """The row of the voyage that is meant, made where it is new (None where the message names none), and whether
    another one was joined to it.

    Its states only ever grow: whom a message once concerned, the correction of it concerns as well.
    """
    what = declared.voyage
    if not (what.legs or what.number):
        return None, False
    found = find_voyages(what, declared.message, carrier)
    # Where it goes by another name, whoever speaks of that one waits for us.
    _hold(sorted({each.flight_key for each in found} - {flight_key(what)[:60]}))
    for each in found:
        each.refresh_from_db()
    for other in found[1:]:
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


def tell_voyage(voyage: Voyage, story: Sequence[tuple[str, model.Manifest]], *, anew: bool = False) -> None:
    """Let messages (each with its order) speak, one after the other; `anew`: from the first, with nothing known."""
    known = () if anew else tuple(_as_leg(leg) for leg in voyage.legs.all())
    legs = known
    if anew:
        _forget(voyage)
    for order, declared in story:
        of_no_people = declared.message.function in OF_NO_PEOPLE
        _state(voyage, declared.voyage, timetable(declared.voyage), only_unknown=of_no_people)
        _state_counts(voyage, declared)
        voyage.cancelled = cancels_voyage(declared.message) or (voyage.cancelled and not _is_full_list(declared))
        voyage.order = order
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


def set_filed(voyage: Voyage) -> None:
    """Filed when the first passenger list came; the crew list counts where there are no passengers."""
    for function in (model.Function.PASSENGERS, model.Function.CREW):
        of_kind = Manifest.objects.filter(voyage=voyage, function=function.value)
        voyage.filed_at = of_kind.aggregate(first=Min("message__received_at"))["first"]
        if voyage.filed_at:
            break
    voyage.save(update_fields=["filed_at"])


def _is_full_list(declared: model.Manifest) -> bool:
    return declared.message.function in FULL_LISTS


def _state_counts(voyage: Voyage, declared: model.Manifest) -> None:
    """A full list counts the voyage; a change or a close-out counts its own people."""
    if _is_full_list(declared):
        voyage.declared = {**voyage.declared, **declared.declared}


def _state(voyage: Voyage, what: model.Voyage, when: Timetable, *, only_unknown: bool) -> None:
    """Set what this message knows; what it leaves out stays as it was.

    `only_unknown`: many agents declare the cargo of one ship, and none of them says when it sails.
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
    """The newest message's route, whole: legs it no longer names are gone. One of only some legs keeps the others."""
    stated = tuple(_as_kept(leg) for leg in stated)
    hops = {(leg.origin, leg.destination): leg for leg in stated}
    ours = {(leg.origin, leg.destination) for leg in known}
    if len(stated) < len(known) and set(hops) <= ours:
        return tuple(hops.get((leg.origin, leg.destination), leg) for leg in known)
    return stated


def _as_kept(leg: model.Leg) -> model.Leg:
    """As far as our columns keep it."""
    return model.Leg(
        origin=kept(leg.origin),
        destination=kept(leg.destination),
        departure=leg.departure[:16],
        arrival=leg.arrival[:16],
    )


def _as_leg(row: Leg) -> model.Leg:
    return model.Leg(
        origin=row.origin, destination=row.destination, departure=row.departs_local, arrival=row.arrives_local
    )


def _save_legs(voyage: Voyage, legs: Sequence[model.Leg]) -> None:
    voyage.legs.all().delete()
    Leg.objects.bulk_create(_leg(voyage, position, leg) for position, leg in enumerate(legs))


def _leg(voyage: Voyage, position: int, leg: model.Leg) -> Leg:
    return Leg(
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


def in_its_words(what: model.Voyage) -> dict[str, str]:
    """The voyage in this message's words: all that a carrier's receipt says of it."""
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
