"""Versions of a voyage for display: each message in its place, and what it changed. Nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch

from roadstead.engine import records as model
from roadstead.engine.voyages.versions.differences import Change, changes
from roadstead.engine.voyages.versions.merge import Presence
from roadstead.engine.voyages.versions.parts import AssembledList, Person, StepResult, assemble
from roadstead.engine.voyages.versions.roster import Roster
from roadstead.filings.voyages.declared import stated_manifest, step_of
from roadstead.filings.voyages.models import Manifest, Voyage
from roadstead.filings.voyages.people import part_from_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The manifest of record after one message. `done`: None if the message's statement was not stored."""

    number: int  # from 1, in the order sent
    manifest: Manifest
    done: StepResult | None
    people: tuple[Person, ...]

    @property
    def added(self) -> int:
        return len(self.done.added) if self.done else 0

    @property
    def changed(self) -> int:
        return len(self.done.changed) if self.done else 0

    @property
    def withdrawn(self) -> int:
        return self._moved(Presence.WITHDRAWN)

    @property
    def boarded(self) -> int:
        return self._moved(Presence.ON_BOARD)

    @property
    def not_boarded(self) -> int:
        return self._moved(Presence.NOT_ON_BOARD)

    @property
    def has_changes(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn or self.boarded or self.not_boarded)

    def _moved(self, presence: Presence) -> int:
        return len(self.done.moved(presence)) if self.done else 0


def versions(voyage: Voyage, message: Prefetch[Any]) -> list[Version]:
    """Return all messages about the voyage in the order sent. `message`: prefetch of the body behind each."""
    rows = voyage.manifests.select_related("statement").prefetch_related(message).order_by("order", "pk")
    return list(replay_versions(rows))


def replay_versions(rows: Iterable[Manifest]) -> Iterator[Version]:
    """Yield the versions that these messages make, in the order given; each with its statement, if it may be read."""
    roster = Roster()
    for number, row in enumerate(rows, 1):
        done = roster.apply(step_of(row, stated_manifest(row.statement))) if hasattr(row, "statement") else None
        yield Version(number=number, manifest=row, done=done, people=tuple(roster.people))


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One message's statement about one person, and what it changed. `first`: the person was not known before."""

    version: Version
    first: bool
    named: bool
    changes: tuple[Change, ...]


def history(versions: Sequence[Version], traveller: int) -> list[HistoryEntry]:
    """Return the statements about one person in order; `traveller` is the id of the row."""
    place = _place(versions, traveller)
    return [] if place is None else history_at(versions, place)


def history_at(versions: Sequence[Version], place: int) -> list[HistoryEntry]:
    """Return the statements about the person at this place of the roster, in order."""
    return [word for version in versions if (word := _entry(version, place))]


def _place(told: Sequence[Version], traveller: int) -> int | None:
    for version in told:
        if version.done and traveller in version.manifest.statement.travellers:
            return version.done.named[version.manifest.statement.travellers.index(traveller)]
    return None


def _entry(version: Version, place: int) -> HistoryEntry | None:
    done = version.done
    if done is None or place >= len(done.after):
        return None
    first, named = place >= len(done.before), place in done.named
    if first:
        nobody = Person(declared=model.Traveller(), presence=Presence.WITHDRAWN)
        what = tuple(replace(change, old="") for change in changes(nobody, done.after[place]))
    else:
        what = changes(done.before[place], done.after[place])
    return HistoryEntry(version=version, first=first, named=named, changes=what) if first or named or what else None


# ── Lists in parts.


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitList:
    """A list that came in parts: its newest part, and all parts received, joined."""

    newest: Manifest
    joined: AssembledList

    @property
    def kind(self) -> str:
        return "crew" if self.newest.function == "crew" else "passengers"

    @property
    def is_complete(self) -> bool:
        return self.joined.is_complete(self.kind)

    @property
    def received(self) -> str:
        return ", ".join(part.number for part in self.joined.parts)

    @property
    def missing(self) -> str:
        return ", ".join(str(number) for number in self.joined.missing)

    @property
    def read(self) -> int:
        return self.joined.read.get(self.kind, 0)

    @property
    def declared(self) -> int | None:
        return self.joined.declared.get(self.kind)


def split_lists(manifests: Sequence[Manifest]) -> list[SplitList]:
    """Return the lists in parts among these messages, each joined."""
    lists = defaultdict[str, list[Manifest]](list)
    for row in sorted(manifests, key=lambda row: row.order):
        if row.content:
            lists[row.list_id].append(row)
    return [_split(rows) for rows in lists.values()]


def _split(rows: list[Manifest]) -> SplitList:
    return SplitList(newest=rows[-1], joined=assemble([part_from_row(row, {}) for row in rows]))


def split_list_of(manifest: Manifest) -> SplitList | None:
    """Return the list this message is a part of, as received so far; None if it is a whole list."""
    if not manifest.content or manifest.voyage_id is None:
        return None
    rows = Manifest.objects.filter(voyage_id=manifest.voyage_id, list_id=manifest.list_id).order_by("order", "pk")
    return _split(list(rows))
