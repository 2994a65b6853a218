"""Policy rows in force, cached by each process: every few seconds it checks whether another row was approved.

The rows are the same for everybody: what is decided by them does not depend on who may read them.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

from django.db import connection

from roadstead.engine.reference.policy import ANY, Table
from roadstead.engine.reference.policy_tables import TABLES
from roadstead.engine.reference.settings import SETTINGS, SettingName, strictest_value, value_for
from roadstead.engine.reference.tables import Row

CHECK_SECONDS = 5.0  # seconds between two checks
Result = TypeVar("Result")


@dataclass(slots=True)
class _Cache:
    """`stamp`: sum of the ids of all approved rows, which grows with each. `computed`: values computed from them."""

    stamp: int = -1
    own: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    checked_at: float = -math.inf
    computed: dict[Hashable, object] = field(default_factory=dict)


_cache = _Cache()


def in_force(table: Table[Result]) -> tuple[Result, ...]:
    """Return the approved rows, newest first, and after them the shipped ones."""
    return _cached(table, lambda kept: table.rows(kept.own.get(table.name, ())))


def compute_from(make: Callable[..., Result], *tables: Table[Any]) -> Result:
    """Return what `make` computes from the rows of these tables; computed again only when other rows are in force."""
    return _cached(make, lambda kept: make(*map(in_force, tables)))


def setting(name: SettingName, state: str = ANY) -> str:
    """Return the value of a setting for the state today."""
    return value_for(in_force(SETTINGS), name, state=state, on=datetime.now(UTC).date())


def strictest_setting(name: SettingName, states: Iterable[str]) -> str:
    """Return the strictest of these states' values today, of a setting whose values are words."""
    return strictest_value(in_force(SETTINGS), name, states=states, on=datetime.now(UTC).date())


def any_has(name: SettingName, value: str) -> bool:
    """Return True if a setting has this value today for every state, or for one of them."""
    return any(setting(name, state) == value for state in {row.state for row in in_force(SETTINGS)})


def invalidate() -> None:
    """Check again at the next use, because a row was approved here."""
    _cache.checked_at = -math.inf


def _cached(key: Hashable, make: Callable[[_Cache], Result]) -> Result:
    if time.monotonic() - _cache.checked_at > CHECK_SECONDS:
        refresh()
    kept = _cache
    if key not in kept.computed:
        kept.computed[key] = make(kept)
    return cast(Result, kept.computed[key])


def refresh() -> None:
    """Read the approved rows, if they have changed."""
    global _cache
    with connection.cursor() as cursor:
        cursor.execute("select stamp, rows::text from roadstead_policies(%s)", [_cache.stamp])
        stamp, rows = cursor.fetchone()
    if rows is not None:
        own: dict[str, list[Row]] = {}
        for table, state, cells in json.loads(rows):
            if table in TABLES:  # skip tables that this release does not have
                own.setdefault(table, []).append(TABLES[table].with_state(state, cells))
        _cache = _Cache(stamp=stamp, own=own)
    _cache.checked_at = time.monotonic()
