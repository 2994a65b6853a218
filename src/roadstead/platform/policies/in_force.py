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
from roadstead.engine.reference.settings import SETTINGS, Name, strictest, value_for
from roadstead.engine.reference.tables import Row

EVERY = 5.0  # seconds between two checks
Made = TypeVar("Made")


@dataclass(slots=True)
class _Kept:
    """`stamp`: the sum of the ids of all approved rows, which grows with each. `made`: values computed from them."""

    stamp: int = -1
    own: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    looked: float = -math.inf
    made: dict[Hashable, object] = field(default_factory=dict)


_kept = _Kept()


def in_force(table: Table[Made]) -> tuple[Made, ...]:
    """Return the approved rows, newest first, and after them the shipped ones."""
    return _made(table, lambda kept: table.rows(kept.own.get(table.name, ())))


def made_of(make: Callable[..., Made], *tables: Table[Any]) -> Made:
    """Return what `make` computes from the rows of these tables; computed again only when other rows are in force."""
    return _made(make, lambda kept: make(*map(in_force, tables)))


def setting(name: Name, state: str = ANY) -> str:
    """Return the value of a setting for the state today."""
    return value_for(in_force(SETTINGS), name, state=state, on=datetime.now(UTC).date())


def strictest_setting(name: Name, states: Iterable[str]) -> str:
    """Return the strictest of these states' values today, of a setting whose values are words."""
    return strictest(in_force(SETTINGS), name, states=states, on=datetime.now(UTC).date())


def any_has(name: Name, value: str) -> bool:
    """Return True if a setting has this value today for every state, or for one of them."""
    return any(setting(name, state) == value for state in {row.state for row in in_force(SETTINGS)})


def forget() -> None:
    """Check again at the next use, because a row was approved here."""
    _kept.looked = -math.inf


def _made(key: Hashable, make: Callable[[_Kept], Made]) -> Made:
    if time.monotonic() - _kept.looked > EVERY:
        look()
    kept = _kept
    if key not in kept.made:
        kept.made[key] = make(kept)
    return cast(Made, kept.made[key])


def look() -> None:
    """Read the approved rows, if they have changed."""
    global _kept
    with connection.cursor() as cursor:
        cursor.execute("select stamp, rows::text from roadstead_policies(%s)", [_kept.stamp])
        stamp, rows = cursor.fetchone()
    if rows is not None:
        own: dict[str, list[Row]] = {}
        for table, state, cells in json.loads(rows):
            if table in TABLES:  # skip tables that this release does not have
                own.setdefault(table, []).append(TABLES[table].with_state(state, cells))
        _kept = _Kept(stamp=stamp, own=own)
    _kept.looked = time.monotonic()
