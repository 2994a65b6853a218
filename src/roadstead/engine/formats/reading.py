"""Results of reading a message: the manifest, the problems found, and the segments or columns not used.

`Notebook` collects problems while a message is read. `pack_records` keeps the bills and containers of a large message
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
from roadstead.engine.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Result of reading one message. One bad traveller does not lose the others; everything left out is reported."""

    manifest: Manifest
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()  # segments or columns that were not used, as sent

    @property
    def is_understood(self) -> bool:
        """True if the type of the message was recognised."""
        return bool(self.manifest.message.type)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


MAX_PROBLEMS: Final = 10_000  # problems per message; also unread segments per message
MAX_UNREAD_CHARS: Final = 200  # characters kept of an unread segment


@dataclass(slots=True)
class Notebook:
    """Collects the problems and unread segments of one message.

    `reference` is the message's own (UNH 0062); every problem carries it.
    """

    reference: str = ""
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    further_problems: int = 0
    further_unread: int = 0

    def note(self, code: str, text: Sentence | str, number: int | None = None, **where: str) -> None:
        self._write(Severity.NOTE, code, text, number, where)

    def warning(self, code: str, text: Sentence | str, number: int | None = None, **where: str) -> None:
        self._write(Severity.WARNING, code, text, number, where)

    def error(self, code: str, text: Sentence | str, number: int | None = None, **where: str) -> None:
        self._write(Severity.ERROR, code, text, number, where)

    def add(self, problem: Problem) -> None:
        """Add a problem that was recorded elsewhere for a part of this message."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        else:
            self.further_problems += 1

    def add_all(self, other: Notebook) -> None:
        """Add all problems of another notebook, in order."""
        for problem in other.problems:
            self.add(problem)
        self.further_problems += other.further_problems

    def keep_unread(self, segment: str) -> None:
        """Keep a segment that is not used, as sent."""
        if len(self.unread) < MAX_PROBLEMS:
            self.unread.append(segment[:MAX_UNREAD_CHARS])
        else:
            self.further_unread += 1

    def finish(self) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
        """Return the problems and the unread segments, each with a last line that says how many more there were."""
        if self.further_problems:
            text = Sentence(
                "Further problems: %(further_problems)s. Correct the first ones and send the list again.",
                {"further_problems": f"{self.further_problems:,}"},
            )
            self.problems.append(Problem.of(severity=Severity.WARNING, code="more-problems", text=text))
        if self.further_unread:
            self.unread.append(f"and {self.further_unread:,} more")
        return tuple(self.problems), tuple(self.unread)

    def _write(
        self, severity: Severity, code: str, text: Sentence | str, number: int | None, where: dict[str, str]
    ) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.further_problems += 1
            return
        self.problems.append(
            Problem.of(severity=severity, code=code, text=text, message=self.reference, number=number, **where)
        )


# ── Compressed bills and containers
#
# Twenty thousand bills of one ship take about 80 MB as records, and each is needed only for a moment. A message with
# few records keeps them uncompressed.


Record = TypeVar("Record")
Block = bytes | tuple[Any, ...]
MAX_UNPACKED_RECORDS: Final = 500  # records that are kept uncompressed
BLOCK_SIZE: Final = 64  # records per block: with more, reading one record decodes too many; fewer compress less well
NO_COMPRESSION, FAST_COMPRESSION = 0, 1  # zlib levels; higher levels gain almost nothing


@dataclass(frozen=True, slots=True, eq=False)
class PackedRecords(Sequence[Record]):
    """Sequence of records that decodes them whenever they are read. Equal to any sequence of equal records."""

    record_type: type[Record]
    blocks: tuple[Block, ...]
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[Record]:
        for block in self.blocks:
            yield from unpack_block(block, self.record_type)

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Record, ...]: ...
    def __getitem__(self, at: int | slice) -> Record | tuple[Record, ...]:
        if isinstance(at, slice):
            return tuple(self[place] for place in range(*at.indices(self.length)))
        place = range(self.length)[at]
        return unpack_block(self.blocks[place // BLOCK_SIZE], self.record_type)[place % BLOCK_SIZE]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(ours == theirs for ours, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # like a manifest, it is not hashable


def pack_records(records: Iterable[Record], record_type: type[Record]) -> Sequence[Record]:
    """Return a tuple if there are at most `MAX_UNPACKED_RECORDS` records, else a `PackedRecords` sequence.

    An iterator of records is never held in memory as a whole: at most about `MAX_UNPACKED_RECORDS` records exist at a
    time.
    """
    waiting = iter(records)
    few = tuple(islice(waiting, MAX_UNPACKED_RECORDS + 1))
    if len(few) <= MAX_UNPACKED_RECORDS:
        return few
    blocks, length, every = list[Block](), 0, chain(few, waiting)
    while block := tuple(islice(every, BLOCK_SIZE)):
        blocks.append(pack_block(block))
        length += len(block)
    return PackedRecords(record_type, tuple(blocks), length)


def pack_cargo(reading: Reading) -> Reading:
    """Return the reading with its bills and containers packed.

    The reading is unchanged if they are few, or if its reader has packed them.
    """
    told = reading.manifest
    bills, boxes = told.consignments, told.containers
    if max(len(bills), len(boxes)) <= MAX_UNPACKED_RECORDS or any(
        isinstance(each, PackedRecords) for each in (bills, boxes)
    ):
        return reading
    made = replace(told, consignments=pack_records(bills, Consignment), containers=pack_records(boxes, Container))
    return replace(reading, manifest=made)


def pack_block(records: tuple[Record, ...], level: int = FAST_COMPRESSION) -> Block:
    """Compress records into a block.

    Records that cannot be encoded (a lone surrogate of UTF-16, a number of forty digits) are returned unchanged.
    """
    try:
        return compress(msgspec.msgpack.encode(records), level)
    except (UnicodeEncodeError, OverflowError):
        return records


def unpack_block(block: Block, record_type: type[Record]) -> tuple[Record, ...]:
    if isinstance(block, tuple):
        return block
    found: tuple[Record, ...] = msgspec.msgpack.decode(decompress(block), type=tuple[record_type, ...])  # type: ignore[valid-type]
    return found
