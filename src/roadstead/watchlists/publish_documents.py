"""A loaded list of lost and stolen documents becomes the version in force, compared with the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from roadstead import model
from roadstead.accounts.models import User
from roadstead.watchlists.document_changes import DocumentChanges, Key, compare, doubt
from roadstead.watchlists.in_force import BATCH, list_called, note_published, refuse
from roadstead.watchlists.models import REGION, ListedDocument, Version, WatchList


@transaction.atomic
def publish_documents(
    documents: Iterable[model.ListedDocument],
    *,
    name: str,
    sha256: str,
    owner: str = REGION,
    by: User | None = None,
    even_if_suspicious: bool = False,
) -> Version:
    """Put a list of lost and stolen documents in force. Same content, damaged version: as `publish` has it."""
    watch_list = list_called(name, owner, "documents")
    latest = watch_list.versions.first()
    if latest and latest.sha256 == sha256:
        return latest
    rows = list(watch_list.documents.filter(removed_in=None))
    changes = compare({_key(row): row.reason for row in rows}, map(_fitting, documents))
    refuse(doubt(len(rows), changes), watch_list, even_if_suspicious)
    version = _version(watch_list, sha256, changes, by)
    gone = changes.ended
    ended = [row.pk for row in rows if _key(row) in gone]
    watch_list.documents.filter(pk__in=ended).update(removed_in=version)
    _add((*changes.added, *changes.amended), watch_list, version)
    note_published(version, by)
    return version


def _key(row: ListedDocument) -> Key:
    return row.issuer, row.type, row.number


def _version(watch_list: WatchList, sha256: str, changes: DocumentChanges, by: User | None) -> Version:
    return Version.objects.create(
        watch_list=watch_list,
        owner=watch_list.owner,
        version=sha256[:12],
        sha256=sha256,
        counts={"documents": changes.count},
        added=len(changes.added),
        amended=len(changes.amended),
        removed=len(changes.removed),
        loaded_by=by,
    )


def _fitting(document: model.ListedDocument) -> model.ListedDocument:
    """The document as its columns hold it, so that it is compared with what is kept."""
    return replace(
        document,
        issuer=document.issuer[:3],
        type=document.type[:6],
        number=document.number[:40],
        reason=document.reason[:200],
    )


def _add(documents: Iterable[model.ListedDocument], watch_list: WatchList, version: Version) -> None:
    rows = (
        ListedDocument(
            watch_list=watch_list,
            owner=watch_list.owner,
            issuer=document.issuer,
            type=document.type,
            number=document.number,
            reason=document.reason,
            added_in=version,
        )
        for document in documents
    )
    ListedDocument.objects.bulk_create(rows, batch_size=BATCH)
