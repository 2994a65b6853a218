"""A new version of a list of documents laid beside the old one in the database, compared and put in force there.

Nothing is held in memory, so that a list may be of any length. All of it needs one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import connection

from roadstead.engine import records as model
from roadstead.targeting.watchlists.document_changes import DocumentChanges
from roadstead.targeting.watchlists.models import Version, WatchList

COLUMNS: Final = (("issuer", 3), ("type", 6), ("number", 40), ("reason", 200))  # and the characters that each holds
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
    """Lay them beside, cut to what their columns hold, so that they are compared with what is kept."""
    with connection.cursor() as cursor:
        cursor.execute(RECEIVE)
        with cursor.copy(COPY) as copy:
            for document in documents:
                copy.write_row([getattr(document, column)[:length] for column, length in COLUMNS])
        cursor.execute(STAGE)


def changes_of(watch_list: WatchList) -> DocumentChanges:
    """What the staged version would change."""
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, [watch_list.pk])
        added, amended, removed, old, new = cursor.fetchone()
    return DocumentChanges(added=added, amended=amended, removed=removed, old=old, new=new)


def put_in_force(version: Version) -> None:
    """The staged version: what is gone or listed for another reason is ended, what is new is added."""
    watch_list = version.watch_list
    with connection.cursor() as cursor:
        cursor.execute(END, [version.pk, watch_list.pk])
        cursor.execute(ADD, [watch_list.pk, watch_list.owner, version.pk, watch_list.pk])
