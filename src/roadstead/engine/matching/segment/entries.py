"""Entries of a segment: in memory, or in a file from which single entries are read."""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol

import msgspec
import numpy as np

from roadstead.engine.matching.kernel.compiled import I64
from roadstead.engine.records import Entry

BYTES = "entries.bin"
PLACES = "entries.npy"


class Entries(Protocol):
    """Entries by number."""

    def __getitem__(self, number: int, /) -> Entry: ...

    def __len__(self) -> int: ...


class MappedEntries(Sequence[Entry]):
    """Entries in a mapped file; each is decoded on access and cached."""

    def __init__(self, folder: Path) -> None:
        self._from: I64 = np.load(folder / PLACES)
        with (folder / BYTES).open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if len(self) else b""
        self._decode = msgspec.msgpack.Decoder(Entry).decode
        self._read = lru_cache(maxsize=4096)(self._decode_entry)

    def __getitem__(self, number: int) -> Entry:  # type: ignore[override]
        return self._read(number)

    def __len__(self) -> int:
        return len(self._from) - 1

    def _decode_entry(self, number: int) -> Entry:
        return self._decode(self._bytes[self._from[number] : self._from[number + 1]])


class EntryFile:
    """Writer of an entry file, filled entry by entry while a segment is built."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._from = array("q", [0])
        self._encode = msgspec.msgpack.Encoder().encode

    def __enter__(self) -> EntryFile:
        self._file: BinaryIO = (self._folder / BYTES).open("wb", buffering=1 << 20)
        return self

    def append(self, entry: Entry) -> None:
        self._from.append(self._from[-1] + self._file.write(self._encode(entry)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        np.save(self._folder / PLACES, np.frombuffer(self._from, np.int64))
