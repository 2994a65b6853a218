"""Whose data a transaction may touch. The database itself refuses the rest (row-level security, S25).

A scope is written into the transaction by `enter`; every isolated table has a policy that reads it. Without a scope
no row is visible at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from roadstead.platform.database.hidden import forget_hidden

EVERYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The states (ISO alpha-3) and the carrier whose rows may be seen. `EVERYTHING` is the regional centre's.

    `people`: a person of the centre asks, not the screening; what one state owns is then that state's alone.
    """

    states: tuple[str, ...] = ()
    carrier: str = ""
    people: bool = False
    user: int = 0  # the person's number; 0: no person
    watches: bool = False  # watches over the data, and reads what is restricted as well (S30)
    opened: int = 0  # the traveller's row under a restriction that was opened to decide its alert


REGION = Scope(states=(EVERYTHING,))
REGIONS_PEOPLE = Scope(states=(EVERYTHING,), people=True)
NOBODY = Scope()


def enter(scope: Scope) -> None:
    """Narrow the current transaction to `scope`; it ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('roadstead.states', %s, true), set_config('roadstead.carrier', %s, true),"
            " set_config('roadstead.people', %s, true), set_config('roadstead.user', %s, true),"
            " set_config('roadstead.watches', %s, true), set_config('roadstead.opened', %s, true)",
            [",".join(scope.states), scope.carrier, "yes" if scope.people else "", str(scope.user or ""),
             "yes" if scope.watches else "", str(scope.opened or "")],
        )  # fmt: skip
    forget_hidden(machine=scope == REGION)


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """A transaction that sees what `scope` sees."""
    with transaction.atomic():
        enter(scope)
        yield


@contextmanager
def widened(back: Scope) -> Iterator[None]:
    """The whole region within a person's transaction, for what has to be found whoever may see it; then `back`."""
    enter(REGION)
    try:
        yield
    finally:
        enter(back)
