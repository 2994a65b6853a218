"""Put a loaded list of lost and stolen documents in force, compared with the version before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from django.db import connection, transaction

from roadstead.engine import records as model
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.differences import Preview
from roadstead.targeting.watchlists.in_force import (
    get_locked_list,
    log_and_rescreen,
    refuse_doubtful,
    refuse_other_file,
)
from roadstead.targeting.watchlists.logic.changes import LOST_SHARE, NO_DOUBT, SHORT_LIST_ENTRIES, is_damaged, shares
from roadstead.targeting.watchlists.models import REGION, Version, WatchList

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
    """Put a list of lost and stolen documents in force. Same content or damaged version: as in `publish`.

    `problems` is called once the documents are read to the end.
    """
    watch_list = get_locked_list(name, owner, "documents")
    refuse_other_file(watch_list)
    latest = watch_list.versions.first()
    if latest and latest.sha256 == sha256:
        return latest
    stage(documents)
    changes = changes_of(watch_list)
    found = problems()
    doubted = _doubt(changes, found)
    refuse_doubtful(doubted, watch_list, even_if_suspicious, by)
    version = _version(watch_list, sha256, changes, by, found)
    put_in_force(version)
    log_and_rescreen(version, by, doubted)
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
    """Return what `publish_documents` would change, and the doubt it would raise. Changes nothing."""
    watch_list = WatchList.objects.filter(name=name[:80], owner=owner).first() or WatchList(name=name[:80], owner=owner)
    refuse_other_file(watch_list)
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


def _doubt(changes: DocumentChanges, problems: Sequence[model.Problem]) -> Sentence:
    return (is_damaged(problems, changes.new) if changes.new else NO_DOUBT) or reason_to_doubt(changes)


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


# Changes of a new version of a list of documents, and signs of damage.


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChanges:
    """Changes from one version to the next, in documents, which are identified by issuer, type and number."""

    added: int
    amended: int  # listed for another reason now
    removed: int
    old: int
    new: int


def reason_to_doubt(changes: DocumentChanges) -> Sentence:
    """Return a sentence if the new version is empty or looks cut short: then the user must confirm it. Else empty."""
    if not changes.new:
        return Sentence(
            "The file lists no document. %(number)s are in force. The file may be damaged.", {"number": changes.old}
        )
    if changes.old > SHORT_LIST_ENTRIES and changes.removed > LOST_SHARE * changes.old:
        return Sentence(
            "%(number)s of %(total)s documents are missing (%(share)s; the limit is %(limit)s). The file may be cut"
            " short.",
            shares(changes.removed, changes.old, LOST_SHARE),
        )
    return NO_DOUBT


COLUMNS: Final = (("issuer", 3), ("type", 6), ("number", 40), ("reason", 200))  # with the characters that each holds
RECEIVE: Final = """
    drop table if exists pg_temp.received_documents, pg_temp.staged_documents;
    create temporary table received_documents (
        position bigint generated always as identity, issuer text, type text, number text, reason text
    ) on commit drop
"""
COPY: Final = "copy received_documents (issuer, type, number, reason) from stdin"
# A document listed twice counts once, as it was listed last.
STAGE: Final = """
    create temporary table staged_documents on commit drop as
        select distinct on (issuer, type, number) * from received_documents
        order by issuer, type, number, position desc;
    analyze staged_documents
"""
COMPARE: Final = """
    select
        count(*) filter (where listed.id is null),
        count(*) filter (where listed.reason <> staged.reason),
        count(*) filter (where staged.position is null),
        count(listed.id),
        count(staged.position)
    from (select * from watchlists_listeddocument where watch_list_id = %s and removed_in_id is null) as listed
    full join staged_documents as staged using (issuer, type, number)
"""
END: Final = """
    update watchlists_listeddocument as listed set removed_in_id = %s
    where watch_list_id = %s and removed_in_id is null and not exists (
        select from staged_documents as staged
        where (staged.issuer, staged.type, staged.number, staged.reason)
            = (listed.issuer, listed.type, listed.number, listed.reason))
"""
ADD: Final = """
    insert into watchlists_listeddocument (watch_list_id, owner, issuer, type, number, reason, added_in_id)
    select %s, %s, issuer, type, number, reason, %s from staged_documents as staged
    where not exists (
        select from watchlists_listeddocument as listed
        where watch_list_id = %s and removed_in_id is null
            and (listed.issuer, listed.type, listed.number) = (staged.issuer, staged.type, staged.number))
    order by position
"""


def stage(documents: Iterable[model.ListedDocument]) -> None:
    """Load documents into a temporary table, cut to the length of the columns for comparison."""
    with connection.cursor() as cursor:
        cursor.execute(RECEIVE)
        with cursor.copy(COPY) as copy:
            for document in documents:
                copy.write_row([getattr(document, column)[:length] for column, length in COLUMNS])
        cursor.execute(STAGE)


def changes_of(watch_list: WatchList) -> DocumentChanges:
    """Return the changes of the staged version."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, [watch_list.pk])
        added, amended, removed, old, new = cursor.fetchone()
    return DocumentChanges(added=added, amended=amended, removed=removed, old=old, new=new)


def put_in_force(version: Version) -> None:
    """Put the staged version in force: end documents that are gone or changed, add new ones."""
    watch_list = version.watch_list
    with connection.cursor() as cursor:
        cursor.execute(END, [version.pk, watch_list.pk])
        cursor.execute(ADD, [watch_list.pk, watch_list.owner, version.pk, watch_list.pk])
