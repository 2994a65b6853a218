"""A screening of what is stored: whom and what, against which lists, and where it is kept until it is done."""

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
from roadstead.engine.matching.frequencies import BACKGROUND_VERSION
from roadstead.engine.matching.matcher import MATCHER_VERSION
from roadstead.engine.matching.policy import POLICY_VERSION
from roadstead.engine.matching.second.model import frozen
from roadstead.engine.matching.things.match import THINGS_VERSION
from roadstead.engine.screening.bulk import Found, Lists, are_written, write_lists
from roadstead.engine.screening.bulk_cargo import Met
from roadstead.filings.cargo.models import Bill
from roadstead.filings.voyages.models import Presence, Traveller
from roadstead.pipeline.bulk.cargo import Load, Part, loads
from roadstead.pipeline.bulk.people import Aboard, Chunk, arriving, chunks
from roadstead.pipeline.bulk.raising import CARGO, PEOPLE, Against, raise_for_cargo, raise_for_people
from roadstead.pipeline.screening_set import entries_in_force, list_owners, state_of_lists, versions_in_force
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import note
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.rescreens.models import Reason, RescreenJob
from roadstead.targeting.watchlists.models import REGION as OF_THE_REGION
from roadstead.targeting.watchlists.settings import evidence_alone, thresholds

Some = TypeVar("Some", Found, Met)


class UnknownList(Exception):
    """No list has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`named`: the lists asked for, () for all. `state`: of the lists in force; `lists`: their index in files.

    `job`: None where it only reports.
    """

    since: date
    until: date
    named: tuple[str, ...]
    owners: Mapping[str, str]
    state: str
    folder: Path
    travellers: int
    bills: int  # that are still declared
    now: datetime
    job: RescreenJob | None

    @property
    def lists(self) -> Path:
        return self.folder / LISTS

    def chunks(self) -> Iterator[Chunk]:
        return chunks(arriving(self.since, self.until), self.now)

    def loads(self) -> Iterator[Load]:
        return loads(arriving(self.since, self.until), self.now)

    def by_voyage(self, chunk: Chunk, found: Sequence[Found]) -> Iterator[tuple[Aboard, list[Found]]]:
        """Each voyage of the chunk with what is its own: of the lists asked for, and of no other state's (S25)."""
        of: defaultdict[int, list[Found]] = defaultdict(list)
        for each in found:
            of[each.traveller].append(each)
        for aboard in chunk.voyages:
            everybody = (each for row in aboard.rows for each in of[row.id])
            yield aboard, [each for each in everybody if self._concerns(each.hit.list, aboard.voyage.states)]

    def by_part(self, load: Load, met: Sequence[Met]) -> Iterator[tuple[Part, list[Met]]]:
        """The same of cargo: what a state's own list says of a bill is nobody's whom the bill does not concern."""
        of: defaultdict[int, list[Met]] = defaultdict(list)
        for each in met:
            of[each.part].append(each)
        for place, part in enumerate(load.parts):
            yield part, [each for each in of[place] if self._concerns(each.hit.list, part.concerned(each))]

    def _concerns(self, title: str, states: Collection[str]) -> bool:
        is_asked = not self.named or title in self.named
        return is_asked and (self._is_the_regions(title) or self.owners[title] in states)

    def shown(self, found: Sequence[Some]) -> list[Some]:
        """What a state's own list says is not shown unless that list is asked for by name."""
        return [each for each in found if each.hit.list in self.named or self._is_the_regions(each.hit.list)]

    def _is_the_regions(self, title: str) -> bool:
        return self.owners.get(title, OF_THE_REGION) == OF_THE_REGION

    def raise_for_people(self, aboard: Aboard, found: Sequence[Found]) -> dict[str, int]:
        if self._against.is_done(aboard.voyage, PEOPLE):
            return {}
        return _counted(raise_for_people(aboard, found, self._against), "voyages", 1)

    def raise_for_cargo(self, part: Part, met: Sequence[Met]) -> dict[str, int]:
        if self._against.is_done(part.voyage, CARGO):
            return {}
        changed = ("bills", len(part.rows)) if part.is_of_bills else ("voyages", 1)
        return _counted(raise_for_cargo(part, met, self._against), *changed)

    def end_people(self) -> None:
        if self.job:
            self._against.end_pass(PEOPLE)

    def end_cargo(self) -> None:
        if self.job:
            self._against.end_pass(CARGO)

    @property
    def _against(self) -> Against:
        assert self.job is not None  # only where alerts are raised
        lists = self.named or tuple(self.owners)
        return Against(lists=lists, owners=self.owners, state=self.state, now=self.now, job=self.job)


def _counted(changes: Changes | None, what: str, number: int) -> dict[str, int]:
    """What became of it; or how many changed meanwhile."""
    if changes is None:
        return {f"{what} changed meanwhile": number}
    return {name: getattr(changes, name) for name in REPORTED}


def make_plan(
    since: date, until: date, named: tuple[str, ...], by: str, home: Path, now: datetime, *, raises: bool
) -> Plan:
    """Counted, its lists written to files (again only where they have changed), its reading of people audited."""
    with scoped(REGION):
        state, owners = state_of_lists(), list_owners()
        for title in named:
            if title not in owners:
                raise UnknownList(title)
        folder = folder_of_lists(home, state)
        people = Traveller.objects.filter(voyage__in=arriving(since, until)).exclude(presence=Presence.WITHDRAWN)
        travellers = people.count()
        bills = Bill.objects.filter(voyage__in=arriving(since, until), stands=True).count()
        against = f"{', '.join(named) or 'all lists'}, by {by}{', raising' * raises}"
        what = f"{travellers} travellers and {bills} bills against {against}"
        subject = f"arrivals from {since} to {until if until != date.max else 'now on'}"
        job = _job(since, until, named, folder.name, now) if raises else None
        note(None, "rescreened", subject, states=sorted(State.objects.values_list("code", flat=True)), detail=what)
    return Plan(
        since=since,
        until=until,
        named=named,
        owners=owners,
        state=state,
        folder=folder,
        travellers=travellers,
        bills=bills,
        now=now,
        job=job,
    )


# What was cleared or withdrawn meanwhile is no part of the state of the lists.
RESUMED_WITHIN: Final = timedelta(days=1)


def _job(since: date, until: date, named: Sequence[str], lists_state: str, now: datetime) -> RescreenJob:
    """Return the job that was cut off within a day, or a new one; one that was against other lists or of other days
    ends."""
    about = {"since": since, "until": until if until != date.max else None, "lists": list(named)}
    waiting = RescreenJob.objects.filter(reason=Reason.MANUAL, done_at=None)
    resumed = waiting.filter(**about, lists_state=lists_state, queued_at__gt=now - RESUMED_WITHIN)
    job = resumed.first() or RescreenJob.objects.create(
        reason=Reason.MANUAL, owner=OF_THE_REGION, queued_at=now, lists_state=lists_state, **about
    )
    waiting.exclude(pk=job.pk).update(done_at=now)
    return job


# ── The lists in force in files, for whoever computes: written once for each state of them.


LISTS = "lists"  # below the folder of a screening


def folder_of_lists(home: Path, state: str) -> Path:
    """Where a screening against the lists as they are in force is kept; what is of another state of them goes."""
    folder = home / _digest(state)
    _clear(home, folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not are_written(folder / LISTS):
        lists = Lists(versions_in_force(), thresholds(), evidence_alone(), state)
        write_lists(entries_in_force(), lists, folder / LISTS)
    return folder


def _digest(state: str) -> str:
    """Of what the lists in force hold, in which state of them, and of who reads them: a process of a cluster that has
    opened a folder takes it to be the same for as long as it lives."""
    lists = sorted(f"{title} {version.sha256}" for title, version in versions_in_force().items())
    off = sorted(evidence_alone() or ())
    makers = (MATCHER_VERSION, THINGS_VERSION, BACKGROUND_VERSION, POLICY_VERSION, frozen().version)
    return sha256("/".join((state, *makers, repr(thresholds()), repr(off), *lists)).encode()).hexdigest()[:16]


def _clear(home: Path, folder: Path) -> None:
    """What was kept of a screening against other lists is of no use any more."""
    for other in home.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other)
