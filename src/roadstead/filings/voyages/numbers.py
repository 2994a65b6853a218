"""Voyages by the number that people and systems write: "BW 604", "2X101", "OS-118"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.engine.records import Mode
from roadstead.engine.records import Voyage as Stated
from roadstead.filings.voyages.find_voyage import flight_key
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User

FLIGHT: Final = re.compile(r"([A-Z]{2,3}|[A-Z][0-9]|[0-9][A-Z])[ -]?0*([0-9]{1,4}[A-Z]?)")


def flight_keys(text: str) -> tuple[str, ...]:
    """Return the keys of the flights and voyages that this number may mean; () if it has not the shape of one."""
    found = FLIGHT.fullmatch(text.upper())
    if not found:
        return ()
    return tuple(flight_key(Stated(mode=mode, carrier=found[1], number=found[2])) for mode in (Mode.AIR, Mode.SEA))


def voyages_of_day(user: User, number: str, day: date) -> QuerySet[Voyage, Voyage]:
    """Return the voyages with this number that leave or arrive on the day, by the clock of the port."""
    named = Q(flight_key__in=flight_keys(number)) | Q(number__iexact=number)
    that_day = Q(arrives_local__startswith=day.isoformat()) | Q(departs_local__startswith=day.isoformat())
    rows: QuerySet[Voyage, Voyage] = Voyage.objects.visible_to(user).filter(named, that_day)
    return rows
