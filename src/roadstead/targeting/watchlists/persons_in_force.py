"""Index of listed persons in force, for a worker: a base that is built once, and the changes since.

A base of few entries is in memory; a large one is in files mapped by all workers, built by the first who needs it.
Entries added, amended or ended by later versions of lists are applied in milliseconds. When these changes reach a
twentieth of the base, it is rebuilt: in the background if it is in files, so that no one waits.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from django.db import connection
from django.db.models import QuerySet

from roadstead.config import Config
from roadstead.engine import records as model
from roadstead.engine.matching.document_files.writing import alone
from roadstead.engine.matching.index import Index, build_index, open_index, write_index
from roadstead.engine.matching.segment.files import Damaged
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.watchlists.models import Entry, Version
from roadstead.targeting.watchlists.publish import as_entry

log = logging.getLogger(__name__)
FOLDER: Final = "index"
MAX_IN_MEMORY: Final = 20_000  # entries; more are kept in files that all workers map
CURRENT: Final = "current.json"
Versions = Mapping[str, str]  # of all lists: id → content


class Current(msgspec.Struct, frozen=True):
    """The folder of the base, and the versions of lists in it."""

    folder: str
    versions: dict[str, str]


@dataclass(slots=True)
class PersonsInForce:
    """One process's index. Needs the scope of the whole region: a state's own would omit the others' entries."""

    folder: Path
    in_memory: int  # entries
    _index: Index | None = None
    _base: Current | None = None  # contents of our index's base
    _holds: Versions = field(default_factory=dict)
    _counted: int = 0
    _building: Future[None] | None = None

    @classmethod
    def of(cls, config: Config) -> PersonsInForce:
        return cls(config.home / FOLDER, MAX_IN_MEMORY)

    def index(self) -> Index:
        """Return the index of the lists that are in force now."""
        versions = _versions()
        if self._index is None or not self._holds.items() <= versions.items():
            self._begin(versions)
        elif self._has_better_base():
            self._map()
        self._follow(versions)
        assert self._index is not None
        if self._index.needs_rebuild:
            self._renew(versions)
        return self._index

    @property
    def base_version(self) -> int:
        """Return the newest version in the base, on which frequencies of names and nationalities were counted."""
        return self._counted

    def _begin(self, versions: Versions) -> None:
        self._index = self._base = None
        if not self._is_long():
            self._hold_base(build_index(_entries(_in_force())), versions)
            return
        try:
            with alone(self.folder):  # others wait, and find the files of the first one
                if not self._fits(versions):
                    self._build(versions)
            self._map()
        except OSError as error:  # no space or no permission
            log.error("cannot write to %s (%s): holding all entries in memory", self.folder, error.strerror)
            self._hold_base(build_index(_entries(_in_force())), versions)

    def _hold_base(self, index: Index, versions: Versions) -> None:
        self._hold(index, versions)
        self._counted = max(_ids(versions), default=0)

    def _hold(self, index: Index, versions: Versions) -> None:
        self._index, self._holds = index, dict(versions)

    def _is_long(self) -> bool:
        return _in_force()[: self.in_memory + 1].count() > self.in_memory

    def _current(self) -> Current | None:
        try:
            return msgspec.json.decode((self.folder / CURRENT).read_bytes(), type=Current)
        except (OSError, msgspec.DecodeError):
            return None

    def _fits(self, versions: Versions) -> bool:
        """Return True if there is a base of this database that can be mapped."""
        current = self._current()
        if current is None or not current.versions.items() <= versions.items():
            return False
        try:
            open_index(self.folder / current.folder)
        except Damaged as damage:
            log.warning("%s", damage)
            return False
        return True

    def _build(self, versions: Versions) -> None:
        """Build files of the entries in force when those versions were the newest."""
        log.info("building the index of listed persons")
        ids = _ids(versions)
        rows = Entry.objects.filter(added_in__in=ids).exclude(removed_in__in=ids).order_by("pk")
        name = sha256(repr(sorted(versions.items())).encode()).hexdigest()[:16]
        write_index(_entries(rows), self.folder / name)
        new = self.folder / f"{CURRENT}.new"
        new.write_bytes(msgspec.json.encode(Current(folder=name, versions=dict(versions))))
        new.replace(self.folder / CURRENT)
        for other in self.folder.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)  # processes that have it mapped keep it until they unmap it

    def _map(self) -> None:
        current = self._current()
        assert current is not None
        self._hold_base(open_index(self.folder / current.folder), current.versions)
        self._base = current

    def _has_better_base(self) -> bool:
        """Return True if a new base was built, by another worker or in the background."""
        return self._base is not None and self._current() not in (None, self._base)

    def _renew(self, versions: Versions) -> None:
        """Rebuild a large base in the background, a small one at once."""
        if self._base is None:
            self._begin(versions)
        elif self._building is None or self._building.done():
            pool = ThreadPoolExecutor(1, thread_name_prefix="index")
            self._building = pool.submit(self._build_alone, dict(versions))
            pool.shutdown(wait=False)

    def _build_alone(self, versions: Versions) -> None:
        try:
            with alone(self.folder), scoped(REGION):
                current = self._current()
                if current is None or current.versions.keys() < versions.keys():
                    self._build(versions)
        except Exception:
            log.exception(
                "cannot rebuild the index of listed persons; the previous one stays in use, with later changes"
            )
        finally:
            connection.close()

    def _follow(self, versions: Versions) -> None:
        since = _ids(versions.keys() - self._holds.keys())
        if not since:
            return
        assert self._index is not None
        ended = Entry.objects.filter(removed_in__in=since).select_related("watch_list")
        added = Entry.objects.filter(added_in__in=since, removed_in=None).order_by("pk")
        gone = {(row.watch_list.title, row.entry_id) for row in ended}
        self._hold(self._index.with_changes(_entries(added), gone), versions)


def _versions() -> dict[str, str]:
    """Return all versions of lists as id and content: in a restored database an id may be used again."""
    return {str(pk): version for pk, version in Version.objects.values_list("id", "version")}


def _ids(versions: Collection[str]) -> list[int]:
    return [int(pk) for pk in versions]


def _in_force() -> QuerySet[Entry]:
    return Entry.objects.filter(removed_in=None).order_by("pk")


def _entries(rows: QuerySet[Entry]) -> Iterator[model.Entry]:
    return (as_entry(row) for row in rows.iterator(chunk_size=2000))
