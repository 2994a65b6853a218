"""Screening set of a worker: the lists in force, updated from version to version in milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count, Max

from roadstead.config import config
from roadstead.engine import records as model
from roadstead.engine.rules.evaluation import Tally
from roadstead.engine.screening.run import ScreeningSet, build_screening_set, shipped_reranker
from roadstead.targeting.rulebook.in_force import owners_of, rules_fingerprint, rules_in_force
from roadstead.targeting.watchlists.documents_in_force import DocumentsInForce
from roadstead.targeting.watchlists.models import Entry, Version, WatchList
from roadstead.targeting.watchlists.persons_in_force import PersonsInForce
from roadstead.targeting.watchlists.publish import as_entry
from roadstead.targeting.watchlists.settings import lists_without_reranking, thresholds

BASE = "@"  # separates the state of the lists from the newest version in the base, whose names were counted
PERSON = model.Kind.PERSON.value


@dataclass(slots=True)
class ScreeningSetCache:
    """Screening set cached by one worker. `refresh` runs between messages, so each is screened against one state."""

    stamp: str = ""
    rules: str = ""  # state of the written rules
    tally: Tally = field(default_factory=Tally)  # results of written rules not yet added up
    reported: DocumentsInForce = field(default_factory=lambda: DocumentsInForce.of(config()))
    listed: PersonsInForce = field(default_factory=lambda: PersonsInForce.of(config()))
    _set: ScreeningSet | None = None
    _off: frozenset[str] | None = None  # lists without the reranking model

    def refresh(self, today: date | None = None) -> bool:
        """Load the lists if any has a newer version. Returns True if one had. Needs the regional scope.

        A new threshold or rule needs no new index. `today`: rules that have expired are left out; None keeps all.
        """
        stamp = state_of_lists()
        changed = stamp != self.stamp
        if changed:
            self._set, self.stamp, self._off = self._load(stamp), stamp, None
        self._settle()
        rules = rules_fingerprint(today)
        if self._set is not None and (changed or self.rules != rules):
            self.rules, written = rules, rules_in_force(today)
            self._set = replace(self._set, written_rules=written, owners={**self._set.owners, **owners_of(written)})
        return changed

    def _settle(self) -> None:
        """Apply the thresholds, and the lists that the reranking model is on for (S16), as set now."""
        off = lists_without_reranking()
        if self._set is None or (self._set.thresholds, self._off) == (thresholds(), off):
            return
        second = None if off is None else shipped_reranker(off)
        self._set, self._off = replace(self._set, thresholds=thresholds(), reranker=second), off

    def _load(self, stamp: str) -> ScreeningSet:
        things = Entry.objects.filter(removed_in=None).exclude(kind=PERSON).iterator(chunk_size=2000)
        built = build_screening_set(
            map(as_entry, things),
            versions=versions_in_force(),
            documents=self.reported.documents(),
            index=self.listed.index(),
        )
        return replace(built, statistics=f"{stamp}{BASE}{self.listed.base_version}", owners=list_owners())

    def current(self) -> ScreeningSet:
        if self._set is None:
            self.refresh()
        assert self._set is not None
        return self._set


def state_of_lists() -> str:
    """Return an identifier of the state of all lists, which changes with every new version."""
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
