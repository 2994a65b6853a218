"""What a screening of stored travellers found becomes alerts, voyage by voyage, as if the lists had just changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from roadstead.casework.alerts.evidence import Key
from roadstead.casework.alerts.raise_alerts import Raised, raise_alerts
from roadstead.engine.records import HitKind
from roadstead.engine.screening.bulk import Found
from roadstead.filings.voyages.declared import as_voyage, on_voyage
from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.record import lock
from roadstead.outbound.responses.give import look_again
from roadstead.pipeline.again.stored import Aboard, rows_of
from roadstead.pipeline.screening_set import state_of_lists
from roadstead.platform.database.scope import REGION, scoped


class ListsChanged(Exception):
    """A list has another version than the one that was screened against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """What was screened against: alerts of these lists are at stake, others stay. `state`: of the lists in force."""

    lists: Collection[str]
    owners: Mapping[str, str]
    state: str
    now: datetime

    def at_stake(self, key: Key) -> bool:
        return key.list in self.lists and not key.rule

    @contextmanager
    def held(self, voyage: Voyage) -> Iterator[Voyage | None]:
        """As whoever held it has left it, None where it is gone or cancelled; nobody changes it until the transaction
        ends."""
        with scoped(REGION):
            if state_of_lists() != self.state:
                raise ListsChanged
            lock([as_voyage(voyage)])
            yield Voyage.objects.filter(pk=voyage.pk, cancelled=False).first()


def raise_found(aboard: Aboard, found: Sequence[Found], against: Against) -> Raised | None:
    """Alerts of persons only. None: the voyage has changed since, and was screened with that.

    A transaction of its own.
    """
    now = against.now
    with against.held(aboard.voyage) as voyage:
        if voyage is None or rows_of(voyage, now) != aboard.rows:
            return None
        rows = on_voyage(voyage)
        place = {row.pk: at for at, row in enumerate(rows)}
        hits = [replace(each.hit, traveller=place[each.traveller]) for each in found]

        def at_stake(key: Key) -> bool:
            of_a_person = key.traveller is not None and key.kind in (HitKind.NAME, HitKind.DOCUMENT)
            return of_a_person and against.at_stake(key)

        raised = raise_alerts(hits, voyage=voyage, travellers=rows, owners=against.owners, now=now, at_stake=at_stake)
        if raised.events:
            look_again(voyage, now=now)
        return raised
