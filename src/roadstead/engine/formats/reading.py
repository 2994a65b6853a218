"""Results of reading a message: the manifest, the problems found, and the segments or columns not used.

`Notebook` collects problems while a message is read. `packed` keeps the bills and containers of a large message
compressed, so that they are decoded one after the other and are never all in memory at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any, Final, TypeVar, overload
from zlib import compress, decompress

import msgspec

from roadstead.engine.records import Consignment, Container, Manifest, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Result of reading one message. One bad traveller does not lose the others; everything left out is reported."""

    manifest: Manifest
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()  # segments or columns that were not used, as sent

    @property
    def understood(self) -> bool:
        """True if the type of the message was recognised."""
        return bool(self.manifest.message.type)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


MOST: Final = 10_000  # problems per message; also unread segments per message
CUT: Final = 80  # characters kept of a sent value
CUT_UNREAD: Final = 200  # characters kept of an unread segment


@dataclass(slots=True)
class Notebook:
    """Collects the problems and unread segments of one message.

    `reference` is the message's own (UNH 0062); every problem carries it.
    """

    reference: str = ""
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    more: int = 0
    more_unread: int = 0

    def note(self, code: str, text: str, number: int | None = None, **where: str) -> None:
        self._write(Severity.NOTE, code, text, number, where)

    def warning(self, code: str, text: str, number: int | None = None, **where: str) -> None:
        self._write(Severity.WARNING, code, text, number, where)

    def error(self, code: str, text: str, number: int | None = None, **where: str) -> None:
        self._write(Severity.ERROR, code, text, number, where)

    def add(self, problem: Problem) -> None:
        """Add a problem that was recorded elsewhere for a part of this message."""
        if len(self.problems) < MOST:
            self.problems.append(problem)
        else:
            self.more += 1

    def take(self, other: Notebook) -> None:
        """Add all problems of another notebook, in order."""
        for problem in other.problems:
            self.add(problem)
        self.more += other.more

    def left(self, segment: str) -> None:
        """Keep a segment that is not used, as sent."""
        if len(self.unread) < MOST:
            self.unread.append(segment[:CUT_UNREAD])
        else:
            self.more_unread += 1

    def finish(self) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
        """Return the problems and the unread segments, each with a last line that says how many more there were."""
        if self.more:
            text = f"And {self.more:,} more problems. Mend the first ones and send the list again."
            self.problems.append(Problem(severity=Severity.WARNING, code="more-problems", text=text))
        if self.more_unread:
            self.unread.append(f"and {self.more_unread:,} more")
        return tuple(self.problems), tuple(self.unread)

    def _write(self, severity: Severity, code: str, text: str, number: int | None, where: dict[str, str]) -> None:
        if len(self.problems) >= MOST:
            self.more += 1
            return
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                text=text,
                message=self.reference,
                segment=where.get("segment", ""),
                number=number,
                field=where.get("field", ""),
                sent=where.get("sent", "")[:CUT],
            )
        )


# ── Compressed bills and containers
#
# Twenty thousand bills of one ship take about 80 MB as records, and each is needed only for a moment. A message with
# few records keeps them uncompressed.


Record = TypeVar("Record")
Block = bytes | tuple[Any, ...]
FEW: Final = 500  # records that are kept uncompressed
IN_A_BLOCK: Final = 64  # records per block: with more, reading one record decodes too many; fewer compress less well
NOT_AT_ALL, QUICKLY = 0, 1  # zlib levels; higher levels gain almost nothing


@dataclass(frozen=True, slots=True, eq=False)
class Packed(Sequence[Record]):
    """Sequence of records that decodes them whenever they are read. Equal to any sequence of equal records."""

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

    __hash__ = None  # type: ignore[assignment]  # like a manifest, it is not hashable


def packed(records: Iterable[Record], of: type[Record]) -> Sequence[Record]:
    """Return a tuple if there are at most `FEW` records, else a `Packed` sequence.

    An iterator of records is never held in memory as a whole: at most about `FEW` records exist at a time.
    """
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
    """Return the reading with its bills and containers packed.

    The reading is unchanged if they are few, or if its reader has packed them.
    """
    told = reading.manifest
    bills, boxes = told.consignments, told.containers
    if max(len(bills), len(boxes)) <= FEW or any(isinstance(each, Packed) for each in (bills, boxes)):
        return reading
    made = replace(told, consignments=packed(bills, Consignment), containers=packed(boxes, Container))
    return replace(reading, manifest=made)


def pack(records: tuple[Record, ...], level: int = QUICKLY) -> Block:
    """Compress records into a block.

    Records that cannot be encoded (a lone surrogate of UTF-16, a number of forty digits) are returned unchanged.
    """
    try:
        return compress(msgspec.msgpack.encode(records), level)
    except (UnicodeEncodeError, OverflowError):
        return records


def unpacked(block: Block, of: type[Record]) -> tuple[Record, ...]:
    if isinstance(block, tuple):
        return block
    found: tuple[Record, ...] = msgspec.msgpack.decode(decompress(block), type=tuple[of, ...])  # type: ignore[valid-type]
    return found
