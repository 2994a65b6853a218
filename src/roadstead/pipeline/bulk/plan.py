"""Plan of a bulk screening: the rows and lists to screen, and the folder of its files."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeVar

from roadstead.casework.alerts.raise_alerts import REPORTED, Changes
from roadstead.engine.matching.entities.match import ENTITY_MATCHER_VERSION
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.policy import POLICY_VERSION
from roadstead.engine.matching.rerank.model import shipped_model
from roadstead.engine.screening.bulk import Lists, PersonHit, are_written, write_lists
from roadstead.engine.screening.bulk_cargo import CargoHit
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Presence, Traveller
from roadstead.pipeline.bulk.cargo import CargoBatch, Part, batches
from roadstead.pipeline.bulk.people import Chunk, VoyageRows, arriving, chunks
from roadstead.pipeline.bulk.raising import CARGO_PASS, PEOPLE_PASS, RaiseRun, raise_for_cargo, raise_for_people
from roadstead.pipeline.screening_set import entries_in_force, list_owners, state_of_lists, versions_in_force
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import log
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.rescreens.models import Reason, RescreenJob
from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION
from roadstead.targeting.watchlists.settings import lists_without_reranking, thresholds

Some = TypeVar("Some", PersonHit, CargoHit)


class UnknownList(Exception):
    """Raised if no list has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A bulk screening. `list_titles`: the lists asked for, () for all; `state`: of the lists in force; `lists`: their
    index files.

    `job`: None if the run only reports.
    """

    since: date
    until: date
    list_titles: tuple[str, ...]
    owners: Mapping[str, str]
    state: str
    folder: Path
    travellers: int
    bills: int  # still declared
    now: datetime
    job: RescreenJob | None

    @property
    def lists(self) -> Path:
        return self.folder / LISTS

    def chunks(self) -> Iterator[Chunk]:
        return chunks(arriving(self.since, self.until), self.now)

    def cargo_batches(self) -> Iterator[CargoBatch]:
        return batches(arriving(self.since, self.until), self.now)

    def by_voyage(self, chunk: Chunk, found: Sequence[PersonHit]) -> Iterator[tuple[VoyageRows, list[PersonHit]]]:
        """Yield each voyage of the chunk with its hits on the lists asked for that may concern its states (S25)."""
        of: defaultdict[int, list[PersonHit]] = defaultdict(list)
        for each in found:
            of[each.traveller].append(each)
        for aboard in chunk.voyages:
            everybody = (each for row in aboard.rows for each in of[row.id])
            yield aboard, [each for each in everybody if self._concerns(each.hit.list, aboard.voyage.states)]

    def by_part(self, load: CargoBatch, met: Sequence[CargoHit]) -> Iterator[tuple[Part, list[CargoHit]]]:
        """Yield each part with its hits; hits on a state's own list only if the bill concerns that state."""
        of: defaultdict[int, list[CargoHit]] = defaultdict(list)
        for each in met:
            of[each.part].append(each)
        for place, part in enumerate(load.parts):
            yield part, [each for each in of[place] if self._concerns(each.hit.list, part.concerned(each))]

    def _concerns(self, title: str, states: Collection[str]) -> bool:
        is_asked = not self.list_titles or title in self.list_titles
        return is_asked and (self._is_the_regions(title) or self.owners[title] in states)

    def shown(self, found: Sequence[Some]) -> list[Some]:
        """Return the hits to show: a state's own list only if it was asked for by name."""
        return [each for each in found if each.hit.list in self.list_titles or self._is_the_regions(each.hit.list)]

    def _is_the_regions(self, title: str) -> bool:
        return self.owners.get(title, OF_THE_REGION) == OF_THE_REGION

    def raise_for_people(self, aboard: VoyageRows, found: Sequence[PersonHit]) -> dict[str, int]:
        if self._against.is_done(aboard.voyage, PEOPLE_PASS):
            return {}
        return _counted(raise_for_people(aboard, found, self._against), "voyages", 1)

    def raise_for_cargo(self, part: Part, met: Sequence[CargoHit]) -> dict[str, int]:
        if self._against.is_done(part.voyage, CARGO_PASS):
            return {}
        changed = ("bills", len(part.rows)) if part.is_of_bills else ("voyages", 1)
        return _counted(raise_for_cargo(part, met, self._against), *changed)

    def end_people(self) -> None:
        if self.job:
            self._against.end_pass(PEOPLE_PASS)

    def end_cargo(self) -> None:
        if self.job:
            self._against.end_pass(CARGO_PASS)

    @property
    def _against(self) -> RaiseRun:
        assert self.job is not None  # only if alerts are raised
        lists = self.list_titles or tuple(self.owners)
        return RaiseRun(lists=lists, owners=self.owners, state=self.state, now=self.now, job=self.job)


def _counted(changes: Changes | None, what: str, number: int) -> dict[str, int]:
    """Return the counts of the changes, or the number of rows that changed meanwhile."""
    if changes is None:
        return {f"{what} changed meanwhile": number}
    return {name: getattr(changes, name) for name in REPORTED}


def make_plan(
    since: date, until: date, list_titles: tuple[str, ...], by: str, home: Path, now: datetime, *, raises: bool
) -> Plan:
    """Count the rows, write the lists to files if they have changed, and log the reading of people in the audit log."""
    with scoped(REGION):
        state, owners = state_of_lists(), list_owners()
        for title in list_titles:
            if title not in owners:
                raise UnknownList(title)
        folder = folder_of_lists(home, state)
        people = Traveller.objects.filter(voyage__in=arriving(since, until)).exclude(presence=Presence.WITHDRAWN)
        travellers = people.count()
        bills = Bill.objects.filter(voyage__in=arriving(since, until), is_declared=True).count()
        against = f"{', '.join(list_titles) or 'all lists'}, by {by}{', raising' * raises}"
        what = f"{travellers} travellers and {bills} bills against {against}"
        subject = f"arrivals from {since} to {until if until != date.max else 'now on'}"
        job = _job(since, until, list_titles, folder.name, now) if raises else None
        log(None, "rescreened", subject, states=sorted(State.objects.values_list("code", flat=True)), detail=what)
    return Plan(
        since=since,
        until=until,
        list_titles=list_titles,
        owners=owners,
        state=state,
        folder=folder,
        travellers=travellers,
        bills=bills,
        now=now,
        job=job,
    )


# Clearing and withdrawing do not change the state of the lists, so a job is resumed only for a day.
RESUMED_WITHIN: Final = timedelta(days=1)


def _job(since: date, until: date, named: Sequence[str], lists_state: str, now: datetime) -> RescreenJob:
    """Return the job that was interrupted within a day, or a new one. Closes jobs of other lists or days."""
    about = {"since": since, "until": until if until != date.max else None, "lists": list(named)}
    waiting = RescreenJob.objects.filter(reason=Reason.MANUAL, done_at=None)
    resumed = waiting.filter(**about, lists_state=lists_state, queued_at__gt=now - RESUMED_WITHIN)
    job = resumed.first() or RescreenJob.objects.create(
        reason=Reason.MANUAL, owner=OF_THE_REGION, queued_at=now, lists_state=lists_state, **about
    )
    waiting.exclude(pk=job.pk).update(done_at=now)
    return job


# ── Files of the lists in force, written once for each state of the lists


LISTS = "lists"  # subfolder of a screening


def folder_of_lists(home: Path, state: str) -> Path:
    """Return the folder of a screening against the lists in force. Folders of other states of the lists are deleted."""
    folder = home / _digest(state)
    _clear(home, folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not are_written(folder / LISTS):
        lists = Lists(versions_in_force(), thresholds(), lists_without_reranking(), state)
        write_lists(entries_in_force(), lists, folder / LISTS)
    return folder


def _digest(state: str) -> str:
    """Return a digest of list contents, settings and matcher versions.

    It names the folder, because workers cache an opened folder for their lifetime.
    """
    lists = sorted(f"{title} {version.sha256}" for title, version in versions_in_force().items())
    off = sorted(lists_without_reranking() or ())
    makers = (MATCHER_VERSION, ENTITY_MATCHER_VERSION, BACKGROUND_VERSION, POLICY_VERSION, shipped_model().version)
    return sha256("/".join((state, *makers, repr(thresholds()), repr(off), *lists)).encode()).hexdigest()[:16]


def _clear(home: Path, folder: Path) -> None:
    """Delete the folders of screenings against other lists."""
    for other in home.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other)
