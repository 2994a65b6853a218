"""What the database told a request: where it tells the very same again, the answer is the very same again.

A view knows of A's things what the database tells it, and nothing else: the clock stands, the session is the same one,
and what processes keep is the same in both walks. So the second walk first sends the statements of the first walk once
more, to the letter, and reads every value of every row. Only where one is another is the request made again: it then
asks other things too, and the two answers are compared. Where it is not known what a request was told (a cursor that
stays in the database, a copy, a connection of its own, a statement that failed) the request is made again as well.

Every day `test_state_b.py` makes requests that are told the same again all the same, and they are answered the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import psycopg
from django.db import connection
from psycopg.pq.abc import PGresult


@dataclass(slots=True)
class Told:
    """The statements of one request, as they were sent, and what came of each."""

    statements: list[bytes] = field(default_factory=list)
    results: list[int] = field(default_factory=list)
    exchanges: int = 0  # with any database, by whatever way

    @property
    def is_all(self) -> bool:
        """All that the request was told: no exchange went by without its statement."""
        return self.exchanges == len(self.statements)


@contextmanager
def listening() -> Iterator[Told]:
    """Note what the database is asked and tells."""
    told, plain = Told(), psycopg.Connection.wait

    def counted(self: Any, *given: Any, **named: Any) -> Any:
        told.exchanges += 1
        return plain(self, *given, **named)

    def noted(execute: Any, statement: Any, values: Any, many: bool, context: Any) -> Any:
        done = execute(statement, values, many, context)
        asked = context["cursor"].cursor
        if not many and not isinstance(asked, psycopg.ServerCursor) and asked.pgresult and asked._query:
            told.statements.append(asked._query.query)
            told.results.append(_read(asked.pgresult))
        return done

    with patch.object(psycopg.Connection, "wait", counted), connection.execute_wrapper(noted):
        yield told


def tells_the_same(told: Told | None) -> bool:
    """Whether the database tells the same now; it stands in the transaction that whoever asks takes back."""
    if told is None or not told.is_all:
        return False
    try:
        with connection.cursor() as ours:
            ours.cursor.execute(b";\n".join(told.statements))
            return told.results == list(_results(ours.cursor))
    except psycopg.Error:
        return False


def _results(cursor: Any) -> Iterator[int]:
    yield _read(cursor.pgresult)
    while cursor.nextset():
        yield _read(cursor.pgresult)


def _read(result: PGresult) -> int:
    """A number for how many rows and which values."""
    rows, columns = range(result.ntuples), range(result.nfields)
    return hash((result.command_status, *(result.get_value(row, column) for row in rows for column in columns)))
