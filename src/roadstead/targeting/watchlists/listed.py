"""Listed persons in force, as a worker asks them: a base that is built once, and beside it what changed since.

A base of few entries lies in memory; a long one in files that all workers map, built by the first who needs it. What
other versions of lists have added, amended or ended since stands beside it in milliseconds. When that is a twentieth
of the base, it is built anew: in the background where files are, so that nobody waits.
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
from roadstead.engine.matching.index import Index, build_index, open_index, write_index
from roadstead.engine.matching.papers.writing import alone
from roadstead.engine.matching.segment.files import Damaged
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.watchlists.models import Entry, Version
from roadstead.targeting.watchlists.publish import as_entry

log = logging.getLogger(__name__)
FOLDER: Final = "index"
MAX_IN_MEMORY: Final = 20_000  # entries; more lie in files that all workers map
CURRENT: Final = "current.json"
Versions = Mapping[str, str]  # of all lists: id → content


class Current(msgspec.Struct, frozen=True):
    """Which folder is the base, and which versions of lists are in it."""

    folder: str
    versions: dict[str, str]


@dataclass(slots=True)
class Listed:
    """One process's view. Needs the scope of the whole region: a state's own would leave out the others' entries."""

    folder: Path
    in_memory: int  # entries
    _index: Index | None = None
    _base: Current | None = None  # what the base of our index holds
    _holds: Versions = field(default_factory=dict)
    _counted: int = 0
    _building: Future[None] | None = None

    @classmethod
    def of(cls, config: Config) -> Listed:
        return cls(config.home / FOLDER, MAX_IN_MEMORY)

    def index(self) -> Index:
        """As the lists are in force now."""
        versions = _versions()
        if self._index is None or not self._holds.items() <= versions.items():
            self._begin(versions)
        elif self._has_better_base():
            self._map()
        self._follow(versions)
        assert self._index is not None
        if self._index.is_worn:
            self._renew(versions)
        return self._index

    @property
    def counted(self) -> int:
        """The newest version in the base: names and nationalities were counted on the lists as they then stood."""
        return self._counted

    # ── the base ─────────────────────────────────────────────────────────────────────────

    def _begin(self, versions: Versions) -> None:
        self._index = self._base = None
        if not self._is_long():
            self._hold_base(build_index(_entries(_in_force())), versions)
            return
        try:
            with alone(self.folder):  # the others wait, and find what the first has built
                if not self._fits(versions):
                    self._build(versions)
            self._map()
        except OSError as error:  # no room, no right
            log.error("%s cannot be written (%s): all entries are held in memory", self.folder, error.strerror)
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
        """Whether there is a base, of this database, that can be mapped."""
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
        """Entries as they stood when those versions were the newest."""
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
                shutil.rmtree(other, ignore_errors=True)  # whoever has it mapped keeps it until he lets go

    def _map(self) -> None:
        current = self._current()
        assert current is not None
        self._hold_base(open_index(self.folder / current.folder), current.versions)
        self._base = current

    def _has_better_base(self) -> bool:
        """Another worker, or ours in the background, has built one."""
        return self._base is not None and self._current() not in (None, self._base)

    def _renew(self, versions: Versions) -> None:
        """A long base in the background; a short one at once."""
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
            log.exception("the index of listed persons could not be built anew; the old one stays, with its changes")
        finally:
            connection.close()

    # ── what changed since ──────────────────────────────────────────────────────────────

    def _follow(self, versions: Versions) -> None:
        since = _ids(versions.keys() - self._holds.keys())
        if not since:
            return
        assert self._index is not None
        ended = Entry.objects.filter(removed_in__in=since).select_related("watch_list")
        added = Entry.objects.filter(added_in__in=since, removed_in=None).order_by("pk")
        gone = {(row.watch_list.title, row.entry_id) for row in ended}
        self._hold(self._index.changed(_entries(added), gone), versions)


def _versions() -> dict[str, str]:
    """Of all lists, by id, with their content: a database restored may give an id anew."""
    return {str(pk): version for pk, version in Version.objects.values_list("id", "version")}


def _ids(versions: Collection[str]) -> list[int]:
    return [int(pk) for pk in versions]


def _in_force() -> QuerySet[Entry]:
    return Entry.objects.filter(removed_in=None).order_by("pk")


def _entries(rows: QuerySet[Entry]) -> Iterator[model.Entry]:
    return (as_entry(row) for row in rows.iterator(chunk_size=2000))
