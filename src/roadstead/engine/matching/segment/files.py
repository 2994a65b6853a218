"""Segments as folders of flat files: written under a temporary name, renamed into place, mapped read-only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from roadstead.engine.matching.kernel.arrays import Entities, Names, Words
from roadstead.engine.matching.segment.entries import EntryFile, MappedEntries
from roadstead.engine.matching.segment.segment import Progress, Segment, no_progress, parse_entries, sort_rows
from roadstead.engine.records import Entry

FORMAT: Final = 6
HEADER: Final = "header.json"
GROUPS: Final[dict[str, Any]] = {"words": Words, "names": Names, "entities": Entities}
SINGLE: Final = ("name_place", "papers", "paper_entity", "nation_shares", "place", "keys", "key_entity")


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Content of a folder. `sizes`: bytes of each file, so that a truncated one is detected before it is mapped."""

    format: int
    entries: int
    sizes: dict[str, int]


class Damaged(Exception):
    """Raised for a folder that cannot be mapped; the text says why."""


def write_segment(entries: Iterable[Entry], folder: Path, *, progress: Progress = no_progress) -> Segment:
    """Build and write a segment, and map it. An unfinished one never has the final name."""
    unfinished = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    with EntryFile(unfinished) as file:
        rows = parse_entries(entries, file.append, progress)
    _save(sort_rows(rows, MappedEntries(unfinished)), unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)
    return open_segment(folder)


def _save(segment: Segment, folder: Path) -> None:
    for name, values in _arrays(segment):
        np.save(folder / f"{name}.npy", values)
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    header = Header(format=FORMAT, entries=len(segment.entries), sizes=sizes)
    (folder / HEADER).write_bytes(msgspec.json.encode(header))
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _arrays(segment: Segment) -> Iterator[tuple[str, Any]]:
    for group in GROUPS:
        for name, values in getattr(segment, group)._asdict().items():
            yield f"{group}.{name}", values
    for name in SINGLE:
        yield name, getattr(segment, name)


def open_segment(folder: Path) -> Segment:
    """Map a segment read-only. Raises Damaged if a file is missing, truncated, or of another format."""
    header = _header(folder)
    if header.format != FORMAT:
        raise Damaged(f"{folder} has format {header.format}, this release reads {FORMAT}; rebuild the index")
    for name, size in header.sizes.items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != size:
            raise Damaged(f"{path} is missing, or its size is not {size} bytes; rebuild the index")
    groups: dict[str, Any] = {
        name: of(*(_map(folder, f"{name}.{field}") for field in of._fields)) for name, of in GROUPS.items()
    }
    groups["entities"] = groups["entities"]._replace(dead=np.array(groups["entities"].dead))
    return Segment(**groups, **{name: _map(folder, name) for name in SINGLE}, entries=MappedEntries(folder))


def _header(folder: Path) -> Header:
    try:
        return msgspec.json.decode((folder / HEADER).read_bytes(), type=Header)
    except (OSError, msgspec.DecodeError) as error:
        raise Damaged(f"{folder / HEADER} cannot be read ({error}); rebuild the index") from None


def _map(folder: Path, name: str) -> Any:
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))
