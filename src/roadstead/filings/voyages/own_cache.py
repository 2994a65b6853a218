"""Long voyages as a carrier's messages state them, kept for some minutes: paging and correcting compute them once.

An entry is found by the versions of the rows that it was computed from, as the reader may read them now. So a new
message, a restriction (S34) and a deletion are never missed, and nobody finds what they may not read.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import TextField
from django.db.models.expressions import RawSQL

from roadstead.filings.voyages.history import Version
from roadstead.filings.voyages.models import Manifest, Statement
from roadstead.platform.database.scope import hidden_ids

MIN_PEOPLE: Final = 300  # of one voyage; fewer are computed faster than the versions of its rows are compared
MAX_PEOPLE: Final = 20_000  # of all that is kept in one process, some 3 kB each
KEEP_SECONDS: Final = 300.0
ROW_VERSION: Final = "{0}.xmin::text || {0}.ctid::text"
Key = tuple[Any, ...]


@dataclass(slots=True)
class Computed:
    """Versions of a voyage, and in `memo` what was computed from them (`OwnVoyage.remember`)."""

    versions: tuple[Version, ...]
    memo: dict[str, Any] = field(default_factory=dict)
    until: float = field(default_factory=lambda: time.monotonic() + KEEP_SECONDS)

    @property
    def people(self) -> int:
        return len(self.versions[-1].people) if self.versions else 0


def key_of(manifests: Collection[int]) -> Key:
    """Return the versions of these messages' rows and of their statements as far as they may be read, and which of the
    messages are read without their problems, because the use of somebody's data is restricted.
    """
    messages = Manifest.objects.filter(pk__in=manifests).values_list("pk", _version("voyages_manifest"))
    statements = Statement.objects.filter(pk__in=manifests).values_list("pk", _version("voyages_statement"))
    return (tuple(sorted(messages)), tuple(sorted(statements)), hidden_ids().manifests.intersection(manifests))


def _version(table: str) -> RawSQL:
    return RawSQL(ROW_VERSION.format(table), (), output_field=TextField())  # noqa: S611 a table of ours


class OwnCache:
    """Entries by key, those used last at the end."""

    def __init__(self) -> None:
        self._entries: OrderedDict[Key, Computed] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Computed | None:
        with self._lock:
            self._drop_old()
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def put(self, key: Key, made: Computed) -> None:
        """Keep the entry, and drop those unused longest until all fit."""
        with self._lock:
            self._entries[key] = made
            while sum(each.people for each in self._entries.values()) > MAX_PEOPLE:
                self._entries.popitem(last=False)

    def _drop_old(self) -> None:
        for key in [key for key, each in self._entries.items() if each.until <= time.monotonic()]:
            del self._entries[key]


CACHE: Final = OwnCache()
