"""Entries similar to a person on lists that the user may see, by the matcher, to avoid listing a person twice.

The region's lists are one base index, built once and shared; the user's own lists are added to it, so that a change to
them costs milliseconds. Silent entries are only in the index of users who may know of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from django.db.models import QuerySet

from roadstead.engine import records as model
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import Match, alerts_all
from roadstead.engine.screening.changed_entries import restrict_index
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_silent
from roadstead.targeting.watchlists.models import REGION, Entry, Version
from roadstead.targeting.watchlists.publish import as_entry

MIN_BITS: Final = 9.0  # bits: four below the alert threshold, since duplicates are sought and no traveller is stopped
MAX_SHOWN: Final = 10  # entries shown
MAX_INDEXED_ENTRIES: Final = 50_000  # of all lists together: limit of what a web process builds and holds
MAX_NAMES: Final = 8  # names of one nomination that are searched
Stamp = tuple[tuple[int, int], ...]  # lists and their newest versions


class SearchScope(NamedTuple):
    """The entries that are searched, in one index, and titles of lists that are too long for a page."""

    whole: Index
    without: tuple[str, ...]


def find_similar(entry: model.Entry, user: User) -> tuple[list[Match], tuple[str, ...]]:
    """Return the entries most similar to this one, best first, without itself; and the lists that were not searched."""
    reach = search_scope(user)
    people = travellers_of(entry)
    best: dict[tuple[str, str], Match] = {}
    for found in alerts_all(people, reach.whole, MIN_BITS) if people else ():
        for one in found:
            key = (one.entry.list, one.entry.id)
            if key != (entry.list, entry.id) and (key not in best or best[key].score < one.score):
                best[key] = one
    return sorted(best.values(), key=lambda one: -one.score)[:MAX_SHOWN], reach.without


def travellers_of(entry: model.Entry) -> list[model.Traveller]:
    """Return the entry as travellers would declare it, one for each of its names."""
    born = next((day for day in entry.born if "/" not in day), "")
    nationality = next(iter(entry.nationalities), "")
    return [
        model.Traveller(surname=name.text, born=born, nationality=nationality, sex=entry.sex, documents=entry.documents)
        for name in entry.names[:MAX_NAMES]
    ]


def index_for(entry: model.Entry, user: User) -> Index:
    """Return an index of one entry, weighted as among all lists that this user may see."""
    return restrict_index([entry], search_scope(user).whole.with_changes([entry]))


def search_scope(user: User) -> SearchScope:
    """Return the searched lists in the user's own scope; the database hides lists of other states."""
    own = user.state_id or REGION
    versions = newest(Version.objects.visible_to(user))
    searched, left_out = within_limit(versions)
    of_region = versions_stamp(row for row in searched if row.owner == REGION and not row.watch_list.is_manual)
    beside = versions_stamp(row for row in searched if row.owner != REGION or row.watch_list.is_manual)
    index = _beside(of_region, beside, own if may_see_silent(user) else "")
    return SearchScope(index, tuple(row.watch_list.title for row in left_out))


def person_count(version: Version) -> int:
    return int(version.counts.get(model.Kind.PERSON, 0))


def newest(versions: QuerySet[Version, Version]) -> list[Version]:
    return list(versions.order_by("watch_list_id", "-id").distinct("watch_list_id").select_related("watch_list"))


def within_limit(
    versions: Sequence[Version], size: Callable[[Version], int] = person_count
) -> tuple[list[Version], list[Version]]:
    """Return the shortest lists whose total a page can hold, and the others."""
    searched, left_out, entries = list[Version](), list[Version](), 0
    for row in sorted(versions, key=size):
        entries += size(row)
        (searched if entries <= MAX_INDEXED_ENTRIES else left_out).append(row)
    return searched, left_out


def versions_stamp(versions: Iterable[Version]) -> Stamp:
    return tuple(sorted((row.watch_list_id, row.pk) for row in versions))


@lru_cache(maxsize=2)
def _base(lists: Stamp) -> Index:
    return build_index(_loud(lists))


@lru_cache(maxsize=32)
def _beside(base: Stamp, own: Stamp, silent_of: str) -> Index:
    """Return the base index with the user's lists. `silent_of`: owner whose silent entries are included."""
    entries = [*_loud(own), *(_silent((*base, *own), silent_of) if silent_of else ())]
    return _base(base).with_changes(entries) if entries else _base(base)


def _loud(lists: Stamp) -> Iterable[model.Entry]:
    return map(as_entry, _of(lists).exclude(listed__action=model.Action.DISCREET).iterator(chunk_size=2000))


def _silent(lists: Stamp, owner: str) -> Iterable[model.Entry]:
    return map(as_entry, _of(lists).filter(owner=owner, listed__action=model.Action.DISCREET))


def _of(lists: Stamp) -> QuerySet[Entry, Entry]:
    persons = Entry.objects.filter(kind=model.Kind.PERSON, removed_in=None)
    return persons.filter(watch_list__in=[pk for pk, _ in lists])
