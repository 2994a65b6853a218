"""Alerts from the results of a bulk screening, part by part, as if the lists had just changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from roadstead.casework.alerts.evidence import AlertKey
from roadstead.casework.alerts.raise_alerts import Changes, raise_alerts
from roadstead.engine.records import HitKind
from roadstead.engine.screening.bulk import PersonHit
from roadstead.engine.screening.bulk_cargo import CargoHit
from roadstead.filings.voyages.declared import travellers_on
from roadstead.filings.voyages.locks import lock_and_reload
from roadstead.filings.voyages.models import Voyage
from roadstead.outbound.responses.issue import refresh_responses
from roadstead.pipeline.bulk.cargo import Part, bills_of, bills_part, voyage_part
from roadstead.pipeline.bulk.people import VoyageRows, rows_of
from roadstead.pipeline.rescreen import add_changes
from roadstead.pipeline.screening_set import state_of_lists
from roadstead.platform.database.scope import REGION, scoped
from roadstead.targeting.rescreens.models import RescreenJob

PEOPLE_PASS: Final = 0  # passes of a job
CARGO_PASS: Final = 1


class ListsChanged(Exception):
    """Raised if a list has another version than the one screened against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseRun:
    """Lists that were screened against. Alerts of these lists are in scope, others stay. `state`: of the lists in
    force.

    `job`: progress, from which an interrupted run continues.
    """

    lists: Collection[str]
    owners: Mapping[str, str]
    state: str
    now: datetime
    job: RescreenJob

    def is_done(self, voyage: Voyage, of_pass: int) -> bool:
        """Return True if an earlier, interrupted run has raised the alerts of this voyage in this pass."""
        return (self.job.passes, self.job.after) >= (of_pass, voyage.pk)

    def count(self, changes: Changes | None, *, after: int, voyages: int = 1) -> None:
        """Save the progress, in the transaction of the changes."""
        add_changes(self.job, changes, voyages=voyages)
        self.job.after = after
        self.job.save()

    def end_pass(self, of_pass: int) -> None:
        if self.job.passes > of_pass:  # ended by an earlier run
            return
        with scoped(REGION):
            self.job.passes, self.job.after = of_pass + 1, 0
            self.job.done_at = self.now if of_pass == CARGO_PASS else None
            self.job.save()

    def scope(self, key: AlertKey) -> bool:
        return key.list in self.lists and not key.rule

    def of_people(self, key: AlertKey) -> bool:
        return key.traveller is not None and key.kind in (HitKind.NAME, HitKind.DOCUMENT) and self.scope(key)

    def of_craft(self, key: AlertKey) -> bool:
        return key.kind == HitKind.CRAFT and self.scope(key)

    @contextmanager
    def lock_voyage(self, voyage: Voyage) -> Iterator[Voyage | None]:
        """Lock the voyage until the transaction ends. Yields None if it was deleted or cancelled."""
        with scoped(REGION):
            if state_of_lists() != self.state:
                raise ListsChanged
            yield lock_and_reload(voyage)


def raise_for_people(aboard: VoyageRows, found: Sequence[PersonHit], against: RaiseRun) -> Changes | None:
    """Raise alerts on persons, in a transaction of its own.

    Returns None if the voyage has changed since, as it was then screened with that message.
    """
    with against.lock_voyage(aboard.voyage) as voyage:
        changes = _for_people(aboard, found, voyage, against) if voyage else None
        against.count(changes, after=aboard.voyage.pk)
        return changes


def _for_people(aboard: VoyageRows, found: Sequence[PersonHit], voyage: Voyage, against: RaiseRun) -> Changes | None:
    if rows_of(voyage, against.now) != aboard.rows:
        return None
    rows = travellers_on(voyage)
    place = {row.pk: at for at, row in enumerate(rows)}
    hits = [replace(each.hit, traveller=place[each.traveller]) for each in found]
    owners, now = against.owners, against.now
    changes = raise_alerts(hits, voyage=voyage, travellers=rows, owners=owners, now=now, scope=against.of_people)
    if changes.events:
        refresh_responses(voyage, now=now)
    changes.travellers = len(rows)
    return changes


def raise_for_cargo(part: Part, met: Sequence[CargoHit], against: RaiseRun) -> Changes | None:
    """Raise alerts on cargo, in a transaction of its own. Returns None if the screened rows have changed since."""
    with against.lock_voyage(part.voyage) as voyage:
        raise_ = _for_bills if part.is_of_bills else _for_voyage
        changes = raise_(part, met, voyage, against) if voyage else None
        against.count(changes, after=part.voyage.pk - 1, voyages=0)  # its other parts may still follow
        return changes


def _for_bills(part: Part, met: Sequence[CargoHit], voyage: Voyage, against: RaiseRun) -> Changes | None:
    bills = list(bills_of(part, voyage))
    if bills_part(voyage, bills_of(part, voyage), against.now).rows != part.rows:
        return None
    place = {row.pk: at for at, row in enumerate(bills)}
    hits = [replace(each.hit, bill=place[each.bill]) for each in met if each.bill is not None]
    changes = raise_alerts(
        hits, voyage=voyage, bills=bills, owners=against.owners, now=against.now, scope=against.scope
    )
    changes.bills = len(bills)
    return changes


def _for_voyage(part: Part, met: Sequence[CargoHit], voyage: Voyage, against: RaiseRun) -> Changes | None:
    """Raise alerts on the craft and on manifest parties separately, so that neither run expires the other's alerts."""
    stands = voyage_part(voyage, against.now)
    if (stands.craft, stands.named) != (part.craft, part.named):
        return None
    hits = [each.hit for each in met]
    of_craft = [hit for hit in hits if hit.kind is HitKind.CRAFT]
    owners, now = against.owners, against.now
    changes = raise_alerts(of_craft, voyage=voyage, owners=owners, now=now, scope=against.of_craft)
    of_parties = [hit for hit in hits if hit.parties]
    changes.add(
        raise_alerts(of_parties, voyage=voyage, parties=stands.named, owners=owners, now=now, scope=against.scope)
    )
    return changes
