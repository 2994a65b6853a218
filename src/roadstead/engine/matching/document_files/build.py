"""Building of the document files from a stream: rows are partitioned by the top bits of their key, then sorted by part.

Memory is that of one part (a 64th of the list) and of the bucket table (at most 67 MB), however long the list is.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, cast

import numpy as np
from numpy.typing import NDArray

from roadstead.engine.matching.document_files.form import (
    FEWEST_BITS,
    FORMAT,
    MAX_DOCUMENTS,
    ROW,
    START,
    Manifest,
    bits_for,
)
from roadstead.engine.matching.document_files.records import Rows, Writer
from roadstead.engine.matching.document_files.writing import HashedFile, alone, clear, new_file, put_in_force
from roadstead.engine.records import ListedDocument

Progress = Callable[[str, int], None]  # current step, and number of documents done

PARTS: Final = 1 << FEWEST_BITS
CHUNK: Final = 1 << 17  # documents taken from the stream at a time
NO_STAMP: Final[Mapping[str, str]] = MappingProxyType({})


def silent(doing: str, documents: int) -> None:
    """Ignore progress."""


def build(
    documents: Iterable[ListedDocument],
    folder: Path,
    *,
    stamp: Mapping[str, str] = NO_STAMP,
    progress: Progress = silent,
) -> Manifest:
    """Write the list to the folder, replacing its content. After an error the former content stays in force."""
    with alone(folder):
        return build_locked(documents, folder, stamp=stamp, progress=progress)


def build_locked(
    documents: Iterable[ListedDocument], folder: Path, *, stamp: Mapping[str, str], progress: Progress
) -> Manifest:
    """Write the list to a folder that the caller has locked."""
    token, made = secrets.token_hex(4), set[str]()
    before = {path.name for path in folder.iterdir()}
    try:
        manifest = _written(documents, folder, token, stamp, progress)
        made = {file.name for file in manifest.files}
        put_in_force(folder, manifest)
    finally:
        clear(folder, keep=before | made)
    return manifest


def _written(
    documents: Iterable[ListedDocument], folder: Path, token: str, stamp: Mapping[str, str], progress: Progress
) -> Manifest:
    beside = HashedFile(folder / f"beside-{token}.bin")
    writer = Writer(cast(BinaryIO, beside))
    parts = [folder / f"{token}-{part:02}.part" for part in range(PARTS)]
    count = _part(documents, writer, parts, progress)
    bits = bits_for(count)
    rows, starts = HashedFile(folder / f"rows-{token}.bin"), HashedFile(folder / f"starts-{token}.bin")
    starts.write(_sort(parts, rows, bits, progress))
    return Manifest(
        format=FORMAT,
        documents=count,
        bits=bits,
        rows=rows.finished(),
        starts=starts.finished(),
        beside=beside.finished(),
        groups=writer.groups,
        stamp=dict(stamp),
    )


def _part(documents: Iterable[ListedDocument], writer: Writer, parts: list[Path], progress: Progress) -> int:
    count = 0
    with ExitStack() as stack:
        files = [stack.enter_context(new_file(path)) for path in parts]
        for chunk in _chunks(documents):
            _spread(writer.rows(chunk), files)
            count += len(chunk)
            if count > MAX_DOCUMENTS:
                raise OverflowError(f"more than {MAX_DOCUMENTS} documents: keep them in several lists")
            progress("read", count)
    return count


def _chunks(documents: Iterable[ListedDocument]) -> Iterator[list[ListedDocument]]:
    stream = iter(documents)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def _spread(rows: Rows, files: list[BinaryIO]) -> None:
    part = (rows["key"] >> np.uint64(64 - FEWEST_BITS)).astype(np.uint8)
    order = np.argsort(part, kind="stable")
    ends = np.searchsorted(part[order], np.arange(PARTS), side="right")
    for file, of_part in zip(files, np.split(rows[order], ends[:-1]), strict=True):
        file.write(of_part.tobytes())


def _sort(parts: list[Path], rows: HashedFile, bits: int, progress: Progress) -> NDArray[np.uint32]:
    """Write the rows sorted by key (stable). Returns the first row of each bucket."""
    sizes, done = np.zeros((PARTS, (1 << bits) // PARTS), np.int64), 0
    for at, path in enumerate(parts):
        part = np.fromfile(path, ROW)
        path.unlink()
        bucket = (part["key"] >> np.uint64(64 - bits)).astype(np.int64) - at * sizes.shape[1]
        sizes[at] = np.bincount(bucket, minlength=sizes.shape[1])
        rows.write(part[np.argsort(part["key"], kind="stable")].view(np.uint8))
        done += len(part)
        progress("sorted", done)
    return np.concatenate(([0], sizes.reshape(-1).cumsum())).astype(START)
