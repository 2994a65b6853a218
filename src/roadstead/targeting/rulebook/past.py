"""What stored voyages tell of the people on one: other voyages of the same identifiers.

A hit is shown to every state its voyage concerns, so only voyages that all of these states may know of are counted:
no rule tells one state where a person was in another (S25).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from roadstead.engine.rules.facts import NO_PAST, Past, Voyaged
from roadstead.filings.voyages.models import Presence, Traveller, Voyage
from roadstead.platform.database.hidden import restricted

BACK: Final = timedelta(days=366)
NOT_COUNTED: Final = (Presence.WITHDRAWN, Presence.BOOKED)  # a booking alone is no voyage


def past_of(voyage: Voyage, rows: Sequence[Traveller]) -> list[Past]:
    """By position among `rows`. One query."""
    moment = voyage.arrives_at or voyage.departs_at
    if moment is None:
        return [NO_PAST] * len(rows)
    found = _voyages({row.person_key for row in rows} - {""}, voyage, moment)
    return [Past(tuple(found[row.person_key])) if row.person_key else NO_PAST for row in rows]


def _voyages(keys: set[str], voyage: Voyage, moment: datetime) -> defaultdict[str, list[Voyaged]]:
    """Up to the arrival: what comes later is not known of the past, whenever it is asked."""
    began = voyage.departs_at or moment
    others = Traveller.objects.filter(person_key__in=keys, voyage__arrives_at__gte=moment - BACK)
    before = Q(voyage__departs_at=None, voyage__arrives_at__lte=moment) | Q(voyage__departs_at__lt=moment)
    others = others.filter(before, voyage__states__contains=voyage.states, voyage__cancelled=False)
    found: defaultdict[str, list[Voyaged]] = defaultdict(list)
    columns = ("person_key", "presence", "voyage__departs_at", "voyage__arrives_at")
    others = others.exclude(pk__in=restricted())  # no use is made of them (S34)
    rows = others.exclude(voyage=voyage).exclude(presence__in=NOT_COUNTED).order_by("voyage__arrives_at", "pk")
    for key, presence, departed, arrived in rows.values_list(*columns):
        boarded = presence != Presence.NOT_ON_BOARD
        overlaps = boarded and departed is not None and departed < moment and arrived > began
        found[key].append(Voyaged(day=arrived.date(), boarded=boarded, overlaps=overlaps))
    return found
