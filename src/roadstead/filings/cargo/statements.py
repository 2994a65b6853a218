"""What a message says of each bill and container, kept as it was read.

A thousand at a time: of the rows of a manifest of twenty thousand bills no more than that stand in memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from django.db import connection
from django.db.models import Field, Model

from roadstead.engine import records as model
from roadstead.engine.records import Mode
from roadstead.filings.cargo.logic.firms import source_of
from roadstead.filings.cargo.logic.merge import Hop, Reached, Route, key
from roadstead.filings.cargo.models import BillStatement, BoxStatement, Said
from roadstead.filings.voyages.declared import fitting
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.record import Recorded

# ── Rows of the cargo of record kept many at a time: what is new is added, what was known is written over.
#
# One statement for a thousand rows, which travel as one JSON text: to put each value into SQL takes a manifest of
# twenty thousand bills longer than everything else that is done with it.


BATCH: Final = 1_000
Row = TypeVar("Row", bound=Model)
Thing = TypeVar("Thing")
Fields = Sequence["Field[Any, Any]"]


def save_all(table: type[Row], rows: Sequence[Row], changed: Collection[str] = ()) -> None:
    """New rows get their numbers. `changed`: what of a known row may be another, by name of its field."""
    new, known = [row for row in rows if row.pk is None], [row for row in rows if row.pk is not None]
    fields = [field for field in table._meta.concrete_fields if not (field.primary_key or field.generated)]
    for batch in batches(new):
        for row, pk in zip(batch, _run(_added(table, fields), batch, fields), strict=True):
            row.pk, row._state.adding = pk, False
    every = [field for field in table._meta.concrete_fields if not field.generated]
    for batch in batches(sorted(known, key=lambda row: row.pk)):  # in one order: two workers do not wait in a ring
        _run(_written_over(table, every, changed), batch, every)


def batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    """In their order, as many at once as fit a worker's memory whatever the length of a message."""
    waiting = iter(things)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _run(statement: str, rows: Iterable[Row], fields: Fields) -> list[int]:
    """The numbers of the rows, in their order."""
    told = [{field.column: getattr(row, field.attname) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(statement, [msgspec.json.encode(told).decode()])
        return [pk for (pk,) in cursor.fetchall()]


def _added(table: type[Row], fields: Fields) -> str:
    """Names of tables and columns are those of the models, never anybody's input."""
    columns = ", ".join(f'"{field.column}"' for field in fields)
    types = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    return (
        f"insert into {table._meta.db_table} ({columns}) select {columns}"  # noqa: S608
        f" from rows from (json_to_recordset(%s::json) as ({types})) with ordinality as told ({columns}, told_at)"
        " order by told_at returning id"
    )


def _written_over(table: type[Row], fields: Fields, changed: Collection[str]) -> str:
    taken = ", ".join(f'"{each.column}" = excluded."{each.column}"' for each in fields if each.name in changed)
    return _added(table, fields).removesuffix("returning id") + f" on conflict (id) do update set {taken} returning id"


# ── Bills arrive where they are discharged, and go on doing so when the voyage is told anew.


def route_of(voyage: Voyage) -> Route:
    legs = voyage.legs.order_by("position").values_list("origin", "destination", "arrives_at")
    end = Reached(voyage.arrives_at, voyage.destination)
    return Route(mode=Mode(voyage.mode), hops=[Hop(*leg) for leg in legs], end=end)


def follow(voyage: Voyage) -> None:
    """Bills of this voyage arrive as its legs now say. One statement where they do already, else one more for each
    port, however many bills there are. The caller holds the voyage's lock."""
    told = list(voyage.bills.order_by().values_list("load", "discharge", "arrives_at", "arrives_in").distinct())
    if not told:
        return
    route, wrong = route_of(voyage), defaultdict[tuple[str, Reached], set[str]](set)
    for load, discharge, arrives_at, arrives_in in told:
        reached = route.reaches(load, discharge)
        if (arrives_at, arrives_in) != (reached.arrives_at, reached.destination):
            wrong[discharge, reached].add(load)
    for (discharge, reached), loads in wrong.items():
        rows = voyage.bills.filter(discharge=discharge, load__in=loads)
        rows.update(arrives_at=reached.arrives_at, arrives_in=reached.destination)


class Named(NamedTuple):
    """Numbers of the bills of a message, of the masters above them, and of the containers that they name."""

    bills: set[str]
    masters: set[str]
    boxes: set[str]


def keep_bills(filed: Recorded) -> Named:
    """A bill without number tells of nothing that could be found again: it is in the message alone."""
    named = Named(set(), set(), set())
    for batch in batches(enumerate(filed.declared.consignments)):
        told = [(at, bill) for at, bill in batch if bill.number]
        rows = [_bill(filed, at, bill) for at, bill in told]
        save_all(BillStatement, rows)
        named.bills.update(row.number for row in rows)
        named.masters.update(row.master for row in rows if row.master)
        named.boxes.update(key(box) for _, bill in told for box in bill.containers)
    return named


def keep_boxes(filed: Recorded) -> set[str]:
    """Numbers of the containers that the message lists."""
    source, named = source_of(filed.declared.message.type), set[str]()
    for batch in batches(enumerate(filed.declared.containers)):
        rows = [BoxStatement(**_said(filed, at, box, BoxStatement), source=source) for at, box in batch if box.number]
        save_all(BoxStatement, rows)
        named.update(row.number for row in rows)
    return named


def _bill(filed: Recorded, at: int, bill: model.Consignment) -> BillStatement:
    action = filed.declared.message.action[:3]
    return BillStatement(**_said(filed, at, bill, BillStatement), master=key(bill.master)[:40], action=action)


def _said(filed: Recorded, at: int, told: model.Consignment | model.Container, table: type[Said]) -> dict[str, Any]:
    """The columns that both kinds of statement have."""
    return {
        "manifest": filed.manifest,
        "voyage": filed.voyage,
        "position": at,
        "number": fitting(table, "number", key(told.number)),
        "order": filed.manifest.order,
        "said": msgspec.json.encode(told).decode(),
        "states": filed.manifest.states,
    }
