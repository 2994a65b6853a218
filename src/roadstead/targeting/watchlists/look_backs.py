"""Asking for a look back: voyages screened before shall meet what has changed. A worker does it (`look_back`)."""

from __future__ import annotations

from roadstead.filings.intake import queue
from roadstead.targeting.watchlists.models import LookBack, Version, WatchList


def look_back_at(version: Version) -> None:
    """What a version changed of its list; nothing, if it changed nothing."""
    if version.added or version.amended or version.removed:
        _ask(LookBack(version=version, watch_list=version.watch_list, owner=version.owner))


def look_back_at_list(watch_list: WatchList) -> None:
    """The whole list: it alerts from another threshold on."""
    _ask(LookBack(watch_list=watch_list, owner=watch_list.owner))


def look_back_at_entry(watch_list: WatchList, entry_id: str, *, owner: str) -> None:
    """One entry, which somebody is no longer cleared of. `owner`: whose clearing it was, the region's or a state's."""
    _ask(LookBack(watch_list=watch_list, entry_id=entry_id, owner=owner))


def _ask(job: LookBack) -> None:
    job.save()
    queue.ring()
