"""Listed vessels, aircraft or organisations similar to a nominated one, by the matcher; for persons see `alike`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from roadstead.engine import records as model
from roadstead.engine.matching.entities.index import CRAFT, EntityIndex, build_entity_index
from roadstead.engine.matching.entities.match import EntityMatch, PartyQuery, match_crafts, match_parties
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_see_silent
from roadstead.targeting.watchlists.models import REGION, Entry, Version
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.targeting.watchlists.similar import (
    MAX_NAMES,
    MAX_SHOWN,
    MIN_BITS,
    Stamp,
    newest,
    versions_stamp,
    within_limit,
)


def find_similar_entities(entry: model.Entry, user: User) -> tuple[list[EntityMatch], tuple[str, ...]]:
    """Return the most similar entities, best first, without the entry itself; and the lists not searched."""
    searched, left_out = within_limit(newest(Version.objects.visible_to(user)), _entity_count)
    best: dict[tuple[str, str], EntityMatch] = {}
    for one in (one for things in _reach(searched, user) for one in _matches(entry, things)):
        key = (one.entry.list, one.entry.id)
        if key != (entry.list, entry.id) and (key not in best or best[key].score < one.score):
            best[key] = one
    found = sorted(best.values(), key=lambda one: -one.score)[:MAX_SHOWN]
    return found, tuple(row.watch_list.title for row in left_out)


def _reach(searched: list[Version], user: User) -> Iterator[EntityIndex]:
    """Yield indexes of the region's lists (shared), of other lists, and of silent entries if the user may know."""
    of_region = [row for row in searched if row.owner == REGION and not row.watch_list.is_manual]
    yield _built(versions_stamp(of_region), "")
    yield _built(versions_stamp(row for row in searched if row not in of_region), "")
    if may_see_silent(user):
        yield _built(versions_stamp(searched), user.state_id or REGION)


@lru_cache(maxsize=32)
def _built(lists: Stamp, silent_of: str) -> EntityIndex:
    """Return entities of those lists that are not silent, or only the silent ones of one owner."""
    rows = Entry.objects.filter(removed_in=None, watch_list__in=[pk for pk, _ in lists]).exclude(kind=model.Kind.PERSON)
    silent = {"listed__action": model.Action.DISCREET}
    rows = rows.filter(owner=silent_of, **silent) if silent_of else rows.exclude(**silent)
    return build_entity_index(map(as_entry, rows.iterator(chunk_size=2000)))


def _matches(entry: model.Entry, things: EntityIndex) -> Iterator[EntityMatch]:
    names = [name.text for name in entry.names[:MAX_NAMES]]
    met = (
        match_crafts([_as_craft(name, entry) for name in names], things)
        if entry.kind in CRAFT
        else match_parties([_as_party(name, entry) for name in names], things, MIN_BITS)
    )
    return (one for found in met for one in found)


def _as_craft(name: str, entry: model.Entry) -> model.Craft:
    """Return the entry as a voyage would declare it."""
    said = entry.identifiers.get
    return model.Craft(
        name=name,
        imo=said("imo", ""),
        call_sign=said("call_sign", ""),
        registration=said("tail_number", ""),
        mmsi=said("mmsi", ""),
        flag=next(iter(entry.nationalities), ""),
        kind=said("vessel_type", ""),
    )


def _as_party(name: str, entry: model.Entry) -> PartyQuery:
    """Return the entry as a bill would name it."""
    numbers = tuple(filter(None, (entry.identifiers.get(key, "") for key in ("register", "tax"))))
    streets = filter(None, entry.identifiers.get(model.ADDRESS, "").split("; "))
    addresses = tuple(model.Address(street=street) for street in streets)
    return PartyQuery(name=name, numbers=numbers, country=next(iter(entry.nationalities), ""), addresses=addresses)


def _entity_count(version: Version) -> int:
    return sum(int(number) for kind, number in version.counts.items() if kind != model.Kind.PERSON)
