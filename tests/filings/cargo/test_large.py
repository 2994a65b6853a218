"""A large manifest is kept in parts: the same rows as of a small one, and few of them in memory at once."""

from __future__ import annotations

import weakref
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models import Model
from django.db.models.signals import post_init

from roadstead.engine.formats import reading as packing
from roadstead.engine.formats.reading import BLOCK_SIZE, PackedRecords, pack_records
from roadstead.engine.records import Consignment, Container, Level, Manifest, PartyRole
from roadstead.filings.cargo.models import (
    Bill,
    BillStatement,
    CargoReport,
    ContainerStatement,
    Firm,
    Mention,
    VoyageContainer,
)
from roadstead.platform.database import rows
from tests.filings.cargo.told import bill, cargo, party, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

BILLS, BATCH, FEW = 3 * BLOCK_SIZE, 20, 5
KEPT: dict[type[Model], tuple[str, ...]] = {
    BillStatement: ("number", "master", "action", "position", "payload", "states"),
    ContainerStatement: ("number", "position", "source", "payload", "states"),
    Bill: ("number", "level", "master", "goods", "packages", "containers", "declared", "is_declared", "states"),
    VoyageContainer: ("number", "sources", "differences", "declared", "states"),
    Mention: ("bill__number", "role", "name", "firm__key", "reasons"),
    CargoReport: ("bills", "containers", "added_up", "parties", "states"),
}
IN_PARTS = (BillStatement, ContainerStatement, Bill, VoyageContainer, Mention)


def manifest() -> Manifest:
    """Masters with a house each, two bills to a container; every fifth goes on to Saint Lucia."""
    bills = [_bill(at) for at in range(BILLS)]
    boxes = [Container(number=f"CSQU{at:07}", gross_mass_kg=9000.0 + at) for at in range(BILLS // 3)]
    return cargo(*bills, boxes=tuple(boxes), action="9")


def _bill(at: int) -> Consignment:
    house = {"level": Level.HOUSE, "master": f"TRN-{at - 1:03}"} if at % 2 else {}
    return bill(
        f"TRN-{at:03}",
        packages=at,
        containers=(f"CSQU{at // 2:07}",),
        discharge="LCCAS" if at % 5 == 0 else "BBBGI",
        parties=(party(PartyRole.CONSIGNEE, f"Importer {at % 7} Ltd"), party(PartyRole.CONSIGNOR, f"Maker {at}", "US")),
        **house,
    )


def kept() -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.__name__: list(table._default_manager.order_by("pk").values_list(*names)) for table, names in KEPT.items()
    }


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "BATCH_SIZE", BATCH)
    monkeypatch.setattr(packing, "MAX_UNPACKED_RECORDS", FEW)


def in_parts(whole: Manifest) -> Manifest:
    bills, boxes = pack_records(whole.consignments, Consignment), pack_records(whole.containers, Container)
    assert isinstance(bills, PackedRecords)
    assert isinstance(boxes, PackedRecords)
    return Manifest(message=whole.message, voyage=whole.voyage, consignments=bills, containers=boxes)


def test_in_parts_the_same_rows_are_kept_as_at_once(request: pytest.FixtureRequest) -> None:
    take(manifest())
    at_once = kept()
    for table in (Mention, Firm, CargoReport, Bill, VoyageContainer, BillStatement, ContainerStatement):
        table._default_manager.all().delete()
    request.getfixturevalue("small_parts")
    take(in_parts(manifest()))
    assert len(at_once["Bill"]) == BILLS
    assert kept() == at_once


@pytest.mark.usefixtures("small_parts")
def test_no_more_rows_than_a_few_parts_ever_stand_in_memory() -> None:
    declared = in_parts(manifest())
    with most_at_once() as most:
        take(declared)
    assert {table.__name__: count for table, count in most.items() if count > 5 * BATCH} == {}
    assert all(most[table] for table in IN_PARTS)


@contextmanager
def most_at_once() -> Iterator[dict[type[Model], int]]:
    """Of each table the most rows that were alive together."""
    alive, most = Counter[type[Model]](), dict.fromkeys(IN_PARTS, 0)

    def made(sender: type[Model], instance: Model, **_: Any) -> None:
        if sender in most:
            alive[sender] += 1
            most[sender] = max(most[sender], alive[sender])
            weakref.finalize(instance, alive.subtract, {sender: 1})

    post_init.connect(made)
    try:
        yield most
    finally:
        post_init.disconnect(made)
