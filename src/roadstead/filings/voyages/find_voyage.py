"""Find the voyage that a message is about, and check who may file for it.

A voyage is the same number of the same carrier, leg and time. Senders name one flight differently (BAW302 and BA302),
leave out the departure, or move it past midnight. A change of flight (CF) renames it: then its transaction identifies
it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel, Model, ProtectedError, Q, QuerySet

from roadstead.engine import records as model
from roadstead.engine.formats.reading import Reading
from roadstead.engine.reference.places import shorten_place
from roadstead.engine.reference.tables import carrier
from roadstead.engine.text.identifiers import imo as imo_numbers
from roadstead.engine.voyages.normalise import instant
from roadstead.engine.voyages.versions.merge import CHANGE_OF_FLIGHT
from roadstead.filings.intake.models import Message
from roadstead.filings.voyages import self_registered
from roadstead.filings.voyages.declared import FUNCTIONS_WITHOUT_PEOPLE, propagate_states
from roadstead.filings.voyages.models import Leg, Manifest, Voyage
from roadstead.platform.registration.carrier_codes import is_self_registered

# ── Merging two voyages that turn out to be one: a change of flight arrived after lists had been filed under both
# numbers.


Table = type[Model]


def merge_voyages(target: Voyage, source: Voyage) -> None:
    """Make all that refers to `source` refer to `target`. The caller rebuilds the voyage.

    What cannot move (an alert about the voyage, or a selection of goods, that the other has as well) keeps its voyage,
    which is then cancelled.
    """
    source.legs.all().delete()
    for table, field in _referring():
        for pk in table._default_manager.filter(**{field: source}).values_list("pk", flat=True):
            _move(table, field, pk, target)
    target.states = list(dict.fromkeys([*target.states, *source.states]))
    target.save(update_fields=["states"])
    propagate_states(target)
    try:
        with transaction.atomic():
            source.delete()
    except ProtectedError:
        # It keeps its alert; with this key later messages find only the voyage it was merged into.
        key = f"{source.key[:90]}{_merged_key_part(target)}{source.pk}"
        Voyage.objects.filter(pk=source.pk).update(cancelled=True, key=key, flight_key="")


def merged_voyages(stays: Voyage) -> QuerySet[Voyage]:
    """Return the voyages that were merged into it and could not be deleted."""
    return Voyage.objects.filter(cancelled=True, flight_key="", key__contains=_merged_key_part(stays)).order_by("pk")


def _merged_key_part(stays: Voyage) -> str:
    return f"/joined to {stays.pk}/"


def _referring() -> Iterator[tuple[Table, str]]:
    """Yield every table that refers to voyages, those of other apps included, and the name of its column."""
    for relation in Voyage._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.related_model, type):
            yield relation.related_model, relation.field.name


def _move(table: Table, field: str, pk: int, stays: Voyage) -> None:
    try:
        with transaction.atomic():
            table._default_manager.filter(pk=pk).update(**{field: stays})
    except IntegrityError:
        return


# A flight of the next day is 24 hours away; a delay seldom reaches half of that.
SAME_FLIGHT_WITHIN: Final = timedelta(hours=12)
DAY: Final = timedelta(days=1)
# A change of flight seldom moves it further; a reference may be used again later.
CHANGE_WITHIN: Final = timedelta(days=3)
NUMBER: Final = re.compile(r"^0*(\d+[A-Z]?)$")
# A short number is the message's own (UNH 0062) and repeats with every list; a transaction's reference is longer or has
# letters.
TRANSACTION: Final = re.compile(r"[A-Za-z]|\d{6}")
MAX_CANDIDATES: Final = 20  # rows examined: one number on one leg within half a day has few


def flight_key(what: model.Voyage) -> str:
    """Return mode, carrier (IATA code if known) and number without zeros: the same for one flight on any day."""
    known = carrier(what.carrier) if what.carrier else None
    code = (known.iata if known and known.iata else what.carrier).upper()
    rest = what.number.upper().replace(" ", "")
    for prefix in (what.carrier.upper(), code, known.icao if known else ""):
        rest = rest.removeprefix(prefix) if prefix else rest
    digits = NUMBER.match(rest)
    ship = what.craft.imo or what.craft.name.upper()
    name = "/".join(part for part in (code, digits[1] if digits else rest) if part) or ship
    return f"{what.mode.value}/{name}"


def find_voyages(what: model.Voyage, header: model.MessageHeader, account: str) -> list[Voyage]:
    """Return the voyage that is meant; two, the one to keep first, if a change of flight shows that two of ours are
    one.
    """
    by_name = _by_name_and_time(what) or _by_other_name(what) or _by_ship(what)
    by_transaction = _by_transaction(what, header, account)
    found = {each.pk: each for each in (by_name, by_transaction) if each}
    return [found[pk] for pk in sorted(found)]


def _by_name_and_time(what: model.Voyage) -> Voyage | None:
    """Return the voyage of that number that is nearest in time. One of the same day may be twice as far as one of
    another day.
    """
    exact = Voyage.objects.filter(key=what.key[:120]).first()
    known = list(_legs_of_number(what))
    near = [(gap, row) for row, leg, gap in known if _is_same_time(row, leg) and not _is_of_another_day(row, leg, gap)]
    nearest = min(near, key=lambda pair: (pair[0], -pair[1].voyage_id), default=None)
    own = min((gap for row, _, gap in known if exact and row.voyage_id == exact.pk), default=timedelta())
    if exact and (nearest is None or nearest[0] >= own / 2):
        return exact
    return nearest[1].voyage if nearest else None


def _legs_of_number(what: model.Voyage) -> Iterator[tuple[Leg, model.Leg, timedelta]]:
    """Yield known legs of this number between the same ports, each with the leg as now stated and the time between
    them.
    """
    named = Leg.objects.filter(voyage__flight_key=flight_key(what)[:60]).select_related("voyage").order_by("-voyage_id")
    for leg in what.legs:
        for known in named.filter(origin=shorten_place(leg.origin), destination=shorten_place(leg.destination))[
            :MAX_CANDIDATES
        ]:
            yield known, leg, _time_between(known, leg)


def _time_between(known: Leg, leg: model.Leg) -> timedelta:
    """Return the time between two legs at the end that agrees better; if only days are known, the most that one voyage
    may move (SAME_FLIGHT_WITHIN).
    """
    ends = (
        (known.departs_at, instant(leg.departure, leg.origin)),
        (known.arrives_at, instant(leg.arrival, leg.destination)),
    )
    return min((abs(one - other) for one, other in ends if one and other), default=SAME_FLIGHT_WITHIN)


def _is_of_another_day(known: Leg, leg: model.Leg, gap: timedelta) -> bool:
    """Return True if this departs a day from the first stated departure: a long delay brings yesterday's voyage near
    today's.
    """
    departs = instant(leg.departure, leg.origin)
    if not (departs and gap):
        return False
    stated = known.voyage.manifests.order_by("order").values_list("stated", flat=True)[:MAX_CANDIDATES]
    planned = (instant(said.get("departure", ""), known.origin) for said in stated if said.get("from") == known.origin)
    first = next((when for when in planned if when), None)
    return first is not None and any(abs(departs - first - day) < gap for day in (DAY, -DAY))


def _by_other_name(what: model.Voyage) -> Voyage | None:
    """Find the voyage by the name that another message gave it, before or after the flight was changed."""
    renamed = ~Q(voyage__flight_key=flight_key(what)[:60]) & Q(voyage__isnull=False)
    rows = Manifest.objects.filter(renamed, flight_key=flight_key(what)[:60]).select_related("voyage").order_by("-pk")
    for row in rows[:MAX_CANDIDATES]:
        known = stated_leg(row)
        if any(_same_hop(known, leg) and _is_same_time(known, leg) for leg in what.legs):
            return row.voyage
    return None


def _by_ship(what: model.Voyage) -> Voyage | None:
    """Find the voyage by its ship: one ship arrives at one port once at a time, whatever number its agents and its
    master give the voyage.
    """
    imo = imo_numbers.normalise(what.craft.imo)
    if what.mode is not model.Mode.SEA or not imo_numbers.is_valid(imo):
        return None
    calls = Leg.objects.filter(voyage__mode=what.mode.value, voyage__craft_imo=imo).select_related("voyage")
    for leg in reversed(what.legs):
        for known in calls.filter(destination=shorten_place(leg.destination)).order_by("-voyage_id")[:MAX_CANDIDATES]:
            if _arrive_together(known, leg):
                return known.voyage
    return None


def _arrive_together(known: Leg, leg: model.Leg) -> bool:
    then = instant(leg.arrival, leg.destination)
    if known.arrives_at and then:
        return abs(known.arrives_at - then) <= DAY
    return bool(leg.arrival) and known.arrives_local[:10] == leg.arrival[:10]


def _by_transaction(what: model.Voyage, header: model.MessageHeader, account: str) -> Voyage | None:
    """Find the voyage by its transaction: for a change of flight, and for a list of that transaction that comes after
    it.
    """
    same = Manifest.objects.filter(
        carrier=account, sender=header.sender[:35], reference=header.reference[:70], voyage__isnull=False
    )
    if not (account and TRANSACTION.search(header.reference)):
        return None
    if header.subcode.upper() != CHANGE_OF_FLIGHT:
        same = same.filter(subcode=CHANGE_OF_FLIGHT)
    rows = same.select_related("voyage").order_by("-pk")[:MAX_CANDIDATES]
    return next((row.voyage for row in rows if _is_near(stated_leg(row), what.legs, CHANGE_WITHIN)), None)


def stated_leg(row: Manifest) -> Leg:
    """Return the ends of the voyage as one message states them."""
    said = row.stated
    origin, destination = said.get("from", ""), said.get("to", "")
    departs, arrives = said.get("departure", ""), said.get("arrival", "")
    return Leg(
        origin=origin,
        destination=destination,
        departs_local=departs,
        arrives_local=arrives,
        departs_at=instant(departs, origin),
        arrives_at=instant(arrives, destination),
    )


def _same_hop(known: Leg, leg: model.Leg) -> bool:
    return (known.origin, known.destination) == (shorten_place(leg.origin), shorten_place(leg.destination))


def _is_near(known: Leg, legs: Iterable[model.Leg], limit: timedelta) -> bool:
    return any(
        _near(known.departs_at, instant(leg.departure, leg.origin), limit)
        or _near(known.arrives_at, instant(leg.arrival, leg.destination), limit)
        for leg in legs
    )


def _is_same_time(known: Leg, leg: model.Leg) -> bool:
    """Return True if the legs are within half a day of each other at either end; if only days are known, on the same
    day.
    """
    if _is_near(known, [leg], SAME_FLIGHT_WITHIN):
        return True
    days = ((known.departs_local, leg.departure), (known.arrives_local, leg.arrival))
    return any(a[:10] == b[:10] for a, b in days if a and b and min(len(a), len(b)) < 16)


def _near(one: datetime | None, other: datetime | None, limit: timedelta) -> bool:
    return one is not None and other is not None and abs(one - other) <= limit


# ── Who may file for a voyage: its carrier, and any account that has filed for it before (its agent).
#
# Anyone else's message is set aside for a supervisor: a stolen or mistaken token must not cancel another carrier's
# flight or take a person off its list.


def needs_approval_because(message: Message, readings: Iterable[Reading]) -> str:
    """Return why this message needs a supervisor's approval; "" if its sender may file for every voyage in it.

    Cargo is not checked: it is declared by whoever books it, and changes nothing about voyage and people (`record`).
    """
    readings = list(readings)
    if why := self_registered.needs_approval_because(message.carrier, readings):
        return why
    for reading in (each for each in readings if each.manifest.message.function not in FUNCTIONS_WITHOUT_PEOPLE):
        what = reading.manifest.voyage
        head = reading.manifest.message
        voyage = next(iter(find_voyages(what, head, message.carrier)), None) if what.legs or what.number else None
        if voyage and not _may_file(message.carrier, voyage):
            return (
                f"{message.carrier} has not filed for {voyage} before, and it is not {message.carrier}'s own voyage."
                " Ask the carrier; read it again to approve it."
            )
    return ""


def _may_file(carrier: str, voyage: Voyage) -> bool:
    """Return True for the voyage's carrier and for whoever has filed for it.

    A voyage for which only self-registered carriers have filed is open to every other carrier: nobody who registered
    first keeps the real filer out.
    """
    filers = set(voyage.manifests.values_list("carrier", flat=True))
    if carrier in {voyage.carrier, *filers}:
        return True
    return bool(filers) and all(map(is_self_registered, filers)) and not is_self_registered(carrier)
