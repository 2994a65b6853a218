"""Record that all notices of a list were checked with the national bureau: from then they raise alerts for days."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db import transaction

from roadstead.engine.formats.lists import LoadedList
from roadstead.engine.records import ListVersion, Problem
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.logic.changes import compare
from roadstead.targeting.watchlists.logic.checks import with_checks
from roadstead.targeting.watchlists.models import Version, WatchList
from roadstead.targeting.watchlists.notice_checks import check_on, may_record_check
from roadstead.targeting.watchlists.publish import as_entry, put


@transaction.atomic
def record_check(list_id: int, on: date, *, by: User, now: datetime) -> Version:
    """Record a check of that day as the next version of the list. Raises NotAllowed if it cannot be."""
    found = WatchList.objects.visible_to(by).get(pk=list_id)
    if not may_record_check(found, by):
        raise NotAllowed("only officers of its owner can record that the notices of a list were checked")
    found = WatchList.objects.select_for_update().get(pk=list_id)  # locked: the database locks none of another owner
    newest, check = found.versions.first(), check_on(found, on, now.date())
    if newest is None or check is None:
        raise NotAllowed("load the notices before you record a check of them")
    before = [as_entry(row) for row in found.entries.filter(removed_in=None)]
    changes = compare(before, with_checks(before, before, check, now.date()))
    if not changes.changed_count:
        raise NotAllowed("a check on this day is already recorded for all notices of the list")
    return put(found, _content(newest), changes, by, check=check, action="notices checked")


def _content(version: Version) -> LoadedList:
    """Return the content of a version, whose entries are compared already, as it was loaded."""
    told = ListVersion(
        list="", version=version.version, sha256=version.sha256, published=version.published, counts=version.counts
    )
    return LoadedList(version=told, entries=(), problems=tuple(msgspec.convert(version.problems, list[Problem])))
