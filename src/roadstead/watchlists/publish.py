"""A loaded list becomes the version in force: what is new is added, what is gone is ended, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec
from django.db import transaction

from roadstead import model
from roadstead.accounts.models import User
from roadstead.audit.models import note
from roadstead.watchlists.changes import Changes, compare, content_hash, is_suspicious
from roadstead.watchlists.models import REGION, Entry, ListedDocument, Version, WatchList
from roadstead.watchlists.sources import LoadedList

BATCH = 2000  # rows written at a time


class ListRefused(Exception):
    """The new version looks damaged or cut short; the old one stays in force. The message says why."""


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
    """Put a loaded list in force. The same content twice changes nothing; a damaged one raises ListRefused."""
    watch_list = _list(name or loaded.version.list, owner, source)
    latest = watch_list.versions.first()
    if latest and latest.sha256 == loaded.version.sha256:
        return latest
    entries = _named(loaded.entries, watch_list.title)
    in_force = {row.entry_id: row for row in watch_list.entries.filter(removed_in=None)}
    changes = compare((as_entry(row) for row in in_force.values()), entries)
    doubt = is_suspicious(len(in_force), changes)
    if doubt and not even_if_suspicious:
        raise ListRefused(f"{watch_list.title} stays at version {latest.version if latest else 'none'}: {doubt}")
    version = _version(watch_list, loaded, changes, by)
    ended = [*changes.removed, *(entry.id for entry in changes.amended)]
    watch_list.entries.filter(removed_in=None, entry_id__in=ended).update(removed_in=version)
    _add((*changes.added, *changes.amended), watch_list, version)
    note(by, "list published", f"list {watch_list.pk} version {version.version}")
    return version


@transaction.atomic
def publish_documents(
    documents: Sequence[model.ListedDocument], *, name: str, sha256: str, owner: str = REGION, by: User | None = None
) -> Version:
    """Put a list of lost and stolen documents in force, in place of its last version."""
    watch_list = _list(name, owner, "documents")
    latest = watch_list.versions.first()
    if latest and latest.sha256 == sha256:
        return latest
    version = Version.objects.create(
        watch_list=watch_list,
        owner=watch_list.owner,
        version=sha256[:12],
        sha256=sha256,
        counts={"documents": len(documents)},
        added=len(documents),
        loaded_by=by,
    )
    version.removed = watch_list.documents.filter(removed_in=None).update(removed_in=version)
    version.save(update_fields=["removed"])
    rows = (_document(document, watch_list, version) for document in documents)
    ListedDocument.objects.bulk_create(rows, batch_size=BATCH)
    note(by, "list published", f"list {watch_list.pk} version {version.version}")
    return version


def as_entry(row: Entry) -> model.Entry:
    """The listed record, back from its row."""
    return msgspec.convert(row.listed, model.Entry)


def _list(name: str, owner: str, source: str) -> WatchList:
    return WatchList.objects.get_or_create(name=name[:80], owner=owner, defaults={"source": source})[0]


def _named(entries: Iterable[model.Entry], title: str) -> list[model.Entry]:
    """Entries under the title the list has here, which is how a hit finds its list again."""
    return [replace(entry, list=title) for entry in entries]


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
    Entry.objects.bulk_create(rows, batch_size=BATCH)


def _document(document: model.ListedDocument, watch_list: WatchList, version: Version) -> ListedDocument:
    return ListedDocument(
        watch_list=watch_list,
        owner=watch_list.owner,
        issuer=document.issuer[:3],
        type=document.type[:6],
        number=document.number[:40],
        reason=document.reason[:200],
        added_in=version,
    )
