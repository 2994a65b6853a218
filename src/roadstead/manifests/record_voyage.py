"""The voyage of record: what this message knows of it is set, what it leaves out stays as it was."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

from roadstead import model
from roadstead.intake.models import Message
from roadstead.manifests.columns import fitting
from roadstead.manifests.models import Leg, Voyage
from roadstead.manifests.normalise import Timetable, instant, states_of, timetable


def lock(voyage_keys: Collection[str]) -> None:
    """Hold these voyages until the transaction ends, always in the same order so that nobody waits for ever."""
    with connection.cursor() as cursor:
        for key in sorted(set(voyage_keys)):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def record_voyage(declared: model.Manifest, message: Message, participating: Collection[str]) -> Voyage:
    what, when = declared.voyage, timetable(declared.voyage)
    voyage, _ = Voyage.objects.get_or_create(
        key=what.key[:120], defaults={"mode": what.mode.value, "filed_at": message.received_at}
    )
    voyage.states = list(dict.fromkeys([*voyage.states, *states_of(what, participating)]))
    _state_voyage(voyage, what, when)
    if declared.message.function is not model.Function.CHANGE:  # a change counts its own people, not the voyage's
        voyage.declared = {**voyage.declared, **declared.declared}
    if declared.message.function is model.Function.CANCEL and not declared.travellers:
        voyage.cancelled = True
    voyage.save()
    _legs(voyage, what)
    return voyage


def _state_voyage(voyage: Voyage, what: model.Voyage, when: Timetable) -> None:
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
        if value:
            setattr(voyage, name, fitting(Voyage, name, value))


def _legs(voyage: Voyage, what: model.Voyage) -> None:
    for position, leg in enumerate(what.legs):
        Leg.objects.update_or_create(
            voyage=voyage,
            position=position,
            defaults={
                "origin": leg.origin[:5],
                "destination": leg.destination[:5],
                "departs_local": leg.departure[:16],
                "arrives_local": leg.arrival[:16],
                "departs_at": instant(leg.departure, leg.origin),
                "arrives_at": instant(leg.arrival, leg.destination),
                "states": voyage.states,
            },
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
