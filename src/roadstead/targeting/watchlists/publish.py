"""Put a loaded list in force: new entries are added, missing ones ended, nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from django.db import transaction

from roadstead.engine import records as model
from roadstead.engine.formats.lists import LoadedList, no_entries_message
from roadstead.engine.matching.policy import in_force
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.differences import Preview, differences
from roadstead.targeting.watchlists.handling import mark_public
from roadstead.targeting.watchlists.in_force import (
    BATCH_SIZE,
    ListRefused,
    get_locked_list,
    log_and_rescreen,
    refuse_doubtful,
    refuse_manual,
)
from roadstead.targeting.watchlists.logic.changes import (
    NO_DOUBT,
    Changes,
    compare,
    content_hash,
    is_damaged,
    is_suspicious,
)
from roadstead.targeting.watchlists.models import REGION, Entry, Version, WatchList
from roadstead.targeting.watchlists.publish_documents import preview_documents, publish_documents

__all__ = ["ListRefused", "as_entry", "preview", "preview_documents", "publish", "publish_documents", "put"]

MAX_ID_CHARS = 120  # characters that an entry's column holds
# As written in JSON; not the same letters after a backslash in the text itself.
NUL = re.compile(rb"((?<!\\)(?:\\\\)*)\\u0000")


@transaction.atomic
def publish(
    loaded: LoadedList,
    *,
    name: str = "",
    owner: str = REGION,
    source: str = "",
    by: User | None = None,
    even_if_suspicious: bool = False,
) -> Version:
    """Put a loaded list in force. The same content again changes nothing; a damaged list raises ListRefused."""
    watch_list = get_locked_list(name or loaded.version.list, owner, source)
    refuse_manual(watch_list)
    if loaded.is_published:
        mark_public(watch_list, by)
    latest = watch_list.versions.first()
    if latest and latest.sha256 == loaded.version.sha256:
        return latest
    changes, doubt = _compared(watch_list, loaded)
    refuse_doubtful(doubt, watch_list, even_if_suspicious, by)
    return put(watch_list, loaded, changes, by, doubt)


def put(
    watch_list: WatchList, loaded: LoadedList, changes: Changes, by: User | None, doubt: Sentence = NO_DOUBT
) -> Version:
    """Create the version in force from now on: end removed entries, add new and amended ones, queue a rescreen."""
    version = _version(watch_list, loaded, changes, by)
    ended = [*changes.removed, *(entry.id for entry in changes.amended)]
    watch_list.entries.filter(removed_in=None, entry_id__in=ended).update(removed_in=version)
    _add((*changes.added, *changes.amended), watch_list, version)
    log_and_rescreen(version, by, doubt)
    return version


def preview(loaded: LoadedList, *, name: str = "", owner: str = REGION) -> Preview:
    """Return what `publish` would change, entry by entry, and the doubt it would raise. Changes nothing."""
    title = (name or loaded.version.list)[:80]
    watch_list = WatchList.objects.filter(name=title, owner=owner).first() or WatchList(name=title, owner=owner)
    refuse_manual(watch_list)
    latest = watch_list.versions.first() if watch_list.pk else None
    changes, doubt = _compared(watch_list, loaded)
    today = datetime.now(UTC).date()
    return Preview(
        title=watch_list.title,
        in_force=latest.version if latest else "",
        version=loaded.version.version,
        added=len(changes.added),
        amended=len(changes.amended),
        removed=len(changes.removed),
        doubt=doubt,
        differences=differences(changes),
        problems=loaded.problems,
        form=loaded.form,
        published=loaded.version.published,
        counts=loaded.version.counts,
        expired=sum(not in_force(entry, today) for entry in loaded.entries),
        is_the_same=latest is not None and latest.sha256 == loaded.version.sha256,
    )


def _compared(watch_list: WatchList, loaded: LoadedList) -> tuple[Changes, Sentence]:
    """Return the changes of the loaded version, and the reason to doubt it; empty for none."""
    rows = watch_list.entries.filter(removed_in=None) if watch_list.pk else ()
    before = [as_entry(row) for row in rows]
    changes = compare(before, _named(loaded.entries, watch_list.title))
    return changes, _doubt(len(before), changes, loaded)


def as_entry(row: Entry) -> model.Entry:
    """Return the row as an entry record."""
    return msgspec.convert(row.listed, model.Entry)


def _named(entries: Iterable[model.Entry], title: str) -> list[model.Entry]:
    """Return entries with the list's title here, by which a hit refers to its list, and with ids that fit."""
    return [replace(_storable(entry), list=title, id=_short(entry.id)) for entry in entries]


def _storable(entry: model.Entry) -> model.Entry:
    """Remove NUL characters, which PostgreSQL cannot store in a text."""
    text = msgspec.json.encode(entry)
    return msgspec.json.decode(NUL.sub(rb"\1", text), type=model.Entry) if b"u0000" in text else entry


def _short(entry_id: str) -> str:
    """Shorten an id that is too long for its column; a hash of the whole keeps it unique."""
    if len(entry_id) <= MAX_ID_CHARS:
        return entry_id
    tail = sha256(entry_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{entry_id[: MAX_ID_CHARS - len(tail) - 1]}~{tail}"


def _doubt(old_count: int, changes: Changes, loaded: LoadedList) -> Sentence:
    """Return the reason to doubt this version; empty for none."""
    if loaded.entries or old_count:
        return is_damaged(loaded.problems, len(loaded.entries)) or is_suspicious(old_count, changes)
    return no_entries_message(loaded.form, loaded.problems)


def _version(watch_list: WatchList, loaded: LoadedList, changes: Changes, by: User | None) -> Version:
    return Version.objects.create(
        watch_list=watch_list,
        owner=watch_list.owner,
        version=loaded.version.version,
        sha256=loaded.version.sha256,
        published=loaded.version.published[:10],
        counts=dict(loaded.version.counts),
        added=len(changes.added),
        amended=len(changes.amended),
        removed=len(changes.removed),
        problems=msgspec.to_builtins(loaded.problems),
        loaded_by=by,
    )


def _add(entries: Iterable[model.Entry], watch_list: WatchList, version: Version) -> None:
    rows = (
        Entry(
            watch_list=watch_list,
            owner=watch_list.owner,
            entry_id=entry.id,
            kind=entry.kind.value,
            name=entry.name[:300],
            content_hash=content_hash(entry),
            listed=msgspec.to_builtins(entry),
            added_in=version,
        )
        for entry in entries
    )
    Entry.objects.bulk_create(rows, batch_size=BATCH_SIZE)
