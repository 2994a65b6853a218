"""A screening of stored travellers: which of them, against which lists, and where it is kept until it is done."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from roadstead.accounts.models import State
from roadstead.again.raising import raise_found
from roadstead.again.stored import Aboard, Chunk, arriving, chunks
from roadstead.audit.models import note
from roadstead.cargo.models import Bill
from roadstead.database.scope import REGION, scoped
from roadstead.manifests.models import Presence, Traveller
from roadstead.screening.bulk import Found, Lists, are_written, write_lists
from roadstead.screening.frequencies import BACKGROUND_VERSION
from roadstead.screening.matcher import MATCHER_VERSION
from roadstead.screening.policy import POLICY_VERSION
from roadstead.screening.second.model import frozen
from roadstead.watch import entries_in_force, list_owners, state_of_lists, versions_in_force
from roadstead.watchlists.models import REGION as OF_THE_REGION
from roadstead.watchlists.settings import evidence_alone, thresholds


class UnknownList(Exception):
    """No list has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`named`: the lists asked for, () for all. `state`: of the lists in force; `lists`: their index in files."""

    since: date
    until: date
    named: tuple[str, ...]
    owners: Mapping[str, str]
    state: str
    folder: Path
    travellers: int
    bills: int  # of these voyages; they are not asked
    now: datetime

    @property
    def lists(self) -> Path:
        return self.folder / "lists"

    def chunks(self) -> Iterator[Chunk]:
        return chunks(arriving(self.since, self.until), self.now)

    def by_voyage(self, chunk: Chunk, found: Sequence[Found]) -> Iterator[tuple[Aboard, list[Found]]]:
        """Each voyage of the chunk with what is its own: of the lists asked for, and of no other state's (S25)."""
        of: defaultdict[int, list[Found]] = defaultdict(list)
        for each in found:
            of[each.traveller].append(each)
        for aboard in chunk.voyages:
            mine = [each for row in aboard.rows for each in of[row.id] if self._concerns(each.hit.list, aboard)]
            yield aboard, mine

    def _concerns(self, title: str, aboard: Aboard) -> bool:
        owner = self.owners.get(title, OF_THE_REGION)
        return (not self.named or title in self.named) and (owner == OF_THE_REGION or owner in aboard.voyage.states)

    def is_shown(self, title: str) -> bool:
        return title in self.named or self.owners.get(title, OF_THE_REGION) == OF_THE_REGION

    def raise_alerts(self, aboard: Aboard, found: Sequence[Found]) -> dict[str, int]:
        lists = self.named or tuple(self.owners)
        raised = raise_found(aboard, found, lists=lists, owners=self.owners, state=self.state, now=self.now)
        if raised is None:
            return {"voyages changed meanwhile": 1}
        return {"new": raised.new, "changed": raised.changed, "lapsed": raised.lapsed, "suppressed": raised.suppressed}


def make_plan(
    since: date, until: date, named: tuple[str, ...], by: str, home: Path, now: datetime, *, raises: bool
) -> Plan:
    """Counted, its lists written to files (again only where they have changed), its reading of people audited."""
    with scoped(REGION):
        state, owners = state_of_lists(), list_owners()
        for title in named:
            if title not in owners:
                raise UnknownList(title)
        folder = home / _digest()
        _clear(home, folder)
        folder.mkdir(mode=0o700, exist_ok=True)
        if not are_written(folder / "lists"):
            lists = Lists(versions_in_force(), thresholds(), evidence_alone(), state)
            write_lists(entries_in_force(), lists, folder / "lists")
        people = Traveller.objects.filter(voyage__in=arriving(since, until)).exclude(presence=Presence.WITHDRAWN)
        travellers = people.count()
        bills = Bill.objects.filter(voyage__in=arriving(since, until), stands=True).count()
        what = f"{travellers} travellers against {', '.join(named) or 'all lists'}, by {by}{', raising' * raises}"
        subject = f"arrivals from {since} to {until if until != date.max else 'now on'}"
        note(None, "rescreened", subject, states=sorted(State.objects.values_list("code", flat=True)), detail=what)
    return Plan(since=since, until=until, named=named, owners=owners, state=state, folder=folder,
                travellers=travellers, bills=bills, now=now)  # fmt: skip


def _digest() -> str:
    """Of what the lists in force hold, and of who reads them."""
    lists = sorted(f"{title} {version.sha256}" for title, version in versions_in_force().items())
    off = sorted(evidence_alone() or ())
    makers = (MATCHER_VERSION, BACKGROUND_VERSION, POLICY_VERSION, repr(thresholds()), frozen().version, repr(off))
    return sha256("/".join((*makers, *lists)).encode()).hexdigest()[:16]


def _clear(home: Path, folder: Path) -> None:
    """What was kept of a screening against other lists is of no use any more."""
    for other in home.iterdir():
        if other.is_dir() and other != folder:
            shutil.rmtree(other)
