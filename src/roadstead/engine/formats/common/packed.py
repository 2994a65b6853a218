"""Bills and containers of a large message, packed: read through one after the other, and never all in memory at once.

Twenty thousand bills of one ship are some eighty megabytes of records, and each is needed for a moment. A message of
few keeps them as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, Final, TypeVar, overload
from zlib import compress, decompress

import msgspec

from roadstead.engine.formats.reading import Reading
from roadstead.engine.records import Consignment, Container

Record = TypeVar("Record")
Block = bytes | tuple[Any, ...]
FEW: Final = 500  # records that stay as they are
IN_A_BLOCK: Final = 64  # records packed together: more would be read in vain for one, fewer take more room
NOT_AT_ALL, QUICKLY = 0, 1  # zlib's levels: the next ones gain next to nothing


@dataclass(frozen=True, slots=True, eq=False)
class Packed(Sequence[Record]):
    """As the tuple of its records, each made anew whenever it is asked for. Equal to any sequence of equal records."""

    of: type[Record]
    blocks: tuple[Block, ...]
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Record]:
        for block in self.blocks:
            yield from unpacked(block, self.of)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, at: int | slice) -> Record | tuple[Record, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(self.length)))
        place = range(self.length)[at]
        return unpacked(self.blocks[place // IN_A_BLOCK], self.of)[place % IN_A_BLOCK]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(ours == theirs for ours, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a manifest, it is no key


def packed(records: Iterable[Record], of: type[Record]) -> Sequence[Record]:
    """A tuple where there are few. Whoever gives an iterator never has more than `FEW` of them in memory."""
    waiting = iter(records)
    few = tuple(islice(waiting, FEW + 1))
    if len(few) <= FEW:
        return few
    blocks, length, every = list[Block](), 0, chain(few, waiting)
    while block := tuple(islice(every, IN_A_BLOCK)):
        blocks.append(pack(block))
        length += len(block)
    return Packed(of, tuple(blocks), length)


def with_cargo_packed(reading: Reading) -> Reading:
    """Whatever its form: the same reading where there are few bills and containers, or a reader packed them itself."""
    told = reading.manifest
    bills, boxes = told.consignments, told.containers
    if max(len(bills), len(boxes)) <= FEW or any(isinstance(each, Packed) for each in (bills, boxes)):
        return reading
    made = replace(told, consignments=packed(bills, Consignment), containers=packed(boxes, Container))
    return replace(reading, manifest=made)


def pack(records: tuple[Record, ...], level: int = QUICKLY) -> Block:
    """What cannot be written (half a character of UTF-16, a number of forty digits) stays as it is."""
    try:
        return compress(msgspec.msgpack.encode(records), level)
    except (UnicodeEncodeError, OverflowError):
        return records


def unpacked(block: Block, of: type[Record]) -> tuple[Record, ...]:
    if isinstance(block, tuple):
        return block
    found: tuple[Record, ...] = msgspec.msgpack.decode(decompress(block), type=tuple[of, ...])  # type: ignore[valid-type]
    return found
