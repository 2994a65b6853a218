"""Bills and containers of a large message, packed: the same records, and hardly any of them in memory."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec
import pytest

from bench.cargo import awmds
from bench.cargo_made import cuscar
from roadstead.engine.formats import reading as packing
from roadstead.engine.formats import registry
from roadstead.engine.formats.common.view import view
from roadstead.engine.formats.reading import BLOCK_SIZE, MAX_UNPACKED_RECORDS, PackedRecords, Reading, pack_records
from roadstead.engine.records import Consignment, Container, GoodsLine, Level, Manifest, Money, Party, PartyRole

MADE: dict[str, Callable[[int], bytes]] = {"Awmds": awmds, "CUSCAR": lambda boxes: cuscar(boxes, "V1")}
MANY = MAX_UNPACKED_RECORDS + 3 * BLOCK_SIZE + 1


def bill(at: int) -> Consignment:
    return Consignment(
        number=f"B{at}",
        level=Level.HOUSE,
        parties=(Party(role=PartyRole.CONSIGNEE, name=f"Île {at}"),),
        goods=(GoodsLine(description="RICE", gross_mass_kg=0.1 + at, values=(Money(kind="goods", amount=1e14),)),),
        references=(("BN", str(at)),),
        dangerous=False,
    )


def only(raw: bytes) -> Reading:
    (reading,) = registry.read(raw)
    return reading


def test_few_stay_as_they_are() -> None:
    bills = [bill(at) for at in range(MAX_UNPACKED_RECORDS)]
    assert pack_records(bills, Consignment) == tuple(bills)
    assert isinstance(pack_records(iter(bills), Consignment), tuple)


def test_many_are_equal_to_what_they_were_from_whichever_side_they_are_looked_at() -> None:
    bills = tuple(bill(at) for at in range(MANY))
    many = pack_records(iter(bills), Consignment)
    assert isinstance(many, PackedRecords)
    assert (many == bills, bills == many, many == pack_records(bills, Consignment)) == (True, True, True)
    assert len(many) == MANY
    assert many[:3] == bills[:3]
    assert many[-1] == bills[-1]
    assert [many[at] for at in (0, BLOCK_SIZE, MANY - 1)] == [bills[at] for at in (0, BLOCK_SIZE, MANY - 1)]
    assert bills[BLOCK_SIZE + 1] in many
    assert many != bills[1:]
    assert many != (*bills[1:], bills[0])
    with pytest.raises(IndexError):
        many[MANY]


def test_a_record_that_cannot_be_written_stays_beside_those_that_can() -> None:
    """Half a character of UTF-16 in a name loses neither its bill nor the message."""
    bills = tuple(replace(bill(at), marks=("\ud800",) if at == 1 else ()) for at in range(MANY))
    many = pack_records(bills, Consignment)
    assert isinstance(many, PackedRecords)
    assert many == bills


@pytest.mark.parametrize("kind", MADE)
def test_a_large_message_says_the_same_as_it_would_unpacked(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = MADE[kind](MANY)
    large = only(raw)
    monkeypatch.setattr(packing, "MAX_UNPACKED_RECORDS", MANY)
    whole = only(raw)
    bills, boxes = large.manifest.consignments, large.manifest.containers
    assert isinstance(bills, PackedRecords)
    assert isinstance(boxes, PackedRecords)
    assert isinstance(whole.manifest.consignments, tuple)
    assert large == whole
    assert _json(bills) == _json(whole.manifest.consignments)
    assert _json(boxes) == _json(whole.manifest.containers)
    assert view(large, kind) == view(whole, kind)


def _json(records: Sequence[Consignment] | Sequence[Container]) -> bytes:
    return msgspec.json.encode(list(records))


@pytest.mark.long
@pytest.mark.parametrize("kind", MADE)
def test_what_is_kept_of_a_message_that_was_read_is_less_than_its_bytes(kind: str) -> None:
    """However many bills: as records they would be twice the bytes of XML, and seven times those of a CUSCAR."""
    for bills in (MANY, 2 * MANY):
        raw = MADE[kind](bills)
        only(raw)  # what the readers remember for good
        tracemalloc.start()
        manifest = only(raw).manifest
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert len(manifest.consignments) == bills
        assert kept < len(raw)


@pytest.mark.long
def test_of_an_awmds_no_more_bills_than_a_few_are_ever_records_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at whenever a block of them is packed."""
    pack, alive, before = packing.pack_block, list[int](), _records()

    def counting(records: tuple[Consignment, ...], level: int = 1) -> packing.Block:
        if len(records) > 1:
            alive.append(_records() - before)
        return pack(records, level)

    monkeypatch.setattr(packing, "pack_block", counting)
    manifest = only(awmds(3 * MANY)).manifest
    assert isinstance(manifest.consignments, PackedRecords)
    assert len(alive) >= 3 * MANY // BLOCK_SIZE
    assert max(alive) <= MAX_UNPACKED_RECORDS + 2 * BLOCK_SIZE


def _records() -> int:
    return sum(type(each) is Consignment for each in gc.get_objects())


def test_a_manifest_of_many_is_replaced_and_compared_like_any_other() -> None:
    bills = pack_records((bill(at) for at in range(MANY)), Consignment)
    manifest = Manifest(consignments=bills, office="BBBGI")
    assert replace(manifest, office="LCCAS").consignments is bills
    assert manifest == Manifest(consignments=tuple(bills), office="BBBGI")
    assert replace(manifest, consignments=()) != manifest
