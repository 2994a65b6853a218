"""Journal of deletions, kept beside the database: a database restored from a backup does not know them (S10).

In `deletions/` below ROADSTEAD_HOME: `batches.jsonl` has a line for each batch in the order written, `2026-11.digests`
the 32 bytes of each digest that a replay looks for. It contains no personal data. Reading begins where the caller knows
all earlier batches, so that neither its time nor its memory grows with the years.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from fcntl import LOCK_EX, flock
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

from roadstead.oversight.retention.logic.merkle import root

FOLDER: Final = "deletions"
INDEX: Final = "batches.jsonl"
BYTES: Final = 32  # length of a digest
OLD: Final = "[0-9]*.jsonl"  # earlier form: one file a month with digests as text


class Mark(NamedTuple):
    """Position in the index: where the line of this batch begins."""

    where: int = 0
    batch: str = ""


START: Final = Mark()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Deletions of one transaction. `tables`: number of digests stored by table; `proofs`: for other tables only the
    root.

    `root` is over the roots of all tables by name; in batches of the earlier form (`flat`) over all digests.
    """

    batch: str
    at: str
    root: str
    count: int
    tables: Mapping[str, int]
    proofs: Mapping[str, str]
    flat: bool = False
    file: str = ""
    begin: int = 0  # of its digests, in bytes
    where: int = 0

    @property
    def mark(self) -> Mark:
        return Mark(self.where, self.batch)


def root_of(tables: Mapping[str, Sequence[str]], proofs: Mapping[str, str]) -> str:
    """Return the root of a batch: over the roots of its tables, in the order of their names."""
    roots = {**{name: root(digests) for name, digests in tables.items()}, **proofs}
    return root([roots[name] for name in sorted(roots)])


def write(home: Path, batch: Batch, digests: Mapping[str, Sequence[str]]) -> None:
    """Write to disk before the transaction commits: a replay deletes what is in doubt after a crash."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(folder) as index:
        _carry_over(folder, index)
        _add(folder, index, batch, digests)


def batches(home: Path, after: Mark = START) -> Iterator[Batch]:
    """Yield the batches after the mark, oldest first; all if the index has another batch at the mark.

    A line that a crash cut off is skipped: its transaction did not commit.
    """
    folder = home / FOLDER
    if any(folder.glob(OLD)):
        with _locked(folder) as index:
            _carry_over(folder, index)
    if not (folder / INDEX).exists():
        return
    with (folder / INDEX).open("rb") as file:
        file.seek(after.where)
        found = _read(file.readline(), after.where)
        if found is None or found.batch != after.batch:
            file.seek(0)
        yield from _lines(file)


def digests(home: Path, batch: Batch) -> dict[str, list[str]]:
    """Return the digests stored for a batch, by table. Raise FileNotFoundError if the file of its month is gone or
    damaged.
    """
    found, wanted = {}, sum(batch.tables.values()) * BYTES
    with (home / FOLDER / batch.file).open("rb") as file:
        file.seek(batch.begin)
        kept = file.read(wanted)
    if len(kept) < wanted:
        raise FileNotFoundError(f"{batch.file} was cut off")
    begin = 0
    for table, number in batch.tables.items():
        end = begin + number * BYTES
        found[table] = [kept[at : at + BYTES].hex() for at in range(begin, end, BYTES)]
        begin = end
    every = [digest for rows in found.values() for digest in rows]
    if batch.root != (root(every) if batch.flat else root_of(found, batch.proofs)):
        raise FileNotFoundError(f"{batch.file} has other digests there")
    return found


@contextmanager
def _locked(folder: Path) -> Iterator[IO[bytes]]:
    """Open the index, locked so that one process at a time appends."""
    handle = os.open(folder / INDEX, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "rb+") as index:
        flock(index, LOCK_EX)
        yield index


def _add(folder: Path, index: IO[bytes], batch: Batch, digests: Mapping[str, Sequence[str]]) -> None:
    name = f"{datetime.fromisoformat(batch.at):%Y-%m}.digests"
    handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        begin = file.seek(0, os.SEEK_END)
        file.write(b"".join(bytes.fromhex(each) for rows in digests.values() for each in rows))
        _to_disk(file)
    placed = replace(batch, file=name, begin=begin)
    told = {name: value for name, value in asdict(placed).items() if name != "where"}
    index.write(_end_of_cut_off(index) + json.dumps(told).encode() + b"\n")
    _to_disk(index)


def _to_disk(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _end_of_cut_off(index: IO[bytes]) -> bytes:
    """Return the line end that is missing after a crash, so that the next line begins on its own."""
    if index.seek(0, os.SEEK_END) == 0:
        return b""
    index.seek(-1, os.SEEK_END)
    return b"" if index.read(1) == b"\n" else b"\n"


def _lines(file: IO[bytes]) -> Iterator[Batch]:
    where = file.tell()
    for line in file:
        if found := _read(line, where):
            yield found
        where += len(line)


def _read(line: bytes, where: int) -> Batch | None:
    try:
        return Batch(**json.loads(line), where=where)
    except ValueError:
        return None


def _carry_over(folder: Path, index: IO[bytes]) -> None:
    """Convert files of the earlier form line by line; after an interruption it continues the next time."""
    for path in sorted(folder.glob(OLD)):
        index.seek(0)
        there = {each.batch for each in _lines(index)}
        with path.open(errors="replace") as lines:  # a crash may leave anything after the last whole line
            for name, told in groupby(_old_lines(lines), lambda each: each["batch"]):
                if name not in there:
                    _carry(folder, index, list(told))
        path.unlink()


def _old_lines(lines: IO[str]) -> Iterator[dict[str, Any]]:
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            continue


def _carry(folder: Path, index: IO[bytes], told: Sequence[dict[str, Any]]) -> None:
    rows: dict[str, list[str]] = {}
    for each in told:
        rows.setdefault(each["table"], []).extend(each["digests"])
    every = [digest for kept in rows.values() for digest in kept]
    batch = Batch(
        batch=told[0]["batch"],
        at=told[0]["at"],
        root=root(every),
        count=len(every),
        tables={table: len(kept) for table, kept in rows.items()},
        proofs={},
        flat=True,
    )
    _add(folder, index, batch, rows)
