"""Put a loaded list in force: new entries are added, missing ones ended, nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import NamedTuple

import msgspec
from django.db import transaction

from roadstead.engine import records as model
from roadstead.engine.formats.lists import LoadedList, no_entries_message
from roadstead.engine.formats.lists.loading import VERSION_LENGTH
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
    refuse_other_file,
)
from roadstead.targeting.watchlists.logic.changes import (
    NO_DOUBT,
    Changes,
    compare,
    content_hash,
    is_damaged,
    is_suspicious,
    without_fields,
)
from roadstead.targeting.watchlists.logic.checks import CHECK_FIELDS, Check, checked_digest, with_checks
from roadstead.targeting.watchlists.models import REGION, Entry, Version, WatchList
from roadstead.targeting.watchlists.notice_checks import check_on
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
    checked_on: date | None = None,
) -> Version:
    """Put a loaded list in force. The same content again changes nothing; a damaged list raises ListRefused.

    `checked_on`: the day on which notices were checked with the national bureau. Raises NotAllowed if it does not fit.
    """
    watch_list = get_locked_list(name or loaded.version.list, owner, source, is_notices=loaded.is_notices)
    refuse_other_file(watch_list, is_notices=loaded.is_notices)
    if loaded.is_published:
        mark_public(watch_list, by)
    check, latest = check_on(watch_list, checked_on, today := datetime.now(UTC).date()), watch_list.versions.first()
    if latest and latest.sha256 == loaded.version.sha256 and check is None:
        return latest
    compared = _compared(watch_list, loaded, check, today)
    if latest and watch_list.is_notices and not compared.written.changed_count:
        return latest
    refuse_doubtful(compared.doubt, watch_list, even_if_suspicious, by)
    return put(watch_list, loaded, compared.written, by, compared.doubt, check=check)


def put(
    watch_list: WatchList,
    loaded: LoadedList,
    changes: Changes,
    by: User | None,
    doubt: Sentence = NO_DOUBT,
    *,
    check: Check | None = None,
    action: str = "",
) -> Version:
    """Create the version in force from now on: end removed entries, add new and amended ones, queue a rescreen.

    `action`: for the audit log, if it is not that a list was published.
    """
    version = _version(watch_list, loaded, changes, by, check)
    ended = [*changes.removed, *(entry.id for entry in changes.amended)]
    watch_list.entries.filter(removed_in=None, entry_id__in=ended).update(removed_in=version)
    _add((*changes.added, *changes.amended), watch_list, version)
    log_and_rescreen(version, by, doubt, action=action)
    return version


def preview(loaded: LoadedList, *, name: str = "", owner: str = REGION, checked_on: date | None = None) -> Preview:
    """Return what `publish` would change, entry by entry, and the doubt it would raise. Changes nothing."""
    title = (name or loaded.version.list)[:80]
    new = WatchList(name=title, owner=owner, is_notices=loaded.is_notices)
    watch_list = WatchList.objects.filter(name=title, owner=owner).first() or new
    refuse_other_file(watch_list, is_notices=loaded.is_notices)
    latest = watch_list.versions.first() if watch_list.pk else None
    check = check_on(watch_list, checked_on, today := datetime.now(UTC).date())
    compared = _compared(watch_list, loaded, check, today)
    changes = compared.told
    return Preview(
        title=watch_list.title,
        in_force=latest.version if latest else "",
        version=loaded.version.version,
        added=len(changes.added),
        amended=len(changes.amended),
        removed=len(changes.removed),
        doubt=compared.doubt,
        differences=differences(changes),
        problems=loaded.problems,
        form=loaded.form,
        published=loaded.version.published,
        counts=loaded.version.counts,
        expired=sum(not in_force(entry, today) for entry in compared.entries),
        is_the_same=latest is not None and _is_same(latest, loaded, compared, check),
        is_notices=loaded.is_notices,
        checked_until=check.until if check else None,
    )


class Compared(NamedTuple):
    """Entries of the loaded version, the changes to write, those to tell (a new check alone is none), and a doubt."""

    entries: list[model.Entry]
    written: Changes
    told: Changes
    doubt: Sentence


def _compared(watch_list: WatchList, loaded: LoadedList, check: Check | None, today: date) -> Compared:
    rows = watch_list.entries.filter(removed_in=None) if watch_list.pk else ()
    before = [as_entry(row) for row in rows]
    entries = _named(loaded.entries, watch_list.title)
    if watch_list.is_notices:
        entries = with_checks(entries, before, check, today)
    changes = compare(before, entries)
    told = without_fields(changes, CHECK_FIELDS) if watch_list.is_notices else changes
    return Compared(entries, changes, told, _doubt(len(before), told, loaded))


def _is_same(latest: Version, loaded: LoadedList, compared: Compared, check: Check | None) -> bool:
    is_equal = latest.sha256 == loaded.version.sha256 and check is None
    return is_equal or (loaded.is_notices and not compared.written.changed_count)


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


def _version(
    watch_list: WatchList, loaded: LoadedList, changes: Changes, by: User | None, check: Check | None
) -> Version:
    told = without_fields(changes, CHECK_FIELDS) if watch_list.is_notices else changes
    digest = checked_digest(loaded.version.sha256, check)
    return Version.objects.create(
        watch_list=watch_list,
        owner=watch_list.owner,
        version=digest[:VERSION_LENGTH],
        sha256=digest,
        published=loaded.version.published[:10],
        counts=dict(loaded.version.counts),
        added=len(told.added),
        amended=len(told.amended),
        removed=len(told.removed),
        checked_on=check.on if check else None,
        checked_until=check.until if check else None,
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
