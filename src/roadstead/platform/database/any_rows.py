"""Which of many sets of rows hold any at all: asked in one statement, so that pages read only those."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

Rows = Callable[[], QuerySet[Any, Any]]
Name = TypeVar("Name")


def with_rows(sets: Mapping[Name, Rows]) -> list[Name]:
    """Return the names of those sets that hold a row in the current scope, in their order.

    The functions are kept with their statement: give the same ones each time, and none that depends on time or user.
    """
    statement, values = _statement(tuple(sets.values()))
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    return [name for name, has_rows in zip(sets, found, strict=True) if has_rows]


@cache
def _statement(sets: tuple[Rows, ...]) -> tuple[str, list[Any]]:
    """Return the statement and its values. To compose it takes longer than the database takes to answer it."""
    each = [rows().order_by().values("pk").query.sql_with_params() for rows in sets]
    asked = ", ".join(f"exists({statement})" for statement, _values in each)
    return f"select {asked}", [value for _statement, values in each for value in values]
