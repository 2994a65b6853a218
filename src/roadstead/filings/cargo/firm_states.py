"""A firm concerns every state that a mention of it concerns: states are added where they stand, and none is taken.

Two workers may tell one firm at once. What one of them has read of it is no basis to write: the database adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from django.db import connection

HELD: Final = "select id from cargo_firm where id = any(%s) order by id for update"  # in one order, whoever comes
GROWN: Final = """
update cargo_firm firm set states = array(select distinct unnest(firm.states || told.states::varchar[]) order by 1)
from jsonb_to_recordset(%s::jsonb) as told(id bigint, states text[])
where firm.id = told.id and not firm.states @> told.states::varchar[]
"""


def add_states(told: Mapping[int, Iterable[str]]) -> None:
    """By firm the states to add; two statements, none where nothing is told."""
    rows = [{"id": number, "states": sorted(states)} for number, states in told.items()]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(HELD, [list(told)])
        cursor.execute(GROWN, [msgspec.json.encode(rows).decode()])
