"""Answers to rows, all in one statement: a list of 300 must not cost the worker more than a few milliseconds.

(Through the ORM each value is a parameter of its own: 300 people are 4,500 of them, and a third of the whole way.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection

from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.models import Answer

BETWEEN: Final = "\x1f"  # the unit separator: in no field's name


class Row(NamedTuple):
    """One answer as it is written; `missing` and `states` joined, since rows of arrays cannot be of several lengths."""

    asked: int
    place: int
    segment: int | None
    traveller: int
    carrier: str
    name: str
    booking: str
    passenger: str
    verdict: str
    missing: str
    revision: int
    decision: int | None
    owner: str
    states: str


SQL: Final = """
insert into answers_answer (asked_id, place, segment, traveller, carrier, name, booking, passenger, verdict, missing,
                            revision, decision_id, owner, states, given_at)
select asked, place, segment, traveller, carrier, name, booking, passenger, verdict,
       coalesce(string_to_array(nullif(missing, ''), %s), '{}'), revision, decision, owner,
       coalesce(string_to_array(nullif(states, ''), %s), '{}'), %s
from unnest(%s::bigint[], %s::int[], %s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::text[], %s::text[], %s::int[], %s::bigint[], %s::text[], %s::text[])
     as new(asked, place, segment, traveller, carrier, name, booking, passenger, verdict, missing, revision, decision,
            owner, states)
"""


def write(rows: Sequence[Row], now: datetime) -> None:
    """Add the rows, in their order."""
    if not rows:
        return
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(SQL, [BETWEEN, BETWEEN, now, *columns])


def newest(voyage: Voyage) -> dict[tuple[int, int], Row]:
    """What each person of each list about the voyage was last told."""
    told = Answer.objects.filter(asked__voyage=voyage).newest()
    names = ("asked_id", "place", "segment", "traveller", "carrier", "name", "booking", "passenger", "verdict",
             "missing", "revision", "decision_id", "owner", "states")  # fmt: skip
    rows = (Row(*values) for values in told.values_list(*names))
    return {(row.asked, row.place): row._replace(missing=joined(row.missing)) for row in rows}


def joined(values: Sequence[str]) -> str:
    return BETWEEN.join(values)
