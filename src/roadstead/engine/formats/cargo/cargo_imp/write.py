"""Manifests to Cargo-IMP: FFM, FWB and FHL, so written that our reader finds in them what went in.

What Cargo-IMP has no place for is left out: letters beyond capitals, figures, point and hyphen become blanks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from roadstead.engine.formats.cargo.cargo_imp import write_bills, write_ffm
from roadstead.engine.records import Manifest, MessageHeader

WRITERS: Final[Mapping[str, Callable[[Manifest], Iterator[str]]]] = {
    "FFM": write_ffm.lines,
    "FWB": write_bills.waybill,
    "FHL": write_bills.houses,
}


def write(manifest: Manifest, *, heading: bool = False) -> bytes:
    """The message its header names; with `heading` a telex heading of its sender and recipient. KeyError for others."""
    lines = [*(_heading(manifest.message) if heading else ()), *WRITERS[manifest.message.type](manifest)]
    return ("\r\n".join(lines) + "\r\n").encode("ascii", "replace")


def _heading(head: MessageHeader) -> Iterator[str]:
    yield f"QK {head.recipient or 'XXXXXXX'}"
    yield f".{head.sender or 'XXXXXXX'}"
