"""A loaded list becomes the version in force: what is new is added, what is gone is ended, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

import msgspec
from django.db import transaction

from roadstead import model
from roadstead.accounts.models import User
from roadstead.audit.models import note
from roadstead.watchlists.changes import Changes, compare, content_hash, is_suspicious
from roadstead.watchlists.models import REGION, Entry, ListedDocument, Version, WatchList
from roadstead.watchlists.sources import LoadedList


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
    watch_list, _ = WatchList.objects.get_or_create(
        name=name or loaded.version.list, defaults={"owner": owner, "source": source}
    )
    latest = watch_list.versions.first()
    if latest and latest.sha256 == loaded.version.sha256:
        return latest
    old = {row.entry_id: row for row in watch_list.entries.filter(removed_in=None)}
    changes = compare([as_entry(row) for row in old.values()], loaded.entries)
    doubt = is_suspicious(len(old), changes)
    if doubt and not even_if_suspicious:
        raise ListRefused(doubt)
    version = _version(watch_list, loaded, changes, by)
    _end(old, [*changes.removed, *_ids(changes.amended)], version)
    _add(watch_list, version, [*changes.added, *changes.amended])
    note(by, "list published", f"list {watch_list.pk} version {version.version}")
    return version


@transaction.atomic
def publish_documents(
    documents: Iterable[model.ListedDocument], *, name: str, sha256: str, owner: str = REGION, by: User | None = None
) -> Version:
    """Put a list of lost and stolen documents in force, in place of its last version."""
    watch_list, _ = WatchList.objects.get_or_create(name=name, defaults={"owner": owner, "source": "documents"})
    latest = watch_list.versions.first()
    if latest and latest.sha256 == sha256:
        return latest
    rows = list(documents)
    version = Version.objects.create(
        list=watch_list,
        owner=watch_list.owner,
        version=sha256[:12],
        sha256=sha256,
        counts={"documents": len(rows)},
        added=len(rows),
        removed=watch_list.documents.filter(removed_in=None).update(removed_in=None) if False else 0,
        loaded_by=by,
    )
    version.removed = watch_list.documents.filter(removed_in=None).update(removed_in=version)
    version.save(update_fields=["removed"])
    ListedDocument.objects.bulk_create(
        (
            ListedDocument(
                list=watch_list,
                owner=watch_list.owner,
                issuer=row.issuer[:3],
                type=row.type[:6],
                number=row.number[:40],
                reason=row.reason[:200],
                added_in=version,
            )
            for row in rows
        ),
        batch_size=5000,
    )
    note(by, "list published", f"list {watch_list.pk} version {version.version}")
    return version


def as_entry(row: Entry) -> model.Entry:
    """The listed record, back from its row."""
    return msgspec.convert(row.listed, model.Entry)


def _version(watch_list: WatchList, loaded: LoadedList, changes: Changes, by: User | None) -> Version:
    return Version.objects.create(
        list=watch_list,
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
