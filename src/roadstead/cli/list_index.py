"""Index of list files: kept in a folder of the caller's (`match --index DIR`), or for this call only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec

from roadstead import __version__
from roadstead.cli.console import CommandFailed, say
from roadstead.cli.screening_set import say_problems
from roadstead.engine.formats.lists import UnableToLoad, no_entries_message, stream
from roadstead.engine.matching.index import Index, open_index, write_index
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.segment.files import Damaged
from roadstead.engine.records import Entry, ListVersion
from roadstead.engine.syntax.gc_pause import paused_gc

PROGRESS_EVERY = 100_000  # entries between two progress messages


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """Index, and the versions of the lists in it as they were read."""

    index: Index
    versions: tuple[ListVersion, ...]


@contextmanager
def index_of(names: Sequence[str], folder: str) -> Iterator[BuiltIndex]:
    """Yield the index of these list files.

    `folder`: where the index is kept; it is opened there if it was built before. "": build it for this call only.
    """
    if folder:
        yield _open_or_build(names, Path(folder))
        return
    with tempfile.TemporaryDirectory(prefix="roadstead-index-") as place:
        yield _build(names, Path(place) / "index")


def _open_or_build(names: Sequence[str], folder: Path) -> BuiltIndex:
    try:
        path = folder / _key(names)
        if _lists_file(path).exists():
            say(f"{path}: using the index built earlier")
            versions = msgspec.json.decode(_lists_file(path).read_bytes(), type=tuple[ListVersion, ...])
            return BuiltIndex(open_index(path), versions)
        return _build(names, path)
    except Damaged as failure:
        raise CommandFailed(f"{failure}. Remove that folder and run the command again") from None
    except OSError as error:
        raise CommandFailed(f"--index {folder}: {error.strerror or error}; choose a writable folder") from None


def _lists_file(path: Path) -> Path:
    return path / "lists.json"


def _build(names: Sequence[str], path: Path) -> BuiltIndex:
    """Build the index. `lists.json` is written last: without it the index counts as unfinished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    versions: list[ListVersion] = []
    with paused_gc():  # a million records without a cycle to collect
        index = write_index(_entries(names, versions), path, progress=_report_progress)
    _lists_file(path).write_bytes(msgspec.json.encode(versions))
    return BuiltIndex(index, tuple(versions))


def _entries(names: Sequence[str], versions: list[ListVersion]) -> Iterator[Entry]:
    for name in names:
        try:
            entries = stream(Path(name), datetime.now(UTC).date())
            yield from entries
        except UnableToLoad as failure:
            raise CommandFailed(str(failure)) from None
        versions.append(entries.version)
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(entries.version.counts.items()))
        say(f"{name}: {entries.version.list}, version {entries.version.version}, {counts}")
        say_problems(name, entries.problems)
        if not entries.version.counts:
            raise CommandFailed(f"{name}: {no_entries_message(entries.source.title, entries.problems)}")


def _report_progress(entries: int) -> None:
    if entries % PROGRESS_EVERY == 0:
        say(f"  {entries:,} entries indexed")


def _key(names: Sequence[str]) -> str:
    """Return a digest of the files, of csv files beside them (OFAC's aliases are one), and of the matcher."""
    found = sha256("/".join((__version__, MATCHER_VERSION)).encode())
    for path in map(Path, names):
        beside = [path] if path.suffix.lower() != ".csv" else sorted(path.parent.glob("*.[cC][sS][vV]"))
        for each in dict.fromkeys([path, *beside]):
            try:
                with each.open("rb") as file:
                    found.update(file_digest(file, "sha256").digest())
            except OSError as refused:
                raise CommandFailed(f"{each} cannot be opened: {refused.strerror}. Check the path.") from None
    return found.hexdigest()[:24]
