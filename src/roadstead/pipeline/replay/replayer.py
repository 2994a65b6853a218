"""Replay of a hit against a list, from the declared data, the lists at the time, and the versions stored with the hit.

The frequencies of names were counted over all lists in force at that time: the hit names their state. Hits of older
releases do not; for these, the states during which the list's version was in force are tried, beginning with that of
the alert's last screening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from operator import itemgetter
from typing import Final

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.evidence import join_hits
from roadstead.engine import records as model
from roadstead.engine.matching.entities.match import ENTITY_MATCHER_VERSION
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.index import Index, build_index
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.policy import POLICY_VERSION, Thresholds
from roadstead.engine.matching.rerank.model import shipped_model
from roadstead.engine.matching.rerank.reranker import shipped_reranker
from roadstead.engine.screening.run import ScreeningSet, build_screening_set, screen, screen_bills, screen_parties
from roadstead.pipeline.replay.case import CannotReplay, Case, OnVoyage, Parties, Replayed, differences
from roadstead.pipeline.replay.rules import replay_rule
from roadstead.pipeline.screening_set import BASE, as_list_version
from roadstead.targeting.watchlists.models import Entry, Version
from roadstead.targeting.watchlists.publish import as_entry

MAX_STATES: Final = 12  # states of the lists that are tried
MATCHER: Final = f"{MATCHER_VERSION}/{BACKGROUND_VERSION}"
WITH_MODEL: Final = f"{MATCHER}/{shipped_model().version}"
OF_THINGS: Final = f"{ENTITY_MATCHER_VERSION}/{BACKGROUND_VERSION}"
ENTITY_KINDS: Final = frozenset({model.HitKind.CRAFT, model.HitKind.PARTY})


@dataclass(slots=True)
class Replayer:
    """Replays hits, and caches the index of the last state, which alerts of one day share. Needs the regional scope."""

    _indexes: dict[tuple[int, int], Index] = field(default_factory=dict)

    def replay(self, case: Case) -> Replayed:
        """Replay the hit. The result is identical, or lists the differences in the state that was tried first."""
        if case.hit.rule:
            return replay_rule(case)
        _same_makers(case.hit)
        first: Replayed | None = None
        for version, state in _states(case):
            found = Replayed(differences=differences(case.hit, self._made(case, version, state)), lists=state)
            if not found.differences:
                return found
            first = first or found
        if first is None:
            raise CannotReplay(f"version {case.hit.replay.list_version} of {case.hit.list} is not stored here")
        return first

    def _made(self, case: Case, version: Version, state: int) -> model.Hit | None:
        """Return the hit on that entry; hits of several parties on one entry are joined, as in the alert."""
        then = case.hit
        made = _hits(case, self._screening_set(then, version, state))
        same = [hit for hit in made if (hit.kind, hit.list, hit.entry) == (then.kind, then.list, then.entry)]
        if case.at is None:  # a line of `rescreen --json` is about one party
            same = [hit for hit in same if hit.reasons[:1] and hit.reasons[0].text == then.reasons[0].text] or same
            return same[0] if same else None
        return reduce(join_hits, same) if same else None

    def _screening_set(self, then: model.Hit, version: Version, state: int) -> ScreeningSet:
        """Build the lists of persons or of entities, whichever the hit is about, without rules and documents."""
        replay, of_things = then.replay, then.kind in ENTITY_KINDS
        built = build_screening_set(
            map(as_entry, at(state).exclude(kind=model.Kind.PERSON)) if of_things else (),
            versions={then.list: as_list_version(version)},
            rules=(),
            index=build_index(()) if of_things else self._index(state, _base(replay, state)),
            reranker=shipped_reranker() if replay.matcher_version == WITH_MODEL else None,
        )
        at_least = Thresholds() if replay.threshold is None else Thresholds(default=replay.threshold)
        return replace(built, thresholds=at_least, statistics=replay.statistics_version)

    def index_of(self, statistics: str) -> Index:
        """Return the index of the lists in the state that `Replay.statistics_version` names."""
        named, _, base = statistics.partition(BASE)
        newest = named.partition("-")[0]
        state = int(newest) if newest.isdecimal() else 0  # "None": there was no list
        return self._index(state, min(int(base), state))

    def _index(self, state: int, base: int) -> Index:
        """Return the index of the lists in that state as a worker had it: a base, and the changes since it."""
        if (state, base) not in self._indexes:
            self._indexes.clear()
            built = build_index(as_entry(row) for row in at(base).iterator(chunk_size=2000))
            self._indexes[state, base] = built if base == state else _changed(built, base, state)
        return self._indexes[state, base]


def _hits(case: Case, screening_set: ScreeningSet) -> Sequence[model.Hit]:
    about = case.about
    assert not isinstance(about, OnVoyage)  # such cases are about rules
    if isinstance(about, Parties):
        if about.of_bill:
            return screen_bills([model.Consignment(parties=about.parties)], screening_set, today=case.day)
        return screen_parties(about.parties, screening_set, today=case.day)
    craft = about if isinstance(about, model.Craft) else model.Craft()
    people = (about,) if isinstance(about, model.Traveller) else ()
    return screen(model.Manifest(voyage=model.Voyage(craft=craft), travellers=people), screening_set, today=case.day)


def _base(replay: model.Replay, state: int) -> int:
    """Return the version whose names were counted; the state itself if the hit names none."""
    named = replay.statistics_version.partition(BASE)[2]
    return min(int(named), state) if named else state


def _changed(built: Index, base: int, state: int) -> Index:
    since = Entry.objects.filter(Q(removed_in=None) | Q(removed_in_id__gt=state), added_in_id__gt=base)
    added = since.filter(added_in_id__lte=state).order_by("id")
    ended = Entry.objects.filter(removed_in_id__gt=base, removed_in_id__lte=state).select_related("watch_list")
    gone = [(row.watch_list.title, row.entry_id) for row in ended]
    return built.with_changes(map(as_entry, added.iterator(chunk_size=2000)), gone)


def at(state: int) -> QuerySet[Entry]:
    """Return the entries of all lists in force once that version was loaded."""
    return Entry.objects.filter(Q(removed_in=None) | Q(removed_in_id__gt=state), added_in_id__lte=state).order_by("id")


def _same_makers(hit: model.Hit) -> None:
    replay, matchers = hit.replay, (OF_THINGS,) if hit.kind in ENTITY_KINDS else (MATCHER, WITH_MODEL)
    for what, then, now in (
        ("matcher", replay.matcher_version, matchers),
        ("policy", replay.policy_version, (POLICY_VERSION,)),
    ):
        if then not in now:
            raise CannotReplay(
                f"it was raised with {what} {then or 'unknown'}, but this release has {now[0]}; use that release"
            )


def _states(case: Case) -> list[tuple[Version, int]]:
    """Return the state that the hit names, or for a hit of an older release those in which its list's version was in
    force.

    The latter are ordered: the state at the time of the screening, later ones, earlier ones.
    """
    listed = Version.objects.exclude(counts__has_key="documents").select_related("watch_list").order_by("id")
    changes = [(row.pk, row.loaded_at) for row in listed]
    states = list[tuple[Version, int, datetime]]()
    for version in (row for row in listed if _is(row, case.hit)):
        after = next(
            (row.pk for row in listed if row.watch_list_id == version.watch_list_id and row.pk > version.pk), None
        )
        states += [(version, pk, at) for pk, at in changes if pk >= version.pk and (after is None or pk < after)]
    if counted := case.hit.replay.statistics_version.partition("-")[0]:
        known = [state[:2] for state in states if state[1] <= int(counted)]
        return sorted(known, key=itemgetter(1))[-1:]
    before = [state[:2] for state in states if case.at is None or state[2] <= case.at]
    later = [state[:2] for state in states if case.at is not None and state[2] > case.at]
    return [*before[-1:], *later, *reversed(before[:-1])][:MAX_STATES]


def _is(version: Version, hit: model.Hit) -> bool:
    return (version.watch_list.title, version.version) == (hit.list, hit.replay.list_version)
