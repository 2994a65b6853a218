"""Locks of voyages, held until the transaction ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection

from roadstead.engine import records as model
from roadstead.filings.voyages.find_voyage import flight_key
from roadstead.filings.voyages.models import Voyage


def lock_voyages(voyages: Collection[model.Voyage]) -> None:
    """Lock these voyages until the transaction ends, always in the same order to avoid deadlocks."""
    _lock_keys(sorted({flight_key(each)[:60] for each in voyages}))


def lock_and_reload(voyage: Voyage) -> Voyage | None:
    """Lock this voyage until the transaction ends. Return it as it then is, or None if deleted, merged or cancelled."""
    _lock_keys([voyage.flight_key])
    found = Voyage.objects.filter(pk=voyage.pk, cancelled=False).first()
    if found is not None and found.flight_key != voyage.flight_key:  # it was renamed meanwhile
        return lock_and_reload(found)
    return found


def try_lock(voyage: Voyage) -> bool:
    """Lock this voyage too until the transaction ends. Return False if another transaction holds it: nobody waits, in
    whatever order.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [voyage.flight_key])
        return bool(cursor.fetchone()[0])


def _lock_keys(keys: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
