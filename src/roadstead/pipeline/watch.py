"""The watch a worker screens against: the lists in force, followed from version to version in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Max

from roadstead.config import config
from roadstead.engine import records as model
from roadstead.engine.rules.written import Tally
from roadstead.engine.screening.run import Watch, build_watch, second_stage
from roadstead.targeting.rulebook.in_force import owners_of, rules_in_force, state_of_rules
from roadstead.targeting.watchlists.listed import Listed
from roadstead.targeting.watchlists.models import Entry, Version, WatchList
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.targeting.watchlists.reported import Reported
from roadstead.targeting.watchlists.settings import evidence_alone, thresholds

BASE = "@"  # between the state of the lists and the newest version in the base, on which names were counted
PERSON = model.Kind.PERSON.value


@dataclass(slots=True)
class LiveWatch:
    """One worker's copy. `refresh` between messages; a message is screened against one state of the lists."""

    stamp: str = ""
    rules: str = ""  # which versions of written rules
    tally: Tally = field(default_factory=Tally)  # how they answered, until somebody keeps it
    reported: Reported = field(default_factory=lambda: Reported.of(config()))
    listed: Listed = field(default_factory=lambda: Listed.of(config()))
    _watch: Watch | None = None
    _owners: dict[str, str] = field(default_factory=dict)
    _off: frozenset[str] | None = None  # lists without the second stage

    def refresh(self, today: date | None = None) -> bool:
        """Load the lists if any has a newer version; whether it had. Needs the regional scope. A new threshold and a
        new rule need no new index. `today`: rules past their day are asked no more; None: whatever their day."""
        stamp = state_of_lists()
        changed = stamp != self.stamp
        if changed:
            self._watch, self._owners, self.stamp, self._off = self._load(stamp), list_owners(), stamp, None
        self._settle()
        rules = state_of_rules(today)
        if self._watch is not None and (changed or self.rules != rules):
            self.rules = rules
            self._watch = replace(self._watch, written=rules_in_force(today))
        return changed

    def _settle(self) -> None:
        """Thresholds, and the lists on which the second stage is on (S16), as they are set now."""
        off = evidence_alone()
        if self._watch is None or (self._watch.thresholds, self._off) == (thresholds(), off):
            return
        second = None if off is None else second_stage(off)
        self._watch, self._off = replace(self._watch, thresholds=thresholds(), second=second), off

    def _load(self, stamp: str) -> Watch:
        things = Entry.objects.filter(removed_in=None).exclude(kind=PERSON).iterator(chunk_size=2000)
        built = build_watch(
            map(as_entry, things),
            versions=versions_in_force(),
            documents=self.reported.documents(),
            index=self.listed.index(),
        )
        return replace(built, statistics=f"{stamp}{BASE}{self.listed.counted}")

    def watch(self) -> Watch:
        if self._watch is None:
            self.refresh()
        assert self._watch is not None
        return self._watch

    def owners(self) -> Mapping[str, str]:
        """Whose each list and each written rule is: REGION, or a state."""
        return {**self._owners, **owners_of(self._watch.written if self._watch else ())}


def state_of_lists() -> str:
    """Another one as soon as any list has a newer version."""
    found = Version.objects.aggregate(newest=Max("id"), number=Count("id"))
    return f"{found['newest']}-{found['number']}"


def list_owners() -> dict[str, str]:
    return {each.title: each.owner for each in WatchList.objects.all()}


def entries_in_force() -> Iterator[model.Entry]:
    return (as_entry(row) for row in Entry.objects.filter(removed_in=None).iterator(chunk_size=2000))


def versions_in_force() -> dict[str, model.ListVersion]:
    latest = Version.objects.order_by("watch_list_id", "-id").distinct("watch_list_id").select_related("watch_list")
    return {row.watch_list.title: as_list_version(row) for row in latest}


def as_list_version(row: Version) -> model.ListVersion:
    return model.ListVersion(
        list=row.watch_list.title,
        version=row.version,
        sha256=row.sha256,
        published=row.published,
        counts=row.counts,
    )
