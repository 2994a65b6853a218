"""Whole documents: the manifest, or the house bills of one of its masters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from roadstead.engine.formats.cargo.asycuda.write.bill import bol_segment
from roadstead.engine.formats.cargo.asycuda.write.head import general_segment, master_bol
from roadstead.engine.formats.cargo.asycuda.write.lines import branch
from roadstead.engine.records import Consignment, Level, Manifest

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'


def write_awmds(manifest: Manifest) -> bytes:
    """Return a manifest with all bills, in UTF-8."""
    return _document("Awmds", manifest, general_segment(manifest), manifest.consignments)


def write_awbolds(manifest: Manifest, master: str) -> bytes:
    """Return the house bills of this master, in UTF-8. Raises KeyError if it has none."""
    houses = [bill for bill in manifest.consignments if bill.level is Level.HOUSE and bill.master == master]
    if not houses:
        raise KeyError(master)
    return _document("Awbolds", manifest, master_bol(manifest, master), houses)


def masters(manifest: Manifest) -> tuple[str, ...]:
    """Return the numbers of the masters that have house bills here, in order."""
    return tuple(dict.fromkeys(bill.master for bill in manifest.consignments if bill.level is Level.HOUSE))


def _document(name: str, manifest: Manifest, head: Iterable[str], bills: Iterable[Consignment]) -> bytes:
    inside = branch(name, head, _bills(manifest, bills))
    return ("\n".join((DECLARATION, *inside)) + "\n").encode("utf-8", errors="replace")


def _bills(manifest: Manifest, bills: Iterable[Consignment]) -> Iterator[str]:
    boxes, mode = {box.number: box for box in manifest.containers}, manifest.voyage.mode
    for place, bill in enumerate(bills, 1):
        yield from bol_segment(bill, place, boxes, mode)
