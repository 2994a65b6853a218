"""Writer of FFM, FWB and FHL from manifests; our reader reads the output back.

Data that Cargo-IMP cannot carry is left out: characters other than capitals, digits, point and hyphen become blanks.
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
    """Write the message type named in the header; `heading` adds a telex heading. Raises KeyError for other types."""
    lines = [*(_heading(manifest.message) if heading else ()), *WRITERS[manifest.message.type](manifest)]
    return ("\r\n".join(lines) + "\r\n").encode("ascii", "replace")


def _heading(head: MessageHeader) -> Iterator[str]:
    yield f"QK {head.recipient or 'XXXXXXX'}"
    yield f".{head.sender or 'XXXXXXX'}"
