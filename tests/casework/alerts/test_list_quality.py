"""The quality of lists, asked for all at once: each list's numbers are its own, and silent entries the owner's."""

from __future__ import annotations

import pytest
from django.utils import timezone

from roadstead.casework.alerts.list_quality import Quality, qualities
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.models import Entry, Version, WatchList

pytestmark = pytest.mark.django_db


def listed(name: str, *entries: dict[str, str]) -> WatchList:
    found: WatchList = WatchList.objects.create(name=name)
    for number in ("one", "two"):
        version = Version.objects.create(watch_list=found, owner="REGION", version=number, sha256=number)
    for at, entry in enumerate(entries):
        Entry.objects.create(
            watch_list=found,
            owner="REGION",
            entry_id=str(at),
            kind="person",
            name="N",
            content_hash="h",
            listed={"id": str(at), **entry},
            added_in=version,
        )
    return found


def read(by: User, *lists: WatchList) -> dict[str, Quality]:
    return {each.watch_list.name: each for each in qualities(lists, by=by, now=timezone.now())}


def test_each_list_is_told_its_own_numbers(region: None, supervisor: User) -> None:
    known, past = {"born": "1980-01-01"}, {"review": "2020-01-01"}
    found = read(supervisor, listed("Known", known, known, {}), listed("Past", past), listed("Empty"))
    assert [(each.entries, each.overdue) for each in found.values()] == [(3, 0), (1, 1), (0, 0)]
    shares = [each.birth_date for each in found.values()]
    assert [share and (share.number, share.total) for share in shares] == [(2, 3), (0, 1), (0, 0)]
    assert [each.version and each.version.version for each in found.values()] == ["two"] * 3


def test_silent_entries_are_counted_for_the_owner_alone(region: None, supervisor: User, supervisor_a: User) -> None:
    of = listed("Silent", {"action": "discreet"}, {"action": "stop"}, {"action": "refer"})
    assert read(supervisor, of)["Silent"].entries == 3
    assert read(supervisor_a, of)["Silent"].entries == 2
