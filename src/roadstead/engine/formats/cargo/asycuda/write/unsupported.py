"""Report of the parts of a manifest that ASYCUDA's messages cannot carry, so that no loss is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from roadstead.engine.formats.cargo.asycuda.write.bill import MAX_SEALS
from roadstead.engine.formats.cargo.asycuda.write.traders import NAMES
from roadstead.engine.records import Consignment, Container, GoodsLine, Manifest

SUPPORTED_NOTES: Final = {"remark", "location"}
BILL_LOSSES: Final[tuple[tuple[str, Callable[[Consignment], bool]], ...]] = (
    ("onward flights or voyages", lambda bill: bool(bill.onward)),
    ("handling codes", lambda bill: bool(bill.handling)),
    ("customs and service information", lambda bill: any(note.kind not in SUPPORTED_NOTES for note in bill.notes)),
    ("parties of other roles", lambda bill: any(party.role not in NAMES for party in bill.parties)),
    ("a second party of the same role", lambda bill: _has_twins(bill)),
    ("telephone, email and account of parties", lambda bill: any(p.contact or p.account for p in bill.parties)),
    ("pieces inside packages", lambda bill: bill.pieces_inside is not None),
    ("separate goods lines, whose texts were joined", lambda bill: len(_plain(bill)) > 1),
)
LINE_LOSSES: Final[tuple[tuple[str, Callable[[GoodsLine], bool]], ...]] = (
    ("net masses", lambda line: line.net_mass_kg is not None),
    ("dangerous goods of a line", lambda line: bool(line.dangerous)),
    ("chassis numbers", lambda line: bool(line.vehicle)),
)
CONTAINER_LOSSES: Final[tuple[tuple[str, Callable[[Container], bool]], ...]] = (
    (f"seals beyond the {MAX_SEALS}rd", lambda box: len(box.seals) > MAX_SEALS),
    ("verified gross masses", lambda box: box.verified_mass_kg is not None),
    ("temperatures", lambda box: box.temperature_c is not None),
    ("containers without a bill", lambda box: not box.bills),
)


def not_carried(manifest: Manifest) -> tuple[str, ...]:
    """Return the kinds of data that are lost, each once with its count: "handling codes (12 bills)"."""
    return tuple(_losses(manifest))


def _losses(manifest: Manifest) -> Iterator[str]:
    bills, boxes = manifest.consignments, manifest.containers
    lines = [line for bill in bills for line in bill.goods]
    yield from _counted("bill", ((words, sum(map(test, bills))) for words, test in BILL_LOSSES))
    yield from _counted("goods line", ((words, sum(map(test, lines))) for words, test in LINE_LOSSES))
    yield from _counted("container", ((words, sum(map(test, boxes))) for words, test in CONTAINER_LOSSES))
    if len(manifest.voyage.legs) > 1:
        yield "calls between the first port and the last"


def _counted(of: str, found: Iterator[tuple[str, int]]) -> Iterator[str]:
    yield from (f"{words} ({count:,} {of}{'' if count == 1 else 's'})" for words, count in found if count)


def _plain(bill: Consignment) -> list[GoodsLine]:
    return [line for line in bill.goods if not line.number and not line.vehicle]


def _has_twins(bill: Consignment) -> bool:
    roles = [party.role for party in bill.parties if party.role in NAMES]
    return len(roles) > len(set(roles))
