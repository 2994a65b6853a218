"""A loaded list of lost and stolen documents becomes the version in force, compared with the one before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec
from django.db import transaction

from roadstead.engine import records as model
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.differences import Preview
from roadstead.targeting.watchlists.document_changes import DocumentChanges, doubt
from roadstead.targeting.watchlists.in_force import list_called, note_and_rescreen, refuse, refuse_by_hand
from roadstead.targeting.watchlists.logic.changes import is_damaged
from roadstead.targeting.watchlists.models import REGION, Version, WatchList
from roadstead.targeting.watchlists.staged_documents import changes_of, put_in_force, stage

Problems = Callable[[], Sequence[model.Problem]]


@transaction.atomic
def publish_documents(
    documents: Iterable[model.ListedDocument],
    *,
    name: str,
    sha256: str,
    problems: Problems = tuple,
    owner: str = REGION,
    by: User | None = None,
    even_if_suspicious: bool = False,
) -> Version:
    """Put a list of lost and stolen documents in force. Same content, damaged version: as `publish` has it.

    `problems` is asked once the documents are read to the end.
    """
    watch_list = list_called(name, owner, "documents")
    refuse_by_hand(watch_list)
    latest = watch_list.versions.first()
    if latest and latest.sha256 == sha256:
        return latest
    stage(documents)
    changes = changes_of(watch_list)
    found = problems()
    doubted = _doubt(changes, found)
    refuse(doubted, watch_list, even_if_suspicious, by)
    version = _version(watch_list, sha256, changes, by, found)
    put_in_force(version)
    note_and_rescreen(version, by, doubted)
    return version


@transaction.atomic
def preview_documents(
    documents: Iterable[model.ListedDocument],
    *,
    name: str,
    sha256: str,
    problems: Problems = tuple,
    owner: str = REGION,
) -> Preview:
    """What `publish_documents` would change, and whether it would ask first. Changes nothing."""
    watch_list = WatchList.objects.filter(name=name[:80], owner=owner).first() or WatchList(name=name[:80], owner=owner)
    refuse_by_hand(watch_list)
    latest = watch_list.versions.first() if watch_list.pk else None
    stage(documents)
    changes, found = changes_of(watch_list), problems()
    return Preview(
        title=watch_list.title,
        in_force=latest.version if latest else "",
        version=sha256[:12],
        added=changes.added,
        amended=changes.amended,
        removed=changes.removed,
        doubt=_doubt(changes, found),
        problems=tuple(found),
        form="Lost and stolen documents, csv",
        counts={"documents": changes.new},
        is_the_same=latest is not None and latest.sha256 == sha256,
    )


def _doubt(changes: DocumentChanges, problems: Sequence[model.Problem]) -> str:
    return (is_damaged(problems, changes.new) if changes.new else "") or doubt(changes)


def _version(
    watch_list: WatchList, sha256: str, changes: DocumentChanges, by: User | None, problems: Sequence[model.Problem]
) -> Version:
    return Version.objects.create(
        watch_list=watch_list,
        owner=watch_list.owner,
        version=sha256[:12],
        sha256=sha256,
        counts={"documents": changes.new},
        added=changes.added,
        amended=changes.amended,
        removed=changes.removed,
        problems=msgspec.to_builtins(problems),
        loaded_by=by,
    )
