"""The voyage of record. The newest message states it; an older one that comes late only fills what was unknown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Min

from roadstead import model
from roadstead.manifests.columns import fitting
from roadstead.manifests.find_voyage import find_voyage, flight_key
from roadstead.manifests.models import Leg, Manifest, Presence, Voyage
from roadstead.manifests.normalise import Timetable, instant, states_of, timetable
from roadstead.manifests.states import spread_states

FULL_LISTS = frozenset({None, model.Function.PASSENGERS, model.Function.CREW})


def lock(voyages: Collection[model.Voyage]) -> None:
    """Hold these voyages until the transaction ends, always in the same order so that nobody waits for ever."""
    with connection.cursor() as cursor:
        for key in sorted({flight_key(each) for each in voyages}):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def record_voyage(declared: model.Manifest, order: str, participating: Collection[str]) -> Voyage:
    """The voyage's row after this message. The caller holds its lock."""
    what = declared.voyage
    voyage = find_voyage(what) or Voyage(key=what.key[:120], flight_key=flight_key(what)[:60], mode=what.mode.value)
    newest, before = order >= voyage.order, list(voyage.states)
    _state(voyage, what, timetable(what), newest=newest)
    voyage.states = list(dict.fromkeys([*before, *states_of(what, participating)]))
    if newest:
        voyage.order = order
        _state_counts(voyage, declared)
        voyage.cancelled = _is_cancellation(declared) or (voyage.cancelled and not _is_full_list(declared))
    voyage.save()
    _legs(voyage, what, newest=newest)
    if voyage.states != before:
        spread_states(voyage)
    if newest and voyage.cancelled:
        withdrawn = {"presence": Presence.WITHDRAWN, "presence_order": order}
        voyage.travellers.filter(presence_order__lte=order).update(**withdrawn)
    return voyage


def set_filed(voyage: Voyage) -> None:
    """Filed when the first passenger list came; the crew list counts where there are no passengers."""
    for function in (model.Function.PASSENGERS, model.Function.CREW):
        of_kind = Manifest.objects.filter(voyage=voyage, function=function.value)
        voyage.filed_at = of_kind.aggregate(first=Min("message__received_at"))["first"]
        if voyage.filed_at:
            break
    voyage.save(update_fields=["filed_at"])


def _is_cancellation(declared: model.Manifest) -> bool:
    return declared.message.function is model.Function.CANCEL and not declared.travellers


def _is_full_list(declared: model.Manifest) -> bool:
    return declared.message.function in FULL_LISTS


def _state_counts(voyage: Voyage, declared: model.Manifest) -> None:
    """A full list counts the voyage; a change or a close-out counts its own people."""
    if _is_full_list(declared):
        voyage.declared = {**voyage.declared, **declared.declared}


def _state(voyage: Voyage, what: model.Voyage, when: Timetable, *, newest: bool) -> None:
    """Set what this message knows; what it leaves out stays as it was."""
    stated: dict[str, Any] = {
        "carrier": what.carrier,
        "number": what.number,
        "craft_name": what.craft.name,
        "craft_imo": what.craft.imo,
        "origin": when.origin,
        "destination": when.destination,
        "departs_local": when.departs_local,
        "arrives_local": when.arrives_local,
        "departs_at": when.departs_at,
        "arrives_at": when.arrives_at,
    }
    for name, value in stated.items():
        if value and (newest or not getattr(voyage, name)):
            setattr(voyage, name, fitting(Voyage, name, value))


def _legs(voyage: Voyage, what: model.Voyage, *, newest: bool) -> None:
    """The newest message's route, whole: legs it no longer names are gone. A message of one leg keeps the others."""
    known = voyage.legs.count()
    if not what.legs or not (newest or not known) or (len(what.legs) < known and _is_part(voyage, what)):
        return
    voyage.legs.all().delete()
    Leg.objects.bulk_create(_leg(voyage, position, leg) for position, leg in enumerate(what.legs))


def _is_part(voyage: Voyage, what: model.Voyage) -> bool:
    """Whether the message names only some of the legs we know: each of them is one of ours."""
    ours = {(leg.origin, leg.destination) for leg in voyage.legs.all()}
    return all((leg.origin[:5], leg.destination[:5]) in ours for leg in what.legs)


def _leg(voyage: Voyage, position: int, leg: model.Leg) -> Leg:
    return Leg(
        voyage=voyage,
        position=position,
        origin=leg.origin[:5],
        destination=leg.destination[:5],
        departs_local=leg.departure[:16],
        arrives_local=leg.arrival[:16],
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
